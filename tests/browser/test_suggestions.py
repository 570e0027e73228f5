"""The list under the search box, by keyboard and as a screen reader is told of it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage

BOX, OPTIONS = "#q", "#suggestions [role=option]"


def test_arrow_and_enter_add_a_filter(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(BOX).press_sequentially("howitzers lith")
    expect(page.locator(OPTIONS).first).to_have_text("Lithuania country 5 articles")
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator(BOX)).to_have_attribute("aria-activedescendant", "suggestion-0")
    expect(page.locator(OPTIONS).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=howitzers&country=LT")  # The answer to the typing has the same count: only the address tells.
    expect(page.locator("#count")).to_have_text("1 article")
    expect(page.locator(BOX)).to_have_value("howitzers")
    expect(page.locator("#suggestions")).to_be_hidden()


def test_an_outlet_is_suggested_as_what_it_is_called_on_the_page(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(BOX).press_sequentially("b.example")
    expect(page.locator(OPTIONS).first).to_contain_text("b.example outlet")


def test_arrows_go_round_through_the_box_and_escape_closes_the_list_and_keeps_the_words(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(BOX).press_sequentially("lith")
    expect(page.locator(OPTIONS).first).to_be_visible()
    page.keyboard.press("ArrowUp")
    last = page.locator(OPTIONS).count() - 1
    expect(page.locator(BOX)).to_have_attribute("aria-activedescendant", f"suggestion-{last}")
    page.keyboard.press("ArrowDown")
    assert page.locator(BOX).get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(page.locator(BOX)).to_have_value("lith")
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "false")


def test_a_click_takes_a_suggestion_on_a_page_without_results_too(open_page: OpenPage) -> None:
    page = open_page("/facet/country")
    page.locator(BOX).press_sequentially("lith")
    page.locator(OPTIONS).first.click()
    page.wait_for_url("**/?country=LT")
    expect(page.locator("#count")).to_have_text("5 articles")


def test_the_down_arrow_opens_the_list_again_after_escape(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.locator(BOX).press_sequentially("lith")
    expect(page.locator(OPTIONS).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(page.locator(OPTIONS).first).to_be_visible()
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator(BOX)).to_have_attribute("aria-activedescendant", "suggestion-0")


def test_suggestions_close_the_help(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    page.locator(".help summary").click()
    expect(page.locator(".help-panel")).to_be_visible()
    page.locator(BOX).press_sequentially("lith")
    expect(page.locator(OPTIONS).first).to_be_visible()
    expect(page.locator(".help-panel")).to_be_hidden()
