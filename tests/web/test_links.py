"""Short links, pins, the banner of a pinned page, and references."""

from __future__ import annotations

import json
import re
from pathlib import Path

import feedparser
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from flask.testing import FlaskClient

from app import create_app
from archive.settings import Settings
from archive.store import Links, Store, Writer
from archive.store.links import ALPHABET, MOST_PASSING, codes
from indexer.commands import index
from indexer.reextract import reextract
from tests.conftest import Document, ingest, never, write_jsonl
from tests.web.reading import attribute, one, soup, titles, total

BROWSER = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def living(tmp_path: Path) -> tuple[FlaskClient, Settings, Path]:
    """Return a client of an archive of its own, which may be changed."""
    feed = write_jsonl(tmp_path / "feed.jsonl", stories(4))
    settings = ingest(tmp_path / "var", [feed])
    return create_app(settings).test_client(), settings, feed


def stories(number: int, **changed: str) -> tuple[Document, ...]:
    """Return short articles about a convoy; `changed` gives other texts by id."""
    return tuple(
        Document(
            id=str(n),
            url=f"https://a.example/{n}",
            source="a.example",
            date=f"2024-01-0{n + 1}",
            title=f"Convoy {n}",
            text=changed.get(f"n{n}", "The convoy left Lithuania for Poland."),
        )
        for n in range(number)
    )


def click(client: FlaskClient, address: str, button: str) -> str:
    """Press a button of the form on a page, as a browser without JavaScript does; return where that leads."""
    page = soup(client, address)
    form = one(page, "form#share")
    fields = {attribute(field, "name"): attribute(field, "value") for field in form.select("input")}
    pressed = next(found for found in page.select("#share button, button[form=share]") if button in found.get_text())
    fields |= {str(pressed["name"]): str(pressed["value"])} if pressed.get("name") else {}
    done = client.post(attribute(form, "action"), data=fields, headers=BROWSER)
    assert done.status_code == 303
    return str(done.location)


def test_one_click_makes_a_short_link_to_what_is_on_the_page(client: FlaskClient) -> None:
    made = soup(client, click(client, "/?country=LT&q=howitzers&page=1", "Short link"))
    short = attribute(one(made, "#short"), "href")
    answer = client.get(short)
    assert (answer.status_code, answer.location) == (302, "/?q=howitzers&country=LT")
    assert attribute(one(made, "#long"), "href") == answer.location


def test_a_pin_is_one_click_and_shows_how_to_cite(client: FlaskClient) -> None:
    made = soup(client, click(client, "/?q=howitzers", "Pin to edition 1"))
    assert attribute(one(made, "#long"), "href") == "/?q=howitzers&edition=1"
    assert [style.get_text() for style in made.select("dt")] == ["APA", "Chicago"]
    assert all("/?q=howitzers&edition=1" in text.get_text() for text in made.select(".reference"))


def test_the_same_state_has_the_same_code_however_it_is_written(client: FlaskClient) -> None:
    asked = ("/?q=tanks&country=UA&country=LT", "http://localhost/?country=LT&country=UA&q=++tanks&nonsense=1&page=1")
    made = [client.post("/api/links", json={"url": address}).get_json() for address in asked]
    assert made[0] == made[1]
    assert made[0]["edition"] is None
    assert client.post("/api/links", json={"url": "/?q=tanks"}).get_json()["code"] != made[0]["code"]


def test_a_copy_of_the_archive_gives_the_same_codes_and_another_archive_others(tmp_path: Path) -> None:
    assert codes("a", "/?q=x") == codes("a", "/?q=x")
    assert codes("a", "/?q=x")[0] != codes("b", "/?q=x")[0]
    assert set(codes("a", "/")[-1]) <= set(ALPHABET)
    one_store, other = Store(tmp_path / "one"), Store(tmp_path / "other")
    assert len(one_store.fact("archive")) == 16
    assert one_store.fact("archive") != other.fact("archive")
    one_store.close()
    assert Store(tmp_path / "one").fact("archive") == one_store.fact("archive")
    one_store.close()
    other.close()


def test_a_taken_code_gives_way_to_a_longer_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    links, (short, longer, *_) = Links(store), codes(store.fact("archive"), "/?q=x")
    store.db.table("links").insert({"code": short, "address": "/?q=other", "made": "2026-01-01"})
    assert links.make("/?q=x") == longer
    assert links.make("/?q=x") == longer
    assert (links.address(short), links.address(longer)) == ("/?q=other", "/?q=x")
    store.close()


def test_what_nobody_linked_to_is_bounded_and_what_is_linked_to_lasts(tmp_path: Path) -> None:
    store = Store(tmp_path)
    links = Links(store)
    assert links.keep("ranking", "held", b"[1]") == b"[1]"
    links.hold("ranking", "held")
    assert links.keep("ranking", "held", b"[2]") == b"[1]"
    links.keep("reading", "other kind", b"x")
    with store.db.atomic():
        for n in range(MOST_PASSING + 5):
            store.db.execute("insert into kept (kind, state, body, lasting) values ('ranking', ?, x'00', 0)", [f"s{n}"])
    links.keep("ranking", "newest", b"[3]")
    assert store.count("select count(*) from kept where kind = 'ranking' and lasting = 0") == MOST_PASSING
    assert store.count("select count(*) from kept where state = 's0'") == 0
    assert [links.kept("ranking", "held"), links.kept("ranking", "newest")] == [b"[1]", b"[3]"]
    assert links.kept("reading", "other kind") == b"x"
    store.close()


def test_an_archive_that_cannot_be_written_to_answers_all_the_same(tmp_path: Path) -> None:
    store = Store(tmp_path)
    links = Links(store)
    links.keep("ranking", "before", b"[1]")
    store.db.execute("pragma query_only = on")
    assert links.keep("ranking", "now", b"[2]") == b"[2]"
    links.replace("ranking", "before", b"[1, 2]")
    assert (links.kept("ranking", "now"), links.kept("ranking", "before")) == (None, b"[1]")
    store.close()


def test_a_code_may_be_typed_carelessly(client: FlaskClient) -> None:
    code = client.post("/api/links", json={"url": "/?q=stinger"}).get_json()["code"]
    careless = f"{code[:4]}-{code[4:]}".upper().replace("0", "O").replace("1", "I")
    assert client.get(f"/s/{careless}").location == "/?q=stinger"


def test_an_unknown_code_is_explained(client: FlaskClient) -> None:
    page = soup(client, "/s/nothere", 404)
    assert "short link" in one(page, "main").get_text()


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/x", "//evil.example", "javascript:alert(1)", "/static/site.css", "/articles/", "\\\\x", "http://["],
)
def test_links_lead_nowhere_else(client: FlaskClient, url: str) -> None:
    answer = client.post("/api/links", json={"url": url})
    assert answer.status_code == 404 or answer.get_json()["address"] == "http://localhost/"


@pytest.mark.parametrize(
    "body", [[], "x", {"address": "/"}, {"url": 7}, {"url": "/", "pin": "yes"}, {"url": "/", "edition": "x"}, None]
)
def test_a_body_that_says_nothing_is_refused(client: FlaskClient, body: object) -> None:
    answer = client.post("/api/links", data=json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize("address", ["/links", "/api/links"])
def test_another_site_cannot_make_links(client: FlaskClient, address: str, headers: dict[str, str]) -> None:
    assert client.post(address, data={"url": "/?q=csrf"}, headers=headers).status_code == 403


def test_an_article_and_an_entity_can_be_linked_to_and_pinned(client: FlaskClient) -> None:
    article = attribute(soup(client, "/?q=howitzers").select(".hit h2 a")[0], "href")
    path = article.partition("?")[0]
    for asked, expected in (
        (path, f"{path}?edition=1"),
        (article, f"{path}?q=howitzers&edition=1"),
        ("/country/LT", "/country/LT?edition=1"),
    ):
        made = client.post("/api/links", json={"url": asked, "pin": True}).get_json()
        assert client.get(f"/s/{made['code']}").location == expected
        assert client.get(f"/links/{made['code']}").status_code == 200
        assert client.get(expected).status_code == 200
    assert client.post("/api/links", json={"url": "/articles/none"}).status_code == 404


def test_nothing_can_be_pinned_in_an_empty_archive(empty_client: FlaskClient) -> None:
    assert empty_client.post("/api/links", json={"url": "/?q=x", "pin": True}).status_code in (400, 503)


def test_an_edition_to_come_shows_the_archive_as_it_stands_and_says_so(client: FlaskClient) -> None:
    page = soup(client, "/?q=howitzers&edition=99")
    assert "There is no edition 99" in one(page, ".notice").get_text()
    assert not page.select(".pinned")
    assert attribute(one(page, "link[rel=canonical]"), "href") == "/?q=howitzers"


@pytest.mark.parametrize("path", ["/country/LT", "/why/country/LT", "/facet/country", "/corrections"])
def test_every_page_says_that_there_is_no_such_edition(client: FlaskClient, path: str) -> None:
    page = soup(client, f"{path}?edition=99")
    assert "There is no edition 99; the newest, 1, is shown." in one(page, ".notice").get_text()
    assert "edition=99" not in attribute(one(page, "link[rel=canonical]"), "href")
    assert not page.select('a[href*="edition=99"], input[value="99"]')
    assert not soup(client, path).select(".notice")


def test_an_article_says_so_too_and_its_links_are_of_the_archive_as_it_stands(client: FlaskClient) -> None:
    address = attribute(soup(client, "/?q=howitzers").select(".hit h2 a")[0], "href")
    page = soup(client, f"{address}&edition=99")
    assert "There is no edition 99" in one(page, ".notice").get_text()
    assert not page.select('a[href*="edition=99"]')
    assert "There is no edition 99" in one(soup(client, "/changes?edition=99", 400), "main").get_text()


@pytest.mark.parametrize("path", ["/why/country/LT?q=howitzers", "/facet/country?q=howitzers"])
def test_evidence_and_all_values_say_which_edition_they_are_of(client: FlaskClient, path: str) -> None:
    notice = one(soup(client, f"{path}&edition=1"), ".pinned")
    assert "edition 1." in notice.get_text()
    assert attribute(one(notice, "a"), "href") == path
    assert not soup(client, path).select(".pinned")


def test_the_sentences_of_a_pinned_entity_are_those_of_its_edition(client: FlaskClient) -> None:
    links = [attribute(link, "href") for link in soup(client, "/country/LT?edition=1").select("a[href^='/why/']")]
    assert links == ["/why/country/LT?edition=1"]


def test_a_pinned_page_says_when_it_is_from_and_what_changed_since(living: tuple[FlaskClient, Settings, Path]) -> None:
    client, settings, feed = living
    click(client, "/?q=poland", "Pin")
    assert "Nothing has changed" in one(soup(client, "/?q=poland&edition=1"), ".pinned").get_text()
    changed = "The convoy met Canada instead."
    later = [story for story in stories(7, n1=changed, n2="No such column went to Poland.") if story["id"] != "0"]
    ingest(settings.home, [write_jsonl(feed, tuple(later))], prune=True)
    banner = one(soup(client, "/?q=poland&edition=1"), ".pinned")
    text = " ".join(banner.get_text().split())
    assert re.match(r"As of \d+ \w{3} \d{4}, edition 1\. See this search as it stands now", text)
    assert "3 new, 2 changed, 1 withdrawn, 0 with other values" in text
    links = {link.get_text(): attribute(link, "href") for link in banner.select("a")}
    assert links["See this search as it stands now"] == "/?q=poland"
    for kind, number, found in (
        ("new", 3, {"Convoy 4", "Convoy 5", "Convoy 6"}),
        ("changed", 2, {"Convoy 1", "Convoy 2"}),
        ("withdrawn", 1, {"Convoy 0"}),
    ):
        listed = soup(client, links[f"{number} {kind}"])
        assert set(titles(listed)) == found
        for link in listed.select(".hit a"):
            assert client.get(attribute(link, "href")).status_code == 200
    every = soup(client, links["List them all"])
    assert len(titles(every)) == 6
    moved = next(hit for hit in every.select(".hit") if "Convoy 1" in hit.get_text())
    assert "Now also: Canada" in moved.get_text()
    assert "No longer: Lithuania, Poland" in moved.get_text()
    assert "found then, not now" in moved.get_text()
    assert "found then and now" in next(hit for hit in every.select(".hit") if "Convoy 2" in hit.get_text()).get_text()
    assert total(soup(client, "/?q=poland&edition=1")) == 4


def test_values_found_otherwise_are_counted_as_such(living: tuple[FlaskClient, Settings, Path]) -> None:
    client, settings, _ = living
    lines = "action,facet,value,name,other,article,reason,date\ndrop,country,LT,,,*,To test.,2026-03-31\n"
    (settings.home / "corrections.csv").write_text(lines, encoding="utf-8")
    store = Store(settings.home)
    with Writer.open(store) as writer:
        assert reextract(store, writer, settings, lambda _: None, never)
        index(store, settings)
    store.close()
    page = soup(client, "/?country=LT&edition=1")
    assert total(page) == 4
    link = one(page, ".pinned a[href*=relabelled]")
    assert link.get_text() == "4 with other values"
    assert "No longer: Lithuania" in soup(client, attribute(link, "href")).select(".hit")[0].get_text()
    article = attribute(page.select(".hit h2 a")[0], "href")
    assert "given other values since" in one(soup(client, article), ".pinned").get_text()


def test_a_pinned_article_stays_as_it_was_and_says_what_became_of_it(living: tuple[FlaskClient, Settings, Path]) -> None:
    client, settings, feed = living
    addresses = {link.get_text(): attribute(link, "href") for link in soup(client, "/?edition=1").select(".hit h2 a")}
    assert "It has not changed" in one(soup(client, addresses["Convoy 1"]), ".pinned").get_text()
    later = tuple(story for story in stories(3, n1="Quite another text.") if story["id"] != "0")
    ingest(settings.home, [write_jsonl(feed, later)], prune=True)
    changed = soup(client, addresses["Convoy 1"])
    assert "It has been changed" in one(changed, ".pinned").get_text()
    assert "left Lithuania" in one(changed, "article.text").get_text()
    gone = soup(client, addresses["Convoy 0"])
    assert "withdrawn" in one(gone, ".pinned").get_text()
    assert not gone.select(".pinned a")
    assert client.get(addresses["Convoy 0"].partition("?")[0]).status_code == 410


def test_an_article_that_came_later_is_not_called_withdrawn(living: tuple[FlaskClient, Settings, Path]) -> None:
    client, settings, feed = living
    ingest(settings.home, [write_jsonl(feed, stories(5))])
    newest = attribute(soup(client, "/?q=convoy&sort=newest").select(".hit h2 a")[0], "href")
    later = soup(client, f"{newest}&edition=1", 404)
    assert one(later, "h1").get_text() == "Not there yet"
    assert "This article came in with edition 2, after edition 1." in one(later, "main").get_text()
    link = one(later, "#answer p a:not([href='/'])")
    assert (link.get_text(), soup(client, attribute(link, "href")).select("h1")[0].get_text()) == (
        "See it as it stands now",
        "Convoy 4",
    )
    told = client.get(f"/api{newest}&edition=1".replace("&sort=newest", ""))
    assert (told.status_code, told.get_json()["detail"]) == (404, "This article came in with edition 2, after edition 1.")
    ingest(settings.home, [write_jsonl(feed, stories(4))], prune=True)
    gone = soup(client, f"{newest}&edition=1", 404)
    link = one(gone, "#answer p a:not([href='/'])")
    assert "withdrawn later" in link.get_text()
    assert "withdrawn since" in one(soup(client, attribute(link, "href")), ".pinned").get_text()
    assert one(soup(client, newest, 410), "h1").get_text() == "Withdrawn"


def test_changes_are_of_a_pinned_search_only(client: FlaskClient) -> None:
    assert "edition=" in one(soup(client, "/changes?q=x", 400), "main").get_text()


def test_an_old_id_in_an_address_leads_to_the_one_that_stands_for_it(living: tuple[FlaskClient, Settings, Path]) -> None:
    client, settings, _ = living
    store = Store(settings.home)
    row = {"facet": "person", "old": "old-name", "new": "olaf-scholz", "kind": "merge", "edition": 1}
    store.db.table("redirects").insert(row)
    store.close()
    found = client.get("/?q=convoy&person=old-name")
    assert (found.status_code, found.location) == (302, "/?q=convoy&person=olaf-scholz")
    assert client.get("/person/old-name").location == "/person/olaf-scholz"
    assert client.get("/api/search?person=old-name").get_json()["url"] == "/?person=olaf-scholz"


HARD = Document(
    id="h1",
    url="https://a.example/h?x=1&y=%20z",
    source="a.example",
    date="2024-08-14",
    title='50% of {braces} & "quotes" \\ cost $5 #1 _x_ ~y^ Žižkov </script>',
    text="The convoy left Lithuania.",
)


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, str]:
    """Return a client of an archive with an article that is hard to write down, and its address."""
    home = tmp_path_factory.mktemp("cited")
    client = create_app(ingest(home / "var", [write_jsonl(home / "a.jsonl", (HARD,))])).test_client()
    return client, attribute(one(soup(client, "/"), ".hit h2 a"), "href")


def test_reference_managers_read_what_is_written(cited: tuple[FlaskClient, str]) -> None:
    client, article = cited
    files = {link.get_text(): attribute(link, "href") for link in soup(client, article).select(".files a")}
    pinned = f"http://localhost{article}?edition=1"
    entries = parse_string(client.get(files["BibTeX"]).text)
    assert not entries.failed_blocks
    entry = entries.entries[0].fields_dict
    assert entry["url"].value == pinned
    assert entry["year"].value == "2024"
    assert "50\\% of \\textbraceleft{}braces\\textbraceright{}" in entry["title"].value
    record = rispy.loads(client.get(files["RIS"]).text)[0]
    assert (record["title"], record["type_of_reference"], record["urls"]) == (HARD["title"], "NEWS", [pinned])
    assert record["date"] == "2024/08/14"
    item = json.loads(client.get(files["CSL-JSON"]).text)[0]
    assert item["title"] == HARD["title"]
    assert (item["URL"], item["issued"]) == (pinned, {"date-parts": [[2024, 8, 14]]})
    assert "attachment" in client.get(files["RIS"]).headers["Content-Disposition"]


def test_a_search_is_cited_with_its_pin(client: FlaskClient) -> None:
    record = rispy.loads(client.get("/cite.ris?q=howitzers&country=LT").text)[0]
    assert record["urls"] == ["http://localhost/?q=howitzers&country=LT&edition=1"]
    assert record["title"] == "Search: “howitzers”, Lithuania, 1 article"
    assert client.get("/cite.docx?q=x").status_code == 404


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/?from=2024", "from 2024"),
        ("/?to=2024", "until 2024"),
        ("/?from=2024&to=2024-12-31", "2024"),
        ("/?q=sends&from=2024-08&to=2024-08", "“sends”, August 2024"),
        ("/?country.none=1", "no country found"),
        ("/?person.none=1", "no person found"),
        ("/?country.any=LT&country.any=LV", "Lithuania or Latvia"),
        ("/?country=LT&country=LV", "Lithuania, Latvia"),
        ("/?country=LT&country.not=PL&country.not=RU", "Lithuania, without Poland, without Russia"),
        ("/?country.any=LT&person.none=1&from=2024-08&to=2024-10", "Lithuania, no person found, August to October 2024"),
    ],
)
def test_different_searches_are_cited_titled_and_fed_in_different_words(client: FlaskClient, address: str, words: str) -> None:
    page = soup(client, address)
    count = one(page, "#count").get_text()
    assert one(page, "title").get_text() == f"{words} · {count} · Convoy"
    assert attribute(one(page, "meta[name=description]"), "content") == f"{count}: {words}."
    assert rispy.loads(client.get(f"/cite.ris{address[1:]}").text)[0]["title"] == f"Search: {words}, {count}"
    assert feedparser.parse(client.get(f"/feed.atom{address[1:]}").data).feed.title == f"{words} · Convoy"


def test_a_preview_is_data_that_cannot_end_its_element(cited: tuple[FlaskClient, str]) -> None:
    client, article = cited
    answer = client.get(article)
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    for address in (article, "/?q=convoy", "/country/LT"):
        page = soup(client, address)
        data = json.loads(one(page, "script[type='application/ld+json']").get_text())
        assert data["@context"] == "https://schema.org"
        assert str(data["url"]).startswith("http://localhost/")
        for name in ("og:title", "og:description", "og:url", "og:type"):
            assert attribute(one(page, f"meta[property='{name}']"), "content")
    data = json.loads(one(soup(client, article), "script[type='application/ld+json']").get_text())
    assert (data["@type"], data["headline"], data["datePublished"]) == ("NewsArticle", HARD["title"], "2024-08-14")
    assert {"@type": "Country", "name": "Lithuania", "url": "http://localhost/country/LT"} in data["about"]


def test_a_pinned_page_that_is_shared_stays_pinned(client: FlaskClient) -> None:
    article = attribute(soup(client, "/?q=howitzers").select(".hit h2 a")[0], "href").partition("?")[0]
    for address in (f"{article}?edition=1", "/?q=howitzers&edition=1", "/country/LT?edition=1"):
        page = soup(client, address)
        assert attribute(one(page, "meta[property='og:url']"), "content") == f"http://localhost{address}"
        assert json.loads(one(page, "script[type='application/ld+json']").get_text())["url"] == f"http://localhost{address}"
    assert (
        attribute(one(soup(client, f"{article}?q=howitzers"), "meta[property='og:url']"), "content") == f"http://localhost{article}"
    )


@pytest.mark.parametrize(
    ("address", "label", "told"),
    [
        ("/country/LT", "Lithuania", "Northern Europe"),
        ("/person/volodymyr-zelenskyy", "Volodymyr Zelensky", "President"),
        ("/equipment/patriot", "Patriot", "aircraft"),
        ("/source/a.example", "a.example", ""),
    ],
)
def test_an_entity_has_a_page(client: FlaskClient, address: str, label: str, told: str) -> None:
    page = soup(client, address)
    assert one(page, "h1").get_text().strip().startswith(label)
    assert told in one(page, "main").get_text()
    count = one(page, "#all")
    assert total(soup(client, attribute(count, "href"))) == int(count.get_text().split()[0])
    assert len(titles(page)) == min(20, int(count.get_text().split()[0]))
    assert bool(page.select(f'a[href="/why{address}"]')) == (not address.startswith("/source"))  # No sentence names an outlet.


def test_a_search_for_an_entity_leads_to_its_page(client: FlaskClient) -> None:
    links = {
        link.get_text(): link["href"] for link in soup(client, "/?country=LT&equipment=air-defence&edition=1").select(".choices a")
    }
    assert links["About Lithuania"] == "/country/LT?edition=1"
    assert links["About Air defence"] == "/equipment/air-defence?edition=1"


def test_a_name_leads_to_the_entity_and_an_unknown_one_is_explained(client: FlaskClient) -> None:
    assert client.get("/country/lithuania").location == "/country/LT"
    assert client.get("/country/lt?edition=1").location == "/country/LT?edition=1"
    assert "Search for the name" in one(soup(client, "/person/nobody-at-all", 404), "main").get_text()
