"""A workshop told as a list of commands; every step is checked for what must always hold (W1)."""

from server.core import commands as c
from server.core.decide import AnyCommand, decide
from server.core.events import AnyEvent
from server.core.evolve import apply, replay
from server.core.ids import FacilitatorId, PersonId, PlaceId, TaskId, WorkshopId
from server.core.state import Design, DraftGroup, Place, Seating, Task, Workshop

LEAD = c.ByFacilitator(FacilitatorId("lead"))
SECOND = c.ByFacilitator(FacilitatorId("second"))
CLOCK = c.ByClock()

DESIGN = Design(
    language="de",
    rounds=3,
    places=(Place(PlaceId("t1")), Place(PlaceId("t2"))),
    tasks=(Task(TaskId("a"), steps=3, minutes=10), Task(TaskId("b"), steps=0, minutes=20)),
)


def person(name: str) -> c.ByParticipant:
    return c.ByParticipant(PersonId(name))


class Story:
    """Sends commands one after the other; `now` is the workshop's clock in milliseconds."""

    def __init__(self, design: Design = DESIGN) -> None:
        self.now = 1_000_000
        self.state: Workshop | None = None
        self.history: list[tuple[tuple[AnyEvent, ...], int]] = []
        self.send(c.CreateWorkshop(WorkshopId("w"), design), LEAD)

    @property
    def workshop(self) -> Workshop:
        assert self.state is not None
        return self.state

    def send(self, command: AnyCommand, by: c.Actor) -> tuple[AnyEvent, ...]:
        events = decide(self.state, command, by, self.now)
        if not events:
            return events
        before = self.state
        self.state = apply(before, events, self.now)
        assert self.state is not None
        assert before is None or self.state != before
        for event in events:
            assert apply(before, [event], self.now) != before, f"{event} changed nothing"
        self.history.append((events, self.now))
        assert replay(self.history) == self.state
        return events

    def wait(self, seconds: float) -> None:
        self.now += int(seconds * 1000)

    def join(self, *names: str) -> None:
        for name in names:
            self.send(c.JoinWorkshop(PersonId(name)), person(name))

    def draft(self, *groups: str, unplaced: str = "", shown: int | None = None) -> int:
        """Records groups of one-letter people, in place of the draft that was shown; the revision."""
        planned = tuple(DraftGroup(tuple(PersonId(p) for p in g)) for g in groups)
        alone = tuple(PersonId(p) for p in unplaced)
        number = len(self.workshop.rounds) + 1
        self.send(c.RecordDraft(number, planned, alone, self.workshop.design.weights, shown=shown), LEAD)
        return self.revision

    def seating(self, *groups: str) -> Seating:
        return tuple(tuple(map(PersonId, group)) for group in groups)

    def publish(self, *groups: str, unplaced: str = "") -> None:
        revision = self.draft(*groups, unplaced=unplaced)
        self.send(c.PublishDraft(revision), LEAD)

    @property
    def revision(self) -> int:
        draft = getattr(self.workshop.phase, "draft", None)
        assert draft is not None
        return int(draft.revision)
