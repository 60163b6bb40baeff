"""What is written: tables that compute nothing, sheets that run nothing, sentences for every witness."""

import csv
import io
import re

import pytest
from msgspec.structs import replace

from server.core.pairing.again import (
    FewPairs,
    FewSpeakers,
    FewStrangers,
    FewTables,
    NoOrthogonalSquares,
    RepeatsNeeded,
    SatTogether,
    TriedAll,
)
from server.core.pairing.format import Source
from server.core.pairing.instance import Instance, Person
from server.core.pairing.outcome import plan, why
from server.core.pairing.plan import MustPairRefused, RepeatNeeded, Shortage, UnevenTables, Witness
from server.core.pairing.rules import Fault
from server.core.pairing.score import DrawnByLot, LevelDistance
from server.core.pairing.tables.witness import NotTogether, SizesDontFit, TableWitness, TooFewSpeakers, Unseated
from server.core.state import Language
from server.sheets.listing import read
from server.sheets.words import witness
from server.sheets.written import inert, notes, sheet, table
from server.text import locales

EVIL = ["=1+1", "+cmd", "-2", "@SUM(A1)", "<script>alert(1)</script>", "Ben & Söhne"]


def people(*names: str) -> Instance:
    return Instance(tuple(Person(name, 1 + i % 5, tags=("Schach",), langs=("de",)) for i, name in enumerate(names)))


def test_a_spreadsheet_computes_nothing_of_it() -> None:
    outcome = plan(people(*EVIL), (2, 2), 2, seed=1)
    rows = list(csv.reader(io.StringIO(table(outcome, "en").decode("utf-8-sig"))))
    assert rows[0] == ["Round", "Group", "Name", "With"]
    assert len(rows) == 1 + 2 * len(EVIL)
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert inert(" =1") == "' =1"
    assert inert("Ada") == "Ada"


def test_german_spreadsheets_get_semicolons_and_a_mark() -> None:
    data = table(plan(people("Ada", "Ben"), (2, 2), 1, seed=1), "de")
    assert data.startswith(b"\xef\xbb\xbfRunde;Gruppe;Name;Mit\r\n")


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_sheet_runs_nothing_and_shows_everybody(language: Language) -> None:
    instance = people(*EVIL, "Zoë")
    page = sheet(plan(instance, (2, 2), 2, seed=1), Source(instance, {}), language).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "Ben &amp; Söhne" in page
    assert page.count("<section>") == 2
    assert locales.text(language, "reason-pair-same-interest", tags="Schach") in page


def listing(text: str) -> Source:
    return read(text.encode()).source


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_sheet_is_what_it_would_be_without_the_keep_aparts(rounds: int) -> None:
    """Also where these left no choice: told of some pairs alone it could only come from a wish."""
    source = listing("Name,Not with\nAda,Ben; Cem\nBen,\nCem,\nDora,\n")
    outcome = plan(source.instance, (2, 2), rounds, seed=1)
    assert {group.forced for group in outcome.rounds[0].groups} == {True, False}
    wished_nothing = replace(source, instance=replace(source.instance, keep_apart=frozenset()))
    page = sheet(outcome, source, "en").decode()
    assert page == sheet(outcome, wished_nothing, "en").decode()
    assert page.count("Drawn by lot.") == 2 * rounds


@pytest.mark.parametrize(
    "text",
    [
        "Name,Languages\nAda,de\nBen,de\nCem,en\nDora,en\n",
        "Name,With\nAda,Ben\nBen,\nCem,\nDora,\n",
        "Name,Met before\nAda,Ben; Cem\nBen,Dora\nCem,Dora\nDora,\n",
    ],
)
def test_a_sheet_says_that_there_was_no_choice_where_everybody_may_know_why(text: str) -> None:
    source = listing(text)
    page = sheet(plan(source.instance, (2, 2), 1, seed=1), source, "en").decode()
    assert page.count("There was no other choice.") == 2
    assert "Drawn by lot." not in page


def test_a_level_that_nobody_stated_is_no_reason() -> None:
    source = listing("Name,Level\nAda,3\nBen,\n")
    outcome = plan(source.instance, (2, 3), 1, seed=1)
    group = replace(outcome.rounds[0].groups[0], forced=False)
    ((_, found),) = why(source, {person.id: person for person in source.instance.people}, group)
    assert found == (LevelDistance(0), DrawnByLot()), "the points follow from the distance all the same"
    assert "experience" not in sheet(outcome, source, "en").decode().lower()


def test_in_a_trio_a_reason_says_whose_it_is() -> None:
    source = listing("Name,Interests\nAda,chess\nBen,chess; poetry\nCem,poetry\n")
    page = sheet(plan(source.instance, (2, 2), 1, seed=1), source, "en").decode()
    told = set(re.findall(r"<li>(.*?)</li>", page))
    assert {re.sub(r"^(\w+) · (\w+)", lambda two: " ".join(sorted(two.groups())), each) for each in told} == {
        "Ada Ben: Both care about chess.",
        "Ben Cem: Both care about poetry.",
        "There was no other choice.",
    }


def test_tables_say_how_experience_is_spread_and_how_many_meet_again() -> None:
    source = listing("Name,Level\n" + "".join(f"P{i},{1 + i % 5}\n" for i in range(10)) + "Q,\n")
    outcome = plan(source.instance, (5, 6), 3, seed=1)
    page = sheet(outcome, source, "en").decode()
    spread = re.findall(r"Experience: (\d) new, (\d) in between, (\d) experienced\.", page)
    assert [sum(map(int, table)) for table in spread] == [
        sum(member != "Q" for member in group.members) for each in outcome.rounds for group in each.groups
    ]
    assert [sum(int(table[0]) for table in spread[i : i + 2]) for i in (0, 2, 4)] == [4, 4, 4]
    assert "pairs meet again." in page


def test_a_large_sheet_begins_with_an_index() -> None:
    names = ["Zoë", "Ärne", "ada", *(f"P{i:02}" for i in range(17))]
    source = listing("Name\n" + "\n".join(names))
    outcome = plan(source.instance, (2, 2), 2, seed=1)
    entries = re.findall(r"<li><span>(.*?)</span> <span>(.*?)</span></li>", sheet(outcome, source, "de").decode())
    assert [name for name, _ in entries] == ["ada", "Ärne", *names[3:], "Zoë"]
    for name, places in entries:
        for place, each in zip(places.split(" · "), outcome.rounds, strict=True):
            assert name in each.groups[int(place) - 1].members
    few = listing("Name\n" + "\n".join(names[1:]))
    assert "<li><span>" not in sheet(plan(few.instance, (2, 2), 1, seed=1), few, "de").decode()


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("found", "holds"),
    [
        (Shortage((("Ada",), ("Ben",)), (), 2), "Ada, Ben"),
        (Shortage((("Ada",), ("Ben",)), (("Cem",),), 1), "Cem"),
        (RepeatNeeded((("Ada", "Ben"),)), "Ada"),
        (MustPairRefused(("Ada", "Ben"), Fault.KEPT_APART), "Ada, Ben"),
        (MustPairRefused(("Ada", "Ben", "Cem", "Dora"), Fault.SIZE), "--size 4."),
        (MustPairRefused(tuple("ABCDEFGHI"), Fault.SIZE), "A, B, C"),
        (MustPairRefused(("Ada", "Ben"), Fault.NO_COMMON_LANGUAGE), "Ada, Ben"),
        (MustPairRefused(("Ada", "Ben"), Fault.TORN_APART), "Ada, Ben"),
        (RepeatsNeeded(3, 0, ()), "3"),
        (SizesDontFit(17, 6, 8, 1), "17"),
        (TooFewSpeakers("Ada", (), 6), "Ada"),
        (NotTogether(("Ada", "Ben")), "Ada"),
        (TooFewSpeakers("Ada", (("pl", 2),), 6), "pl (2)"),
        (Unseated(0, ("Ada",)), "1"),
        (Unseated(0, ("Ada", "Ben"), 2), "2"),
        (RepeatsNeeded(3, 2, ()), "3"),
        (RepeatsNeeded(3, 2, (FewStrangers("Ada", 4, 10),)), "Ada"),
        (RepeatsNeeded(3, 2, (FewPairs(("Ada",), 4, 10),)), "Ada"),
        (RepeatsNeeded(3, 2, (FewPairs((), 47, 110),)), "47"),
        (RepeatsNeeded(3, 2, (FewSpeakers(("pl",), 2, 20, 3, 37, 63, among=False),)), "pl"),
        (RepeatsNeeded(3, 2, (FewSpeakers(("pl",), 40, 43, 7, 780, 798, among=True),)), "798"),
        (RepeatsNeeded(3, 2, (FewSpeakers(("pl",), 21, 38, 4, 208, 315, among=True, elsewhere=18),)), "18"),
        (RepeatsNeeded(3, 2, (FewPairs((), 47, 110, ("pl", "de")),)), "pl, de"),
        (RepeatsNeeded(3, 2, (FewTables(12, 3),)), "9"),
        (RepeatsNeeded(3, 2, (SatTogether(("Ada", "Ben", "Cem"), 2, 1),)), "Ada, Ben, Cem"),
        (UnevenTables(4, 5, 7), "7"),
        (RepeatsNeeded(3, 2, (FewTables(37, 6, ("de",)),)), "36"),
        (RepeatsNeeded(3, 2, (NoOrthogonalSquares(6, 3),)), "Tarry"),
        (RepeatsNeeded(3, 2, (TriedAll(("Ada", "Ben", "Cem"), 4, 2),)), "Ada, Ben, Cem"),
    ],
)
def test_every_witness_is_a_sentence(language: Language, found: Witness | TableWitness, holds: str) -> None:
    sentences = witness(language, found)
    assert holds in " ".join(sentences)
    assert all(sentence.endswith((".", ")")) for sentence in sentences)
    assert "apart" not in " ".join(sentences).lower().replace("sit apart next time", "")


@pytest.mark.parametrize("language", ["de", "en"])
def test_where_no_repeat_was_shown_to_be_needed_no_number_says_so(language: Language) -> None:
    assert "0" not in " ".join(witness(language, RepeatsNeeded(3, 0, ())))


def test_one_person_alone_is_told_of_in_the_singular() -> None:
    assert "Ada kann mit niemandem" in " ".join(witness("de", Shortage((("Ada",),), (), 1)))
    assert "Ada, Ben, Cem können nur" in " ".join(witness("de", Shortage((("Ada", "Ben", "Cem"),), (), 1)))


@pytest.mark.parametrize(("rounds", "says"), [(1, False), (2, True)])
def test_a_way_out_of_one_round_of_several_says_so(rounds: int, *, says: bool) -> None:
    instance = Instance((*people("Ada", "Ben").people, Person("Cem", 1, langs=("pl",))))
    told = notes(plan(instance, (2, 2), rounds, seed=1), instance, "en")
    (host,) = (each for each in told if "speaks pl" in each)
    assert host.endswith("Reckoned for round 1 alone.") == says


def test_who_speaks_nothing_in_particular_needs_just_somebody() -> None:
    instance = read(b"Name\nAda\n").source.instance
    assert notes(plan(instance, (2, 2), 1, seed=1), instance, "en")[-1].startswith("A way out: one more person joins. ")


def test_each_reason_to_refuse_people_who_must_be_together_has_words_of_its_own() -> None:
    faults = (Fault.SIZE, Fault.KEPT_APART, Fault.NO_COMMON_LANGUAGE, Fault.TORN_APART)
    assert len({witness("en", MustPairRefused(("Ada", "Ben"), fault))[0] for fault in faults}) == len(faults)


def test_no_count_of_one_reads_like_many_and_none_is_said_to_be_needed() -> None:
    told = " ".join(witness("en", RepeatsNeeded(1, 0, (FewStrangers("Ada", 1, 3),))))
    assert "0" not in told
    assert "one new person" in told
    (_, alone) = witness("en", RepeatsNeeded(3, 2, (FewSpeakers(("pl",), 1, 20, 3, 37, 63, among=False),)))
    assert alone.startswith("One of you speaks nothing besides pl;")


def test_of_several_rounds_it_is_said_in_which_people_meet_again() -> None:
    source = listing("Name\nAda\nBen\n")
    told = notes(plan(source.instance, (2, 2), 3, seed=1), source.instance, "en")
    assert told[0] == "Rounds 2, 3: Ada and Ben meet again."
