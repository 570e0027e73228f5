"""ResultPage and its parts: the one answer that HTML, JSON, terminal and feeds are renderings of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.request import SearchRequest
from search.tree import Everything, Node

EVERYTHING = Everything()


@dataclass(frozen=True)
class Snippet:
    """A piece of an article around the words that matched; `marks` are (start, end) offsets into `text`."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet as it is offered: `url` leads to the request with the value added, or removed when it is selected.

    `without_url` leads to the request that excludes it. `mode` is how it is selected (all, any, not) or empty; `note` says what
    the value stands for; `children` are the narrower values of a tree, `beneath` how many of them are not among these and
    `beneath_url` where they are. `gives` is what `url` finds where that is not `count`: where the value joins others of which any
    will do. `measure` is how over-represented it is, where values come by that. `group`: it stands for others, as a region does.
    """

    value: str
    label: str
    count: int
    selected: bool
    url: str
    without_url: str = ""
    mode: str = ""
    note: str = ""
    children: tuple[FacetValue, ...] = ()
    beneath: int = 0
    beneath_url: str = ""
    gives: int | None = None
    measure: float | None = None
    group: bool = False


@dataclass(frozen=True)
class Missing:
    """The articles without a value in a facet, and the request that shows (or stops showing) only them."""

    count: int
    selected: bool
    url: str


@dataclass(frozen=True)
class FacetList:
    """One facet of a result. `more` is how many values were left out; `modes` switch the selected ones between all and any.

    `group_url` lists the values in their groups; `within` is what the value is called that all values are kinds of.
    """

    name: str
    label: str
    plural: str
    tree: bool
    values: tuple[FacetValue, ...]
    missing: Missing
    more: int
    more_url: str
    group_url: str = ""
    within: str = ""
    modes: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One filter in force as a sentence part: `Country: Lithuania`; `url` is the request without it.

    `mode` is how a value is chosen: all, any, or (any, after the first), not; or none: the facet has no value.
    """

    facet: str
    heading: str
    label: str
    mode: str
    url: str

    @property
    def alone(self) -> str:
        """Return the label by itself, without the “or” that joins it to the one before."""
        return self.label.removeprefix("or ") if self.mode == "or" else self.label


@dataclass(frozen=True)
class Value:
    """A facet value of one article; `url` adds it to the search at hand (or removes it where `selected`)."""

    value: str
    label: str
    url: str = ""
    selected: bool = False


@dataclass(frozen=True)
class Report:
    """One article of a story. `found`: the search finds it; `here`: it is the one at hand."""

    id: str
    external_id: str | None
    url: str
    title: str
    date: str
    source: Value | None
    found: bool = True
    here: bool = False


@dataclass(frozen=True)
class Story:
    """The story of an article: how many reports it has, the first published listed first, and the day of the last."""

    id: str
    reports: int = 1
    listed: tuple[Report, ...] = ()
    last: str = ""

    @property
    def more(self) -> int:
        """Return how many reports are not listed."""
        return self.reports - len(self.listed) if self.listed else 0


@dataclass(frozen=True)
class Hit:
    """One article of a result. `facets` holds (facet name, values) in declared order, without the outlet.

    `lacks` are the words of the query that are not in it, where most of them were enough. Where stories are counted it stands for
    its whole `story`, of whose articles found it is the first published. `near`: it lacks more than others may, and is listed since
    it comes close to what was asked.
    """

    id: str
    external_id: str | None
    url: str
    title: str
    title_marks: tuple[tuple[int, int], ...]
    date: str
    source: Value | None
    snippets: tuple[Snippet, ...]
    facets: tuple[tuple[str, tuple[Value, ...]], ...]
    story: Story
    lacks: tuple[str, ...] = ()
    near: bool = False


@dataclass(frozen=True)
class Link:
    """A labelled address; `current` where it is the state at hand."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Notice:
    """Something the reader should know about how the request was understood, and where that may lead.

    `spot` is the part of the query it is about: what stands before, the character meant, what follows; `character` counts from 1.
    """

    message: str
    links: tuple[Link, ...] = ()
    spot: tuple[str, str, str] | None = None
    character: int = 0


@dataclass(frozen=True)
class Understood:
    """One expression of a query and the other ways it was looked for in; `kind` is spelling, term, or a facet's name.

    `off`: it was taken as written; `url` switches that.
    """

    text: str
    kind: str
    others: tuple[str, ...]
    off: bool
    url: str


@dataclass(frozen=True)
class Lacking:
    """Too few articles hold all the words, or it is a question: `all` do (whatever facets are chosen), the others lack some.

    Those hold `least` of the `words` or more; `url` insists on all. `near` articles, filters aside, are let in that hold fewer and
    come close to what was asked; `near_url` leaves these out, or lets them in where there are any.
    """

    all: int
    url: str
    least: int
    words: int
    near: int = 0
    near_url: str = ""

    @property
    def whole(self) -> str:
        """Return what an article that lacks none has."""
        return "both words" if self.words == 2 else "all the words"

    @property
    def part(self) -> str:
        """Return what an article must have to be listed."""
        if self.words == 2 and self.least:
            return "at least one of them" if self.all else "one of them"
        return f"at least {self.least} of the {self.words}" if self.least else "the rest"


@dataclass(frozen=True)
class Spelling:
    """What a query with hardly any result may have been meant to be, and how much that finds.

    `applied`: the query's words are nowhere, so the answer is that of `query`; then `url` leads to the words as typed.
    """

    query: str
    words: tuple[tuple[str, str], ...]
    count: int
    applied: bool
    url: str


@dataclass(frozen=True)
class Way:
    """One part of a search that found nothing: how much it finds alone, how much the rest finds without it, and that request.

    `both`: it is two parts, which are left out together.
    """

    label: str
    alone: int
    without: int
    url: str
    both: bool = False


@dataclass(frozen=True)
class Suggestion:
    """Something the words typed may become: a facet value (`kind` is the facet) or a longer query (`kind` is query).

    `other` is the name that was typed where it is not the label; `query` is what stays in the box; `url` leads there.
    """

    kind: str
    label: str
    other: str
    count: int | None
    query: str
    url: str


@dataclass(frozen=True)
class Bar:
    """The articles of a year, a month or a day; `start` and `end` are the part of it that was asked for, `url` leads there.

    `text` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    """

    text: str
    start: str
    end: str
    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Bars:
    """Neighbouring bars and the bar of the wider unit they are part of; None for years."""

    whole: Bar | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Histogram:
    """The dates of a result: bars of one unit (year, month, day) in order, and how many articles have no date.

    `wider` are the ways out of the dates asked for, the widest first. `counted` are the articles by month or day, as they were
    counted, whatever the bars stand for.
    """

    unit: str
    groups: tuple[Bars, ...]
    undated: int
    wider: tuple[Link, ...] = ()
    counted: Mapping[str, int] = field(default_factory=dict)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Return all bars."""
        return tuple(one for group in self.groups for one in group.bars)

    @property
    def most(self) -> int:
        """Return the count of the highest bar, 0 without any."""
        return max((bar.count for bar in self.bars), default=0)

    def since(self, day: str) -> tuple[int, int]:
        """Return how many articles at least, and how many at most, are of a day, `YYYY-MM-DD`, or later."""
        at_least = sum(count for text, count in self.counted.items() if f"{text}-01"[: len(day)] >= day)
        return at_least, sum(count for text, count in self.counted.items() if text >= day[: len(text)])


@dataclass(frozen=True)
class ResultPage:
    """The whole answer to one request. `url` is canonical; `edition` the newest finished edition or the one asked for.

    `total` counts stories or articles, as asked for (`request.counted`), and so do facets; `articles` always articles. `units`
    are the two ways to count, where they differ.
    `searched` is the tree the words became, filters and dates aside, and `hints` what orders it besides, for whoever asks more
    about the same result.
    """

    request: SearchRequest
    url: str
    edition: int
    total: int
    page: int
    pages: int
    notices: tuple[Notice, ...]
    hits: tuple[Hit, ...]
    facets: tuple[FacetList, ...]
    choices: tuple[Choice, ...]
    sorts: tuple[Link, ...]
    pager: tuple[Link, ...]
    clear_url: str
    understood: tuple[Understood, ...] = ()
    passed_over: tuple[str, ...] = ()
    lacking: Lacking | None = None
    spelling: Spelling | None = None
    ways: tuple[Way, ...] = ()
    articles: int = 0
    units: tuple[Link, ...] = ()
    dates: Histogram | None = None
    rankings: tuple[Link, ...] = ()
    searched: Node = EVERYTHING
    hints: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Beside:
    """Where an article stands in a result, counted from 1, and what comes before and after it; None at the ends."""

    place: int
    total: int
    before: Link | None
    after: Link | None
