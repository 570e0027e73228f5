"""A ResultPage as JSON, which the API and the command line share, and as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace

from archive import wording
from search.request import LAST_PAGE
from search.result import FacetList, FacetValue, Histogram, Hit, Notice, Report, ResultPage, Snippet, Story, Value

Json = dict[str, object]


def as_json(page: ResultPage) -> Json:
    """Return a result as plain values ready for `json.dumps`, in the shape tests/web/test_api.py holds fast."""
    return {
        "url": shown_address(page),
        "edition": page.edition,
        "total": page.total,
        "counted": page.request.counted,
        "reports": page.articles,
        "page": page.page,
        "pages": page.pages,
        "notices": [told(notice) for notice in page.notices],
        "articles": [article(hit) for hit in page.hits],
        "facets": [facet(one) for one in page.facets],
        "dates": dates(page.dates) if page.dates else None,
        "reading": reading(page),
        "next": next_address(page, "/api/search"),
    }


def told(notice: Notice) -> str:
    """Return a notice with the number of the character it is about, and the addresses it leads to."""
    where = [f"(character {notice.character})"] if notice.spot else []
    return " ".join([notice.message, *where, ", ".join(f"{link.label}: {link.url}" for link in notice.links)]).rstrip()


def reading(page: ResultPage) -> Json:
    """Return how the words were understood: other ways to write them, words passed over, lacking, misspelt, ways out of nothing."""
    return {
        "expanded": [asdict(one) for one in page.understood],
        "passed_over": list(page.passed_over),
        "lacking": asdict(page.lacking) if page.lacking else None,
        "spelling": asdict(page.spelling) if page.spelling else None,
        "ways": [asdict(way) for way in page.ways],
    }


def dates(found: Histogram) -> Json:
    """Return the bars of a result; those without articles are left out."""
    bars: list[Json] = [
        {"label": bar.label, "start": bar.start, "end": bar.end, "count": bar.count, "url": bar.url}
        for bar in found.bars
        if bar.count
    ]
    return {"unit": found.unit, "bars": bars, "undated": found.undated}


def next_address(page: ResultPage, path: str) -> str | None:
    """Return the address of the page after this one, however deep, None on the last.

    It is pinned to the edition, so that following it misses nothing and repeats nothing whatever is ingested meanwhile.
    """
    if page.page >= page.pages:
        return None
    return with_pair(replace(page.request, edition=page.edition, page=1).url(path), "cursor", str(page.page + 1))


def with_pair(address: str, key: str, value: str) -> str:
    """Return an address with one more pair."""
    return f"{address}{'&' if '?' in address else '?'}{key}={value}"


def shown_address(page: ResultPage) -> str:
    """Return the address at which people see this page, or the deepest there is before it."""
    return page.request.with_page(min(page.page, LAST_PAGE)).url()


def article(hit: Hit) -> Json:
    """Return one hit: ids, address, title, date, outlet, snippets with mark offsets, values by facet."""
    return {
        "id": hit.id,
        "external_id": hit.external_id,
        "url": hit.url,
        "title": hit.title,
        "date": hit.date,
        "source": named(hit.source) if hit.source else None,
        "snippets": [{"text": snippet.text, "marks": [list(mark) for mark in snippet.marks]} for snippet in hit.snippets],
        "facets": {name: [named(value) for value in values] for name, values in hit.facets},
        "story": story(hit.story),
    } | ({"lacks": list(hit.lacks), "near": hit.near} if hit.lacks else {})


def story(one: Story) -> Json:
    """Return an article's story: its id, how many reports it has, and the other ones, the first published first."""
    others = [report(other) for other in one.listed if not other.here]
    return {"id": one.id, "reports": one.reports} | ({"others": others} if others else {})


def report(one: Report) -> Json:
    """Return a report of a story; `found` tells whether the search finds it."""
    return {
        "id": one.id,
        "external_id": one.external_id,
        "url": one.url,
        "title": one.title,
        "date": one.date,
        "source": named(one.source) if one.source else None,
        "found": one.found,
    }


def named(value: Value) -> Json:
    """Return a value's id and label."""
    return {"value": value.value, "label": value.label}


def facet(one: FacetList) -> Json:
    """Return one facet with its values, the articles without any, and how many values were left out."""
    return {
        "name": one.name,
        "label": one.label,
        "values": [counted(value) for value in one.values],
        "missing": {"count": one.missing.count, "url": one.missing.url},
        "more": one.more,
    }


def counted(value: FacetValue) -> Json:
    """Return a facet value; `gives`, `measure` and `children` are there only where they say something."""
    plain: Json = {
        "value": value.value,
        "label": value.label,
        "count": value.count,
        "selected": value.selected,
        "url": value.url,
    }
    plain |= {} if value.gives is None else {"gives": value.gives}
    plain |= {} if value.measure is None else {"measure": round(value.measure, 3)}
    return plain | ({"children": [counted(child) for child in value.children]} if value.children else {})


def as_text(page: ResultPage) -> str:
    """Return a result as lines for a terminal: count and address, notices, hits, then each facet on one line."""
    count = wording.counted(page.articles)
    if page.articles > page.total:
        count = f"{wording.counted(page.total, 'story', 'stories')} in {count}"
    where = f", page {page.page} of {page.pages}" if page.pages > 1 else ""
    notices = (f"! {told(notice)}" for notice in page.notices)
    head = [f"{count}{where} · edition {page.edition} · {page.url}", *notices, *reading_lines(page), ""]
    hits = [line for hit in page.hits for line in (*hit_lines(hit), "")]
    when = [dates_line(page.dates)] if page.dates else []
    return "\n".join([*head, *hits, *when, *(facet_line(one) for one in page.facets if one.values)])


def reading_lines(page: ResultPage) -> Iterator[str]:
    """Yield how the words were understood, a line each."""
    if page.spelling:
        yield f"! {'Shown' if page.spelling.applied else 'Did you mean'}: {page.spelling.query} ({page.spelling.count:,})"
    if page.lacking and (page.total or page.lacking.all):
        lacking = page.lacking
        holding = f"{wording.counted(lacking.all)} with" if lacking.all else "No article has"
        near = ", or that come close in meaning" if lacking.near else ""
        shown = f"; shown are those with {lacking.part}{near}" if page.total else ""
        yield f"! {holding} {lacking.whole}{shown}" + (f" · {lacking.url}" if lacking.all else "")
    yield from (f"= {one.text}: {'as written' if one.off else ', '.join(one.others)}" for one in page.understood)
    yield from (f"  {way.label}: alone {way.alone:,}, without it {way.without:,} · {way.url}" for way in page.ways)


def hit_lines(hit: Hit) -> Iterator[str]:
    """Yield one hit: title, then outlet, date and address, then its snippets with the words found in [brackets]."""
    yield hit.title
    several = f" · 1 story, {hit.story.reports:,} reports" if hit.story.reports > 1 else ""
    near = " · close in meaning" if hit.near else ""
    yield f"  {hit.source.label if hit.source else 'no outlet'} · {hit.date or 'undated'}{several}{near} · {hit.url}"
    yield from (f"  {bracketed(snippet)}" for snippet in hit.snippets)


def facet_line(one: FacetList) -> str:
    """Return one facet as `Country: Lithuania 12, *Ukraine 11`; a star marks what is selected."""
    more = [f"{one.more:,} more"] if one.more else []
    none = [f"none found {one.missing.count:,}"] if one.missing.count else []
    return f"{one.label}: " + ", ".join([*(value_text(value) for value in one.values), *none, *more])


def dates_line(found: Histogram) -> str:
    """Return the dates of a result as `Published: August 2024 12, September 2024 3, undated 1`."""
    undated = [f"undated {found.undated:,}"] if found.undated else []
    return "Published: " + ", ".join([*(f"{bar.label} {bar.count:,}" for bar in found.bars if bar.count), *undated])


def value_text(value: FacetValue) -> str:
    """Return a value, its count and, in parentheses, what is narrower."""
    narrower = f" ({', '.join(value_text(child) for child in value.children)})" if value.children else ""
    measure = f" ×{value.measure:.1f}" if value.measure is not None else ""
    return f"{'*' if value.selected else ''}{value.label} {value.count:,}{measure}{narrower}"


def bracketed(snippet: Snippet) -> str:
    """Return a snippet on one line with its marks in brackets."""
    text = snippet.text
    for start, end in reversed(snippet.marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return " ".join(text.split())
