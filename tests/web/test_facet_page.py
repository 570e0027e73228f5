"""All values of a facet, for the search at hand."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.reading import HTMX, attribute, one, promises, soup, total


def names(client: FlaskClient, address: str) -> list[str]:
    """Return the values a facet page lists, in order."""
    return [name.get_text() for name in soup(client, address).select("a.value .name")]


def test_the_search_page_leads_to_all_values(client: FlaskClient) -> None:
    link = attribute(one(soup(client, "/?q=sends"), ".facet .more a[href^='/facet/country']:not([href*=order])"), "href")
    assert link == "/facet/country?q=sends"
    assert len(names(client, link)) == 13


def test_values_come_by_count_or_by_name(client: FlaskClient) -> None:
    assert names(client, "/facet/country")[0] == "Ukraine"
    by_name = names(client, "/facet/country?order=name")
    assert by_name == sorted(by_name)
    assert [heading.get_text() for heading in soup(client, "/facet/country?order=name").select(".group h2")][:2] == ["C", "D"]


def test_a_value_leads_back_to_the_search_narrowed(client: FlaskClient) -> None:
    link = one(soup(client, "/facet/country?q=howitzers"), "#f-country-LT")
    assert attribute(link, "href") == "/?q=howitzers&country=LT"
    assert total(soup(client, attribute(link, "href"))) == 1


def test_an_unknown_facet_is_a_page_that_names_those_there_are(client: FlaskClient) -> None:
    assert "country, person, equipment, source" in soup(client, "/facet/colour", status=404).get_text()


@pytest.mark.parametrize(
    ("facet", "typed", "found"),
    [
        ("country", "lith", ["Lithuania"]),
        ("country", "LITHUANIAN", ["Lithuania"]),
        ("country", "nihon", []),
        ("person", "зел", ["Volodymyr Zelensky"]),
        ("person", "scholz", ["Olaf Scholz"]),
        ("equipment", "fim-92", ["Stinger"]),
        ("source", "b.ex", ["b.example"]),
        ("country", "…", []),
    ],
)
def test_values_are_found_in_a_facet_under_any_of_their_names(
    client: FlaskClient, facet: str, typed: str, found: list[str]
) -> None:
    address = f"/facet/{facet}?q=sends&find={typed}"
    assert names(client, address) == found
    answer = client.get(f"/api/facets/{facet}", query_string={"q": "sends", "find": typed}).get_json()
    assert [value["label"] for value in answer["values"]] == found
    if not found:
        assert "None of the" in one(soup(client, address), ".groups .none").get_text()


def test_finding_in_a_facet_is_a_form_that_keeps_the_search(client: FlaskClient) -> None:
    form = one(soup(client, "/?q=sends&country.not=PL"), "form.find[action='/facet/country']")
    kept = {attribute(field, "name"): attribute(field, "value") for field in form.select("input[type=hidden]")}
    assert kept == {"q": "sends", "country.not": "PL"}
    assert attribute(one(form, "input[type=search]"), "name") == "find"


@pytest.mark.parametrize("address", ["/facet/country?q=sends&find=lith", "/facet/equipment?within=air-defence"])
def test_what_opens_in_place_is_part_of_the_page(client: FlaskClient, address: str) -> None:
    part = client.get(address, headers=HTMX).text
    assert 'class="value"' in part
    assert part in client.get(address).text
    assert client.get("/facet/country?find=", headers=HTMX).text == ""


@pytest.mark.parametrize("address", ["/facet/country?q=sends&find=l", "/facet/country?q=sends&order=name"])
def test_the_list_that_follows_the_typing_is_part_of_the_page_and_has_its_address(client: FlaskClient, address: str) -> None:
    part = client.get(address, headers={**HTMX, "HX-Target": "listed"})
    assert 'class="value"' in part.text
    assert part.text in client.get(address).text
    assert part.headers["HX-Replace-Url"] == address


def test_a_kind_opens_to_the_named_systems_beneath_it(client: FlaskClient) -> None:
    link = one(soup(client, "/?q=sends"), "#tf-equipment-manpads .more a")
    assert attribute(link, "href") == attribute(link, "hx-get") == "/facet/equipment?q=sends&within=manpads"
    assert names(client, attribute(link, "href")) == ["Stinger"]


def test_countries_are_grouped_by_region_with_exact_counts(client: FlaskClient) -> None:
    page = soup(client, "/facet/country?q=sends&order=region")
    regions = [name.get_text() for name in page.select(".groups > .group > .values > li > a.value .name")]
    assert regions == ["Eastern Europe", "Northern Europe", "Eastern Asia", "Northern America", "Western Europe", "Southern Europe"]
    promised = promises(page)
    assert ("/?q=sends&country=northern-europe", 35) in promised
    assert [(link, total(soup(client, link))) for link, _ in promised] == promised


def test_a_region_is_a_filter_like_any_other(client: FlaskClient) -> None:
    within = soup(client, "/?q=sends&country=northern-europe")
    assert one(within, ".chip").get_text().startswith("Country Northern Europe")
    assert total(soup(client, "/?q=sends&country.not=northern-europe")) == 59 - total(within)
    assert total(soup(client, "/?q=sends&country.any=northern-europe&country.any=PL")) == total(within) + 5
    assert total(soup(client, "/?q=sends&country=northern-europe&country=eastern-europe")) == 35
    selected = one(soup(client, "/facet/country?q=sends&country=northern-europe&order=region"), "#f-country-northern-europe")
    assert (selected.get("aria-current"), attribute(selected, "href")) == ("true", "/?q=sends")


def test_an_order_there_is_not_is_said_to_programs_and_passed_over_for_people(client: FlaskClient) -> None:
    assert client.get("/api/facets/person?order=region").status_code == 400
    assert "count, name or distinctive" in client.get("/api/facets/person?order=colour").get_json()["detail"]
    assert names(client, "/facet/person?order=region") == names(client, "/facet/person")


def test_finding_keeps_the_order_and_finds_regions_by_name(client: FlaskClient) -> None:
    form = one(soup(client, "/facet/country?q=sends&order=region"), ".all form.find")
    assert [attribute(field, "value") for field in form.select("input[name=order]")] == ["region"]
    page = soup(client, "/facet/country?q=sends&order=region&find=northern")
    found = [name.get_text() for name in page.select(".groups > .group > .values > li > a.value .name")]
    assert found == ["Northern Europe", "Northern America"]
    assert promises(page)
    assert [(link, total(soup(client, link))) for link, _ in promises(page)] == promises(page)
    lith = soup(client, "/facet/country?q=sends&order=region&find=lith")
    assert [name.get_text() for name in lith.select(".groups .name")] == ["Northern Europe", "Lithuania"]
    distinctive = one(soup(client, "/facet/country?q=sends&order=distinctive"), ".all form.find")
    assert [attribute(field, "value") for field in distinctive.select("input[name=order]")] == ["distinctive"]


def test_finding_among_kinds_finds_no_others_and_says_so(client: FlaskClient) -> None:
    within = soup(client, "/facet/equipment?q=sends&within=air-defence")
    form = one(within, ".all form.find")
    assert attribute(one(form, "input[name=within]"), "value") == "air-defence"
    assert attribute(one(form, "input[type=search]"), "placeholder") == "Find in kinds of Air defence"
    assert names(client, "/facet/equipment?q=sends&within=air-defence&find=stinger") == ["Stinger"]
    others = soup(client, "/facet/equipment?q=sends&within=air-defence&find=howitzer")
    assert "None of the kinds of Air defence in this search" in one(others, ".groups .none").get_text()
    assert one(others, "h1").get_text().startswith("“howitzer” in kinds of Air defence")


def test_nothing_is_distinctive_of_the_whole_archive(client: FlaskClient) -> None:
    assert "Distinctive" not in one(soup(client, "/facet/country"), ".sorts").get_text()
    assert not soup(client, "/facet/country?order=distinctive").select(".measure")
    assert "Distinctive" in one(soup(client, "/facet/country?q=sends"), ".sorts").get_text()


@pytest.mark.parametrize(("key", "shown"), [("country", 35), ("country.any", 35), ("country.not", 0)])
def test_a_chosen_region_is_ticked_beside_the_results(client: FlaskClient, key: str, shown: int) -> None:
    page = soup(client, f"/?q=sends&{key}=northern-europe")
    region = one(page, "#f-country-northern-europe")
    assert (attribute(region, "aria-current"), attribute(region, "href")) == ("true", "/?q=sends")
    assert int(one(region, ".number").get_text()) == shown
    assert not [link for link in page.select(".choices a") if "About" in link.get_text()]
