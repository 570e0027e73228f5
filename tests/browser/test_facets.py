"""Facets in a browser: modes, explanations, the tree and finding in place, by mouse, keyboard and touch."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.test_search import address

COUNT = "#count"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_any_is_one_click_from_a_choice_and_further_clicks_join_it(open_page: OpenPage) -> None:
    page = open_page("/?q=sends")
    page.locator("#f-country-LT").click()
    page.get_by_role("link", name="any of these").click()
    expect(page.locator("#m-country-2")).to_have_attribute("aria-current", "true")
    page.locator("#f-country-EE").click()
    expect(page.locator(COUNT)).to_have_text("10 articles")
    assert address(page) == "/?q=sends&country.any=EE&country.any=LT"


def test_the_keyboard_goes_from_value_to_value_and_excludes_one(open_page: OpenPage) -> None:
    page = open_page("/?q=sends")
    page.locator("#f-country-UA").focus()
    page.keyboard.press("ArrowDown")
    focused = str(page.evaluate("document.activeElement.id"))
    assert focused.startswith("f-country-")
    assert focused != "f-country-UA"
    page.keyboard.press("-")
    expect(page.locator(COUNT)).to_have_text("54 articles")
    assert f"country.not={focused.rpartition('-')[2]}" in address(page)


def test_the_space_bar_ticks_a_value_and_takes_it_back(open_page: OpenPage) -> None:
    page = open_page("/?q=sends")
    page.locator("#f-country-LT").focus()
    page.keyboard.press("Space")
    expect(page.locator("#f-country-LT")).to_have_attribute("aria-current", "true")
    assert address(page) == "/?q=sends&country=LT"
    page.locator("#f-country-LT").focus()
    page.keyboard.press("Space")
    expect(page.locator(COUNT)).to_have_text("59 articles")


def test_the_tab_key_goes_beside_a_value_as_the_eye_does(open_page: OpenPage) -> None:
    page = open_page("/?q=sends")
    for value in ("#f-country-LT", "#f-person-volodymyr-zelenskyy"):
        page.locator(value).focus()
        places = []
        for _ in range(3):
            places.append(float(page.evaluate("document.activeElement.getBoundingClientRect().x")))
            page.keyboard.press("Tab")
        assert places == sorted(places)
        assert len(set(places)) == 3


def test_an_explanation_shows_on_focus_and_escape_puts_it_away(open_page: OpenPage) -> None:
    page = open_page("/?q=sends")
    tip = page.locator("li:has(> #f-equipment-artillery) > .tip")
    expect(tip).to_be_hidden()
    page.locator("#f-equipment-armoured-vehicles").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#f-equipment-artillery")).to_be_focused()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_an_explanation_opens_by_touch_and_without_script(open_page: OpenPage) -> None:
    for more in ({}, {"java_script_enabled": False}):
        page = open_page("/?q=sends", **PHONE, **more)
        page.locator("label[for=drawer]").first.tap()
        page.locator("li:has(> #f-equipment-artillery) > .explain summary").tap()
        expect(page.locator("#f-equipment-artillery-note")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_named_systems_open_in_place_and_are_chosen_there(open_page: OpenPage) -> None:
    page = open_page("/?q=sends")
    page.locator("#tf-equipment-air-defence > summary").click()
    page.locator("#tf-equipment-manpads > summary").click()
    stinger = page.locator("#w-equipment-stinger")
    expect(stinger).to_be_visible()
    assert address(page) == "/?q=sends"
    stinger.click()
    expect(page.locator(COUNT)).to_have_text("12 articles")
    assert address(page) == "/?q=sends&equipment=stinger"


def test_a_country_is_found_in_place_by_another_name_and_said(open_page: OpenPage) -> None:
    page = open_page("/?q=sends")
    page.get_by_label("Find in countries").press_sequentially("lithuanian")
    found = page.locator(".found #w-country-LT")
    expect(found).to_be_visible()
    expect(page.locator("#status")).to_have_text("1 country listed")
    page.get_by_label("Find in countries").fill("")
    expect(found).to_have_count(0)
    page.get_by_label("Find in countries").fill("latv")
    page.locator(".found #w-country-LV").click()
    expect(page.locator(COUNT)).to_have_text("5 articles")


def test_without_script_enter_leads_to_the_page_of_what_is_called_so(open_page: OpenPage) -> None:
    page = open_page("/?q=sends", java_script_enabled=False)
    page.get_by_label("Find in countries").fill("latv")
    page.keyboard.press("Enter")
    page.locator("#w-country-LV").click()
    expect(page.locator(COUNT)).to_have_text("5 articles")
    assert address(page) == "/?q=sends&country=LV"


def test_the_page_of_all_values_follows_the_typing(open_page: OpenPage) -> None:
    page = open_page("/facet/country?q=sends&order=name")
    box = page.get_by_label("Find in countries")
    box.press_sequentially("latv")
    expect(page.locator(".all .value .name")).to_have_text(["Latvia"])
    expect(page.locator("#status")).to_have_text("1 country listed")
    expect(box).to_be_focused()
    assert address(page) == "/facet/country?q=sends&order=name&find=latv"
    box.fill("")
    expect(page.locator(".all .value")).to_have_count(13)
    assert address(page) == "/facet/country?q=sends&order=name"


def test_without_script_enter_finds_on_the_page_of_all_values(open_page: OpenPage) -> None:
    page = open_page("/facet/country?q=sends&order=name", java_script_enabled=False)
    page.get_by_label("Find in countries").fill("latv")
    page.keyboard.press("Enter")
    expect(page.locator(".all .value .name")).to_have_text(["Latvia"])
    assert address(page) == "/facet/country?q=sends&order=name&find=latv"


def test_a_value_far_down_is_chosen_without_a_leap_to_the_end_of_the_page(open_page: OpenPage) -> None:
    for more in ({"viewport": {"width": 1280, "height": 700}}, PHONE):
        page = open_page("/?q=sends", **more)
        if more is PHONE:
            page.locator("label[for=drawer]").first.tap()
        value = page.locator("#f-equipment-armoured-vehicles")
        value.evaluate("one => one.scrollIntoView({ block: 'center' })")
        assert page.evaluate("scrollY") > 0
        value.click()
        expect(value).to_have_attribute("aria-current", "true")
        expect(value).to_be_in_viewport()
