"""What the views need beside the log: people, words and presence, as this process last read them."""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from server.core.ids import PersonId, TextId, WorkshopId
from server.core.pairing.problem import Known, known
from server.core.people import Brochure
from server.core.state import Design
from server.core.views.shapes import PRESENT_MS, BetterPlan, Surroundings
from server.live.turns import others_turn
from server.store.remembering import Recollection
from server.store.store import Store

AT_ONCE = 50
"""People who are looked at before others get a turn on the event loop."""
NOTHING = Surroundings(Brochure("", "", (), ()), "")


class Around:
    """Every method that reads or writes the store raises NotSaved and then has changed nothing here."""

    def __init__(self, workshop: WorkshopId, store: Store, clock: Callable[[], int]) -> None:
        self._workshop = workshop
        self._store = store
        self._clock = clock
        self.now = NOTHING
        self._beats: dict[PersonId, int] = {}
        self._recollection = Recollection(store, workshop)

    @property
    def beats(self) -> bool:
        """Whether somebody was heard of whom the store does not know of yet."""
        return bool(self._beats)

    def heard(self, person: PersonId) -> bool:
        """Notes a beat; whether that person was away before."""
        at = self._clock()
        away = at - self.now.seen.get(person, -PRESENT_MS) >= PRESENT_MS
        self.now = replace(self.now, seen={**self.now.seen, person: at})
        self._beats[person] = at
        return away

    def add_text(self, id: TextId, words: str) -> None:
        self.now = replace(self.now, texts={**self.now.texts, id: words})

    def offer(self, better: BetterPlan | None) -> bool:
        """Whether that is news."""
        if better == self.now.better:
            return False
        self.now = replace(self.now, better=better)
        return True

    def forget(self) -> Iterator[None]:
        """All of it, with pauses."""
        known(self.now.profiles).looked_at.clear()
        yield
        self.now = NOTHING

    async def beat(self) -> None:
        """Tells the store whom we have heard of; it wakes the other processes when that is news."""
        while self._beats:
            person, at = next(iter(self._beats.items()))
            await self._store.presence.beat(self._workshop, person, at)
            if self._beats.get(person) == at:
                del self._beats[person]

    async def read_presence(self) -> None:
        seen = await self._store.presence.seen(self._workshop)
        for person, at in self._beats.items():
            seen[person] = max(at, seen.get(person, 0))
        marked = await self._store.presence.marked(self._workshop)
        self.now = replace(self.now, seen=seen, marked=marked)

    async def read_all(self, design: Design | None) -> None:
        language, series = (design.language, design.series) if design else ("en", None)
        brochure = await self._store.workshops.brochure(self._workshop)
        code = await self._store.workshops.code(self._workshop)
        texts = await self._store.workshops.texts(self._workshop)
        told, marks = await self._store.people.known(self._workshop)
        profiles = Known(told, self.now.profiles, await self._recollection.of(series, marks))
        for count, person in enumerate(profiles):
            if count % AT_ONCE == 0:
                await others_turn()
            profiles.seen(person, language)
        await self.read_presence()
        self.now = replace(
            self.now,
            brochure=brochure or self.now.brochure,
            code=code or "",
            texts=texts,
            profiles=profiles,
            series=(await self._store.series.name(series) if series else None) or "",
        )
