"""Reasons and witnesses as sentences. A keep-apart is never told of: what it forced reads 'no other choice'."""

from collections.abc import Mapping, Sequence

from server.core.pairing import score
from server.core.pairing.again import (
    FewPairs,
    FewSpeakers,
    FewStrangers,
    FewTables,
    NoOrthogonalSquares,
    OddClusters,
    RepeatsNeeded,
    SatTogether,
    TriedAll,
    WhyRepeats,
)
from server.core.pairing.outcome import WayOut
from server.core.pairing.plan import (
    Cost,
    FewerRounds,
    Host,
    MustPairRefused,
    NoRepeats,
    OtherSizes,
    RepeatNeeded,
    Shortage,
    TablesOf,
    TriosNeeded,
    UnevenTables,
    Unlock,
    Witness,
)
from server.core.pairing.rules import LARGEST_GROUP, Fault
from server.core.pairing.tables.witness import NotTogether, SizesDontFit, TableWitness, TooFewSpeakers, Unseated
from server.core.state import Language
from server.sheets.listing import UNSAID
from server.text.locales import text

NAMED = 6
"""So many people of a larger set are named."""
MUST = {Fault.SIZE: "too-many", Fault.KEPT_APART: "not", Fault.NO_COMMON_LANGUAGE: "language"}
"""Why people who must be together can't."""


def reason(language: Language, a: str, b: str, found: score.Reason) -> str | None:
    """Why a and b, to a third who reads it; None for what is better not said aloud."""
    match found:
        case score.SameInterest(tags=tags):
            return text(language, "reason-pair-same-interest", tags=listed(tags))
        case score.CanTeach(skills=skills):
            return text(language, "reason-pair-can-teach", a=a, b=b, skills=listed(skills))
        case score.WantsToLearn(skills=skills):
            return text(language, "reason-pair-wants-to-learn", a=a, b=b, skills=listed(skills))
        case score.LevelDistance(steps=0):
            return text(language, "reason-pair-level-same")
        case score.LevelDistance(steps=steps):
            return text(language, f"reason-pair-level-{'more' if steps > 0 else 'less'}", a=a, b=b)
        case score.OtherEmployer(certain=certain):
            return text(language, "reason-pair-other-employer") if certain else None
        case score.ForcedChoice():
            return text(language, "reason-pair-forced-choice")
        case score.DrawnByLot():
            return text(language, "reason-pair-drawn-by-lot")
        case score.ChosenByHand():
            return text(language, "reason-pair-chosen-by-hand")


def witness(language: Language, found: Witness | TableWitness) -> list[str]:
    """What couldn't be, and why."""
    match found:
        case Shortage(clusters=clusters, blocking=blocking, left_over=count):
            people = [name for cluster in clusters for name in cluster]
            names = listed(people)
            if not blocking:
                return [text(language, "sheet-shortage-alone", count=count, names=names, people=len(people))]
            others = listed([name for block in blocking for name in block])
            return [text(language, "sheet-shortage", count=count, names=names, people=len(people), blocking=others)]
        case TriosNeeded(clusters=clusters, blocking=blocking, trios=count):
            sizes = listed([str(len(cluster)) for cluster in clusters])
            told = text(language, "sheet-trios", count=count, clusters=len(clusters), sizes=sizes)
            return [f"{told} {_beside(language, blocking)}".strip()]
        case RepeatNeeded(pairs=pairs, clusters=clusters, blocking=blocking):
            again = [text(language, "sheet-again", a=a, b=b) for a, b in pairs]
            if not clusters:
                return again
            told = text(language, "sheet-again-why", clusters=groups(clusters))
            return [*again, f"{told} {_beside(language, blocking)}".strip()]
        case UnevenTables(low=low, high=high, left_over=left):
            return [text(language, "sheet-uneven", low=low, high=high, left=left)]
        case MustPairRefused(members=members, fault=Fault.SIZE) if len(members) <= LARGEST_GROUP:
            return [text(language, "sheet-must-size", names=listed(members), size=len(members))]
        case MustPairRefused(members=members, fault=fault):
            return [text(language, f"sheet-must-{MUST.get(fault, 'refused')}", names=listed(members))]
        case NotTogether(members=members):
            return [text(language, "sheet-not-together", names=listed(members))]
        case SizesDontFit(people=people, low=low, high=high, left_over=left):
            return [text(language, "sheet-sizes", low=low, high=high, people=people, left=left)]
        case TooFewSpeakers(person=person, speakers=()):
            return [text(language, "sheet-no-language", name=person)]
        case TooFewSpeakers(person=person, speakers=speakers, low=low):
            counts = listed([f"{tongue} ({count})" for tongue, count in speakers])
            return [text(language, "sheet-few-speakers", name=person, low=low, speakers=counts)]
        case Unseated(round=number, people=people_, needed=needed):
            key = "sheet-unseated-needed" if needed else "sheet-unseated"
            return [text(language, key, round=number + 1, names=listed(people_), needed=needed)]
        case RepeatsNeeded(found=count, at_least=least, why=why):
            told = text(language, "sheet-repeats", found=count, least=least)
            return [told, *(_why(language, each) for each in why)]


def _beside(language: Language, blocking: Sequence[Sequence[str]]) -> str:
    """With whom the people of clusters may be besides."""
    return (
        text(language, "sheet-beside", names=listed([name for block in blocking for name in block])) if blocking else ""
    )


def way(language: Language, found: WayOut, langs: Mapping[str, Sequence[str]]) -> str:
    """What could be done, and its price. `langs`: what each person speaks."""
    match found:
        case Host(people=people, cost=change):
            spoken = sorted({tongue for person in people for tongue in langs[person]} - {UNSAID})
            told = text(language, "way-host", langs=listed(spoken)) if spoken else text(language, "way-host-any")
            return f"{told} {price(language, change)}"
        case NoRepeats(cost=change):
            return f"{text(language, 'way-no-repeats')} {price(language, change)}"
        case Unlock(members=members, cost=change):
            return f"{text(language, 'way-unlock', names=listed(members))} {price(language, change)}"
        case TablesOf(size=size, cost=change):
            return f"{text(language, 'way-tables-of', size=size)} {price(language, change)}"
        case FewerRounds(rounds=rounds):
            return text(language, "way-fewer-rounds", rounds=rounds)
        case OtherSizes(low=low, high=high, left_over=left, repeats=None):
            return text(language, "way-sizes", low=low, high=high, left=left)
        case OtherSizes(low=low, high=high, repeats=again):
            return text(language, "way-sizes-again", low=low, high=high, again=again or 0)


def price(language: Language, change: Cost) -> str:
    """What a way out changes, people first."""
    names = ("placed", "trios", "repeats", "uneven")
    counts = [(name, getattr(change, name)) for name in names]
    told = [text(language, f"way-{name}-{'more' if n > 0 else 'fewer'}", count=abs(n)) for name, n in counts if n]
    return text(language, "way-price", what="; ".join(told)) if told else text(language, "way-free")


def groups(clusters: Sequence[Sequence[str]]) -> str:
    """Sets of people, the long ones by their number and a few names."""
    return "; ".join(
        listed(cluster) if len(cluster) <= NAMED else f"{listed(cluster[:NAMED])} … ({len(cluster)})"
        for cluster in clusters
    )


def _why(language: Language, found: WhyRepeats) -> str:
    match found:
        case FewStrangers(person=person, strangers=strangers, needed=needed):
            return text(language, "sheet-few-strangers", name=person, strangers=strangers, needed=needed)
        case FewPairs(people=(), languages=(), fresh=fresh, needed=needed):
            return text(language, "sheet-few-pairs-all", fresh=fresh, needed=needed)
        case FewPairs(people=(), languages=tongues, fresh=fresh, needed=needed):
            return text(language, "sheet-few-pairs-tongue", languages=listed(tongues), fresh=fresh, needed=needed)
        case FewPairs(people=people, fresh=fresh, needed=needed):
            return text(language, "sheet-few-pairs", names=listed(people), fresh=fresh, needed=needed)
        case FewSpeakers(languages=tongues, among=among):
            counts = {
                name: getattr(found, name) for name in ("people", "speakers", "tables", "elsewhere", "fresh", "needed")
            }
            key = "sheet-few-speakers-among" if among else "sheet-few-speakers-with"
            return text(language, key, languages=listed(tongues), **counts)
        case FewTables(people=count, tables=tables, languages=tongues):
            key = "sheet-few-tables-tongue" if tongues else "sheet-few-tables"
            ways = tables * tables
            return text(language, key, languages=listed(tongues), people=count, tables=tables, ways=ways)
        case SatTogether(people=people, tables=tables, again=again):
            return text(language, "sheet-sat-together", names=listed(people), tables=tables, again=again)
        case OddClusters(clusters=clusters, blocking=blocking, each=each):
            told = text(language, "sheet-odd-clusters", clusters=groups(clusters), each=each)
            return f"{told} {_beside(language, blocking)}".strip()
        case TriedAll(people=people, rounds=rounds, repeats=repeats):
            return text(language, "sheet-tried-all", names=groups([people]), rounds=rounds, repeats=repeats)
        case NoOrthogonalSquares(rotations=rounds):
            return text(language, "sheet-squares", rounds=rounds)


def listed(names: Sequence[str]) -> str:
    return ", ".join(names)
