"""The search page in a browser: typing, clicking, going back, sharing, and all of it without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import OpenPage

BOX, COUNT = "#q", "#count"


def address(page: Page) -> str:
    """Return the path and query the window shows."""
    return str(page.evaluate("location.pathname + location.search"))


def titles(page: Page) -> list[str]:
    """Return the titles of the hits."""
    return page.locator(".hit h2").all_inner_texts()


def test_typing_answers_and_the_box_keeps_focus_and_characters(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(BOX).press_sequentially("howitzers")
    expect(page.locator(COUNT)).to_have_text("12 articles")
    expect(page.locator(BOX)).to_be_focused()
    expect(page.locator(BOX)).to_have_value("howitzers")
    expect(page).to_have_title(re.compile("“howitzers” · 12 articles"))
    assert address(page) == "/?q=howitzers"


def watched(page: Page) -> Page:
    """Have the page note the search of every answer it shows."""
    page.evaluate("window.shown = []")
    page.evaluate("document.addEventListener('htmx:afterSwap', () => shown.push(document.getElementById('answer').dataset.query))")
    return page


def test_an_answer_overtaken_by_a_newer_search_is_never_shown(open_page: OpenPage) -> None:
    page = watched(open_page())
    held: list[Route] = []
    page.route("**/?q=tanks*", lambda route: held.append(route))
    with page.expect_request("**/?q=tanks*"):
        page.locator(BOX).fill("tanks")
    page.locator(BOX).fill("howitzers")
    expect(page.locator("#answer")).to_have_attribute("data-query", "howitzers")
    for route in held:
        route.continue_()
    page.locator(BOX).fill("shells")
    expect(page.locator("#answer")).to_have_attribute("data-query", "shells")
    assert page.evaluate("shown") == ["howitzers", "shells"]


def test_an_answer_to_less_than_is_typed_by_now_is_never_shown(open_page: OpenPage) -> None:
    page = watched(open_page())
    held: list[Route] = []
    page.route(re.compile(r"q=tank(&|$)"), lambda route: held.append(route))
    with page.expect_request(re.compile(r"q=tank(&|$)")):
        page.locator(BOX).press_sequentially("tank")
    page.locator(BOX).press_sequentially("s")
    held[0].continue_()
    expect(page.locator("#answer")).to_have_attribute("data-query", "tanks")
    assert page.evaluate("shown") == ["tanks"]
    expect(page.locator(BOX)).to_have_value("tanks")
    expect(page.locator(BOX)).to_be_focused()


def test_enter_right_after_typing_asks_once_and_the_pause_after_it_not_again(open_page: OpenPage) -> None:
    page = open_page()
    page.clock.install()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(BOX).evaluate(
        "(box) => { box.value = 'tanks'; box.dispatchEvent(new Event('input', { bubbles: true })); box.form.requestSubmit(); }"
    )
    expect(page.locator(COUNT)).to_have_text("12 articles")
    page.clock.run_for(1000)
    page.locator("#f-country-LT").click()
    expect(page.locator(COUNT)).to_have_text("1 article")
    assert len([url for url in asked if url.endswith("?q=tanks&from=&to=")]) == 1


def test_a_facet_click_ticks_in_place_keeps_focus_and_is_announced(open_page: OpenPage) -> None:
    page = open_page("/?q=howitzers")
    page.locator("#f-country-LT").click()
    value = page.locator("#f-country-LT")
    expect(value).to_have_attribute("aria-current", "true")
    expect(value).to_be_focused()
    expect(page.locator("#status")).to_have_text("1 article")
    expect(page.locator(".chip")).to_have_text(re.compile("Lithuania"))
    assert address(page) == "/?q=howitzers&country=LT"


def test_taking_a_filter_off_moves_focus_to_the_count(open_page: OpenPage) -> None:
    page = open_page("/?country=LT")
    page.locator(".chip").click()
    expect(page.locator(COUNT)).to_have_text("60 articles")
    expect(page.locator(COUNT)).to_be_focused()


def test_words_that_were_dropped_can_be_typed_again(open_page: OpenPage) -> None:
    page = open_page("/?q=nosuchthing&country=LT")
    page.locator(".ways a").first.click()
    expect(page.locator(BOX)).to_have_value("")
    page.locator(BOX).press_sequentially("nosuchthing")
    expect(page.locator(COUNT)).to_have_text("0 articles")


def test_words_typed_after_a_filter_keep_the_filter(open_page: OpenPage) -> None:
    page = open_page("/?country=LT")
    page.locator(BOX).press_sequentially("tanks")
    expect(page.locator(COUNT)).to_have_text("1 article")
    assert address(page) == "/?q=tanks&country=LT"


def test_dates_are_applied_with_the_words_and_the_filters(open_page: OpenPage) -> None:
    page = open_page("/?q=sends&country=UA")
    page.locator("input[name=from]").fill("2024-12")
    page.locator("input[name=from]").press("Enter")
    expect(page.locator(".chip")).to_have_count(2)
    assert address(page) == "/?q=sends&country=UA&from=2024-12"


def test_back_forward_reload_second_window_and_copied_link_show_the_same(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(BOX).press_sequentially("howit")
    expect(page.locator(COUNT)).to_have_text("12 articles")
    page.locator("#f-country-LT").click()
    expect(page.locator(COUNT)).to_have_text("1 article")
    narrowed, link = titles(page), address(page)

    page.go_back()
    expect(page.locator(COUNT)).to_have_text("12 articles")
    assert page.locator(BOX).input_value() == page.locator("#answer").get_attribute("data-query")
    page.go_forward()
    expect(page.locator(COUNT)).to_have_text("1 article")
    assert (titles(page), address(page)) == (narrowed, link)
    page.reload()
    assert (titles(page), address(page)) == (narrowed, link)
    second = open_page(link)
    assert (titles(second), second.locator(BOX).input_value()) == (narrowed, page.locator(BOX).input_value())


def test_back_from_an_article_shows_the_list_not_a_fragment(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator("#f-country-LT").click()
    expect(page.locator(COUNT)).to_have_text("5 articles")
    page.locator(".hit h2 a").first.click()
    expect(page.locator("article.text")).to_be_visible()
    page.go_back()
    expect(page.locator(".brand")).to_be_visible()
    expect(page.locator(COUNT)).to_have_text("5 articles")


@pytest.mark.parametrize("clipboard", [True, False], ids=["clipboard", "no clipboard"])
def test_the_copied_link_is_the_canonical_address(open_page: OpenPage, site: str, clipboard: bool) -> None:
    page = open_page("/?to=&q=tanks&country=LT&utm=x", permissions=["clipboard-read", "clipboard-write"])
    if not clipboard:
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#status")).to_have_text("Link copied")
    page.locator(BOX).fill("")
    page.locator(BOX).press("Control+V")
    expect(page.locator(BOX)).to_have_value(f"{site}/?q=tanks&country=LT")


def test_slash_goes_to_the_box_but_not_while_typing(open_page: OpenPage) -> None:
    page = open_page("/?q=tanks")
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_have_value("tanks/")


def test_an_opened_branch_stays_open_after_a_click_elsewhere(open_page: OpenPage) -> None:
    page = open_page()
    branch = page.locator(".tree details.narrower").first
    branch.locator("> summary").click()
    page.locator("#f-country-UA").click()
    expect(page.locator(COUNT)).to_have_text("59 articles")
    expect(page.locator(".tree details.narrower").first).to_have_attribute("open", "")


def test_excluding_a_value_works_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("/?q=howitzers")
    page.locator("#f-country-LT").focus()
    # The question mark, which asks why the value is here, stands between it and the minus.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(COUNT)).to_have_text("11 articles")
    assert address(page) == "/?q=howitzers&country.not=LT"


def test_a_few_facet_links_followed_by_hand_find_what_they_promise(open_page: OpenPage) -> None:
    page = open_page("/?q=sends")
    for name in ("#f-country-UA", "#f-country-LT", "#f-source-a\\.example"):
        promised = page.locator(f"{name} .number").inner_text()
        page.locator(name).click()
        expect(page.locator(name)).to_have_attribute("aria-current", "true")
        expect(page.locator(COUNT)).to_have_text(re.compile(rf"^{promised} article"))


def test_a_server_that_cannot_be_reached_is_said_and_the_answer_stays(chromium: Browser, site: str) -> None:
    page = chromium.new_page(base_url=site)
    page.goto("/")
    page.route("**/?q=*", lambda route: route.abort())
    page.locator(BOX).press_sequentially("tanks")
    expect(page.locator("#trouble")).to_be_visible()
    expect(page.locator(COUNT)).to_have_text("60 articles")
    page.unroute_all()
    page.locator(BOX).press("Enter")
    expect(page.locator(COUNT)).to_have_text("12 articles")
    expect(page.locator("#trouble")).to_be_hidden()
    page.close()


def test_an_error_takes_the_place_of_the_answer(chromium: Browser, site: str) -> None:
    page = chromium.new_page(base_url=site)
    page.goto("/?q=tanks")
    page.evaluate("htmx.ajax('GET', '/articles/nothing', {target: '#answer', swap: 'outerHTML'})")
    expect(page.locator(COUNT)).to_have_text("Not found")
    expect(page.locator(BOX)).to_have_value("tanks")
    page.close()


def test_everything_works_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    page.locator(BOX).fill("howitzers")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(COUNT)).to_have_text("12 articles")
    page.locator("#f-country-LT").click()
    expect(page.locator(COUNT)).to_have_text("1 article")
    page.locator(BOX).fill("tanks")
    page.locator(BOX).press("Enter")
    expect(page.locator(".chip")).to_have_text(re.compile("Lithuania"))
    expect(page.locator(".hit h2")).to_have_text("Lithuania sends Leopard 2 tanks")
    page.locator("input[name=to]").fill("2023")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(COUNT)).to_have_text("0 articles")
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
