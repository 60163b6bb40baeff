"""What the mails of one batch share, read once, and anew when somebody was erased meanwhile.  What a person decides is
none of it: that is read for each mail.
"""

import asyncio
from collections.abc import Iterable, Mapping

from server.core.ids import GroupId, PersonId, TextId, WorkshopId
from server.core.people import Brochure, Profile
from server.core.state import Group, Workshop
from server.core.views.common import same_name
from server.store.paper import Paper, ideas_of, read_paper
from server.store.store import Store
from workers.mail.sections import called
from workers.outlook import state
from workers.together import each

NO_WORDS = Brochure("", "", (), ())


class Library:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[WorkshopId, Words] = {}
        self._reading = asyncio.Lock()

    async def words(self, workshop: WorkshopId) -> "Words | None":
        """None for a workshop that is none."""
        erasures = await self._store.people.erasures(workshop)
        async with self._reading:  # several mails ask at once, and one of them reads
            kept = self._kept.get(workshop)
            if kept is None or kept.erasures != erasures:
                found = await state(self._store, workshop)
                if found is None:
                    return None
                brochure, texts = await asyncio.gather(
                    self._store.workshops.brochure(workshop), self._store.workshops.texts(workshop)
                )
                kept = self._kept[workshop] = Words(self._store, erasures, found, brochure or NO_WORDS, texts)
            return kept


class Words:
    """Of one workshop."""

    def __init__(
        self, store: Store, erasures: int, found: Workshop, brochure: Brochure, texts: Mapping[TextId, str]
    ) -> None:
        self._store = store
        self.erasures = erasures
        self.state = found
        self.brochure = brochure
        self._texts = texts
        self._profiles: dict[PersonId, Profile | None] = {}
        self._papers: dict[GroupId, Paper] = {}

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
            profiles = await self._store.people.profiles(self.state.id)
        return called(self.state, profiles, partners)

    async def papers(self, groups: Iterable[Group]) -> dict[GroupId, Paper]:
        wanted = {group.id for group in groups}
        missing = sorted(wanted - self._papers.keys())
        found = await each(lambda group: read_paper(self._store.documents, self.state.id, group), missing)
        self._papers.update(zip(missing, found, strict=True))
        return {group: self._papers[group] for group in wanted}

    def ideas(self, paper: Paper, group: Group) -> tuple[str, ...]:
        """All of a group (rule K3)."""
        return ideas_of(paper, group, self._texts)
