"""An outcome as a table for a spreadsheet or as a sheet to print."""

import csv
import io
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations
from unicodedata import combining, normalize

from msgspec.structs import replace

from server.core.pairing.format import Source
from server.core.pairing.instance import NEW, VETERAN, Instance, Pair, Person, pair
from server.core.pairing.outcome import Outcome, tells, why
from server.core.pairing.plan import Grouping
from server.core.pairing.rules import people_by_id, without_choice
from server.core.pairing.score import ForcedChoice
from server.core.state import Language
from server.sheets.words import listed, reason, way, witness
from server.text.locales import text
from server.text.templates import environment

FORMULA = ("=", "+", "-", "@", "\t", "\r")
TELLING = 3
"""Up to so many people the sheet says why; a table's twenty-eight pairs would fill the page. So for repeats."""
INDEXED = 20
"""From so many people on the sheet says where to find whom."""


def table(outcome: Outcome, language: Language) -> bytes:
    """A row per person and round, as the language's spreadsheets like it: with a mark, in German with semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language == "de" else ",")
    writer.writerow([text(language, f"sheet-col-{column}") for column in ("round", "group", "name", "with")])
    for number, each in enumerate(outcome.rounds, start=1):
        for place, group in enumerate(each.groups, start=1):
            for person in group.members:
                others = listed([other for other in group.members if other != person])
                writer.writerow([number, place, inert(person), inert(others)])
        for person in each.unplaced:
            writer.writerow([number, "", inert(person), ""])
    return out.getvalue().encode("utf-8-sig")


def notes(outcome: Outcome, instance: Instance, language: Language) -> list[str]:
    """What couldn't be, why, and what could be done; for the facilitator alone, since it can tell who is kept apart."""
    langs = {person.id: person.langs for person in instance.people}
    several = len(outcome.rounds) > 1
    at: dict[str, list[str]] = {}
    for number, each in enumerate(outcome.rounds, start=1):
        for sentence in (sentence for found in each.witness for sentence in witness(language, found)):
            at.setdefault(sentence, []).append(str(number))
    sentences = [
        text(language, "sheet-in-rounds", count=len(rounds), rounds=listed(rounds), what=sentence)
        if several
        else sentence
        for sentence, rounds in at.items()
    ]
    sentences += [sentence for found in outcome.witness for sentence in witness(language, found)]
    for number, each in enumerate(outcome.rounds, start=1):
        for found in each.ways:
            words = way(language, found, langs)
            sentences.append(text(language, "way-of-round", way=words, round=number) if several else words)
    return list(dict.fromkeys([*sentences, *(way(language, found, langs) for found in outcome.ways)]))


def inert(cell: str) -> str:
    """Text that a spreadsheet shows and doesn't compute."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else cell


def sheet(outcome: Outcome, source: Source, language: Language) -> bytes:
    """One HTML file without anything from elsewhere, a page per round when printed; fit for everybody's eyes."""
    instance = source.instance
    known = people_by_id(instance)
    rounds: list[dict[str, object]] = []
    met = set(instance.met)
    for number, each in enumerate(outcome.rounds):
        groups = for_all(each.groups, instance, met, instance.must_pair if number == 0 else frozenset())
        met |= {pair(a, b) for group in groups for a, b in combinations(group.members, 2)}
        again = [text(language, "sheet-again", a=a, b=b) for a, b in each.repeats]
        if len(again) > TELLING:
            again = [text(language, "sheet-again-count", count=len(again))]
        left = [text(language, "sheet-left", names=listed(each.unplaced))] if each.unplaced else []
        told = [{"names": " · ".join(group.members), "why": _why(source, known, group, language)} for group in groups]
        rounds.append({"groups": told, "notes": [*left, *again]})
    page = environment().get_template("sheets/pairs.html")
    index = find_yourself(outcome) if len(instance.people) >= INDEXED else []
    return page.render(language=language, people=len(instance.people), rounds=rounds, index=index).encode()


def for_all(
    groups: Sequence[Grouping], instance: Instance, met: AbstractSet[Pair], must: AbstractSet[Pair]
) -> list[Grouping]:
    """The groups, without a choice only where everybody may know why: languages, meetings, must-pairs.

    A pair that only a keep-apart left over is one like all others.
    """
    public = replace(instance, met=frozenset(met), keep_apart=frozenset())
    known = people_by_id(instance)
    bound = [any(pair(a, b) in must for a, b in combinations(group.members, 2)) for group in groups]
    tied = {person for group, held in zip(groups, bound, strict=True) if held for person in group.members}
    free = known.keys() - tied
    return [
        replace(group, forced=held or bool(without_choice(public, group.members, free, known)))
        for group, held in zip(groups, bound, strict=True)
    ]


def find_yourself(outcome: Outcome) -> list[tuple[str, str]]:
    """Everybody by name, with the number of their group in each round."""
    places: dict[str, list[str]] = {}
    for each in outcome.rounds:
        seated = {person: str(place) for place, group in enumerate(each.groups, start=1) for person in group.members}
        for person in (*seated, *each.unplaced):
            places.setdefault(person, []).append(seated.get(person, "–"))
    return sorted(((name, " · ".join(found)) for name, found in places.items()), key=lambda entry: _in_order(entry[0]))


def _in_order(name: str) -> tuple[str, str]:
    """As a dictionary has it: Ä beside A."""
    plain = "".join(sign for sign in normalize("NFKD", name) if not combining(sign))
    return plain.casefold(), name


def _why(source: Source, known: Mapping[str, Person], group: Grouping, language: Language) -> list[str]:
    if len(group.members) > TELLING:
        return _spread(source, known, group, language)
    told: dict[str, bool] = {}
    for (a, b), found in why(source, known, group):
        for each in found:
            sentence = reason(language, a, b, each) if tells(source, (a, b), each) else None
            of_all = isinstance(each, ForcedChoice)
            if sentence and len(group.members) > len((a, b)) and not of_all:
                sentence = text(language, "sheet-two", a=a, b=b, why=sentence)
            if sentence:
                told[sentence] = of_all
    return sorted(told, key=told.__getitem__)


def _spread(source: Source, known: Mapping[str, Person], group: Grouping, language: Language) -> list[str]:
    """How experience is spread over a table, as far as people state it."""
    levels = [known[person].level for person in group.members if person not in source.no_level]
    new, old = sum(level <= NEW for level in levels), sum(level >= VETERAN for level in levels)
    counts = {"new": new, "middle": len(levels) - new - old, "old": old}
    return [text(language, "sheet-spread", **counts)] if levels else []
