"""On the article page: the results beside it, articles like it, and steps through the words searched for."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.reading import attribute, one, soup, titles


def walk(client: FlaskClient, address: str, rel: str) -> list[str]:
    """Return the headings met by following a link from page to page until it ends."""
    met = []
    while address:
        page = soup(client, address)
        met.append(one(page, "h1").get_text())
        following = page.select(f".beside a[rel={rel}]")
        address = attribute(following[0], "href") if following else ""
    return met


def test_next_leads_through_every_result_in_order_over_the_pages(client: FlaskClient) -> None:
    expected = [title for page in (1, 2, 3) for title in titles(soup(client, f"/?q=howitzers+OR+tanks+OR+missiles&page={page}"))]
    first = attribute(soup(client, "/?q=howitzers+OR+tanks+OR+missiles").select(".hit h2 a")[0], "href")
    met = walk(client, first, "next")
    assert len(met) == 36
    assert met == expected


def test_previous_leads_back_to_the_first(client: FlaskClient) -> None:
    last = attribute(soup(client, "/?q=howitzers&sort=oldest").select(".hit h2 a")[-1], "href")
    assert walk(client, last, "prev") == titles(soup(client, "/?q=howitzers&sort=oldest"))[::-1]


def test_the_ends_and_the_place_are_said(client: FlaskClient) -> None:
    links = [attribute(link, "href") for link in soup(client, "/?q=howitzers").select(".hit h2 a")]
    first, last = (one(soup(client, link), ".beside") for link in (links[0], links[-1]))
    assert one(first, ".end").get_text() == "‹ First"
    assert one(first, ".place").get_text() == "1 of 12"
    assert one(last, ".end").get_text() == "Last ›"
    assert one(last, ".place").get_text() == "12 of 12"


def test_an_address_whose_result_does_not_hold_the_article_has_no_neighbours(client: FlaskClient) -> None:
    link = attribute(soup(client, "/?q=pears").select(".hit h2 a")[0], "href").partition("?")[0]
    assert not soup(client, link + "?q=howitzers").select(".beside")
    assert not soup(client, link + "?q=pears&page=7").select(".beside")


def test_more_like_this_names_articles_on_the_same_subject_and_not_itself(client: FlaskClient) -> None:
    link = soup(client, '/?q=title:"Norway+sends+Patriot"').select(".hit h2 a")[0]
    page = soup(client, attribute(link, "href"))
    like = [other.get_text() for other in page.select(".similar a")]
    assert like
    assert link.get_text() not in like
    assert all("Norway" in title or "Patriot" in title for title in like)
    assert all(client.get(attribute(other, "href")).status_code == 200 for other in page.select(".similar a"))


def test_an_article_with_nothing_in_common_with_others_has_nothing_like_it(client: FlaskClient) -> None:
    link = soup(client, "/?q=pears").select(".hit h2 a")[0]
    assert not soup(client, attribute(link, "href")).select(".similar")


def test_steps_are_there_for_a_search_with_words_only(client: FlaskClient) -> None:
    found = soup(client, "/?q=howitzers").select(".hit h2 a")[0]
    steps = one(soup(client, attribute(found, "href")), "#steps")
    assert steps.has_attr("hidden")
    assert [attribute(button, "aria-keyshortcuts") for button in steps.select("button")] == ["p", "n"]
    assert not soup(client, attribute(found, "href").partition("?")[0]).select("#steps")
