"""What a mail says, decided from the state at the moment of sending.  Pure: material in, a verdict out.

Verdict
├── Letter     send this
├── Hold       wait for the click that proves the address
├── Wait       not now, but at this instant (it is night where the person is)
└── Drop       there is nothing to say any more, and why
"""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import quote, urlsplit

from msgspec import Struct

from server.core.followup.daytime import TOO_LATE_MS, Zone, is_daytime, next_daytime
from server.core.followup.exchange import Offer, Opened, Relation, Sealed, stands
from server.core.followup.plan import Key, groups_of
from server.core.groups import partners
from server.core.ids import PersonId, TextId
from server.core.people import Address, Brochure, Profile
from server.core.state import Closed, Group, Language, Round, Workshop
from workers.mail.vcard import Card
from workers.mail.words import first_name, inert, plain

STALE_MS = 14 * 24 * 60 * 60 * 1000
"""An 'after' mail that could not be sent for so long is not sent any more."""


class Material(Struct, frozen=True):
    """Everything a mail may be made of, read when it is due."""

    key: Key
    at: int
    state: Workshop
    brochure: Brochure
    profiles: Mapping[PersonId, Profile]
    texts: Mapping[TextId, str]
    address: Address | None
    relations: Mapping[PersonId, Relation]
    """By partner; only those that the purpose needs."""
    reflected: bool
    """They have answered the questions."""
    zone: Zone


class Contact(Struct, frozen=True):
    """What the partner offered, one line each; the hrefs are empty unless the value is what it seems to be."""

    mail: str
    phone: str
    link: str
    line: str
    mailto: str = ""
    tel: str = ""
    href: str = ""


class Section(Struct, frozen=True):
    """One paragraph: a group ('after') or one partner ('nudge', 'opened')."""

    state: Literal["ask", "opened", "mine"]
    names: tuple[str, ...]
    """First names of the others; empty where nothing about them may be said, or when they have been erased."""
    symbol: int
    colour: int
    round: int
    task: str
    idea: str
    contact: Contact | None = None


class Letter(Struct, frozen=True):
    template: Literal["after", "confirm", "opened", "nudge"]
    language: Language
    to: str
    me: str
    title: str
    facilitator: str
    sections: tuple[Section, ...]
    subject: tuple[str, tuple[str, ...], str]
    """Message id, the partners' first names, the workshop's title."""
    reflected: bool = False
    card: Card | None = None


class Hold(Struct, frozen=True):
    pass


class Wait(Struct, frozen=True):
    until: int


class Drop(Struct, frozen=True):
    reason: str
    """A kind, for the ledger; never a name."""


Verdict = Letter | Hold | Wait | Drop


def compose(m: Material) -> Verdict:
    me = m.key.person
    participant = m.state.participants.get(me)
    if participant is None or me not in m.profiles:
        return Drop("erased")
    if m.address is not None and m.address.unsubscribed_at is not None:
        return Drop("unsubscribed")
    match m.key.purpose:
        case "opened":
            return _opened(m)
        case "after" | "nudge" if participant.gone:
            return Drop("gone")
        case "after":
            return _after(m)
        case "nudge":
            return _nudge(m)


def _after(m: Material) -> Verdict:
    if m.address is None:
        return Drop("no-address")
    if not isinstance(m.state.phase, Closed) or m.at > m.state.phase.at + STALE_MS:
        return Drop("late")
    groups = groups_of(m.state, m.key.person)
    if not groups:
        return Drop("nothing-to-say")
    confirmed = m.address.confirmed_at is not None
    sections = tuple(_section(m, r, g, partners(g, m.key.person), "ask", quoted=confirmed) for r, g in groups)
    names = _names(sections)
    if not confirmed:
        return _letter(m, "confirm", m.address, sections, "mail-confirm-subject", names)
    with_idea = any(s.idea for s in sections)
    return _letter(
        m, "after", m.address, sections, "mail-after-subject-idea" if with_idea else "mail-after-subject", names
    )


def _opened(m: Material) -> Verdict:
    partner = m.key.partner
    relation = m.relations.get(partner) if partner is not None else None
    if partner is None or not isinstance(relation, Opened):
        return Drop("sealed")
    if partner not in m.profiles:
        return Drop("erased")
    if m.address is None or m.address.confirmed_at is None:
        return Hold()
    offer = relation.offers[partner]
    # Both have said yes: the mail goes out, whatever is known of what they made.
    section = _about(m, partner, "opened", offer) or _only_contact(m, partner, offer)
    note = " · ".join(part for part in (plain(offer.line), plain(m.brochure.title), section.idea) if part)
    card = Card(m.profiles[partner].name, offer.mail, offer.phone, offer.link, note)
    return _letter(m, "opened", m.address, (section,), "mail-opened-subject", section.names, card)


def _nudge(m: Material) -> Verdict:
    if m.address is None or m.address.confirmed_at is None:
        return Drop("unconfirmed")  # one mail per workshop until they click; that was the first one
    if not isinstance(m.state.phase, Closed) or m.at > m.state.phase.at + TOO_LATE_MS:
        return Drop("late")
    if not is_daytime(m.at, m.zone):
        morning = next_daytime(m.at, m.state.phase.at + TOO_LATE_MS, m.zone)
        return Drop("late") if morning is None else Wait(morning)
    sections: list[Section] = []
    for partner, relation in m.relations.items():
        section = _nudge_section(m, partner, relation)
        if section is not None and section not in sections:  # one idea of a trio, sealed with both
            sections.append(section)
    if not sections:
        return Drop("nothing-to-say")
    order = {"opened": 0, "ask": 1, "mine": 2}
    sections.sort(key=lambda s: order[s.state])
    first = sections[0].state
    names = _names(tuple(s for s in sections if s.state == first))
    return _letter(m, "nudge", m.address, tuple(sections), f"mail-nudge-subject-{first}", names)


def _nudge_section(m: Material, partner: PersonId, relation: Relation) -> Section | None:
    """By the person's own choice alone, unless it is open: a partner's no must not be readable from anything."""
    me = m.key.person
    if partner not in m.profiles and not (isinstance(relation, Sealed) and me in relation.offers):
        return None  # erased: nobody is left to ask or to write to
    if isinstance(relation, Opened):
        return _about(m, partner, "opened", relation.offers[partner])
    if me in relation.declined:
        return None
    if me in relation.offers:
        if not stands(relation, me, m.at):
            return None
        section = _about(m, partner, "mine")
        return section if section is not None and section.idea else None
    return _about(m, partner, "ask")


def _about(
    m: Material, partner: PersonId, state: Literal["ask", "opened", "mine"], offer: Offer | None = None
) -> Section | None:
    """The last thing these two made together: the newest group with an idea, else the newest."""
    shared = [(r, g) for r, g in groups_of(m.state, m.key.person) if partner in partners(g, m.key.person)]
    if not shared:
        return None
    r, g = next((each for each in reversed(shared) if _idea(m, each[1])), shared[-1])
    section = _section(m, r, g, () if state == "mine" else (partner,), state, quoted=True)
    if offer is None:
        return section
    return Section(
        state=section.state,
        names=section.names,
        symbol=section.symbol,
        colour=section.colour,
        round=section.round,
        task=section.task,
        idea=section.idea,
        contact=contact(offer, _idea(m, g) or plain(m.brochure.title)),
    )


def _only_contact(m: Material, partner: PersonId, offer: Offer) -> Section:
    """No group of the two is known; of this section a mail shows the name and the contact alone."""
    names = (first_name(m.profiles[partner].name),)
    return Section("opened", names, 0, 0, 0, "", "", contact(offer, plain(m.brochure.title)))


def _section(
    m: Material,
    r: Round,
    g: Group,
    partners: tuple[PersonId, ...],
    state: Literal["ask", "opened", "mine"],
    *,
    quoted: bool,
) -> Section:
    task = next((t.title for t in m.brochure.tasks if t.id == r.task.id), "")
    names = tuple(first_name(m.profiles[p].name) for p in partners if p in m.profiles)
    idea = inert(_idea(m, g)) if quoted else ""
    return Section(state, names, g.symbol, g.colour, r.number, inert(task), idea)


def _letter(
    m: Material,
    template: Literal["after", "confirm", "opened", "nudge"],
    address: Address,
    sections: tuple[Section, ...],
    subject: str,
    names: tuple[str, ...],
    card: Card | None = None,
) -> Letter:
    title = inert(m.brochure.title)
    return Letter(
        template=template,
        language=m.state.design.language,
        to=address.address,
        me=first_name(m.profiles[m.key.person].name),
        title=title,
        facilitator=inert(m.brochure.facilitator),
        sections=sections,
        subject=(subject, names, title),
        reflected=m.reflected,
        card=card,
    )


def contact(offer: Offer, about: str) -> Contact:
    """An offer as a mail shows it; `about` becomes the subject of a mail to the partner."""
    mail, phone, link = plain(offer.mail), plain(offer.phone), plain(offer.link)
    local, at, domain = mail.partition("@")
    usable = bool(local and at and "." in domain) and not set(mail) & set(' "<>()[],;:\\') and "@" not in domain
    digits = "".join(c for c in phone if c in "+0123456789")
    return Contact(
        mail,
        phone,
        link,
        inert(offer.line),
        mailto=f"mailto:{quote(mail, safe='@')}?subject={quote(plain(about))}" if usable else "",
        tel=f"tel:{digits}" if len(digits) >= 6 and "+" not in digits[1:] else "",
        href=link if _is_web(link) else "",
    )


def _is_web(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in parts.netloc and " " not in link and "@" not in parts.netloc


def _idea(m: Material, group: Group) -> str:
    """The last one; the earlier ones stand on the page."""
    return plain(m.texts.get(group.ideas[-1], "")) if group.ideas else ""


def _names(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Each name once, in order."""
    return tuple(dict.fromkeys(name for section in sections for name in section.names))
