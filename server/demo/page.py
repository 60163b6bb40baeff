"""The shared text as a simulated participant has it: typed line by line, now and then an idea marked in it."""

from collections.abc import Callable, Iterator
from typing import Any

from pycrdt import Awareness, Doc, Map, Text, create_awareness_message, write_message, write_var_uint

from server.store.paper import IDEAS, TEXT
from server.workspace.updates import read_vector

_ITEM = 0
_BEFORE = b"\x41"
"""-1 as a signed number: a position holds on to the character before it."""


class Page:
    """Methods that change it give the updates to send."""

    def __init__(self) -> None:
        self.document = Doc[Any]()
        self._text = self.document.get(TEXT, type=Text)
        self._ideas: Map[Any] = self.document.get(IDEAS, type=Map)
        self._awareness = Awareness(self.document)
        self._line = (0, 0)
        """Clocks of the last typed line: of the line break before it, and of its last character."""

    @property
    def text(self) -> str:
        return str(self._text)

    @property
    def ideas(self) -> int:
        return len(self._ideas)

    def at_the_end(self, person: str) -> bytes:
        """Who types here, and that it is behind the last letter (a relative position as Yjs writes it)."""
        end = {"tname": TEXT, "assoc": 0}
        self._awareness.set_local_state({"user": {"person": person}, "cursor": {"anchor": end, "head": end}})
        return create_awareness_message(self._awareness.encode_awareness_update([self.document.client_id]))

    def type(self, line: str) -> Iterator[bytes]:
        """A new line at the end, one update for each character; what others type meanwhile goes to lines of its own."""
        begun = self._clock
        typed = ""
        for piece in ("\n" + line[:1], *line[1:]):
            at = self.text.rfind(typed) if typed else -1
            yield self._insert(self.text if at < 0 else self.text[:at] + typed, piece)
            typed += piece
        self._line = (begun, self._clock - 1)

    def mark(self, id: str) -> bytes:
        """The last typed line as an idea (server/store/paper.py)."""
        client = write_var_uint(self.document.client_id)
        places = (write_var_uint(_ITEM) + client + write_var_uint(clock) + _BEFORE for clock in self._line)
        value = b"".join(write_message(place) for place in places)
        return self._edit(lambda: self._ideas.__setitem__(id, value))

    @property
    def _clock(self) -> int:
        """Of the next change here."""
        return read_vector(self.document.get_state()).get(self.document.client_id, 0)

    def _insert(self, before: str, words: str) -> bytes:
        return self._edit(lambda: self._text.insert(len(before.encode()), words))  # pycrdt counts bytes

    def _edit(self, change: Callable[[], None]) -> bytes:
        before = self.document.get_state()
        change()
        update: bytes = self.document.get_update(before)
        return update
