"""The contact exchange between two people: sealed offers, opened on two yeses.

A relation is one pair of people of one workshop (in a trio each of the three relations stands alone, rule X5).

    Sealed ── offered, withdrawn ──> Sealed
       └───── claimed, if both offers stand ──> Opened: for good ── picked ──> Opened, with a date when a time fits both

What is not said, refused, taken back and run out look the same from the other side: each is shown only their own
offer.  The transitions below are the whole of it.  The store reads a relation, asks them, and writes their answer only
if nobody was faster (`server.store.relations`), so whatever holds here holds there.
"""

from msgspec import Struct
from msgspec.structs import replace

from server.core.ids import PersonId
from server.core.people import LINE_LENGTH


class Offer(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """What this one partner may have of me.  At least one reachable channel, or the offer is no offer."""

    mail: str = ""
    phone: str = ""
    link: str = ""
    line: str = ""

    @property
    def reachable(self) -> bool:
        """Whether the other could really get in touch: a '.' must not unlock a phone number (rule X2)."""
        return (
            ("@" in self.mail and len(self.mail) >= 6)
            or sum(c.isdigit() for c in self.phone) >= 6
            or (self.link.startswith(("https://", "http://")) and "." in self.link)
        )

    @property
    def fits(self) -> bool:
        return all(len(value) <= LINE_LENGTH for value in (self.mail, self.phone, self.link, self.line))


class Sealed(Struct, frozen=True, tag_field="t", tag="sealed"):
    offers: dict[PersonId, Offer] = {}
    declined: frozenset[PersonId] = frozenset()
    until: dict[PersonId, int] = {}
    """When whose offer runs out, ms; one without an instant stands as long as the relation is kept."""
    met_at: int | None = None
    """When the second yes was said while the first stood: the claim opens by this instant, however late it comes."""


class Opened(Struct, frozen=True, tag_field="t", tag="opened"):
    """Claimed for delivery: what each offered at that moment, for good."""

    at: int
    offers: dict[PersonId, Offer]
    picks: dict[PersonId, tuple[int, ...]] = {}
    """Times for a coffee that suit whom, in order."""
    date: int | None = None
    """The one that suits both; it stays."""
    times: tuple[int, ...] = ()
    """Those that were proposed to both when it was opened: they do not move when somebody travels."""


Relation = Sealed | Opened


def stands(relation: Relation, who: PersonId, at: int) -> bool:
    """Whether there is an offer of this person's that has not run out (rule X6); what was opened stands for good."""
    if who not in relation.offers:
        return False
    return isinstance(relation, Opened) or relation.until.get(who, at + 1) > at


def both_stand(relation: Relation, a: PersonId, b: PersonId, at: int) -> bool:
    """Whether the two may be opened: a yes that stood when the other was said does not run out on the way."""
    if isinstance(relation, Sealed) and relation.met_at is not None:
        at = min(at, relation.met_at)
    return stands(relation, a, at) and stands(relation, b, at)


def offered(relation: Relation, by: PersonId, offer: Offer, at: int, until: int | None = None) -> Sealed | None:
    """A yes, or another one in place of the first.  None: it is open already, and what was opened never changes."""
    if isinstance(relation, Opened):
        return None
    ends = {who: end for who, end in relation.until.items() if who != by}
    if until is not None:
        ends[by] = until
    after = Sealed({**relation.offers, by: offer}, relation.declined - {by}, ends)
    others = [who for who in after.offers if who != by]
    if relation.met_at is None and any(both_stand(after, by, other, at) for other in others):
        return replace(after, met_at=at)
    return replace(after, met_at=relation.met_at)


def withdrawn(relation: Relation, by: PersonId, *, declined: bool) -> Sealed | None:
    """The yes taken back, or a no said (or taken back).  None: the claim was faster (rule X4)."""
    if isinstance(relation, Opened):
        return None
    without = forgotten(relation, by)
    return replace(without, declined=without.declined | {by}) if declined else without


def claimed(relation: Relation, a: PersonId, b: PersonId, at: int, times: tuple[int, ...] = ()) -> Opened | None:
    """Opened for delivery, with times for a coffee, if both offers stand.

    A second claim gets what the first one got; None: nothing to deliver, also where one of the two was erased since.
    """
    if isinstance(relation, Opened):
        return relation if {a, b} <= set(relation.offers) else None
    if not both_stand(relation, a, b, at):
        return None
    return Opened(at, {who: relation.offers[who] for who in (a, b)}, times=times)


def picked(relation: Relation, by: PersonId, to: PersonId, times: frozenset[int]) -> Opened | None:
    """Times that suit `by`; the earliest that suits both is the date (rule X8).  None: sealed, erased, or agreed."""
    if not isinstance(relation, Opened) or relation.date is not None or not {by, to} <= set(relation.offers):
        return None
    both = times.intersection(relation.picks.get(to, ()))
    picks = {**relation.picks, by: tuple(sorted(times))}
    return replace(relation, picks=picks, date=min(both, default=None))


def forgotten(relation: Sealed, who: PersonId) -> Sealed:
    """Nothing of this person's in it."""
    return Sealed(
        {each: offer for each, offer in relation.offers.items() if each != who},
        relation.declined - {who},
        {each: end for each, end in relation.until.items() if each != who},
    )
