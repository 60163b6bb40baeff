"""All that is held about one person, for themself: nobody else's name, contact, answer or text is in it (rule E2)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from server.core.followup.consent import Consent, Said
from server.core.followup.exchange import Offer, Opened, Relation
from server.core.followup.plan import groups_of
from server.core.groups import partners
from server.core.ids import GroupId, PersonId, TextId, WorkshopId
from server.core.people import Address, Brochure, Profile, Reflection
from server.core.series import Remembered
from server.core.state import Language, Workshop


class HeldProfile(Struct, frozen=True, rename="camel"):
    """What they told about themselves."""

    name: str
    language: Language
    level: int | None
    langs: tuple[str, ...]
    interests: tuple[str, ...]
    teach: tuple[str, ...]
    learn: tuple[str, ...]
    employer: str
    working_on: str
    trio: bool
    not_with: int
    """With how many people they asked not to be; who that is, is those people's."""
    timezone: str


class HeldGroup(Struct, frozen=True, rename="camel"):
    round: int
    task: str
    partners: tuple[int, ...]
    """Numbers that stand for people all through this file."""
    thought: str = ""
    """What they wrote alone, before they worked together."""


class HeldOffer(Struct, frozen=True, rename="camel"):
    """What they offered to one partner, and whether it was opened."""

    to: int
    state: Literal["sealed", "declined", "opened"]
    offer: Offer | None
    opened_at: int | None


class HeldConsent(Struct, frozen=True, rename="camel"):
    what: str
    fields: tuple[str, ...]
    to: int | None
    said: Said
    at: int


class HeldMail(Struct, frozen=True, rename="camel"):
    purpose: str
    state: str
    due_at: int


class Dossier(Struct, frozen=True, rename="camel"):
    format: Literal["gespann-person/1"]
    workshop: WorkshopId
    title: str
    facilitator: str
    person: PersonId
    joined_at: int | None
    profile: HeldProfile | None
    address: Address | None
    reflection: Reflection | None
    groups: tuple[HeldGroup, ...]
    ideas: tuple[str, ...]
    """Those that they noted in words of their own; what stands in a group's text belongs to the whole group."""
    titles: tuple[str, ...]
    """Of results that they proposed to show; what is shown is the group's text."""
    offers: tuple[HeldOffer, ...]
    consents: tuple[HeldConsent, ...]
    mails: tuple[HeldMail, ...]
    series: Remembered | None
    """What the workshop's series remembers; it is deleted later than the rest."""
    deleted_on: int


class Line(Struct, frozen=True):
    """A line of the ledger, as far as it is theirs to know."""

    key: str
    state: str
    due_at: int


class Sources(Struct, frozen=True):
    """What it is made of, as read from the store."""

    workshop: WorkshopId
    person: PersonId
    state: Workshop | None
    brochure: Brochure | None
    profile: Profile | None
    address: Address | None
    reflection: Reflection | None
    texts: Mapping[TextId, str]
    thoughts: Mapping[GroupId, str]
    relations: Mapping[PersonId, Relation]
    consents: Sequence[Consent]
    mails: Sequence[Line]
    series: Remembered | None
    deleted_on: int


def dossier(of: Sources) -> Dossier:
    groups = groups_of(of.state, of.person) if of.state else ()
    met = dict.fromkeys(other for _, group in groups for other in partners(group, of.person))
    number = {other: n for n, other in enumerate([*met, *(o for o in of.relations if o not in met)], 1)}
    titles = {task.id: task.title for task in of.brochure.tasks} if of.brochure else {}
    own = [(id_, words) for id_, words in sorted(of.texts.items()) if id_.startswith(f"p:{of.person}:")]
    shown = {g.showcase.text for _, g in groups if g.showcase}
    joined = of.state.participants.get(of.person) if of.state else None
    return Dossier(
        format="gespann-person/1",
        workshop=of.workshop,
        title=of.brochure.title if of.brochure else "",
        facilitator=of.brochure.facilitator if of.brochure else "",
        person=of.person,
        joined_at=joined.joined_at if joined else None,
        profile=_profile(of.profile),
        address=of.address,
        reflection=of.reflection,
        groups=tuple(
            HeldGroup(
                r.number,
                titles.get(r.task.id, ""),
                tuple(number[p] for p in partners(g, of.person)),
                of.thoughts.get(g.id, ""),
            )
            for r, g in groups
        ),
        ideas=tuple(words for id_, words in own if id_ not in shown),
        titles=tuple(words for id_, words in own if id_ in shown),
        offers=tuple(_offers(of, number)),
        consents=tuple(
            HeldConsent(c.what, c.fields, None if c.to is None else number.get(c.to), c.said, c.at)
            for c in of.consents
            if c.by == of.person
        ),
        mails=tuple(
            HeldMail(line.key.split(":")[0], line.state, line.due_at)
            for line in of.mails
            if line.key.split(":")[1:2] == [of.person]
        ),
        series=of.series,
        deleted_on=of.deleted_on,
    )


def _profile(told: Profile | None) -> HeldProfile | None:
    if told is None:
        return None
    return HeldProfile(
        name=told.name,
        language=told.language,
        level=told.level,
        langs=told.langs,
        interests=told.interests,
        teach=told.teach,
        learn=told.learn,
        employer=told.employer,
        working_on=told.working_on,
        trio=told.trio,
        not_with=len(told.not_with),
        timezone=told.timezone,
    )


def _offers(of: Sources, number: Mapping[PersonId, int]) -> Iterable[HeldOffer]:
    for other, relation in of.relations.items():
        mine = relation.offers.get(of.person)
        if isinstance(relation, Opened):
            yield HeldOffer(number[other], "opened", mine, relation.at)
        elif mine is not None:
            yield HeldOffer(number[other], "sealed", mine, None)
        elif of.person in relation.declined:
            yield HeldOffer(number[other], "declined", None, None)
