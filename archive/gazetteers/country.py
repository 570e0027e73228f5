"""Countries as reviewed data: their names, adjectives, peoples and seats of government, and the guards of ambiguous ones.

Files under data/country: countries.csv, forms.csv, decoys.csv, guards.csv, words.csv, names.csv, codes.csv.
SOURCES.md beside them says where the facts come from and what each column means.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from anyascii import anyascii

from archive.gazetteers import Problem
from archive.gazetteers.country_check import problems

DATA = Path(__file__).parent / "data" / "country"

FILES = ("countries", "forms", "decoys", "guards", "words", "names", "codes")

Rows = Mapping[str, tuple[Mapping[str, str], ...]]


@dataclass(frozen=True)
class Country:
    """A country or territory with a code of its own: `id` is ISO 3166-1 alpha-2 (XK for Kosovo), regions are the UN's."""

    id: str
    label: str
    region: str
    subregion: str


@dataclass(frozen=True)
class Form:
    """One way an English text writes a country, case as in running text; every guard must let it pass. `kind` is one of KINDS."""

    text: str
    value: str
    kind: str
    guards: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One step of a guard, tried in file order: the first that matches decides.

    `pattern` is a regular expression in which `~` stands for the form and `@group` for any word of that group.
    """

    guard: str
    verdict: str
    scope: str
    pattern: str


class CountryGazetteer:
    """All that is known of countries; `rows` are the data files as read, by file name without suffix."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.countries = {
            row["iso2"]: Country(row["iso2"], row["label"], row["region"], row["subregion"]) for row in rows["countries"]
        }
        self._codes = {row["code"]: row["iso2"] for row in rows["codes"]}

    def label(self, value: str) -> str | None:
        """Return the usual English name of a country or a region, or None where the id is unknown."""
        country = self.countries.get(value)
        return country.label if country else self._regions.get(value)

    def explanation(self, value: str) -> str:
        """Return the region a country lies in, as the UN divides the world."""
        country = self.countries.get(value)
        return (country.subregion or country.region) if country else ""

    def group(self, value: str) -> str:
        """Return the id of the region a country lies in: `northern-europe`."""
        country = self.countries.get(value)
        return slug(country.subregion or country.region) if country else ""

    def members(self, value: str) -> tuple[str, ...]:
        """Return the countries of a region."""
        return self._members.get(value, ())

    def parents(self, value: str) -> tuple[str, ...]:
        """Return nothing: a country rolls up to no other value; `countries` holds its region."""
        return ()

    def current(self, value: str) -> str:
        """Return the ISO code that now stands for an old or everyday one (UK is GB), else the value itself."""
        code = value.upper() if value.isascii() else value
        if code in self.countries:
            return code
        return self._codes.get(code, value)

    def resolve(self, name: str) -> tuple[str, ...]:
        """Return the ids a person may mean by a name, adjective, people, capital or code, in any case, script or accents."""
        return self._names.get(folded(name), ())

    def check(self) -> tuple[Problem, ...]:
        """Return everything wrong in the data files."""
        return tuple(problems(self._rows))

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Return every form a text is searched for."""
        return tuple(Form(row["form"], row["iso2"], row["kind"], tuple(row["guard"].split())) for row in self._rows["forms"])

    @property
    def decoys(self) -> tuple[str, ...]:
        """Return the phrases that hold a country's word and name something else: South China Sea."""
        return tuple(row["form"] for row in self._rows["decoys"])

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the steps of all guards in file order."""
        return tuple(Rule(row["guard"], row["verdict"], row["scope"], row["pattern"]) for row in self._rows["guards"])

    @property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """Return the groups of words the guards refer to."""
        groups: dict[str, list[str]] = defaultdict(list)
        for row in self._rows["words"]:
            groups[row["group"]].append(row["word"])
        return {group: tuple(words) for group, words in groups.items()}

    @cached_property
    def _regions(self) -> Mapping[str, str]:
        return {self.group(country.id): country.subregion or country.region for country in self.countries.values()}

    @cached_property
    def _members(self) -> Mapping[str, tuple[str, ...]]:
        return {region: tuple(sorted(id_ for id_ in self.countries if self.group(id_) == region)) for region in self._regions}

    @cached_property
    def _names(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for name, value in self._all_names():
            found[folded(name)][value] = None
        return {name: tuple(values) for name, values in found.items() if name}

    def _all_names(self) -> Iterator[tuple[str, str]]:
        for country in self.countries.values():
            yield from ((country.label, country.id), (country.id, country.id))
        yield from self._codes.items()
        yield from ((form.text, form.value) for form in self.forms if form.kind != "prefix")
        yield from ((row["name"], row["iso2"]) for row in self._rows["names"])


def slug(label: str) -> str:
    """Return the id of a region: its label in lower case, with hyphens."""
    return label.lower().replace(" ", "-")


def folded(name: str) -> str:
    """Return a name as it is compared: Latin letters without accents, lower case, no dots or apostrophes, no leading `the`."""
    plain = anyascii(unicodedata.normalize("NFC", name)).lower()
    words = "".join(letter if letter.isalnum() else "" if letter in ".'`\"" else " " for letter in plain).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def read(folder: Path) -> Rows:
    """Read the data files of a folder. Raises FileNotFoundError where one is missing."""
    rows: dict[str, tuple[Mapping[str, str], ...]] = {}
    for name in FILES:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows[name] = tuple(csv.DictReader(file))
    return rows


@cache
def load(folder: Path = DATA) -> CountryGazetteer:
    """Return the gazetteer of a folder of data files, read once."""
    return CountryGazetteer(read(folder))
