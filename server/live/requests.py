"""What clients ask for: each request becomes a command, or a plan that becomes one, with an answer."""

import asyncio
from collections.abc import Awaitable, Callable

from server.core.decide import AnyCommand
from server.core.rejections import AlreadyDone, DraftIsStale, Rejection, TooManyChanges
from server.core.state import Workshop
from server.core.views.shapes import BetterPlan
from server.live.allowances import Allowances
from server.live.around import Around
from server.live.audience import Client
from server.live.checks import check_of
from server.live.drafting import Drafter
from server.live.planner import Planner
from server.live.scribe import Answer, Order, Outcome, Scribe
from server.live.tending import Tender
from server.protocol.frames import Frame
from server.protocol.session import Request, done, not_saved, refused
from server.store.ports import NotSaved, StoreError


class Requests:
    """Nothing here waits for the store: `order` asks for a command, `known` is the newest state with its people, `wake`
    says that a plan is over, `show` that views have changed.
    """

    def __init__(
        self,
        planner: Planner,
        scribe: Scribe,
        around: Around,
        clock: Callable[[], int],
        *,
        known: Callable[[], Awaitable[Workshop | None]],
        order: Callable[[Order, Answer], None],
        wake: Callable[[], None],
        show: Callable[[], None],
    ) -> None:
        self._scribe = scribe
        self._around = around
        self._clock = clock
        self._order = order
        self._wake = wake
        self._show = show
        self._allowances = Allowances()
        self._drafter = Drafter(planner, known, lambda: around.now.profiles, order)
        self._tender = Tender(planner, order, self._offered)

    @property
    def busy(self) -> bool:
        """Whether a plan is under way that somebody asked for."""
        return self._drafter.busy

    def ask(self, client: Client, request: Request, command: AnyCommand, text: str | None = None) -> None:
        """Decides in turn and answers the client, whether it is still there or not."""
        if client.person is not None and not self._allowances.take(client.person, command, self._clock()):
            client.peer.send(_frame(request, TooManyChanges()))
            return
        check = check_of(command, client.person, lambda: self._around.now)
        order = Order(request.key, command, client.session.viewer, text, check)
        self._order(order, lambda outcome: client.peer.send(_frame(request, outcome)))

    def draft(self, client: Client, request: Request, shown: int | None) -> None:
        """Plans and records.  While one plan is computed another is refused; the same again gets the same answer."""
        if (version := self._scribe.version_of(request.key)) is not None:
            client.peer.send(done(request, version))
            return
        task = self._drafter.ask(request.key, client.session.viewer, shown)
        if task is None:
            client.peer.send(refused(request, AlreadyDone.code))
            return

        def answer(ended: asyncio.Task[Outcome]) -> None:
            client.peer.send(_frame(request, NotSaved() if ended.cancelled() else ended.result()))
            self._wake()

        task.add_done_callback(answer)

    def take(self, client: Client, request: Request, revision: int) -> None:
        """Records the plan that is offered for this revision of the draft, if it still is and may be."""
        if (version := self._scribe.version_of(request.key)) is not None:
            client.peer.send(done(request, version))
            return
        record = self._tender.offered(revision)
        if record is None:
            client.peer.send(_frame(request, DraftIsStale()))
            return

        def answer(outcome: Outcome) -> None:
            if isinstance(outcome, Rejection):
                self._tender.withdraw()
            client.peer.send(_frame(request, outcome))

        check = check_of(record, None, lambda: self._around.now)
        self._order(Order(request.key, record, client.session.viewer, check=check), answer)

    def look(self) -> None:
        """After every change: a standing draft is tended."""
        self._tender.look(self._scribe.state, self._around.now.profiles)

    def mend(self, revision: int) -> None:
        """This draft was to be published, and a rule forbids one of its groups by now."""
        self._tender.mend(revision)

    def close(self) -> None:
        self._drafter.close()
        self._tender.close()

    def _offered(self, better: BetterPlan | None) -> None:
        if self._around.offer(better):
            self._show()


def _frame(request: Request, outcome: Outcome) -> Frame:
    match outcome:
        case int():
            return done(request, outcome)
        case Rejection():
            return refused(request, outcome.code, **outcome.fields)
        case StoreError():
            return not_saved(request)
