"""An outcome as a table for a spreadsheet or as a sheet to print."""

import csv
import io
from collections.abc import Sequence

from server.core.pairing.instance import Instance
from server.core.pairing.outcome import Outcome, why
from server.core.pairing.plan import Grouping
from server.core.pairing.rules import people_by_id
from server.core.state import Language
from server.sheets.words import listed, reason, way, witness
from server.text.locales import text
from server.text.templates import environment

FORMULA = ("=", "+", "-", "@", "\t", "\r")
TELLING = 3
"""Up to so many people the sheet says why; a table's twenty-eight pairs would fill the page."""


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
    told = [found for each in outcome.rounds for found in each.witness] + list(outcome.witness)
    langs = {person.id: person.langs for person in instance.people}
    sentences = [sentence for found in told for sentence in witness(language, found)]
    for number, each in enumerate(outcome.rounds, start=1):
        for found in each.ways:
            words = way(language, found, langs)
            several = len(outcome.rounds) > 1
            sentences.append(text(language, "way-of-round", way=words, round=number) if several else words)
    return list(dict.fromkeys([*sentences, *(way(language, found, langs) for found in outcome.ways)]))


def inert(cell: str) -> str:
    """Text that a spreadsheet shows and doesn't compute."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else cell


def sheet(outcome: Outcome, instance: Instance, language: Language) -> bytes:
    """One HTML file without anything from elsewhere, a page per round when printed; fit for everybody's eyes."""
    known = people_by_id(instance)

    def sentences(group: Grouping) -> Sequence[str]:
        if len(group.members) > TELLING:
            return ()
        told = [reason(language, a, b, each) for (a, b), found in why(known, instance.weights, group) for each in found]
        return tuple(dict.fromkeys(sentence for sentence in told if sentence))

    rounds = [
        {
            "groups": [{"names": " · ".join(group.members), "why": sentences(group)} for group in each.groups],
            "notes": [
                *([text(language, "sheet-left", names=listed(each.unplaced))] if each.unplaced else []),
                *(
                    text(language, "sheet-again", a=a, b=b)
                    for a, b in each.repeats
                    if len(each.groups[0].members) <= TELLING
                ),
            ],
        }
        for each in outcome.rounds
    ]
    page = environment().get_template("sheets/pairs.html")
    whole = page.render(language=language, people=len(instance.people), rounds=rounds)
    return whole.encode()
