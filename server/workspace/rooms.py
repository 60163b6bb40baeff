"""The shell around the rooms: loads, relays at once, appends in batches, tells who it is durable for, forgets.

    serve_workspace(rooms, connection, workshop, group, person, starter)

serves one accepted websocket until either side hangs up, and never raises for what the other end does.  The caller
has checked before `accept` that the person is (or was) a member of the group.  `starter` is the task's starter text;
it is written into a document that is empty in the store.

One task per open room does all that waits, one thing after the other: so there is no race between an append, a read of
what others appended, and a compaction.
"""

import asyncio
import contextlib
import logging
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from server.core.ids import GroupId, PersonId, WorkshopId
from server.protocol.bucket import Bucket
from server.protocol.frames import BROKEN, NOT_SIGNED_IN, TRY_LATER, Connection, Peer
from server.protocol.messages import DocumentSaved
from server.store.ports import Documents, Dropped, NotSaved, Presence, StoreError
from server.workspace.awareness import State
from server.workspace.lib0 import Malformed
from server.workspace.room import (
    Effect,
    Guest,
    HangUp,
    Keep,
    Pass,
    Reply,
    Room,
    ToAll,
    ToOthers,
    passing,
    starter_update,
)

SAVED = GroupId("-saved-")
"""No group: the channel of a workshop on which the rooms say what is durable, as `DocumentSaved` in JSON."""

SAY_SAVED = b"\x00"
"""Passed to a group's rooms: say again what is durable.  Passing messages reach only who is there, and a live socket
that comes back after the text's own would wait for a word that was said before."""

BATCH_S = 0.03
RETRY_S = (0.2, 0.5, 1.0, 2.0)
LAST_TRY_S = 3.0
"""How long a server that stops tries to append what is left."""
ACTIVE_MS = 5_000
"""How often it is said that somebody types in a group."""
LONG_STREAM = 500
SHORT_STREAM = 20
"""Updates in the stream from which on it is compacted: with people in the room, and when the last one leaves."""
BYTES_AN_UPDATE = 500
"""A larger one counts as several."""

log = logging.getLogger(__name__)

Saving = Callable[[WorkshopId, bool], None]
"""Called when the store begins (False) or ceases (True) to refuse a document's updates."""


def weight(updates: Sequence[bytes]) -> int:
    return sum(1 + len(update) // BYTES_AN_UPDATE for update in updates)


class Rooms:
    """The open rooms of this process.  `start` before the first guest, `close` after the last."""

    def __init__(
        self,
        documents: Documents,
        presence: Presence,
        clock: Callable[[], int],
        saving: Saving = lambda _workshop, _ok: None,
    ) -> None:
        self.documents = documents
        self.presence = presence
        self.clock = clock
        self.saving = saving
        self._open: dict[tuple[WorkshopId, GroupId], OpenRoom] = {}
        self._following: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._following = asyncio.create_task(self._follow(), name="rooms-follow")

    async def close(self) -> None:
        """Appends what is left, if the store lets it within a few seconds."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.wait([self._following])
        if tasks := [room.close() for room in self._open.values()]:
            await asyncio.wait(tasks, timeout=LAST_TRY_S)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    def __len__(self) -> int:
        return len(self._open)

    async def enter(
        self, workshop: WorkshopId, group: GroupId, person: PersonId, starter: str, peer: Peer
    ) -> "OpenRoom":
        """The room, with the peer in it; opened for its first guest.  Raises NotSaved, and what a stored document that
        can't be read raises."""
        key = (workshop, group)
        room = self._open.get(key)
        if room is None:
            room = self._open[key] = OpenRoom(self, workshop, group, starter)
        await room.enter(peer, person)
        return room

    def forget(self, room: "OpenRoom") -> None:
        del self._open[room.workshop, room.group]

    async def _follow(self) -> None:
        async for news in self.documents.follow():
            room = self._open.get((news.workshop, news.group))
            if room is None:
                continue
            try:
                room.heard(news.passing)
            except Exception:
                log.exception("a room could not take in what others say; the other rooms still hear")


class OpenRoom:
    def __init__(self, rooms: Rooms, workshop: WorkshopId, group: GroupId, starter: str) -> None:
        self.workshop = workshop
        self.group = group
        self._rooms = rooms
        self._starter = starter
        self._room = Room()
        self._guests: dict[Peer, Guest] = {}
        self._buckets: dict[PersonId, Bucket] = {}
        self._coming = 0
        """Guests who wait for the room to be open."""
        self._waiting: list[Keep] = []
        """Updates that are not durable, oldest first; one that could not be appended stays."""
        self._passing: dict[int, State] = {}
        """The newest of each client, for the rooms of other processes.  They hear of it once a turn, however often it
        moves, or cursors could keep the text from being saved."""
        self._asking = False
        """The other rooms are to be asked who is there."""
        self._own: Counter[bytes] = Counter()
        """What was appended here since we last read: it comes back and is no news."""
        self._position = ""
        self._stream = 0
        self._unread = False
        self._untold = False
        """Somebody who has come may not know what is durable, or a word of it was lost."""
        self._stopping = False
        self._refused = False
        self._beaten_at = 0
        self._marked = 0
        """Ideas, as we last said."""
        self._awake = asyncio.Event()
        self._opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._run(), name=f"room-{group}")

    # -- guests ------------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        return self._room.text

    async def enter(self, peer: Peer, person: PersonId) -> None:
        self._coming += 1
        try:
            await asyncio.shield(self._opened)
            guest = self._guests[peer] = Guest(self._rooms.clock(), self._buckets.get(person))
            self._buckets[person] = guest.bucket
        finally:
            self._coming -= 1
            self._awake.set()
        self._perform(self._room.enter(self._rooms.clock()), peer)
        self._untold = True

    def receive(self, peer: Peer, data: str | bytes) -> None:
        self._perform(self._room.receive(self._guests[peer], data, self._rooms.clock()), peer)

    def leave(self, peer: Peer) -> None:
        guest = self._guests.pop(peer)
        self._perform(self._room.leave(guest, self._rooms.clock()), peer)
        self._awake.set()

    # -- the registry ------------------------------------------------------------------------------------------------

    def heard(self, passing: bytes | None) -> None:
        """News of this document from any process, this one too."""
        if passing is None:
            self._unread = True
            self._awake.set()
            return
        if passing == SAY_SAVED:
            self._untold = True
            self._awake.set()
            return
        with contextlib.suppress(Malformed):  # said by a process of another version
            self._perform(self._room.hear(passing, self._rooms.clock()), None)

    def close(self) -> asyncio.Task[None]:
        self._stopping = True
        self._awake.set()
        return self._task

    # -- inside ------------------------------------------------------------------------------------------------------

    def _perform(self, effects: Sequence[Effect], sender: Peer | None) -> None:
        for effect in effects:
            match effect:
                case Reply(frame) if sender is not None:
                    sender.send(frame)
                case ToOthers(frame):
                    for peer in self._guests:
                        if peer is not sender:
                            peer.send(frame)
                case ToAll(frame):
                    for peer in self._guests:
                        peer.send(frame)
                case Keep():
                    self._waiting.append(effect)
                    self._awake.set()
                case Pass(states):
                    self._passing.update((state.client, state) for state in states)
                    self._awake.set()
                case HangUp(code, reason) if sender is not None:
                    sender.close(code, reason)
                case _:
                    pass

    async def _run(self) -> None:
        try:
            await self._load()
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait for the room have to hear of it
            self._rooms.forget(self)
            await self._rooms.documents.unsubscribe(self.workshop, self.group)
            self._opened.set_exception(error)
            self._opened.exception()  # nobody may be waiting any more
            return
        self._opened.set_result(None)
        try:
            while True:
                await self._serve()
                with contextlib.suppress(NotSaved):
                    await self._read()  # our own last words count, too
                    await self._compact(SHORT_STREAM)
                await self._rooms.documents.unsubscribe(self.workshop, self.group)
                if self._stopping or not self._wanted:
                    break
                # Somebody came in at the last moment.
                await self._rooms.documents.subscribe(self.workshop, self.group)
                self._unread = True
        except Dropped:
            await self._send_away(NOT_SIGNED_IN, "the text is gone with its people")
        except Exception:
            log.exception("a room broke; its guests come back to a new one")
            await self._send_away(BROKEN, "the room broke")
        finally:
            self._rooms.forget(self)

    async def _send_away(self, code: int, reason: str) -> None:
        await self._rooms.documents.unsubscribe(self.workshop, self.group)
        for peer in self._guests:
            peer.close(code, reason)

    @property
    def _wanted(self) -> bool:
        return bool(self._guests or self._coming or self._waiting or self._passing or self._asking)

    async def _serve(self) -> None:
        """Until nobody is left and all is durable, or until the server stops."""
        failures = 0
        while self._wanted:
            if not (self._stopping or self._waiting or self._unread or self._untold or self._passing or self._asking):
                await self._awake.wait()
            self._awake.clear()
            try:
                await self._work()
            except NotSaved:
                self._say_saving(ok=False)
                self._pass_anew()
                await asyncio.sleep(RETRY_S[min(failures, len(RETRY_S) - 1)])
                failures += 1
            else:
                self._say_saving(ok=True)
                failures = 0
                if self._stopping and not self._waiting:
                    return
                await asyncio.sleep(BATCH_S)

    def _pass_anew(self) -> None:
        """What could not be passed on is out of date by the time it can be: then all rooms say who is where by now."""
        self._asking = True
        self._passing.clear()
        self._perform(self._room.hear(self._room.ask_others(), self._rooms.clock()), None)

    async def _load(self) -> None:
        documents = self._rooms.documents
        # First listen, then read: what is appended in between is named.
        await documents.subscribe(self.workshop, self.group)
        stored, self._position = await documents.load(self.workshop, self.group)
        self._room = Room(stored)
        self._stream = len(stored)
        if not stored and self._starter:
            seed = starter_update(self._starter)
            self._room.merge([seed])
            self._waiting.append(Keep(seed, {}))
        self._asking = True

    async def _work(self) -> None:
        """One turn of the room: append, read, say, compact.  Raises NotSaved, by which nothing is lost, and Dropped."""
        batch = self._waiting[:]
        if batch or self._untold:
            await self._make_durable(batch)
        if self._unread:
            self._unread = False
            try:
                await self._read()
            except StoreError:
                self._unread = True
                raise
        if batch:
            await self._say_active()
        if self._room.marked != self._marked:
            await self._say_marked()
        if self._passing or self._asking:
            await self._pass_on()
        await self._compact(LONG_STREAM)

    async def _pass_on(self) -> None:
        messages = passing(list(self._passing.values()))
        if self._asking:
            messages.append(self._room.ask_others())
        self._passing.clear()
        self._asking = False
        for message in messages:
            await self._rooms.documents.whisper(self.workshop, self.group, message)

    async def _make_durable(self, batch: Sequence[Keep]) -> None:
        """Appends what waits, and says so."""
        all_, self._untold = self._untold, False
        # Of this moment: all that is here is durable once the batch is.
        up_to = self._room.up_to(None if all_ else [keep.deleted for keep in batch])
        try:
            if batch:
                updates = [keep.update for keep in batch]
                appended = await self._rooms.documents.append(self.workshop, self.group, updates)
                del self._waiting[: len(batch)]
                if appended.before == self._position:
                    self._position = appended.after
                    self._stream += weight(updates)
                else:
                    self._own.update(updates)
                    self._unread = True
            await self._say_saved(up_to)
        except StoreError:
            self._untold = True
            raise

    async def _read(self) -> None:
        updates, self._position = await self._rooms.documents.after(self.workshop, self.group, self._position)
        self._stream += weight(updates)
        news: list[bytes] = []
        for update in updates:
            if self._own[update] > 0:
                self._own[update] -= 1
            else:
                news.append(update)
        # All that we appended has been read by now, or stands in a snapshot.
        self._own.clear()
        self._perform(self._room.merge(news), None)

    async def _say_saved(self, up_to: bytes) -> None:
        saved = msgspec.json.encode(DocumentSaved(self.group, b64encode(up_to).decode()))
        await self._rooms.documents.whisper(self.workshop, SAVED, saved)

    async def _say_active(self) -> None:
        at = self._rooms.clock()
        if self._guests and at - self._beaten_at >= ACTIVE_MS:
            self._beaten_at = at
            await self._rooms.presence.beat(self.workshop, self.group, at)

    async def _say_marked(self) -> None:
        marked = self._room.marked
        await self._rooms.presence.mark(self.workshop, self.group, marked)
        self._marked = marked

    async def _compact(self, longest: int) -> None:
        """Only what has been read up to `position` is replaced, so the snapshot holds at least that much."""
        if self._stream <= longest:
            return
        await self._rooms.documents.compact(self.workshop, self.group, self._room.snapshot(), self._position)
        self._stream = 0

    def _say_saving(self, *, ok: bool) -> None:
        if ok == self._refused:
            self._refused = not ok
            self._rooms.saving(self.workshop, ok)


async def serve_workspace(
    rooms: Rooms, connection: Connection, workshop: WorkshopId, group: GroupId, person: PersonId, starter: str
) -> None:
    """See the module."""
    try:
        room = await rooms.enter(workshop, group, person, starter, connection)
    except StoreError:
        connection.close(TRY_LATER, "the store can't be reached")
        return
    except Exception:
        log.exception("the document of %s in %s can't be read", group, workshop)
        connection.close(BROKEN, "the document can't be read")
        return
    try:
        await connection.listen(partial(room.receive, connection))
    finally:
        room.leave(connection)
