"""One group's shared document, sans I/O: what a guest sends goes to `receive`, which says what is to be done about it.

The wire is that of npm `y-websocket`: sync steps and updates (type 0), awareness (1), the question for awareness (3).
The caller performs the effects in order:

    Reply(frame)      to the guest who sent it
    ToOthers(frame)   to every other guest here
    ToAll(frame)      to every guest here, the sender too: y-websocket takes half a minute of silence for a lost line
    Keep(update, …)   append it to the document's stream; with what it deletes
    Pass(states)      tell the rooms of this group in other server processes, which `hear` it: see `passing`
    HangUp(code, …)   close this guest's connection and feed nothing more from it
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from msgspec import Struct
from pycrdt import Doc, Map, Snapshot, Text, merge_updates

from server.protocol.bucket import Bucket
from server.protocol.frames import MALFORMED, TOO_LARGE, TOO_MANY, Frame
from server.store.paper import IDEAS, LETTER, MOST_IDEAS, TEXT
from server.workspace import awareness, updates
from server.workspace.lib0 import Malformed, Reader, sized
from server.workspace.updates import Deletions

LARGEST_TEXT, LARGEST_LETTER = 200_000, 16_000
"""Bytes of UTF-8."""
LARGEST_STORED = 1_000_000
"""Bytes of the whole document with what is left of its history."""
LARGEST_EARLY = 250_000
"""Bytes of updates that wait for others.  An honest client's wait for milliseconds, when it has changed from one server
process to another."""
MESSAGES_A_SECOND = 150
MESSAGES_AT_ONCE = 600
BYTES_A_MESSAGE = 4096
"""A larger one, or a larger answer, counts as several.  There is an update and a cursor per keystroke, and a key that
is held repeats itself up to 66 times a second: whoever deletes a page that way is not to be sent away."""

SYNC, AWARENESS, ASK_AWARENESS = 0, 1, 3
STEP_1, STEP_2, UPDATE = 0, 1, 2


class Reply(Struct, frozen=True):
    frame: Frame


class ToOthers(Struct, frozen=True):
    frame: Frame


class ToAll(Struct, frozen=True):
    frame: Frame


class Keep(Struct, frozen=True):
    update: bytes
    deleted: Deletions


class Pass(Struct, frozen=True):
    states: Sequence[awareness.State]


class HangUp(Struct, frozen=True):
    code: int
    reason: str


Effect = Reply | ToOthers | ToAll | Keep | Pass | HangUp


class Early(Struct, frozen=True):
    """An update that came before what it builds upon."""

    update: bytes
    contents: updates.Contents


class TooLarge(Exception):
    """The text or its history would pass the limit."""


class Guest:
    """What the room knows of one connection; all those of one person share a bucket."""

    def __init__(self, at: int, bucket: Bucket | None = None) -> None:
        self.bucket = bucket or Bucket.full(MESSAGES_A_SECOND, MESSAGES_AT_ONCE, at)
        self.clients: set[int] = set()
        """Its own clients in the awareness, gone when it is."""


def starter_update(starter: str) -> bytes:
    """An insertion of the starter text, the same bytes wherever it is made: seeding twice is seeding once.

    Another text comes from another client id, so that two processes which disagree still converge.
    """
    doc = Doc[Any](client_id=int.from_bytes(sha256(starter.encode()).digest()[:4], "big"))
    doc.get(TEXT, type=Text).insert(0, starter)
    return doc.get_update()


def passing(states: Sequence[awareness.State]) -> list[bytes]:
    """The messages that tell other rooms of these states."""
    return [
        _aware(awareness.encode(states[start : start + awareness.MOST_STATES])).payload
        for start in range(0, len(states), awareness.MOST_STATES)
    ]


class Room:
    """Raises Malformed, when made, if what is stored is no document (then nothing here can help)."""

    def __init__(self, stored: Sequence[bytes] = ()) -> None:
        self._doc = Doc[Any]()
        self._text = self._doc.get(TEXT, type=Text)
        self._letter = self._doc.get(LETTER, type=Text)
        self._ideas: Map[Any] = self._doc.get(IDEAS, type=Map)
        self._awareness = awareness.Awareness()
        self._size = 0
        """Bytes of the document, and of what came since it was last measured."""
        self._length = self._letter_length = 0
        """The same of each text; what comes counts for both, since it does not always name its own."""
        self._has: dict[int, int] = {}
        """By client, the clock up to which everything is here."""
        self.marked = 0
        """Ideas."""
        self._early: list[Early] = []
        """What waits for something that it builds upon: pycrdt keeps it, but leaves it out of all that it hands out."""
        self._trial: Doc[Any] | None = None
        """A copy on which is tried what may be too much.  It stays in step from then on: a text that is nearly full
        costs one copy, not one per insertion."""
        for update in stored:
            self._apply(update, updates.look_through(update))

    @property
    def text(self) -> str:
        return str(self._text)

    def up_to(self, deleted: Iterable[Deletions] | None = None) -> bytes:
        """A Yjs snapshot of everything here; of what is deleted it names no more than `deleted`, if that is given."""
        if deleted is None:
            return Snapshot.from_doc(self._doc).encode()
        return updates.snapshot(deleted, self._doc.get_state())

    def snapshot(self) -> bytes:
        """The whole document as one update, without the history that nobody needs any more."""
        loaded = Doc[Any]()
        loaded.apply_update(self._doc.get_update())
        return self._with_early(loaded.get_update())

    def _with_early(self, update: bytes) -> bytes:
        return merge_updates(update, *(early.update for early in self._early)) if self._early else update

    # -- guests here -------------------------------------------------------------------------------------------------

    def enter(self, at: int) -> list[Effect]:
        """For a new guest: what do you have?, and who is here."""
        here = self._awareness.present(at)
        asked: list[Effect] = [Reply(_sync(STEP_1, self._doc.get_state()))]
        return [*asked, Reply(_aware(awareness.encode(here)))] if here else asked

    def receive(self, guest: Guest, data: str | bytes, at: int) -> list[Effect]:
        if not guest.bucket.take(at, 1 + len(data) // BYTES_A_MESSAGE):
            return [HangUp(TOO_MANY, "too many messages")]
        if isinstance(data, str):
            return [HangUp(MALFORMED, "text")]
        try:
            return self._receive(guest, Reader(data), at)
        except Malformed as error:
            return [HangUp(MALFORMED, str(error))]
        except TooLarge:
            return [HangUp(TOO_LARGE, "the text is full")]

    def leave(self, guest: Guest, at: int) -> list[Effect]:
        return self._pass_on(self._awareness.leave(guest.clients, at))

    # -- other server processes --------------------------------------------------------------------------------------

    def merge(self, stored: Sequence[bytes]) -> list[Effect]:
        """Updates that another process has appended."""
        for update in stored:
            self._apply(update, updates.look_through(update))
        return [ToAll(_sync(UPDATE, update)) for update in stored]

    def hear(self, message: bytes, at: int) -> list[Effect]:
        """What another process (or this one) has passed on.  Raises Malformed."""
        reader = Reader(message)
        if reader.uint() == ASK_AWARENESS:
            here = self._awareness.present(at)
            return [Pass(here)] if here else []
        news = self._awareness.merge(awareness.decode(reader.bytes()), at)
        return [ToAll(_aware(awareness.encode(news)))] if news else []

    @staticmethod
    def ask_others() -> bytes:
        """Asks the other processes who is in their rooms of this group."""
        return bytes([ASK_AWARENESS])

    # -- inside ------------------------------------------------------------------------------------------------------

    def _receive(self, guest: Guest, reader: Reader, at: int) -> list[Effect]:
        kind = reader.uint()
        if kind == SYNC:
            step, body = reader.uint(), reader.bytes()
            reader.end()
            return self._sync(guest, step, body, reader.data, at)
        if kind == AWARENESS:
            states = awareness.decode(reader.bytes())
            reader.end()
            return self._states(guest, states, at)
        if kind == ASK_AWARENESS:
            reader.end()
            return self._answer(guest, _aware(awareness.encode(self._awareness.present(at))), at)
        raise Malformed("no such message")

    def _answer(self, guest: Guest, frame: Frame, at: int) -> list[Effect]:
        """A few bytes can ask for all of it."""
        if not guest.bucket.take(at, len(frame.payload) // BYTES_A_MESSAGE):
            return [HangUp(TOO_MANY, "too much to answer")]
        return [Reply(frame)]

    def _sync(self, guest: Guest, step: int, body: bytes, message: bytes, at: int) -> list[Effect]:
        if step == STEP_1:
            updates.read_vector(body)
            return self._answer(guest, _sync(STEP_2, self._with_early(self._doc.get_update(body))), at)
        if step not in (STEP_2, UPDATE):
            raise Malformed("no such step")
        contents = updates.look_through(body)
        if contents.empty:
            return []
        self._check_room_for(body, contents)
        # A client that comes back names everything that was ever deleted; often that is all it has to say.  (Unless it
        # waits for what is not here yet: that shows in nothing, and has to be kept.)
        known = step == STEP_2 and not contents.structs and self._is_ready_for(contents)
        before = self.up_to() if known else b""
        self._apply(body, contents)
        if before and self.up_to() == before:
            return []
        frame = Frame.binary(message) if step == UPDATE else _sync(UPDATE, body)
        return [ToOthers(frame), Keep(body, contents.deleted)]

    def _states(self, guest: Guest, states: list[awareness.State], at: int) -> list[Effect]:
        # Clients repeat the states of others: whose client it is says the first message about it.
        known = {state.client for state in self._awareness.present(at)}
        news = self._awareness.merge(states, at)
        guest.clients |= {state.client for state in news if state.client not in known}
        return self._pass_on(news)

    def _pass_on(self, news: list[awareness.State]) -> list[Effect]:
        if not news:
            return []
        frame = _aware(awareness.encode(news))
        return [ToAll(frame), Pass(news)]

    def _apply(self, update: bytes, contents: updates.Contents) -> None:
        _try(self._doc, update)
        if self._trial is not None:
            _try(self._trial, update)
        if contents.ideas or contents.deleted or self._early:
            self.marked = len(self._ideas)
        self._size += len(update)
        self._length += contents.inserted
        self._letter_length += contents.inserted
        if self._is_ready_for(contents) and not self._early:
            for client, clock in contents.reach.items():
                if clock > self._has.get(client, 0):
                    self._has[client] = clock
            return
        self._has = updates.read_vector(self._doc.get_state())
        self._early = [early for early in (*self._early, Early(update, contents)) if not self._reaches(early)]

    def _is_ready_for(self, contents: updates.Contents) -> bool:
        """Whether all that it builds upon is here.  False may also mean that it brings that itself."""
        return all(self._has.get(client, 0) >= clock for client, clock in contents.needs.items())

    def _reaches(self, early: Early) -> bool:
        return all(self._has.get(client, 0) >= clock for client, clock in early.contents.reach.items())

    def _check_room_for(self, update: bytes, contents: updates.Contents) -> None:
        """Raises TooLarge.  Estimates first, then measures; only where that is no answer is the update tried."""
        early = sum(len(early.update) for early in self._early) + len(update)
        if early > LARGEST_EARLY and not self._is_ready_for(contents):
            tried = self._tried(update)
            has = updates.read_vector(tried.get_state())
            if any(has.get(client, 0) < clock for client, clock in contents.reach.items()):
                raise TooLarge
            self._trial = tried
        if not contents.structs:
            return  # deleting is always allowed: it is the way out
        if self._has_room_for(update, contents):
            return
        self._measure(update)
        if self._has_room_for(update, contents):
            return
        tried = self._tried(update)
        if self._is_full(tried, update):
            raise TooLarge
        self._trial = tried

    def _has_room_for(self, update: bytes, contents: updates.Contents) -> bool:
        return (
            self._length + contents.inserted <= LARGEST_TEXT
            and self._letter_length + contents.inserted <= LARGEST_LETTER
            and (not contents.ideas or len(self._ideas) + contents.ideas <= MOST_IDEAS)
            and self._size + len(update) <= LARGEST_STORED
        )

    def _measure(self, update: bytes) -> None:
        waiting = sum(early.contents.inserted for early in self._early)
        self._length, self._letter_length = len(self._text) + waiting, len(self._letter) + waiting
        if self._size + len(update) > LARGEST_STORED:  # only then: it takes milliseconds
            self._size = len(self._doc.get_update())

    def _is_full(self, tried: Doc[Any], update: bytes) -> bool:
        return (
            len(tried.get(TEXT, type=Text)) > LARGEST_TEXT
            or len(tried.get(LETTER, type=Text)) > LARGEST_LETTER
            or len(tried.get(IDEAS, type=Map)) > MOST_IDEAS
            or (self._size + len(update) > LARGEST_STORED and len(tried.get_update()) > LARGEST_STORED)
        )

    def _tried(self, update: bytes) -> Doc[Any]:
        """A copy with the update; to be kept as `_trial` if the update is taken."""
        copy, self._trial = self._trial or self._copied(), None
        _try(copy, update)
        return copy

    def _copied(self) -> Doc[Any]:
        copy = Doc[Any]()
        copy.apply_update(self._with_early(self._doc.get_update()))
        return copy


def _try(doc: Doc[Any], update: bytes) -> None:
    try:
        doc.apply_update(update)
    except (ValueError, IndexError, RuntimeError) as error:
        raise Malformed("not an update") from error


def _message(kind: int, rest: bytes) -> bytes:
    return bytes([kind]) + rest


def _sync(step: int, body: bytes) -> Frame:
    return Frame.binary(_message(SYNC, bytes([step]) + sized(body)))


def _aware(update: bytes) -> Frame:
    return Frame.binary(_message(AWARENESS, sized(update)))
