"""Who watches a workshop from this process, and what each of them was shown."""

from collections.abc import Iterable, Iterator

from server.core.commands import ByFacilitator, ByParticipant
from server.core.ids import PersonId
from server.core.state import Workshop
from server.core.views.console import console_in_steps
from server.core.views.room import room
from server.core.views.seat import seat
from server.core.views.shapes import AnyView, Surroundings, ViewName
from server.protocol.frames import Frame, Peer
from server.protocol.session import Session
from server.protocol.showing import Showing, next_showing

AT_ONCE = 50
"""Seats that are rendered before others get a turn on the event loop."""


class Client:
    """One live socket: its session and the peer to write to."""

    def __init__(self, session: Session, peer: Peer) -> None:
        self.session = session
        self.peer = peer

    @property
    def person(self) -> PersonId | None:
        viewer = self.session.viewer
        return viewer.id if isinstance(viewer, ByParticipant) else None

    def show(self, showing: Showing) -> None:
        if (frame := self.session.show(showing)) is not None:
            self.peer.send(frame)


class Audience:
    def __init__(self) -> None:
        self.clients: dict[Client, None] = {}
        self._of: dict[PersonId, dict[Client, None]] = {}
        """Every participant's, of those who have any."""
        self._shared: dict[ViewName, Showing] = {}
        self._seats: dict[PersonId, Showing] = {}
        self._outside: frozenset[PersonId] = frozenset()
        """Who was taken out: of the room they see nothing any more (rule W12)."""

    def add(self, client: Client) -> None:
        self.clients[client] = None
        if client.person is not None:
            self._of.setdefault(client.person, {})[client] = None

    def remove(self, client: Client) -> None:
        self.clients.pop(client, None)
        person = client.person
        if person is not None and (own := self._of.get(person)) is not None:
            own.pop(client, None)
            if not own:
                del self._of[person]
                self._seats.pop(person, None)

    def forget(self) -> None:
        """What everybody was shown."""
        self._shared.clear()
        self._seats.clear()

    def send(self, frame: Frame) -> None:
        """To everybody."""
        for client in self.clients:
            client.peer.send(frame)

    def send_to(self, people: Iterable[PersonId], frame: Frame) -> None:
        for person in people:
            for client in self._of.get(person, ()):
                client.peer.send(frame)

    def show_again(self, client: Client, view: ViewName) -> None:
        """What it was shown last, to a client that has lost the thread."""
        person = client.person
        if view == "room" and person in self._outside:
            return
        showing = self._seats.get(person) if view == "seat" and person is not None else self._shared.get(view)
        if showing is not None:
            client.show(showing)

    def render(self, state: Workshop, around: Surroundings, at: int) -> Iterator[None]:
        """Shows everybody what has changed for them; pauses now and then, so that one workshop delays no other.

        All of it is of one state and one instant, whatever happens in the pauses.
        """
        listeners = list(self.clients)
        if any(isinstance(client.session.viewer, ByFacilitator) for client in listeners):
            self._update("console", (yield from console_in_steps(state, around, at)))
            yield
        if any(client.person is not None for client in listeners):
            self._update("room", room(state, around, at))
        self._outside = frozenset(person for person, who in state.participants.items() if who.gone)
        rendered = 0
        for person in {client.person: None for client in listeners}:
            if person is not None and person in state.participants:
                view = seat(state, around, person, at)
                self._seats[person] = next_showing("seat", view, self._seats.get(person))
                rendered += 1
                if rendered % AT_ONCE == 0:
                    yield
        for client in listeners:
            if client in self.clients:
                for name in client.session.views:
                    self.show_again(client, name)

    def _update(self, name: ViewName, view: AnyView) -> None:
        self._shared[name] = next_showing(name, view, self._shared.get(name))
