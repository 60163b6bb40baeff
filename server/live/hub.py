"""One open workshop in one process: a task that decides what comes in, and shows everybody what came of it.

Everything that waits happens in this one task, in turns: read the log, decide what waits, read presence and people,
render.  So commands of one workshop are decided one after the other, and nothing here needs a lock.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from server.core.commands import ChangeDesign, JoinWorkshop, ProposeShowcase, PublishDraft
from server.core.events import Announced, DesignChanged, IdeaNoted, ParticipantJoined, ShowcaseProposed
from server.core.ids import TextId
from server.core.rejections import DraftIsUnfit, Rejection
from server.core.state import Workshop
from server.live.around import Around
from server.live.audience import Audience, Client
from server.live.planner import Planner
from server.live.requests import Requests
from server.live.saved import Saved
from server.live.scribe import Answer, Order, Outcome, Scribe, anything
from server.live.turns import going_first, others_turn
from server.live.waiting import Job, Waiting
from server.protocol.frames import BROKEN
from server.protocol.messages import DocumentSaved
from server.protocol.session import NOT_SAVING, SAVING_AGAIN
from server.store.ports import NotSaved, Stale, StoreError
from server.store.store import Store
from server.workspace.rooms import SAVED

log = logging.getLogger(__name__)

TICK_S = 5.0
"""How often views are rendered because time passes, and presence is read."""
RENDER_S = 0.05
"""At most this often are views rendered …"""
RENDER_SHARE = 4
"""… and no more than one part in five of the time is spent on it."""
PEOPLE_S = 0.2
"""At most this often are people and words read anew."""
PROBE_S = 1.0
"""How often a store that refused is tried again."""


NAMING = (ParticipantJoined, DesignChanged, IdeaNoted, ShowcaseProposed, Announced)
"""Events that name people or words which this process may not have read yet."""


class UnknownWorkshop(Exception):
    """There is no such workshop."""


class Hub:
    """Made by `Hubs`; lives as long as somebody watches, asks or plans."""

    def __init__(
        self, scribe: Scribe, store: Store, planner: Planner, clock: Callable[[], int], forget: Callable[["Hub"], None]
    ) -> None:
        """`forget` is called once, when nobody may enter any more."""
        self.workshop = scribe.workshop
        self.audience = Audience()
        self._store = store
        self._clock = clock
        self._forget = forget
        self._scribe = scribe
        self._around = Around(self.workshop, store, clock)
        self._waiting = Waiting()
        self._saved = Saved(scribe, store.documents, self.audience)
        self._awake = asyncio.Event()
        self.requests = Requests(
            planner,
            scribe,
            self._around,
            clock,
            known=self._known,
            order=self.order,
            wake=self._awake.set,
            show=self._show,
        )
        self._coming = 0
        self._unread = True
        self._stale = True
        """People or words may have changed."""
        self._asked_of_people = False
        """Somebody waits for what is known of them by now."""
        self._nameless = True
        """They have changed, and views without them would look wrong."""
        self._dirty = True
        self._refused = False
        self._tick_at = self._render_at = self._people_at = self._probe_at = 0.0
        self._stopping = False
        self._opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._run(), name=f"hub-{self.workshop}")

    # -- clients -----------------------------------------------------------------------------------------------------

    async def enter(self, client: Client) -> None:
        """Raises UnknownWorkshop, NotSaved."""
        self._coming += 1
        try:
            await asyncio.shield(self._opened)
            self.audience.add(client)
        finally:
            self._coming -= 1
            self._awake.set()
        client.peer.send(client.session.welcome(self._clock()))
        if self._refused:
            client.peer.send(NOT_SAVING)
        self._saved.entered(client)
        self._unread = self._dirty = True
        self.heard(client)

    def leave(self, client: Client) -> None:
        self.audience.remove(client)
        self._awake.set()

    def heard(self, client: Client) -> None:
        """A beat of somebody's; it reaches the store and the other processes with the next turn."""
        if client.person is not None and self._around.heard(client.person):
            self._dirty = True
        self._awake.set()

    # -- the registry ------------------------------------------------------------------------------------------------

    def order(self, order: Order, answer: Answer) -> None:
        self._waiting.inbox.append(Job(order, answer))
        self._awake.set()

    def changed(self, *, around: bool) -> None:
        """The log has grown, and perhaps what stands `around` it is another: people are read anew for that alone."""
        self._unread = True
        self._stale |= around
        self._awake.set()

    async def fresh(self) -> Workshop | None:
        """The state after another look into the log.  Raises NotSaved."""
        asked = self._waiting.ask()
        self._unread = True
        self._awake.set()
        return await asked

    async def _known(self) -> Workshop | None:
        """As `fresh`, and people are read anew as well."""
        self._asked_of_people = True
        return await self.fresh()

    def saved(self, message: DocumentSaved) -> None:
        self._saved.tell(message)

    def listens(self) -> None:
        """The channel on which rooms speak is there, perhaps again."""
        self._saved.listens()
        self._awake.set()

    def store_is(self, *, ok: bool) -> None:
        """Tells everybody when the store begins or ceases to refuse."""
        if ok == self._refused:
            self._refused = not ok
            self._probe_at = 0.0
            self.audience.send(SAVING_AGAIN if ok else NOT_SAVING)
            self._awake.set()

    def stop(self) -> asyncio.Task[None]:
        self._stopping = True
        self._awake.set()
        return self._task

    # -- the task ----------------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        try:
            await self._open()
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait for the hub have to hear of it
            self._forget(self)
            await self._unsubscribe()
            self._opened.set_exception(error)
            self._opened.exception()  # nobody may be waiting any more
            self._waiting.give_up(NotSaved())
            return
        self._opened.set_result(None)
        try:
            while self._wanted():
                await self._sleep()
                await self._turn()
                if self._stopping or not self._wanted():
                    await self._unsubscribe()
                    if self._stopping:
                        break
                    if self._wanted():  # somebody came in at the last moment
                        await self._subscribe()
        except Exception:
            log.exception("the hub of a workshop broke; its clients come back to a new one")
            await self._unsubscribe()
            for client in self.audience.clients:
                client.peer.close(BROKEN, "the hub broke")
        finally:
            self._forget(self)
            self.requests.close()
            self._waiting.give_up(NotSaved())
            await self._empty()

    def _wanted(self) -> bool:
        return bool(self.audience.clients or self._coming or self._waiting or self.requests.busy or self._around.beats)

    async def _empty(self) -> None:
        """What fills a room goes in pieces.  Left to the garbage collector, it would go at once with other rooms'."""
        self.audience.forget()
        for _ in self._around.forget():
            await others_turn()

    async def _open(self) -> None:
        await self._subscribe()
        self._unread = False
        await self._scribe.catch_up()
        self._scribe.take_news()
        if self._scribe.state is None:
            raise UnknownWorkshop
        await self._read_people()

    async def _subscribe(self) -> None:
        """Before reading: what is appended in between is named."""
        await self._store.log.subscribe(self.workshop)
        await self._store.documents.subscribe(self.workshop, SAVED)
        self._unread = self._stale = True

    async def _unsubscribe(self) -> None:
        await self._store.log.unsubscribe(self.workshop)
        await self._store.documents.unsubscribe(self.workshop, SAVED)

    async def _sleep(self) -> None:
        """Until there is something to do."""
        if self._waiting:
            return
        if self._refused:
            until = self._probe_at
        elif self._unread or self._saved.unsure or self._around.beats:
            return
        else:
            until = min(self._tick_at, self._people_at) if self._stale else self._tick_at
        if self._dirty and not self._nameless:
            until = min(until, self._render_at)
        self._awake.clear()
        with suppress(TimeoutError):
            # Not `wait_for`: before Python 3.12 it swallows a cancellation that meets the event.
            async with asyncio.timeout_at(until):
                await self._awake.wait()

    async def _turn(self) -> None:
        now = asyncio.get_running_loop().time()
        try:
            if not self._refused or self._waiting or now >= self._probe_at:
                await self._work(now)
        except StoreError:
            self.store_is(ok=False)
            self._probe_at = now + PROBE_S
            self._waiting.give_up(NotSaved())
        if self._dirty and not self._nameless and now >= self._render_at:
            await self._render()

    async def _work(self, now: float) -> None:
        """All that needs the store.  Raises StoreError; what was not done stays to be done."""
        if self._refused:
            await self._store.ping()
            self.store_is(ok=True)
        asked, of_people = self._waiting.asking, self._asked_of_people
        self._asked_of_people = False
        await self._read_log()
        if self._stale and of_people:
            await self._read_people()
        self._waiting.tell(asked, self._scribe.state)
        await self._decide()
        await self._around.beat()
        if self._stale and now >= self._people_at:
            await self._read_people()
        if not self._nameless:
            self.requests.look()
        if now >= self._tick_at:
            await self._around.read_presence()
            self._tick_at = now + TICK_S
            self._dirty = True
            self._saved.tick()
        await self._saved.ask()

    # -- what a turn does --------------------------------------------------------------------------------------------

    async def _read_log(self) -> None:
        if not self._unread:
            return
        self._unread = False
        try:
            await self._scribe.catch_up()
        except StoreError:
            self._unread = True
            raise
        self._note_news()

    def _note_news(self) -> None:
        """What came from other processes may name people and words that we have not read yet."""
        if news := self._scribe.take_news():
            self._dirty = True
            if any(isinstance(event, NAMING) for event in news):
                self._stale = self._nameless = True

    async def _decide(self) -> None:
        """All that waits, in order; shown together afterwards."""
        while self._waiting.inbox:
            job = self._waiting.inbox[0]
            if self._stale and job.order.check is not anything:
                await self._read_people()  # what is checked hangs on them
            try:
                with going_first():
                    outcome: Outcome = await self._scribe.perform(job.order)
            except (Rejection, Stale) as no:
                outcome = no
            self._waiting.inbox.popleft()
            self._dirty = True
            if isinstance(outcome, int) and job.order.text is not None:
                self._around.add_text(TextId(job.order.key), job.order.text)
            if isinstance(job.order.command, (JoinWorkshop, ChangeDesign, ProposeShowcase)):
                self._stale = self._nameless = True
            if isinstance(outcome, DraftIsUnfit) and isinstance(job.order.command, PublishDraft):
                self.requests.mend(job.order.command.revision)
            job.answer(outcome)
        self._note_news()

    async def _read_people(self) -> None:
        self._stale = False
        try:
            await self._around.read_all(self._scribe.state.design if self._scribe.state else None)
        except StoreError:
            self._stale = True
            raise
        self._people_at = asyncio.get_running_loop().time() + PEOPLE_S
        self._nameless = False
        self._dirty = True

    async def _render(self) -> None:
        loop, state = asyncio.get_running_loop(), self._scribe.state
        self._dirty = False
        spent = 0.0
        if state is not None:
            rendering = self.audience.render(state, self._around.now, self._clock())
            while True:
                begun = loop.time()
                ended = next(rendering, True)
                spent += loop.time() - begun
                if ended:
                    break
                await others_turn()
        self._render_at = loop.time() + max(RENDER_S, RENDER_SHARE * spent)

    def _show(self) -> None:
        self._dirty = True
        self._awake.set()
