"""The feed of a search: valid Atom, ids and instants that hold, what matched, and 304 for a reader who has it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree
from lxml.etree import RelaxNG

from app import create_app
from archive.store import Store
from tests.conftest import DOCUMENTS, Document, ingest, write_jsonl
from tests.web.reading import attribute, one, soup
from tests.web.test_stories import REPORTS, SECOND

ATOM = "{http://www.w3.org/2005/Atom}"


RULES = RelaxNG(file=str(Path(__file__).with_name("atom.rng")))


def feed(client: FlaskClient, address: str) -> Element:
    """Return a feed after validating it and reading it as a feed reader does."""
    response = client.get(address)
    assert (response.status_code, response.mimetype) == (200, "application/atom+xml")
    RULES.assertValid(etree.fromstring(response.data))
    assert not feedparser.parse(response.data).bozo
    top = fromstring(response.data)
    check(top)
    for entry in top.iter(f"{ATOM}entry"):
        check(entry)
        assert entry.findtext(f"{ATOM}content")
    ids = [entry.findtext(f"{ATOM}id") for entry in top.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    return top


def check(element: Element) -> None:
    """Check of a feed or an entry what RFC 4287 asks and a grammar cannot say (4.1, 4.2.6, 4.2.7), and what we promise."""
    assert (element.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    assert element.findtext(f"{ATOM}title")
    links = element.findall(f"{ATOM}link")
    kinds = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"]
    assert len(set(kinds)) == len(kinds) == 1
    assert all(link.attrib["href"].startswith("http://localhost/") for link in links)
    for name in ("updated", "published"):
        for child in element.findall(f"{ATOM}{name}"):
            datetime.fromisoformat(child.text or "")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"<updated>", b"<updated>yesterday, "),
        (b'rel="alternate"', b'rel="other"'),
        (b"<author>", b"<writer>"),
        (b"</id>", b"</id><id>urn:x</id>"),
        (b"</feed>", b"<story/></feed>"),
        (b"</title>", b"<b/></title>"),
        (b" href=", b" address="),
        (b" term=", b" value="),
    ],
)
def test_what_is_no_feed_is_found_out(client: FlaskClient, right: bytes, wrong: bytes) -> None:
    data = client.get("/feed.atom?q=tanks").data
    assert right in data
    spoilt = data.replace(right, wrong, 1)
    if wrong.startswith(b"<writer"):
        spoilt = spoilt.replace(b"</author>", b"</writer>", 1)
    assert not RULES.validate(etree.fromstring(spoilt))


@pytest.mark.parametrize(
    "address",
    [
        "/feed.atom",
        "/feed.atom?q=tanks",
        "/feed.atom?country=UA&person=olaf-scholz",
        "/feed.atom?q=nothingofthekind",
        "/feed.atom?q=apples",
    ],
)
def test_a_feed_is_valid(client: FlaskClient, address: str) -> None:
    feed(client, address)


def test_a_feed_of_an_empty_archive_is_valid(empty_client: FlaskClient) -> None:
    assert not feed(empty_client, "/feed.atom").findall(f"{ATOM}entry")


def test_a_feed_has_the_newest_articles_whatever_order_and_page_are_asked_for(client: FlaskClient) -> None:
    answers = [client.get(f"/api/search?q=sends&sort=newest&page={page}").get_json() for page in (1, 2, 3)]
    titles = [article["title"] for answer in answers for article in answer["articles"]]
    same = ["/feed.atom?q=sends", "/feed.atom?q=sends&sort=oldest&page=2"]
    for top in (feed(client, address) for address in same):
        assert [entry.findtext(f"{ATOM}title") for entry in top.iter(f"{ATOM}entry")] == titles
        links = {link.attrib["rel"]: link.attrib["href"] for link in top.findall(f"{ATOM}link")}
        assert links == {"self": "http://localhost/feed.atom?q=sends", "alternate": "http://localhost/?q=sends"}
    assert len(titles) == 59
    found = [link.attrib["href"].partition("?")[2] for entry in top.iter(f"{ATOM}entry") for link in entry.iter(f"{ATOM}link")]
    assert set(found) == {"q=sends"}, "an entry stays as it is when others push it to a further page"


def test_an_entry_tells_which_words_and_values_matched_in_which_sentence(client: FlaskClient) -> None:
    entry = next(feed(client, "/feed.atom?q=howitzers&country=LT&source.any=a.example").iter(f"{ATOM}entry"))
    content = entry.findtext(f"{ATOM}content") or ""
    assert "<p>Lithuania will send <mark>howitzers</mark> to Ukraine, the ministry said." in content
    assert "<p>Words found: howitzers</p>" in content
    assert "<p>Values found: Lithuania, a.example</p>" in content
    assert "will send [howitzers] to Ukraine" in (entry.findtext(f"{ATOM}summary") or "")
    labels = {category.attrib["label"] for category in entry.findall(f"{ATOM}category")}
    assert {"Lithuania", "Ukraine"} <= labels


def test_text_of_articles_cannot_break_out_of_an_entry(client: FlaskClient) -> None:
    entry = next(feed(client, "/feed.atom?q=fruit").iter(f"{ATOM}entry"))
    assert entry.findtext(f"{ATOM}title") == 'Pears & "apples" at 3 < 5'
    assert "<script" not in (entry.findtext(f"{ATOM}content") or "")


def test_ids_stay_and_only_what_changed_is_updated(tmp_path: Path) -> None:
    home = tmp_path / "var"
    ingest(home, [write_jsonl(tmp_path / "a.jsonl", DOCUMENTS)])
    store = Store(home)
    store.db.execute("update editions set made = '2020-01-02T03:04:05+00:00'").connection.commit()
    before = instants(feed(create_app(ingest(home, [])).test_client(), "/feed.atom"))
    assert set(before.values()) == {"2020-01-02T03:04:05+00:00"}
    changed = (*DOCUMENTS[1:], Document(DOCUMENTS[0], text=DOCUMENTS[0]["text"] + " Latvia follows."))
    settings = ingest(home, [write_jsonl(tmp_path / "a.jsonl", changed)])
    top = feed(create_app(settings).test_client(), "/feed.atom")
    edition = store.edition()
    assert edition is not None
    assert edition.number == 2
    after = instants(top)
    assert after.keys() == before.keys()
    assert [after[key] for key in after if after[key] != before[key]] == [edition.made]
    assert top.findtext(f"{ATOM}updated") == edition.made
    store.close()


def test_a_story_is_one_entry_that_is_updated_by_each_report(tmp_path: Path) -> None:
    home = tmp_path / "var"
    client = create_app(ingest(home, [write_jsonl(tmp_path / "a.jsonl", REPORTS)])).test_client()
    store = Store(home)
    store.db.execute("update editions set made = '2020-01-02T03:04:05+00:00'").connection.commit()
    before = feed(client, "/feed.atom?q=bridge")
    (entry,) = before.findall(f"{ATOM}entry")
    content = fromstring(f"<div>{entry.findtext(f'{ATOM}content')}</div>")
    links = [link.attrib["href"] for link in content.iter("a")]
    assert len(links) == 2
    assert all(client.get(link.removeprefix("http://localhost")).status_code == 200 for link in links)
    assert "One story, 3 reports" in (entry.findtext(f"{ATOM}content") or "")
    assert len(feed(client, "/feed.atom?q=bridge&count=articles").findall(f"{ATOM}entry")) == 3
    after = feed(create_app(ingest(home, [write_jsonl(tmp_path / "b.jsonl", SECOND)])).test_client(), "/feed.atom?q=bridge")
    edition = store.edition()
    assert edition is not None
    assert instants(after).keys() == instants(before).keys()
    assert set(instants(before).values()) == {"2020-01-02T03:04:05+00:00"}
    assert set(instants(after).values()) == {edition.made}
    store.close()


def instants(top: Element) -> dict[str | None, str | None]:
    """Return when each entry was updated, by id."""
    return {entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}updated") for entry in top.iter(f"{ATOM}entry")}


def test_a_reader_who_has_a_feed_is_told_so(client: FlaskClient) -> None:
    first = client.get("/feed.atom?q=tanks")
    by_tag = client.get("/feed.atom?q=tanks", headers={"If-None-Match": first.headers["ETag"]})
    by_time = client.get("/feed.atom?q=tanks", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert [(answer.status_code, answer.data) for answer in (by_tag, by_time)] == [(304, b""), (304, b"")]
    other = client.get("/feed.atom?q=howitzers", headers={"If-None-Match": first.headers["ETag"]})
    older = client.get("/feed.atom?q=tanks", headers={"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"})
    assert [other.status_code, older.status_code] == [200, 200]


def test_the_page_names_its_feed_and_how_much_to_expect(client: FlaskClient) -> None:
    page = soup(client, "/?q=sends&sort=oldest&page=2")
    link = one(page, 'link[rel="alternate"][type="application/atom+xml"]')
    assert attribute(link, "href") == "/feed.atom?q=sends"
    shown = one(page, ".take p:first-child")
    assert attribute(one(shown, "a"), "href") == "/feed.atom?q=sends"
    newest = client.get("/api/search?sort=newest").get_json()["articles"][0]["date"]
    since = (date.fromisoformat(newest) - timedelta(weeks=12)).isoformat()
    recent = client.get(f"/api/search?q=sends&from={since}&to={newest}").get_json()["total"]
    assert 12 <= recent < 18
    assert "about 1 a week" in shown.get_text()
    some = client.get(f"/api/search?q=howitzers&from={since}&to={newest}").get_json()["total"]
    assert 0 < some < 12
    assert "less than one a week" in one(soup(client, "/?q=howitzers"), ".take p:first-child").get_text()
    assert "none of late" in one(soup(client, "/?q=sends&to=2024-03"), ".take p:first-child").get_text()
