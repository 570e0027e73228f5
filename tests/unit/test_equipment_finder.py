"""What the equipment finder takes for equipment, and what it must not."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from archive.gazetteers.equipment import load
from archive.gazetteers.equipment_tables import LIST
from archive.model import Span
from indexer.extract.equipment import EquipmentFinder

TRAPS = Path(__file__).parent / "data" / "equipment_traps.csv"


@cache
def finder() -> EquipmentFinder:
    """Return one finder for all tests."""
    return EquipmentFinder(load())


def found(text: str, people: Iterable[Span] = ()) -> dict[str, str]:
    """Return the values found in a text by their surface."""
    return {mention.surface: mention.value for mention in finder().find(text, tuple(people))}


def with_categories(values: Iterable[str]) -> set[str]:
    """Return type ids with the categories they imply."""
    types = {load().type_of(value) for value in values}
    return types.union(*(load().parents(value) for value in types))


def traps() -> list[tuple[str, str]]:
    """Return the trap sentences with the ids they mean."""
    with TRAPS.open(encoding="utf-8", newline="") as lines:
        return [(row["sentence"], row["equipment"]) for row in csv.DictReader(lines)]


@pytest.mark.parametrize(("sentence", "equipment"), traps())
def test_trap_sentences_mean_what_they_say(sentence: str, equipment: str) -> None:
    mentions = finder().find(sentence, ())
    assert with_categories(mention.value for mention in mentions) == with_categories(equipment.split())


def test_there_are_enough_trap_sentences() -> None:
    assert len({sentence for sentence, _ in traps()}) >= 120


def test_no_name_is_found_in_the_trap_of_its_own_guard() -> None:
    gazetteer = load()
    rules: dict[str, set[str]] = {guard: set() for guard in gazetteer.guards}
    for rule, guards in ((row.rule, row.guards) for rows in (gazetteer.names, gazetteer.patterns) for row in rows):
        for name in guards:
            rules[name].add(rule)
    for guard in gazetteer.guards.values():
        caught = [mention for mention in finder().find(guard.trap, ()) if mention.rule in rules[guard.id]]
        assert guard.test == LIST or not caught, (guard.id, caught)


@pytest.mark.parametrize("written", ["F-16", "F16", "F 16", "F‑16", "F–16", "F-16s", "F-16C", "F-16's"])
def test_a_designation_is_one_name_however_it_is_joined(written: str) -> None:
    assert set(found(f"Kyiv asked for {written} jets.").values()) == {"f-16"}


@pytest.mark.parametrize("written", ["155mm", "155 mm", "155-mm", "155 millimetre", "155-millimeter"])
def test_calibres_are_artillery_ammunition_unless_a_gun_follows(written: str) -> None:
    assert "artillery-ammunition" in found(f"They need {written} rounds.").values()
    assert set(found(f"They need {written} howitzers.").values()) == {"artillery"}


def test_british_and_american_spelling_are_one() -> None:
    assert set(found("Armored vehicles and armoured vehicles; air defense and air defence.").values()) == {
        "armoured-vehicles",
        "air-defence",
    }


def test_the_longest_name_wins() -> None:
    assert found("They lay anti-tank mines.") == {"anti-tank mines": "landmine"}


def test_offsets_point_at_the_surface() -> None:
    text = "Title\n\nThe HIMARS launchers and Leopard 2A6 tanks."
    for mention in finder().find(text, ()):
        assert text[mention.start : mention.end] == mention.surface
        assert mention.facet == "equipment"
        assert mention.label == load().label(mention.value)


def test_what_follows_a_named_air_defence_system_adds_its_missile() -> None:
    mentions = finder().find("Germany gives Patriot missiles.", ())
    assert [mention.value for mention in mentions] == ["patriot", "air-defence-missile"]


def test_a_launcher_behind_a_system_adds_nothing() -> None:
    assert set(found("Germany gives Patriot missile launchers.").values()) == {"patriot"}


def test_a_noun_behind_a_system_is_not_another_value() -> None:
    assert set(found("They fired HIMARS rockets and Stinger missiles.").values()) == {"himars", "stinger"}


def test_ammunition_takes_the_kind_of_what_it_is_for() -> None:
    assert found("Ammunition for the howitzers is short.") == {"Ammunition": "artillery-ammunition", "howitzers": "artillery"}


def test_a_weak_name_inside_a_persons_name_is_that_person() -> None:
    text = "The Bradley vehicles of Bradley Whitford rolled past armoured vehicles."
    start = text.index("Bradley Whitford")
    assert found(text, [Span(start, start + 16)])["Bradley vehicles"] == "bradley"
    assert [mention.start for mention in finder().find(text, [Span(start, start + 16)])].count(start) == 0


def test_a_mention_cites_the_name_that_found_it() -> None:
    rules = [mention.rule for mention in finder().find("HIMARS, tanks of the army and an F-22 in combat.", ())]
    assert rules == ["systems.csv: HIMARS", "forms.csv: tank", "systems.csv: F-22"]


def test_systems_need_their_capitals() -> None:
    assert found("the stinger of a bee and a leopard near the army tank museum") == {}


def test_capitals_only_text_is_read() -> None:
    assert set(found("PATRIOT MISSILE SYSTEM AND LEOPARD TANKS SENT TO UKRAINE").values()) == {"patriot", "leopard-2"}


def test_cyrillic_lookalikes_are_read() -> None:
    assert found("They lost a \u0422-72 near the river.") == {"\u0422-72": "t-72"}


def test_html_entities_left_in_the_text_are_spaces() -> None:
    values = found("They gave air&nbsp;defence &amp; tanks to the army.")
    assert values == {"air&nbsp;defence": "air-defence", "tanks": "main-battle-tank"}


@pytest.mark.parametrize("text", ["", " ", "-", "a", "\n\n", "&", "𝕏", "T-", "2S", "155"])
def test_scraps_of_text_give_nothing(text: str) -> None:
    assert finder().find(text, ()) == ()


def test_the_same_text_gives_the_same_mentions() -> None:
    text = "HIMARS, T-72B3s and Shahed drones."
    assert finder().find(text, ()) == EquipmentFinder(load()).find(text, ())


def test_a_value_of_an_unknown_variant_of_a_family_is_its_type() -> None:
    assert set(found("Two Su-22M4 bombers and a MiG-41 flew.").values()) >= {"fighter-aircraft"}


@pytest.mark.parametrize("before", ["", "\n", "(", "«", "‹", "¿", "→", "_", "ab,", "É\u0301", "R&", "&nbsp;"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HIMARS", "himars"),
        ("air&nbsp;defence system", "air-defence"),
        ("air - defence system", "air-defence"),
        ("Т-72", "t-72"),
        ("2S19", "2s19-msta-s"),
        ("155mm shells", "artillery-ammunition"),
    ],
)
def test_a_name_may_stand_behind_whatever_parts_words(before: str, name: str, value: str) -> None:
    [mention] = finder().find(f"They sent {before}{name}.", ())
    assert (mention.value, mention.start) == (value, len(f"They sent {before}"))


def test_the_name_of_an_html_entity_is_no_name() -> None:
    assert found("Six &tanks; and five tanks") == {"tanks": "main-battle-tank"}


def test_a_longer_number_is_no_calibre() -> None:
    assert found("1155mm and 15 555 people") == {}


@pytest.mark.parametrize(
    ("body", "equipment"),
    [
        ("He directs the Missile Defense Project; she is at the Missile Defense Advocacy Alliance.", set()),
        ("JSC 558 Aircraft Repair Plant and Shahed Aviation Industries Research Center were designated.", set()),
        ("The missile defense agency said so.", {"air-defence"}),
        ("The Missile Defense Agency tests radars.", {"radar"}),
        ("Air Defense Systems and Radars were on the list.", {"air-defence", "radar"}),
    ],
)
def test_the_name_of_a_body_is_no_equipment(body: str, equipment: set[str]) -> None:
    assert set(found(f"A title\n\n{body}").values()) == equipment


def test_a_plant_in_a_title_is_named_with_what_it_makes() -> None:
    assert found("Explosion Rocks Missile Plant\n\nNobody was hurt.") == {"Missile": "missiles-bombs"}
