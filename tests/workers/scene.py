"""A workshop that has closed, for mails: Mara, Jonas and Ole; a pair, then a trio, each with an idea."""

from msgspec.structs import replace

from server.core import commands as c
from server.core.events import AnyEvent
from server.core.followup.exchange import Offer, Relation
from server.core.followup.plan import Key, groups_of, parse
from server.core.ids import FacilitatorId, GroupId, PersonId, SeriesId, TaskId, TextId
from server.core.people import Address, Brochure, PlaceName, Profile, TaskText
from server.core.state import Closed, Language, Workshop
from server.store.paper import Paper, ideas_of
from server.store.tokens import mark
from server.text.calendar import zone
from tests.core.story import DESIGN, LEAD, Story, person
from workers.mail.sections import Material, called

MARA, JONAS, OLE = PersonId("m"), PersonId("j"), PersonId("o")
NOON = 1_781_092_800_000
"""10 June 2026, 12:00 UTC."""
IDEA = "Ein Wochenbrief, den alle am Freitag in fünf Minuten lesen"
SECOND_IDEA = "Fehler der Woche: jede Woche eine:r, zehn Minuten, ohne Folien"
TEXTS = {TextId("i1"): IDEA, TextId("i2"): SECOND_IDEA}
PROFILES = {
    MARA: Profile("Mara Lindt", "de"),
    JONAS: Profile("Jonas Weber", "de"),
    OLE: Profile("Ole Petersen", "de"),
}
BROCHURE = Brochure(
    "Schreibwerkstatt Juni",
    "Frau Adler",
    (
        TaskText(TaskId("a"), "Ein Satz, der trägt", "", ("1", "2", "3")),
        TaskText(TaskId("b"), "Der Wochenbrief", "", ()),
    ),
    tuple(PlaceName(p.id, f"Tisch {n}") for n, p in enumerate(DESIGN.places, 1)),
)
JONAS_OFFERS = Offer(
    mail="jonas@example.org", phone="+49 170 1234567", link="https://example.org/jonas", line="Dienstags im Café Linde"
)
MARA_OFFERS = Offer(mail="mara@example.org")
MARK = mark("mara@example.org")
CONFIRMED = Address("mara@example.org", confirmed_at=NOON)
CLAIMED = Address("mara@example.org")


def closed(language: Language = "de", *, closed_at: int = NOON, series: SeriesId | None = None) -> Story:
    """Round 1: Mara with Jonas; round 2: all three.  Facilitated by 'lead'."""
    story = Story(replace(DESIGN, language=language, series=series))
    story.now = closed_at - 60 * 60 * 1000
    story.join(MARA, JONAS, OLE)
    story.publish("mj", unplaced="o")
    story.wait(60)
    story.send(c.NoteIdea(GroupId("r1g0"), TextId("i1")), person(MARA))
    story.send(c.EndRound(1), LEAD)
    story.publish("mjo")
    story.wait(60)
    story.send(c.NoteIdea(GroupId("r2g0"), TextId("i2")), person(OLE))
    story.now = closed_at
    story.send(c.CloseWorkshop(), LEAD)
    return story


def entries(story: Story) -> list[tuple[tuple[AnyEvent, ...], int]]:
    return story.history


def material(
    key: str,
    *,
    language: Language = "de",
    address: Address | None = CONFIRMED,
    relations: dict[PersonId, Relation] | None = None,
    at: int = NOON,
    state: Workshop | None = None,
    profiles: dict[PersonId, Profile] | None = None,
    texts: dict[TextId, str] | None = None,
    brochure: Brochure = BROCHURE,
    reflected: bool = False,
    letters: dict[GroupId, str] | None = None,
    asks_later: bool = True,
) -> Material:
    owed: Key = parse(key)
    workshop = state or closed(language).workshop
    assert isinstance(workshop.phase, Closed)
    known = PROFILES if profiles is None else profiles
    return Material(
        key=owed,
        at=at,
        state=workshop,
        brochure=brochure,
        sat=groups_of(workshop, owed.person),
        profiles=known,
        called=called(workshop, known, known.keys() - {owed.person}),
        ideas={
            group.id: ideas_of(Paper(), group, TEXTS if texts is None else texts)
            for round_ in workshop.rounds
            for group in round_.groups.values()
        },
        letters=letters or {},
        address=address,
        relations=relations or {},
        reflected=reflected,
        asks_later=asks_later,
        zone=zone("Europe/Berlin"),
    )


LEADER = FacilitatorId("lead")
