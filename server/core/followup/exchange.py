"""The contact exchange between two people: sealed offers, opened on two yeses.

A relation is one pair of people of one workshop (in a trio each of the three relations stands alone).  Its states
are `Sealed` and `Opened`; what is not said, refused and taken back look the same from the other side, which is why
`Sealed` shows each person only their own offer.
"""

from msgspec import Struct

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


class Opened(Struct, frozen=True, tag_field="t", tag="opened"):
    """Claimed for delivery: what each offered at that moment, for good."""

    at: int
    offers: dict[PersonId, Offer]


Relation = Sealed | Opened
