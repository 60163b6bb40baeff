"""What a mail says about one group or one partner.  Pure; `compose` decides which of these a mail holds."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from server.core.followup.daytime import Zone
from server.core.followup.exchange import Offer, Opened, Relation
from server.core.followup.plan import Key, Sat
from server.core.groups import partners
from server.core.ids import GroupId, PersonId
from server.core.people import Address, Brochure, Profile
from server.core.state import Group, Round, Workshop
from server.core.views.common import names, same_name
from workers.mail.words import first_name, inert, plain

LETTER_LENGTH = 2000
"""Of a letter to themselves, so much comes in the mail; all of it stands on the page."""


class Material(Struct, frozen=True):
    """Everything a mail may be made of, read when it is due."""

    key: Key
    at: int
    state: Workshop
    brochure: Brochure
    sat: Sat
    """Where the person sat, see `groups_of`."""
    profiles: Mapping[PersonId, Profile]
    called: Mapping[PersonId, str]
    """The partners in `profiles`, see `called`."""
    ideas: Mapping[GroupId, tuple[str, ...]]
    """All that a group marked; rule K3."""
    letters: Mapping[GroupId, str]
    address: Address | None
    relations: Mapping[PersonId, Relation]
    """By partner; only those that the purpose needs."""
    reflected: bool
    """They have answered the questions."""
    asks_later: bool
    zone: Zone
    """The person's."""


class Contact(Struct, frozen=True):
    """What the partner offered, one line each; the hrefs are empty unless the value is what it seems to be."""

    mail: str
    phone: str
    link: str
    line: str
    mailto: str = ""
    """The address alone, fit for a mailto: link."""
    tel: str = ""
    href: str = ""


State = Literal["ask", "opened", "mine"]


class Section(Struct, frozen=True):
    """One paragraph: a group ('after') or one partner ('nudge', 'opened', 'coffee')."""

    state: State
    names: tuple[str, ...]
    """The others as they are `called`; empty where nothing about them may be said, or when they have been erased."""
    symbol: int
    colour: int
    round: int
    task: str
    ideas: tuple[str, ...]
    """In an 'after' mail all of them, else the last one."""
    group: str = ""
    letter: tuple[str, ...] = ()
    """What they wrote to themselves, by lines."""
    contact: Contact | None = None
    partner: PersonId | None = None
    greeted: str = ""
    """The first of `names` in words that go to them."""
    about: str = ""
    """The idea as its authors wrote it, for what the person sends to the partner; a mail shows `idea`."""
    times: tuple[int, ...] = ()
    """For a coffee, of those that are left."""
    date: int | None = None

    @property
    def idea(self) -> str:
        return self.ideas[-1] if self.ideas else ""


def called(state: Workshop, profiles: Mapping[PersonId, Profile], people: Iterable[PersonId]) -> dict[PersonId, str]:
    """What a mail calls each of somebody's partners: by first name; those who share theirs as the own page does."""
    apart = names(state, profiles, [person for person in people if person in profiles])
    first = {person: first_name(profiles[person].name) for person in apart}
    times = Counter(map(same_name, first.values()))
    return {person: first[person] if times[same_name(first[person])] == 1 else inert(apart[person]) for person in apart}


def of_group(m: Material, r: Round, g: Group, *, quoted: bool) -> Section:
    """With all ideas, if they may be quoted."""
    section = _section(m, r, g, partners(g, m.key.person), "ask", quoted=quoted)
    return replace(section, ideas=tuple(inert(idea) for idea in _ideas(m, g)) if quoted else ())


def of_partner(m: Material, partner: PersonId, state: State, *, with_letter: bool = False) -> Section | None:
    """The last thing these two made together: the newest group with an idea, else the newest."""
    shared = [(r, g) for r, g in m.sat if partner in partners(g, m.key.person)]
    if not shared:
        return None
    r, g = next((each for each in reversed(shared) if _ideas(m, each[1])), shared[-1])
    section = _section(m, r, g, () if state == "mine" else (partner,), state, quoted=True)
    return replace(section, letter=_letter_of(m, g)) if with_letter else section


def of_opened(m: Material, partner: PersonId, relation: Opened, *, with_letter: bool = False) -> Section:
    """With the partner's fields, and the times that are left for a coffee; also where no group of the two is known."""
    section = of_partner(m, partner, "opened", with_letter=with_letter)
    if section is None:
        greeted = first_name(m.profiles[partner].name)
        section = Section("opened", (m.called[partner],), 0, 0, 0, "", (), greeted=greeted)
    return replace(
        section,
        contact=contact(relation.offers[partner]),
        partner=partner,
        times=tuple(at for at in relation.times if at > m.at) if relation.date is None else (),
        date=relation.date,
    )


def contact(offer: Offer) -> Contact:
    """An offer as a mail shows it."""
    mail, phone, link = plain(offer.mail), plain(offer.phone), plain(offer.link)
    local, at, domain = mail.partition("@")
    usable = bool(local and at and "." in domain) and not set(mail) & set(' "<>()[],;:\\?&') and "@" not in domain
    digits = "".join(c for c in phone if c in "+0123456789")
    return Contact(
        mail,
        phone,
        link,
        inert(offer.line),
        mailto=mail if usable else "",
        tel=f"tel:{digits}" if len(digits) >= 6 and "+" not in digits[1:] else "",
        href=link if _is_web(link) else "",
    )


def _section(m: Material, r: Round, g: Group, others: tuple[PersonId, ...], state: State, *, quoted: bool) -> Section:
    task = next((t.title for t in m.brochure.tasks if t.id == r.task.id), "")
    there = [p for p in others if p in m.profiles]
    greeted = first_name(m.profiles[there[0]].name) if there else ""
    called = tuple(m.called[p] for p in there)
    about = (_ideas(m, g) or ("",))[-1] if quoted else ""
    ideas = (inert(about),) if about else ()
    return Section(state, called, g.symbol, g.colour, r.number, inert(task), ideas, g.id, greeted=greeted, about=about)


def _ideas(m: Material, group: Group) -> tuple[str, ...]:
    return tuple(idea for each in m.ideas.get(group.id, ()) if (idea := plain(each)))


def _letter_of(m: Material, group: Group) -> tuple[str, ...]:
    lines = m.letters.get(group.id, "")[:LETTER_LENGTH].strip().splitlines()
    return tuple(inert(line) for line in lines)


def _is_web(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in parts.netloc and " " not in link and "@" not in parts.netloc
