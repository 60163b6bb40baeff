"""Who is in the document and where their cursor is: small JSON states by client, the newest clock wins.

The rules are those of npm `y-protocols`, awareness.js; the server has no state of its own in it, so that nobody sees a
participant who is none.
"""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from server.workspace.lib0 import Malformed, Reader, sized, uint

OUTDATED_MS = 30_000
"""A client says its state anew every 15 seconds; who has not for this long is gone."""
MOST_STATES = 64
"""Of one message: clients also repeat what they know of others."""
MOST_CLIENTS = 256
"""Of one room, within OUTDATED_MS: a group has eight people, who may reload now and then.  More are not shown."""
LARGEST_STATE = 4096
"""Bytes of JSON; names and colours, a cursor."""
GONE = "null"


class State(Struct, frozen=True):
    client: int
    clock: int
    json: str
    """`null` for someone who has left."""


def decode(update: bytes) -> list[State]:
    """Raises Malformed."""
    reader = Reader(update)
    count = reader.uint(MOST_STATES)
    states = []
    for _ in range(count):
        state = State(reader.uint(), reader.uint(), reader.string())
        if len(state.json) > LARGEST_STATE:
            raise Malformed("too large a state")
        try:
            if not isinstance(msgspec.json.decode(state.json), (dict, type(None))):
                raise Malformed("a state is an object")
        except (msgspec.DecodeError, RecursionError) as error:
            raise Malformed("not JSON") from error
        states.append(state)
    reader.end()
    return states


def encode(states: Iterable[State]) -> bytes:
    listed = list(states)
    parts = [uint(state.client) + uint(state.clock) + sized(state.json.encode()) for state in listed]
    return uint(len(listed)) + b"".join(parts)


class Awareness:
    """The newest state of every client, and when it was said."""

    def __init__(self) -> None:
        self._states: dict[int, tuple[State, int]] = {}

    def merge(self, states: Iterable[State], at: int) -> list[State]:
        """Those that were news: the ones to pass on."""
        news: list[State] = []
        for state in states:
            known = self._states.get(state.client)
            if known is None:
                new = len(self._states) < MOST_CLIENTS
            else:
                gone = state.json == GONE and known[0].json != GONE
                new = state.clock > known[0].clock or (state.clock == known[0].clock and gone)
            if new:
                self._states[state.client] = (state, at)
                news.append(state)
        self._forget(at)
        return news

    def present(self, at: int) -> list[State]:
        self._forget(at)
        return [state for state, _ in self._states.values() if state.json != GONE]

    def leave(self, clients: Iterable[int], at: int) -> list[State]:
        """Says for them that they are gone; what to pass on."""
        known = [self._states[client][0] for client in clients if client in self._states]
        return self.merge([State(s.client, s.clock + 1, GONE) for s in known if s.json != GONE], at)

    def _forget(self, at: int) -> None:
        old = [client for client, (_, said) in self._states.items() if at - said > OUTDATED_MS]
        for client in old:
            del self._states[client]
