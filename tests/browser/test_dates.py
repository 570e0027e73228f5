"""The bars above the results in a browser: a click, a drag, the keyboard alone, and neither script nor mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, served
from tests.browser.test_search import address
from tests.conftest import ingest, write_jsonl

BARS = "#dates .bars > li"


def bar(page: Page, label: str) -> Locator:
    """Return the bar of a month or day."""
    return page.locator(f'{BARS}[data-label="{label}"]')


def width(element: Locator) -> float:
    """Return how wide an element is drawn."""
    box = element.bounding_box()
    assert box
    return box["width"]


def test_a_click_leads_from_months_to_days_and_the_way_out_back(open_page: OpenPage) -> None:
    page = open_page("/?q=sends")
    bar(page, "March 2024").click()
    expect(page.locator("#h-dates")).to_have_text("Articles by day")
    assert address(page) == "/?q=sends&from=2024-03&to=2024-03"
    bar(page, "3 March 2024").locator("a").click()
    expect(page.locator("#count")).to_have_text("1 article")
    page.get_by_role("link", name="All dates").click()
    expect(page.locator("#count")).to_have_text("59 articles")
    assert address(page) == "/?q=sends"


def test_what_the_bars_say_is_of_their_own_result_after_a_click(open_page: OpenPage) -> None:
    page = open_page("/?q=sends")
    bar(page, "March 2024").locator("a").click()
    expect(page.locator("#h-dates")).to_have_text("Articles by day")
    page.mouse.move(0, 0)
    expect(page.locator("#bar-said")).to_have_text("Most on 3 March 2024: 1 article.")


def test_a_drag_shows_the_months_it_covers(open_page: OpenPage) -> None:
    page = open_page("/?q=sends")
    bar(page, "March 2024").hover()
    page.mouse.down()
    bar(page, "May 2024").hover()
    expect(page.locator("#bar-said")).to_have_text("March 2024 to May 2024: 15 articles.")
    page.mouse.up()
    expect(page.locator("#count")).to_have_text("15 articles")
    assert address(page) == "/?q=sends&from=2024-03&to=2024-05"


def test_the_keyboard_alone_reads_counts_and_chooses_a_range(open_page: OpenPage) -> None:
    page = open_page("/?q=sends")
    stops = page.locator("#dates .bars [tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#bar-said")).to_have_text("February 2024: 5 articles.")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#status")).to_have_text("February 2024 to April 2024: 15 articles. Enter shows them.")
    expect(page.locator(f"{BARS}.chosen")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(page.locator(f"{BARS}.chosen")).to_have_count(0)
    page.keyboard.press("Shift+End")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("44 articles")
    assert address(page) == "/?q=sends&from=2024-04&to=2024-12"


def test_without_script_the_bars_are_links_and_a_list_says_them_in_words(open_page: OpenPage) -> None:
    page = open_page("/?q=sends", java_script_enabled=False)
    words = bar(page, "March 2024").locator(".said")
    assert width(words) <= 1
    page.locator("#dates-list summary").click()
    assert width(words) > 100
    words.click()
    expect(page.locator("#count")).to_have_text("5 articles")


@pytest.mark.parametrize(("years", "screen", "step"), [(8, 390, 1), (8, 1280, 1), (30, 390, 4), (30, 1280, 2), (200, 390, 30)])
def test_years_stand_under_their_bars_as_far_as_there_is_room(
    open_page: OpenPage, tmp_path: Path, years: int, screen: int, step: int
) -> None:
    texts = tuple(
        {
            "id": str(year),
            "url": f"https://a.example/{year}",
            "date": f"{year}-05-04",
            "source": "a.example",
            "title": f"Year {year}",
            "text": "Aid.",
        }
        for year in range(1820, 1820 + years)
        if year != 1824
    )
    with served(ingest(tmp_path / "var", [write_jsonl(tmp_path / "a.jsonl", texts)])) as site:
        page = open_page(site, viewport={"width": screen, "height": 844})
        named = page.locator("#dates .at:visible")
        assert named.all_text_contents() == [str(year) for year in range(1820, 1820 + years, step)]
        boxes = [box for one in named.all() if (box := one.bounding_box())]
        bars = [box for one in page.locator(f"{BARS}:has(.at:visible)").all() if (box := one.bounding_box())]
        assert all(abs(box["x"] - bar["x"]) < 2 for box, bar in zip(boxes, bars, strict=True))
        assert page.evaluate("document.documentElement.scrollWidth") == screen
