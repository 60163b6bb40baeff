"""The exchange as a machine of its own: any order of deeds, workers that decide on what they read long ago.

An oracle that knows nothing of the machine's insides writes down who consents to what; every opening is held against
it.
"""

from random import Random

from msgspec import Struct
from msgspec.structs import replace

from server.core.followup.exchange import (
    Offer,
    Opened,
    Relation,
    Sealed,
    claimed,
    forgotten,
    offered,
    picked,
    withdrawn,
)
from server.core.ids import PersonId
from workers.mail.compose import Drop, Letter, compose
from workers.preview import JONAS, MARA, states

A, B = MARA, JONAS
OPENED_MAIL = states()["opened"]
LOOK_EVERY = 500
"""Steps between two looks at the mail itself."""


class Consent(Struct):
    """What the oracle knows: the offer that stands, and until when."""

    offer: Offer
    until: int


class Pending(Struct):
    """Somebody who has read the relation at this turn and was then paused."""

    turn: int
    deed: str
    by: PersonId
    at: int


class Counts(Struct):
    steps: int = 0
    relations: int = 0
    opened: int = 0
    late: int = 0
    """Deeds that woke up to a relation that had moved on."""
    withdrawn: int = 0


class Unconsented(AssertionError):
    """The one thing that must never happen."""


def run(seed: str, steps: int) -> Counts:
    """So many deeds over as many relations as they take.  Raises Unconsented, naming the seed and the step."""
    chance, counts = Random(seed), Counts()
    while counts.steps < steps:
        counts.relations += 1
        _one(chance, counts, min(40, steps - counts.steps), seed)
    return counts


def _one(chance: Random, counts: Counts, steps: int, seed: str) -> None:
    relation: Relation = Sealed()
    turn = at = 0
    consent: dict[PersonId, Consent] = {}
    met_at: int | None = None
    erased: set[PersonId] = set()
    paused: list[Pending] = []

    def fail(what: str) -> Unconsented:
        return Unconsented(f"{what} (seed {seed}, step {counts.steps}): {relation}")

    for _ in range(steps):
        counts.steps += 1
        at += chance.randrange(4)
        by = chance.choice((A, B))
        other = B if by == A else A
        deed = chance.choice(
            ("offer", "offer", "offer", "withdraw", "decline", "claim", "claim", "wake", "pick", "rare")
        )
        pending = Pending(turn, deed, by, at)
        if deed == "wake":
            if not paused:
                continue
            pending = paused.pop(chance.randrange(len(paused)))
            deed, by = pending.deed, pending.by
            other = B if by == A else A
            if pending.turn != turn:
                counts.late += 1
                continue  # refused: whoever wants it decides again on what is now
        elif deed in {"claim", "withdraw", "offer"} and chance.random() < 0.2:
            paused.append(pending)
            continue
        before = relation
        moved: Relation | None
        match deed:
            case "offer":
                if by in erased:
                    continue
                offer = Offer(mail=f"{by}{counts.steps}@example.org")
                until = pending.at + 1 + chance.randrange(12)
                moved = offered(relation, by, offer, pending.at, until)
                if moved is not None:
                    consent[by] = Consent(offer, until)
                    theirs = consent.get(other)
                    if theirs is not None and met_at is None and theirs.until > pending.at:
                        met_at = pending.at
            case "withdraw" | "decline":
                moved = withdrawn(relation, by, declined=deed == "decline")
                if moved is not None:
                    counts.withdrawn += 1
                    consent.pop(by, None)
                    met_at = None
                elif not isinstance(relation, Opened):
                    raise fail("a withdrawal was refused though nothing was open")
            case "claim":
                moved = claimed(relation, A, B, pending.at)
                if isinstance(moved, Opened) and not isinstance(relation, Opened):
                    counts.opened += 1
                    for who in (A, B):  # what stood when both had said yes does not run out before the claim
                        given, late = consent.get(who), met_at is None
                        if given is None or (late and given.until <= pending.at) or moved.offers[who] != given.offer:
                            raise fail(f"opened without {who}'s consent")
            case "pick":
                moved = picked(relation, by, other, frozenset(chance.sample(range(6), 2)))
                if (
                    moved is not None
                    and moved.date is not None
                    and not all(moved.date in t for t in moved.picks.values())
                ):
                    raise fail("a date that does not suit both")
            case _:
                if chance.random() > 0.05:
                    continue
                erased.add(by)
                consent.pop(by, None)
                met_at = None
                if isinstance(relation, Opened):
                    left = {who: offer for who, offer in relation.offers.items() if who != by}
                    moved = Opened(relation.at, left)
                else:
                    moved = forgotten(relation, by)
        if moved is not None and moved != before:
            relation, turn = moved, turn + 1
            if isinstance(before, Opened) and deed not in {"pick", "rare"}:
                raise fail("what was open has changed")
        if counts.steps % LOOK_EVERY == 0:
            _look(relation)


def _look(relation: Relation) -> None:
    """What the mail to A would say now."""
    verdict = compose(replace(OPENED_MAIL, relations={B: relation}))
    whole = isinstance(relation, Opened) and B in relation.offers
    if whole != isinstance(verdict, Letter):
        raise Unconsented(f"the mail says {verdict} of {relation}")
    if isinstance(verdict, Drop) and verdict.reason not in {"sealed", "erased"}:
        raise Unconsented(verdict.reason)
