"""Who hears that a text is saved, and of which groups somebody may have missed it."""

from collections.abc import Iterator

from server.core.groups import company
from server.core.ids import GroupId, PersonId
from server.live.audience import Audience, Client
from server.live.scribe import Scribe
from server.protocol.frames import Frame
from server.protocol.messages import DocumentSaved
from server.store.ports import Documents, StoreError
from server.workspace.rooms import SAY_SAVED


class Saved:
    def __init__(self, scribe: Scribe, documents: Documents, audience: Audience) -> None:
        self._scribe = scribe
        self._documents = documents
        self._audience = audience
        self._unsure: set[GroupId] = set()
        """Groups with somebody who may have missed what was saved."""
        self._ask_again = False

    @property
    def unsure(self) -> bool:
        return bool(self._unsure)

    def tell(self, message: DocumentSaved) -> None:
        """Some ten times a second for each group in which somebody types: it looks at nobody else."""
        for round_ in self._scribe.state.rounds if self._scribe.state else ():
            if (group := round_.groups.get(message.group)) is not None:
                self._audience.send_to(company(group), Frame.json(message))

    def entered(self, client: Client) -> None:
        self._unsure |= self._shared_by({client.person})

    def listens(self) -> None:
        """The channel on which rooms speak is there, perhaps again: what they said meanwhile has passed.

        They are asked now and once more with a tick, since their own channels may come back later than ours.
        """
        self._everybody()
        self._ask_again = True

    def tick(self) -> None:
        if self._ask_again:
            self._ask_again = False
            self._everybody()

    async def ask(self) -> None:
        """Asks the rooms of all groups that are unsure to say it again.  Raises NotSaved; then they stay unsure."""
        while self._unsure:
            group = self._unsure.pop()  # before we ask: whoever grows unsure meanwhile is asked for again
            try:
                await self._documents.whisper(self._scribe.workshop, group, SAY_SAVED)
            except StoreError:
                self._unsure.add(group)
                raise

    def _everybody(self) -> None:
        self._unsure |= self._shared_by({client.person for client in self._audience.clients})

    def _texts(self) -> Iterator[tuple[GroupId, tuple[PersonId, ...]]]:
        """Every group so far, with those who share its text."""
        for round_ in self._scribe.state.rounds if self._scribe.state else ():
            for group in round_.groups.values():
                yield group.id, company(group)

    def _shared_by(self, people: set[PersonId | None]) -> set[GroupId]:
        return {group for group, members in self._texts() if people.intersection(members)}
