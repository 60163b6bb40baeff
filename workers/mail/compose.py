"""What a mail says, decided from the state at the moment of sending.  Pure: material in, a verdict out.

Verdict
├── Letter     send this
├── Hold       wait for the click that proves the address
├── Wait       not now, but at this instant (it is night where the person is)
└── Drop       there is nothing to say any more, and why
"""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from server.core.followup.coffee import coffee_uid
from server.core.followup.daytime import DAY_MS, HOUR_MS, TOO_LATE_MS, is_daytime, next_daytime
from server.core.followup.exchange import Opened, Relation, Sealed, stands
from server.core.followup.plan import HELD_MS, LATER_MS
from server.core.ids import PersonId
from server.core.people import Address
from server.core.state import Closed, Language
from workers.mail.sections import Material, Section, of_group, of_opened, of_partner
from workers.mail.vcard import Card
from workers.mail.words import first_name, inert, plain

STALE_MS = 14 * DAY_MS
"""A mail that could not be sent for so long after it was due is not sent any more."""
REST_MS = 12 * HOUR_MS
"""Who has just proven the address has just been sent everything: the nudge gives them this long (rule M3)."""

Template = Literal["after", "confirm", "opened", "nudge", "coffee", "later"]


class Entry(Struct, frozen=True):
    """The date of two people, for their calendars; the same for both."""

    uid: str
    """Without its domain."""
    at: int
    names: tuple[str, str]
    """First names, in the same order for both."""
    idea: str


class Letter(Struct, frozen=True):
    template: Template
    language: Language
    to: str
    me: str
    title: str
    facilitator: str
    timezone: str
    sections: tuple[Section, ...]
    subject: tuple[str, tuple[str, ...], str]
    """Message id, the partners' first names, the workshop's title."""
    reflected: bool = False
    asks_later: bool = False
    card: Card | None = None
    entry: Entry | None = None


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
    if m.address is not None and m.address.refused_at is not None:
        return Drop("refused")
    match m.key.purpose:
        case "opened" | "coffee":
            return _between_two(m)
        case "later":
            return _later(m)
        case "confirm" | "after" | "nudge" if participant.gone:
            return Drop("gone")
        case "confirm":
            return _confirm(m)
        case "after":
            return _after(m)
        case "nudge":
            return _nudge(m)


def _confirm(m: Material) -> Verdict:
    """All that reaches an address before its owner has clicked: no text, no idea, no field (rule M2)."""
    if m.address is None:
        return Drop("no-address")
    if m.address.confirmed_at is not None:
        return Drop("confirmed")
    if not isinstance(m.state.phase, Closed) or m.at > m.state.phase.at + STALE_MS:
        return Drop("late")
    if not m.sat:
        return Drop("nothing-to-say")
    sections = tuple(of_group(m, r, g, quoted=False) for r, g in m.sat)
    return _letter(m, "confirm", m.address, sections, "mail-confirm-subject")


def _after(m: Material) -> Verdict:
    if m.address is None:
        return Drop("no-address")
    if not isinstance(m.state.phase, Closed):
        return Drop("late")
    closed_at = m.state.phase.at
    if m.address.confirmed_at is None:
        return Hold() if m.at < closed_at + HELD_MS else Drop("unconfirmed")
    if m.at > max(closed_at, m.address.confirmed_at) + STALE_MS:
        return Drop("late")
    if not m.sat:
        return Drop("nothing-to-say")
    sections = tuple(of_group(m, r, g, quoted=True) for r, g in m.sat)
    with_idea = any(s.ideas for s in sections)
    return _letter(m, "after", m.address, sections, "mail-after-subject-idea" if with_idea else "mail-after-subject")


def _between_two(m: Material) -> Verdict:
    """What the partner offered, or the date that the two have made."""
    partner = m.key.partner
    relation = m.relations.get(partner) if partner is not None else None
    if partner is None or not isinstance(relation, Opened):
        return Drop("sealed")
    if partner not in m.profiles or partner not in relation.offers:
        return Drop("erased")
    if m.address is None or m.address.confirmed_at is None:
        return Hold()
    section = of_opened(m, partner, relation)
    if m.key.purpose == "opened":
        offer, name = relation.offers[partner], m.profiles[partner].name
        note = " · ".join(part for part in (plain(offer.line), plain(m.brochure.title), section.about) if part)
        card = Card(name, offer.mail, offer.phone, offer.link, note)
        return _letter(m, "opened", m.address, (section,), "mail-opened-subject", card=card)
    if relation.date is None:
        return Drop("no-date")
    if m.at > relation.date:
        return Drop("late")
    a, b = sorted((m.key.person, partner))
    names = (first_name(m.profiles[a].name), first_name(m.profiles[b].name))
    entry = Entry(coffee_uid(m.state.id, a, b), relation.date, names, section.about)
    return _letter(m, "coffee", m.address, (section,), "mail-coffee-subject", entry=entry)


def _nudge(m: Material) -> Verdict:
    if m.address is None:
        return Drop("no-address")
    if not isinstance(m.state.phase, Closed) or m.at > m.state.phase.at + TOO_LATE_MS:
        return Drop("late")
    if m.address.confirmed_at is None:
        return Hold()
    closed_at, clicked_at = m.state.phase.at, m.address.confirmed_at
    rested = clicked_at + REST_MS if clicked_at > closed_at else closed_at
    if m.at < rested or not is_daytime(m.at, m.zone):
        morning = next_daytime(max(m.at, rested), closed_at + TOO_LATE_MS, m.zone)
        return Drop("late") if morning is None else Wait(morning)
    sections: list[Section] = []
    for partner, relation in m.relations.items():
        section = _nudge_section(m, partner, relation)
        if section is not None and section not in sections:  # one idea of a trio, sealed with both
            sections.append(section)
    if not sections:
        return Drop("nothing-to-say")
    order = {"opened": 0, "ask": 1, "mine": 2}
    sections = _told_once(sorted(_asked_together(sections), key=lambda s: order[s.state]))
    return _letter(m, "nudge", m.address, tuple(sections), f"mail-nudge-subject-{sections[0].state}")


def _asked_together(sections: list[Section]) -> list[Section]:
    """One question for all of a group about whom the person has not decided yet, instead of one for each."""
    asked: dict[str, Section] = {}
    for section in sections:
        if section.state == "ask":
            first = asked.get(section.group)
            asked[section.group] = replace(first, names=(*first.names, *section.names)) if first else section
    return [*(section for section in sections if section.state != "ask"), *asked.values()]


def _told_once(sections: list[Section]) -> list[Section]:
    """What a group thought of and wrote to itself stands in its first section; for oneself alone it is no news then."""
    told: list[Section] = []
    for section in sections:
        if all(section.group != each.group for each in told):
            told.append(section)
        elif section.state != "mine":
            told.append(replace(section, ideas=(), letter=()))
    return told


def _nudge_section(m: Material, partner: PersonId, relation: Relation) -> Section | None:
    """By the person's own choice alone, unless it is open: a partner's no must not be readable from anything (X7)."""
    me = m.key.person
    if partner not in m.profiles and not (isinstance(relation, Sealed) and me in relation.offers):
        return None  # erased: nobody is left to ask or to write to
    if isinstance(relation, Opened):
        return of_opened(m, partner, relation, with_letter=True) if partner in relation.offers else None
    if me in relation.declined:
        return None
    if me in relation.offers:
        section = of_partner(m, partner, "mine", with_letter=True) if stands(relation, me, m.at) else None
        return section if section is not None and (section.ideas or section.letter) else None
    return of_partner(m, partner, "ask", with_letter=True)


def _later(m: Material) -> Verdict:
    """Did something grow?  Only where an exchange opened, once (rule M5), and on its day (rule M8)."""
    if not m.asks_later:
        return Drop("turned-off")
    first = min((r.at for r in m.relations.values() if isinstance(r, Opened)), default=m.at)
    until = first + LATER_MS + DAY_MS
    if m.at > until:
        return Drop("late")
    if m.address is None or m.address.confirmed_at is None:
        return Drop("unconfirmed")
    opened = {p: r for p, r in m.relations.items() if isinstance(r, Opened) and p in r.offers and p in m.profiles}
    if not opened:
        return Drop("erased")
    if not is_daytime(m.at, m.zone):
        morning = next_daytime(m.at, until, m.zone)
        return Drop("late") if morning is None else Wait(morning)
    sections = tuple(of_opened(m, partner, relation) for partner, relation in opened.items())
    return _letter(m, "later", m.address, sections, "mail-later-subject")


def _letter(
    m: Material,
    template: Template,
    address: Address,
    sections: tuple[Section, ...],
    subject: str,
    *,
    card: Card | None = None,
    entry: Entry | None = None,
) -> Letter:
    """The subject names whom the first section is about, and who else is in the same state."""
    mine = m.profiles[m.key.person]
    title = inert(m.brochure.title)
    named = (name for s in sections if s.state == sections[0].state for name in s.names)
    return Letter(
        template=template,
        language=m.state.design.language,
        to=address.address,
        me=first_name(mine.name),
        title=title,
        facilitator=inert(m.brochure.facilitator),
        timezone=mine.timezone,
        sections=sections,
        subject=(subject, tuple(dict.fromkeys(named)), title),
        reflected=m.reflected,
        asks_later=m.asks_later,
        card=card,
        entry=entry,
    )
