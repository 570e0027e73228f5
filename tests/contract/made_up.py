"""Made-up articles: small enough to know what every search must find."""

from __future__ import annotations

from search.engines import LIVE, IndexDocument


def version(
    key: int,
    title: str = "",
    body: str = "",
    *,
    standfirst: str = "",
    date: str = "",
    country: str = "",
    person: str = "",
    equipment: str = "",
    source: str = "",
    added: int = 1,
    retired: int = LIVE,
    story: str = "",
) -> IndexDocument:
    """Make one version of an article; facet values are given as words."""
    given = {"country": country, "person": person, "equipment": equipment, "source": source}
    facets = {facet: tuple(values.split()) for facet, values in given.items()}
    return IndexDocument(key, title, standfirst, body, date, facets, added, retired, story)


ARTICLES = (
    version(
        1,
        "Lithuania sends tanks",
        "The minister said that ten tanks left on Monday. Air defence follows.",
        date="2024-02-01",
        country="LT UA",
        person="kasciunas",
        equipment="armoured-vehicles main-battle-tank",
        source="baltic-times",
    ),
    version(
        2,
        "Patriot battery arrives",
        "A Patriot air defense battery arrived from Germany, O’Brien’s office said.",
        standfirst="Air defence at last",
        date="2024-02-29",
        country="DE UA",
        equipment="air-defence patriot",
        source="harbour-news",
    ),
    version(3, "Undated note", "Tanks, tanks and more tanks: the tank museum opens.", source="baltic-times"),
    version(4, "Drones over the harbour", "Three drones fell.", date="2024-03-10", country="LT", source="harbour-news", retired=3),
    version(
        5,
        "F-16 training ends",
        "Pilots finished their F-16 course; 155mm shells come next.",
        date="2024-03-10",
        country="UA DK",
        person="kasciunas frederiksen",
        equipment="fighter",
        source="harbour-news",
    ),
    version(
        6,
        "Зеленський у Вільнюсі",
        "The president spoke of drones.",
        date="2023-12-31",
        country="LT UA",
        person="zelenskyy",
        added=2,
    ),
    version(7, "Also undated", "Nothing about armour.", country="RU", added=3),
    version(8, "Drones over the harbour", "Four drones fell.", date="2024-03-10", country="LT PL", source="harbour-news", added=3),
)
