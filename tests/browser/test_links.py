"""Pinning, citing and following a short link in a browser, with JavaScript and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS, OpenPage


@pytest.mark.parametrize("javascript", [True, False])
def test_a_search_is_pinned_by_one_click_and_its_short_link_leads_back(open_page: OpenPage, javascript: bool) -> None:
    page = open_page("/?q=howitzers", java_script_enabled=javascript)
    page.locator("#cite summary").click()
    page.get_by_role("button", name="Pin to edition 1").click()
    expect(page).to_have_url(re.compile(r"/links/[0-9a-z]{8,}$"))
    expect(page.locator(".reference")).to_have_count(2)
    page.locator("#short").click()
    expect(page).to_have_url(re.compile(r"/\?q=howitzers&edition=1$"))
    expect(page.locator(".pinned")).to_contain_text("edition 1. See this search as it stands now")
    expect(page.locator("#count")).to_have_text("12 articles")


def test_a_short_link_is_one_click_away_and_copied_by_another(open_page: OpenPage) -> None:
    page = open_page("/?q=howitzers", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/?q=howitzers")
    page.get_by_role("button", name="Short link").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#status")).to_have_text("Link copied")
    short = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"/s/[0-9a-z]{8,}$", short)
    page.goto(short)
    expect(page).to_have_url(re.compile(r"/\?q=howitzers$"))


def test_the_sheet_for_those_who_cite_is_opened_and_closed_by_keys(open_page: OpenPage) -> None:
    page = open_page("/?q=howitzers&edition=1")
    page.locator("#cite summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".reference").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".reference").first).to_be_hidden()
    expect(page.locator("#cite summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#count").click()
    expect(page.locator(".reference").first).to_be_hidden()


def test_the_pinned_page_leads_to_the_live_one_in_place(open_page: OpenPage) -> None:
    page = open_page("/?q=howitzers&edition=1")
    page.get_by_role("link", name="See this search as it stands now").click()
    expect(page.locator(".pinned")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/\?q=howitzers$"))


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pinned_pages_and_entities_fit(open_page: OpenPage, width: int) -> None:
    article = open_page("/?edition=1").locator(".hit h2 a").first.get_attribute("href") or ""
    for name, address in (("pinned", "/?q=sends&edition=1"), ("entity", "/country/LT"), ("pinned-article", article)):
        page = open_page(address, viewport={"width": width, "height": 800})
        if name != "entity":
            page.locator("#cite summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png")
