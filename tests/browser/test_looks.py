"""What the pages look like: nothing wider than a phone, targets large enough, marks that switch off; pictures to look at."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS, OpenPage

PAGES = {
    "front": "/",
    "search": "/?q=sends&country=LT&person.not=olaf-scholz",
    "nothing": "/?q=nosuchthing&country=LT",
    "countries": "/facet/country?order=name",
    "person": "/person/olaf-scholz",
    "why": "/why/country/LT?q=sends",
    "programs": "/api",
    "error": "/articles/nothing",
}
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [name for name in PAGES if name != "error"])
def test_pictures_are_taken_and_no_page_is_wider_than_its_window(open_page: OpenPage, name: str, scheme: str) -> None:
    for size in (PHONE, DESK, {"width": 320, "height": 640}):
        page = open_page(PAGES[name], viewport=size, color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.screenshot(path=SCREENSHOTS / f"{name}-{size['width']}-{scheme}.png")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_article_page_fits_too(open_page: OpenPage, scheme: str) -> None:
    for size in (PHONE, DESK):
        page = open_page("/?q=sends+howitzers", viewport=size, color_scheme=scheme)
        page.locator(".hit h2 a").first.click()
        expect(page.locator("article.text")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.screenshot(path=SCREENSHOTS / f"article-{size['width']}-{scheme}.png")


def test_dark_is_dark(open_page: OpenPage) -> None:
    grounds = [
        open_page("/", color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(255, 255, 255)", "rgb(20, 24, 27)"]


def test_filters_are_in_a_drawer_on_a_phone_that_stays_open_after_a_choice(open_page: OpenPage) -> None:
    page = open_page("/", viewport=PHONE)
    expect(page.locator(".facets")).to_be_hidden()
    page.locator("#drawer").focus()
    page.keyboard.press("Space")
    expect(page.locator(".facets")).to_be_visible()
    page.locator("#f-country-LT").click()
    expect(page.locator("#count")).to_have_text("5 articles")
    expect(page.locator(".facets")).to_be_visible()
    page.locator(".drawer-close").click()
    expect(page.locator(".facets")).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_targets_are_at_least_24_pixels_each_way(open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page("/?q=sends&country=LT", viewport=size)
    if size is PHONE:
        page.locator("label[for=drawer]").first.click()
    boxes = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), summary")]
        .filter((element) => element.checkVisibility() && !element.matches(".skip, p.origin *, .foot *, p.notice *, #drawer"))
        .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
        .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )
    assert boxes == []


def test_marks_switch_off_by_kind_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/?q=sends+howitzers", java_script_enabled=False)
    page.locator(".hit h2 a").first.click()
    mark = page.locator(".text .m-country").first
    expect(mark).to_have_css("text-decoration-line", "underline")
    page.locator("#show-country").uncheck()
    expect(mark).to_have_css("text-decoration-line", "none")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_sentence_leads_to_its_mention_framed_and_in_sight(open_page: OpenPage, size: dict[str, int], scheme: str) -> None:
    page = open_page("/why/country/UA?q=sends", viewport=size, color_scheme=scheme, java_script_enabled=False)
    page.locator(".there").first.click()
    mention = page.locator(".text mark:target")
    expect(mention).to_have_text("Ukraine")
    expect(mention).to_be_in_viewport()
    expect(mention).to_have_css("outline-style", "solid")
    expect(page.locator(".text mark:not(:target)").first).to_have_css("outline-style", "none")


def test_on_a_phone_no_box_is_so_small_that_the_page_is_magnified(open_page: OpenPage) -> None:
    for address in ("/?q=sends", "/facet/country?q=sends"):
        page = open_page(address, viewport=PHONE, java_script_enabled=False)
        boxes = page.locator("input[type=search], input:not([type])")
        sizes = boxes.evaluate_all("boxes => boxes.map((box) => parseFloat(getComputedStyle(box).fontSize))")
        assert len(sizes) > 1
        assert min(sizes) >= 16


def test_on_a_phone_one_tap_leads_from_the_title_to_what_was_found(open_page: OpenPage) -> None:
    page = open_page("/?q=sends+howitzers", viewport=PHONE, java_script_enabled=False)
    page.locator(".hit h2 a").first.click()
    jump = page.get_by_role("link", name="Found in this article")
    expect(jump).to_be_in_viewport()
    jump.click()
    expect(page.get_by_role("heading", name="Found in this article")).to_be_in_viewport()
    tops = [page.locator(place).bounding_box() for place in (".text", "#found", ".similar")]
    assert [top["y"] for top in tops if top] == sorted(top["y"] for top in tops if top)
    assert len([top for top in tops if top]) == 3


def test_paper_keeps_the_evidence_and_leaves_out_the_controls(open_page: OpenPage) -> None:
    page = open_page("/?q=sends&country=LT")
    expect(page.locator(".printed")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".printed")).to_be_visible()
    expect(page.locator(".for-paper")).to_have_text("“sends”, Lithuania")
    for control in (".tools", ".choices", ".as-list", ".facets", ".take", "#search"):
        expect(page.locator(control).first).to_be_hidden()
    page.emulate_media(media="screen")
    page.locator(".hit h2 a").first.click()
    page.emulate_media(media="print")
    expect(page.locator(".evidence blockquote").first).to_be_visible()
    expect(page.locator(".printed")).to_be_visible()
    for control in (".tools", ".legend", ".there", ".jump", ".similar", ".back"):
        expect(page.locator(control).first).to_be_hidden()
