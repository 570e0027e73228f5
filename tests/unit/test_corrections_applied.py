"""Corrections in an archive: what they change, what they leave, and what becomes of old ids."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.corrections import COLUMNS, Corrections, parsed
from archive.corrections_check import without_star
from archive.errors import BadRequest
from archive.gazetteers.all import load_gazetteers
from archive.model import Article, Edition, Mention
from archive.settings import Settings
from archive.store import Prepared, Store, Writer
from indexer.commands import index, main
from indexer.correcting import Corrector
from indexer.extract.workers import load_extractor
from indexer.pipeline import Ingest
from indexer.reextract import reextract, refind
from indexer.settling import Settler
from search.engines.current import CurrentIndex
from search.request import SearchRequest
from search.service import Service
from tests.conftest import never

WHY = "Checked with the ministry.,2026-03-31"
PATRICKR = "Radars for Riga\n\nPeter Whitlock praised Volodymyr Zelensky in Kyiv. Whitlock said radars would come from Latvia."
PETRA = "A speech\n\nPetra Whitlock spoke in Lithuania. Whitlock sold howitzers to Georgia."
PATRICK = "Wolves\n\nPatrick Whitlock met Nobody Known in Poland, and the Grey Wolf flew over the Congo."


class Archive:
    """An archive of three short articles by id, with a corrections file."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(home=folder / "var", jobs=1, model=False)
        self.articles = folder / "articles.jsonl"
        self.texts = {"peter": PATRICKR, "petra": PETRA, "patrick": PATRICK}
        self.store = Store(self.settings.home)
        self.service = Service(self.store, CurrentIndex(self.settings.home, "tantivy"), load_gazetteers())

    def ingest(self) -> Edition | None:
        documents = [
            {"id": name, "url": f"https://news.example/{name}", "title": text.split("\n")[0], "text": text.split("\n\n", 1)[1]}
            for name, text in self.texts.items()
        ]
        self.articles.write_text("".join(json.dumps({**document, "date": "2024-01-01"}) + "\n" for document in documents))
        with Writer.open(self.store) as writer:
            report = Ingest(self.store, writer, self.settings).run([self.articles])
        index(self.store, self.settings)
        return self.store.edition(report.edition) if report.edition else None

    def correct(self, *lines: str, run: bool = True) -> Edition | None:
        text = "\n".join((",".join(COLUMNS), *lines)) + "\n"
        (self.settings.home / "corrections.csv").write_text(text, encoding="utf-8")
        return self.reextract() if run else None

    def reextract(self) -> Edition | None:
        with Writer.open(self.store) as writer:
            edition = reextract(self.store, writer, self.settings, lambda documents: None, never)
        index(self.store, self.settings)
        return edition

    def id(self, name: str) -> str:
        row = self.store.one("select distinct article from versions join contents on id = content where external_id = ?", (name,))
        assert row is not None
        return str(row["article"])

    def values(self, name: str, facet: str = "person", edition: int | None = None) -> tuple[str, ...]:
        version = self.store.version(self.id(name), edition)
        assert version is not None
        return tuple(sorted(version.values[facet]))

    def everything(self) -> dict[str, object]:
        return {name: {facet: self.values(name, facet) for facet in ("country", "person", "equipment")} for name in self.texts}

    def found(self, *pairs: tuple[str, str]) -> tuple[int, str]:
        page = self.service.run(SearchRequest.from_pairs(pairs))
        return page.total, page.url


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    made.ingest()
    return made


def test_a_merge_gives_one_value_and_leads_the_old_address_to_it(archive: Archive) -> None:
    edition = archive.correct(f"merge,person,patrick-whitlock,,peter-whitlock,,{WHY}")
    assert edition is not None
    assert (edition.relabelled, edition.added) == (1, 0)
    assert archive.values("patrick") == ("peter-whitlock",)
    assert archive.found(("person", "patrick-whitlock")) == (2, "/?person=peter-whitlock")
    assert archive.found(("q", 'person:"Patrick Whitlock"'))[0] == 2
    assert archive.store.corrected() == {archive.store.corrections()[0].id: 1}


def test_merges_lead_on_to_the_last_person(archive: Archive) -> None:
    archive.correct(
        f"merge,person,patrick-whitlock,,petra-whitlock,,{WHY}", f"merge,person,petra-whitlock,,volodymyr-zelenskyy,,{WHY}"
    )
    assert archive.values("patrick") == archive.values("petra") == ("volodymyr-zelenskyy",)
    assert archive.found(("person", "patrick-whitlock")) == (3, "/?person=volodymyr-zelenskyy")


def test_an_edition_pinned_before_a_merge_keeps_the_old_id(archive: Archive) -> None:
    archive.correct(f"merge,person,patrick-whitlock,,peter-whitlock,,{WHY}")
    assert archive.values("patrick", edition=1) == ("patrick-whitlock",)
    assert archive.found(("person", "patrick-whitlock"), ("edition", "1")) == (1, "/?person=patrick-whitlock&edition=1")
    assert archive.found(("person", "patrick-whitlock"), ("edition", "2")) == (2, "/?person=peter-whitlock&edition=2")


def test_a_merge_taken_back_gives_the_old_id_its_articles_again(archive: Archive) -> None:
    before = archive.everything()
    archive.correct(f"merge,person,patrick-whitlock,,peter-whitlock,,{WHY}")
    archive.correct()
    assert archive.everything() == before
    assert archive.found(("person", "patrick-whitlock")) == (1, "/?person=patrick-whitlock")


def test_a_split_on_an_article_makes_another_person_there(archive: Archive) -> None:
    archive.correct(f"split,person,peter-whitlock,,Peter Whitlock (junior),{archive.id('peter')},{WHY}")
    assert archive.values("peter") == ("peter-whitlock-junior", "volodymyr-zelenskyy")
    page = archive.service.run(SearchRequest.from_pairs([("person", "peter-whitlock-junior")]))
    assert [choice.label for choice in page.choices] == ["Peter Whitlock (junior)"]


def test_a_split_by_spelling_takes_the_surname_along_where_no_other_full_name_stays(archive: Archive) -> None:
    archive.texts["both"] = "Two\n\nPeter Whitlock came. Peter Q. Whitlock left. Whitlock waved."
    archive.ingest()
    archive.correct(
        f"merge,person,peter-q-whitlock,,peter-whitlock,,{WHY}",
        f"split,person,peter-whitlock,Peter Whitlock,Peter W. Whitlock,,{WHY}",
    )
    assert archive.values("peter") == ("peter-w-whitlock", "volodymyr-zelenskyy")
    assert set(archive.values("both")) == {"peter-w-whitlock", "peter-whitlock"}
    assert archive.found(("q", 'person:"Peter Whitlock"'))[0] == 2


def test_a_split_follows_a_merge(archive: Archive) -> None:
    archive.correct(
        f"merge,person,patrick-whitlock,,peter-whitlock,,{WHY}",
        f"split,person,patrick-whitlock,Patrick Whitlock,Patrick Whitlock II,,{WHY}",
    )
    assert archive.values("patrick") == ("patrick-whitlock-ii",)


def test_splits_build_on_one_another_in_the_order_of_the_file(archive: Archive) -> None:
    archive.correct(
        f"split,person,patrick-whitlock,Patrick Whitlock,Patrick A,,{WHY}",
        f"split,person,patrick-a,,Patrick B,{archive.id('patrick')},{WHY}",
    )
    assert archive.values("patrick") == ("patrick-b",)


def test_an_alias_earns_its_value_and_is_understood_in_the_search_box(archive: Archive) -> None:
    archive.correct(f"alias,equipment,drones,Grey Wolf,,,{WHY}", f"alias,person,volodymyr-zelenskyy,Nobody Known,,,{WHY}")
    assert archive.values("patrick", "equipment") == ("drones",)
    assert archive.values("patrick") == ("patrick-whitlock", "volodymyr-zelenskyy")
    assert archive.found(("q", 'equipment:"grey wolf"'))[0] == archive.found(("equipment", "drones"))[0] == 1
    assert archive.found(("q", 'person:"nobody known"'))[0] == 2


def test_an_alias_takes_over_what_was_found_under_another_id(archive: Archive) -> None:
    archive.correct(f"alias,person,volodymyr-zelenskyy,Peter Whitlock,,,{WHY}")
    assert archive.values("peter") == ("volodymyr-zelenskyy",)
    assert archive.found(("person", "peter-whitlock")) == (1, "/?person=volodymyr-zelenskyy")


def test_an_alias_is_a_whole_word_and_gives_way_to_a_longer_name(archive: Archive) -> None:
    archive.correct(f"alias,country,FR,Peter,,,{WHY}", f"alias,country,FR,Con,,,{WHY}")
    assert "FR" not in archive.values("peter", "country") + archive.values("patrick", "country")


def test_a_drop_takes_a_value_from_an_article_or_wherever_a_spelling_earned_it(archive: Archive) -> None:
    archive.correct(
        f"drop,country,GE,,,{archive.id('petra')},{WHY}",
        f"drop,country,CD,Kongo,,,{WHY}",
        f"drop,country,CD,Congo,,,{WHY}",
    )
    assert archive.values("petra", "country") == ("LT",)
    assert archive.values("patrick", "country") == ("PL",)
    assert sorted(archive.store.corrected().values()) == [1, 1]


def test_a_drop_takes_narrower_values_along(archive: Archive) -> None:
    before = archive.values("peter", "equipment")
    parents = load_gazetteers()["equipment"].parents(before[0])
    assert parents
    archive.correct(f"drop,equipment,{parents[-1]},,,*,{WHY}")
    assert archive.values("peter", "equipment") == ()


def test_a_person_who_is_none_goes_with_the_surname(archive: Archive) -> None:
    archive.correct(f"drop,person,petra-whitlock,Petra Whitlock,,,{WHY}")
    assert archive.values("petra") == ()


def test_an_added_value_shows_its_reason_or_its_words(archive: Archive) -> None:
    edition = archive.correct(
        f"add,country,FR,,,{archive.id('peter')},{WHY}", f"add,equipment,drones,Grey Wolf,,{archive.id('patrick')},{WHY}"
    )
    assert edition is not None
    assert "FR" in archive.values("peter", "country")
    page = archive.service.article(archive.id("peter"), SearchRequest())
    shown = [one.sentences for _, _, found in page.evidence for one in found if one.value.value == "FR"]
    assert [sentence.text for sentences in shown for sentence in sentences] == [
        "Added by a correction of 2026-03-31: Checked with the ministry."
    ]
    assert "".join(part.text for part in page.title) == "Radars for Riga"
    version = archive.store.version(archive.id("patrick"))
    assert version is not None
    assert [mention.surface for mention in version.mentions if mention.value == "drones"] == ["Grey Wolf"]


ROWS = (
    f"merge,person,patrick-whitlock,,peter-whitlock,,{WHY}",
    f"split,person,peter-whitlock,,Peter the Second,{{peter}},{WHY}",
    f"alias,equipment,drones,Grey Wolf,,,{WHY}",
    f"drop,country,GE,Georgia,,,{WHY}",
    f"add,country,FR,,,{{peter}},{WHY}",
)


def test_corrections_survive_another_run_a_changed_file_and_a_new_index(archive: Archive) -> None:
    archive.correct(*(row.replace("{peter}", archive.id("peter")) for row in ROWS))
    corrected = archive.everything()
    assert archive.reextract() is None
    assert archive.ingest() is None
    archive.texts = {name: text + " It rained." for name, text in archive.texts.items()}
    edition = archive.ingest()
    assert edition is not None
    assert edition.changed == 3
    assert archive.everything() == corrected
    assert archive.values("peter") == ("peter-the-second", "volodymyr-zelenskyy")
    assert archive.values("peter", "country") == ("FR", "LV", "UA")


def test_an_archive_begun_anew_with_the_same_corrections_has_the_same_ids(archive: Archive, tmp_path: Path) -> None:
    archive.correct(*(row.replace("{peter}", archive.id("peter")) for row in ROWS))
    (tmp_path / "anew").mkdir()
    anew = Archive(tmp_path / "anew")
    (anew.settings.home / "corrections.csv").write_bytes((archive.settings.home / "corrections.csv").read_bytes())
    anew.ingest()
    assert anew.everything() == archive.everything()
    for each in (anew, archive):
        assert each.found(("person", "patrick-whitlock")) == (1, "/?person=peter-whitlock")


def test_an_ingest_applies_changed_corrections_to_articles_that_stand(archive: Archive) -> None:
    archive.correct(f"merge,person,patrick-whitlock,,peter-whitlock,,{WHY}", run=False)
    edition = archive.ingest()
    assert edition is not None
    assert edition.relabelled == 1
    assert archive.found(("person", "patrick-whitlock"))[0] == 2


def test_a_bad_row_stops_the_command_before_anything_is_written(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = archive.everything()
    archive.correct(f"merge,person,patrick-whitlock,,peter-whitlock,,{WHY}", "drop,country,GE,,,*,,2026-03-31", run=False)
    with pytest.raises(BadRequest):
        archive.reextract()
    monkeypatch.setenv("CONVOY_HOME", str(archive.settings.home))
    monkeypatch.setenv("CONVOY_MODEL", "off")
    assert main(["reextract"]) == 2
    assert main(["ingest", str(archive.articles)]) == 2
    assert "corrections.csv line 3: the reason is missing" in capsys.readouterr().err
    assert (archive.everything(), archive.store.newest) == (before, 1)
    assert main(["check"]) == 1
    assert "corrections.csv line 3" in capsys.readouterr().out


def keep_as_before(archive: Archive, *names: str) -> None:
    """Keep an article that names people as a gazetteer that knew none of them would have: all under the one id `v-zelensky`."""
    article = Article("u-old", "Then", ". ".join(f"{name} left" for name in names), url="https://news.example/then")
    places = [(article.text.index(name), article.text.index(name) + len(name)) for name in names]
    mentions = tuple(Mention("person", "v-zelensky", "", article.text[start:end], start, end, "model") for start, end in places)
    with Writer.open(archive.store) as writer:
        writer.keep([Prepared(article, mentions, {"country": (), "person": ("v-zelensky",), "equipment": (), "source": ()}, ())])
        writer.finish("long ago")


def test_a_person_whom_a_gazetteer_came_to_know_is_found_under_the_provisional_id(archive: Archive) -> None:
    keep_as_before(archive, "Volodymyr Zelensky")
    archive.reextract()
    assert archive.found(("person", "v-zelensky")) == (2, "/?person=volodymyr-zelenskyy")
    assert archive.found(("person", "v-zelensky"), ("edition", "2")) == (1, "/?person=v-zelensky&edition=2")


def test_an_id_that_two_persons_took_the_place_of_leads_nowhere(archive: Archive) -> None:
    keep_as_before(archive, "Volodymyr Zelensky", "Olaf Scholz")
    archive.reextract()
    assert archive.found(("person", "v-zelensky")) == (0, "/?person=v-zelensky")


def test_an_id_that_still_has_articles_stands_for_itself(archive: Archive) -> None:
    archive.texts["more"] = "More\n\nPatrick Whitlock rested."
    archive.ingest()
    archive.correct(f"split,person,patrick-whitlock,,Patrick the Second,{archive.id('more')},{WHY}")
    assert archive.found(("person", "patrick-whitlock")) == (1, "/?person=patrick-whitlock")


def test_a_run_that_was_killed_leaves_its_redirects_to_the_next(archive: Archive) -> None:
    keep_as_before(archive, "Volodymyr Zelensky")
    with Writer.open(archive.store) as writer:
        refind(
            archive.store,
            writer,
            Settler(archive.store, writer, load_gazetteers()),
            archive.settings,
            lambda documents: None,
            never,
        )
    assert archive.found(("person", "v-zelensky")) == (0, "/?person=v-zelensky")
    archive.reextract()
    assert archive.found(("person", "v-zelensky")) == (2, "/?person=volodymyr-zelenskyy")


def test_rows_written_for_a_provisional_id_hold_for_the_one_that_took_its_place(archive: Archive) -> None:
    keep_as_before(archive, "Volodymyr Zelensky")
    archive.reextract()
    archive.correct(f"drop,person,v-zelensky,,,{archive.id('peter')},{WHY}")
    assert archive.values("peter") == ("peter-whitlock",)


def test_a_rule_that_only_reads_otherwise_makes_no_edition(archive: Archive) -> None:
    archive.correct(f"alias,equipment,drones,Grey Wolf,,,{WHY}")
    assert archive.correct("alias,equipment,drones,Grey Wolf,,,Better said.,2026-04-02") is None
    version = archive.store.version(archive.id("patrick"))
    assert version is not None
    assert "correction of 2026-04-02: Better said." in [mention.rule for mention in version.mentions]


LINES = [
    f"merge,person,patrick-whitlock,,peter-whitlock,,{WHY}",
    f"merge,person,peter-whitlock,,olaf-scholz,,{WHY}",
    f"split,person,patrick-whitlock,Patrick Whitlock,A New Man,,{WHY}",
    f"split,person,petra-whitlock,,olaf-scholz,x,{WHY}",
    f"alias,equipment,drones,Grey Wolf,,,{WHY}",
    f"alias,person,petra-whitlock,Nobody Known,,,{WHY}",
    f"drop,country,GE,Georgia,,,{WHY}",
    f"drop,person,petra-whitlock,,,*,{WHY}",
    f"add,country,FR,,,x,{WHY}",
]


@given(st.permutations(LINES), st.sampled_from([PATRICKR, PETRA, PATRICK, "\n\n".join((PATRICKR, PETRA, PATRICK))]))
def test_the_order_of_rows_does_not_matter_and_mentions_stay_in_the_text(lines: list[str], text: str) -> None:
    def corrected(rows: list[str]) -> tuple[list[tuple[str, str, int, int]], set[str]]:
        found = tuple(map(without_star, parsed("\n".join((",".join(COLUMNS), *rows)), "corrections.csv")[0]))
        done = Corrector(Corrections(found), load_gazetteers(), {}).correct("x", text, load_extractor().find(text, ()))
        assert all(mention.surface == text[mention.start : mention.end] for mention in done.mentions)
        return [(mention.facet, mention.value, mention.start, mention.end) for mention in done.mentions], set(done.by)

    assert corrected(lines) == corrected(LINES)
