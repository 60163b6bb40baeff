"""What the mails of one batch share, read once, and anew when somebody was erased meanwhile or some time has passed.
What a person decides is none of it: that is read for each mail.
"""

import asyncio
from collections.abc import Iterable, Mapping

from server.core.followup.plan import Sat, groups_of_each
from server.core.groups import partners
from server.core.ids import GroupId, PersonId, TextId, WorkshopId
from server.core.people import Brochure, Profile
from server.core.state import Group, Workshop
from server.core.views.common import same_name
from server.store.paper import Paper, ideas_of, paper_of
from server.store.store import Clock, Store
from workers.mail.sections import called
from workers.outlook import state
from workers.together import each

NO_WORDS = Brochure("", "", (), ())
FRESH_MS = 10_000
"""How long it may have been read before a mail is made of it."""


class Library:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._kept: dict[WorkshopId, Words] = {}
        self._reading = asyncio.Lock()

    async def words(self, workshop: WorkshopId, erasures: int | None = None) -> "Words | None":
        """Those that were read when so many people had been erased, where that is known; None: it is no workshop."""
        async with self._reading:  # several mails ask at once, and one of them reads
            kept, at = self._kept.get(workshop), self._clock()
            fresh = kept is not None and kept.read_at <= at <= kept.read_at + FRESH_MS  # a clock may be set back
            if kept is None or not fresh or erasures not in {None, kept.erasures}:
                erasures = await self._store.people.erasures(workshop)
                found = await state(self._store, workshop)
                if found is None:
                    return None
                brochure, texts = await asyncio.gather(
                    self._store.workshops.brochure(workshop), self._store.workshops.texts(workshop)
                )
                kept = self._kept[workshop] = Words(self._store, at, erasures, found, brochure or NO_WORDS, texts)
            return kept


class Words:
    """Of one workshop."""

    def __init__(
        self, store: Store, at: int, erasures: int, found: Workshop, brochure: Brochure, texts: Mapping[TextId, str]
    ) -> None:
        self._store = store
        self.read_at = at
        self.erasures = erasures
        self.state = found
        self.brochure = brochure
        self._texts = texts
        self._sat = groups_of_each(found)
        self._profiles: dict[PersonId, Profile | None] = {}
        self._updates: dict[GroupId, list[bytes]] = {}
        self._papers: dict[GroupId, Paper] = {}

    def sat(self, person: PersonId) -> Sat:
        return self._sat.get(person, ())

    def met(self, person: PersonId) -> tuple[PersonId, ...]:
        return tuple(dict.fromkeys(p for _, g in self.sat(person) for p in partners(g, person)))

    async def ahead(self, people: Iterable[PersonId]) -> None:
        """Reads at once what the mails to these will ask for."""
        met, groups = set[PersonId](), dict[GroupId, Group]()
        for person in people:
            met.update(self.met(person))
            groups |= {g.id: g for _, g in self.sat(person)}
        await asyncio.gather(self.profiles(met), self._load(groups))

    async def profiles(self, people: Iterable[PersonId]) -> dict[PersonId, Profile]:
        """Of those of them who have one."""
        wanted = set(people)
        missing = sorted(wanted - self._profiles.keys())
        found = await each(lambda person: self._store.people.profile(self.state.id, person), missing)
        self._profiles.update(zip(missing, found, strict=True))
        return {person: profile for person in wanted if (profile := self._profiles[person]) is not None}

    async def called(self, people: Iterable[PersonId]) -> dict[PersonId, str]:
        """What a mail calls them.  Which of two namesakes came first is asked of everybody who has that name."""
        partners = list(people)
        profiles = await self.profiles(partners)
        if len({same_name(profile.name) for profile in profiles.values()}) < len(profiles):
            profiles = await self._store.people.profiles(self.state.id) | profiles
        return called(self.state, profiles, partners)

    async def papers(self, groups: Iterable[Group]) -> dict[GroupId, Paper]:
        """Raises what `paper_of` raises for one that cannot be read."""
        wanted = [group.id for group in groups]
        await self._load(wanted)
        for group in wanted:
            if group not in self._papers:
                self._papers[group] = paper_of(self._updates[group])
            self._updates.pop(group, None)  # up to a megabyte each
        return {group: self._papers[group] for group in wanted}

    async def _load(self, groups: Iterable[GroupId]) -> None:
        read = self._updates.keys() | self._papers.keys()
        missing = [group for group in groups if group not in read]
        found = await each(lambda group: self._store.documents.load(self.state.id, group), missing)
        self._updates.update((group, updates) for group, (updates, _) in zip(missing, found, strict=True))

    def ideas(self, paper: Paper, group: Group) -> tuple[str, ...]:
        """All of a group (rule K3)."""
        return ideas_of(paper, group, self._texts)
