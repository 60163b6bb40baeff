"""What RQ runs.  Arguments are ids; everything else is read when the job runs, so a stale or second run does nothing.

No exception leaves a job with its words: RQ keeps and logs them, and a library's may hold an address.
"""

import asyncio
import hashlib
import logging
import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import uvloop

from server.core.commands import ByClock, CloseWorkshop
from server.core.decide import decide
from server.core.errands import Asked, CloseLater, SendDataLink, SendInvitation, SendSignIn, errands
from server.core.evolve import apply
from server.core.followup.coffee import proposals
from server.core.followup.exchange import Opened, claimed
from server.core.followup.plan import Owed, after_reveal
from server.core.ids import FacilitatorId, PersonId, WorkshopId
from server.core.rejections import Rejection
from server.core.state import Closed, Language, Workshop
from server.settings import Settings
from server.store import afterwards, erasure
from server.store.ports import Stale, StoreError
from server.store.remembering import unlearnt
from server.text.calendar import zone
from workers import schedule
from workers.bootstrap import Pace, Tools, open_tools
from workers.guard import PATIENCE
from workers.mail.deliver import Carrier, Deferred, InDoubt, Unreachable
from workers.mail.library import Library
from workers.mail.post import Postman, ahead
from workers.mail.render import Post
from workers.outlook import Now, closing, may_open, of_line, state, unplanned
from workers.sweeping import sweep
from workers.together import each

log = logging.getLogger("gespann.jobs")


class JobFailed(Exception):
    """A job's failure by its kind; the errand's second look comes by itself."""


# -- what the worker calls -------------------------------------------------------------------------------------------


def plan_follow_up(workshop: str) -> None:
    _run(lambda tools: plan(tools, WorkshopId(workshop)))


def count_afterwards(workshop: str) -> None:
    _run(lambda tools: count(tools, WorkshopId(workshop)))


def reveal(workshop: str, a: str, b: str) -> None:
    _run(lambda tools: open_relation(tools, WorkshopId(workshop), PersonId(a), PersonId(b)))


def send_mails(mails: list[tuple[str, str]]) -> None:
    """Mails as (workshop, key of the ledger)."""
    _run(lambda tools: send_batch(tools, [(WorkshopId(workshop), key) for workshop, key in mails]))


def send_sign_in(facilitator: str, language: Language, asked_at: int) -> None:
    _run(lambda tools: send_link(tools, FacilitatorId(facilitator), language, asked_at))


def send_invitation(workshop: str, facilitator: str, asked_at: int) -> None:
    _run(lambda tools: invite(tools, SendInvitation(WorkshopId(workshop), FacilitatorId(facilitator), asked_at)))


def send_data_link(workshop: str, person: str, language: Language, asked_at: int) -> None:
    _run(lambda tools: send_fresh(tools, SendDataLink(WorkshopId(workshop), PersonId(person), language, asked_at)))


def forget(workshop: str) -> None:
    _run(lambda tools: forget_erased(tools, WorkshopId(workshop)))


def close_later(workshop: str) -> None:
    _run(lambda tools: close_when_due(tools, WorkshopId(workshop)))


ALLOWED: dict[str, Callable[..., None]] = {
    f"{job.__module__}.{job.__qualname__}": job
    for job in (
        plan_follow_up,
        count_afterwards,
        reveal,
        send_mails,
        send_sign_in,
        send_invitation,
        send_data_link,
        forget,
        close_later,
    )
}
"""All that a worker runs, whatever stands in RQ's Redis."""


LANES = 4
"""Connections to the mail server at once, of one batch."""
LANE = 10
"""Mails of one connection; for more, a further one is opened."""
FRESH_MS = 60 * 60 * 1000
"""How long a fresh link to one's own data opens them."""
ASKED_LONG_AGO_MS = 15 * 60 * 1000
"""A sign-in mail that could not be delivered for so long is not tried again."""
INVITED_LONG_AGO_MS = 24 * 60 * 60 * 1000
"""The same of an invitation."""


def pace() -> Pace:
    return Pace().scaled(float(os.environ.get(PATIENCE, "1")))


def _run(work: Callable[[Tools], Awaitable[None]]) -> None:
    async def with_tools() -> None:
        async with open_tools(Settings.read(os.environ), pace=pace()) as tools:
            await work(tools)

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(with_tools())
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # noqa: BLE001 - whatever it is (a Rust panic, too), its words must not reach RQ
        kind = type(fault).__name__
        log.warning("a job failed: %s", kind)
        raise JobFailed(kind) from None


# -- what they do ----------------------------------------------------------------------------------------------------


async def plan(tools: Tools, workshop: WorkshopId) -> None:
    """The mails that are owed; and the series learns (rule S1)."""
    await _owe(tools, workshop, await unplanned(tools, workshop))
    news = await unlearnt(tools.store, workshop)
    if news is not None:
        series, lesson = news
        await tools.store.series.learn(series, workshop, lesson)


async def count(tools: Tools, workshop: WorkshopId) -> None:
    """What is due of it by now (rule E9); the errand's second look sees to the rest."""
    found = await state(tools.store, workshop)
    if found is not None:
        await afterwards.count(tools.store, found, tools.settings.exchange_ms)


async def open_relation(tools: Tools, workshop: WorkshopId, a: PersonId, b: PersonId) -> None:
    """The claim decides: what was withdrawn before it is never delivered (rule X4)."""
    opened, at = await _claimed(tools, workshop, a, b), tools.clock()
    if opened is not None:
        await _owe(tools, workshop, after_reveal(a, b, opened, at))


async def _claimed(tools: Tools, workshop: WorkshopId, a: PersonId, b: PersonId) -> Opened | None:
    relations = tools.store.relations
    while True:
        found, at = await state(tools.store, workshop), tools.clock()
        relation = await relations.relation(workshop, a, b)
        if isinstance(relation, Opened):
            return claimed(relation, a, b, at)
        if found is None or not may_open(found, a, b):
            return None
        try:
            times = await _times(tools, found, a, b, at)
            return await relations.claim(workshop, a, b, at, times, seen=found.version)
        except Stale:
            continue


async def _times(tools: Tools, found: Workshop, a: PersonId, b: PersonId, at: int) -> tuple[int, ...]:
    """For a coffee of these two, if they are opened now."""
    profiles = [await tools.store.people.profile(found.id, who) for who in sorted((a, b))]
    one, other = (zone(profile.timezone if profile else "") for profile in profiles)
    return proposals(found.phase.at if isinstance(found.phase, Closed) else at, at, (one, other))


async def send_batch(tools: Tools, mails: list[tuple[WorkshopId, str]]) -> None:
    """Over a few connections at once: while one waits for the mail server or the store's disk, another mail is made."""
    lines = await each(lambda mail: tools.store.ledger.line(*mail), mails)
    at, lease = tools.clock(), tools.pace.lease
    due = [mail for mail, line in zip(mails, lines, strict=True) if isinstance(of_line(line, at, lease), Now)]
    library = Library(tools.store, tools.clock)
    await ahead(library, due)

    lanes = min(LANES, -(-len(due) // LANE))
    async with _carriers(tools, lanes) as carriers:
        sending = (Postman(tools, carrier, library).send(due[n::lanes]) for n, carrier in enumerate(carriers))
        ended = await asyncio.gather(*sending, return_exceptions=True)
    for result in ended:
        if isinstance(result, BaseException):
            raise result


async def send_link(tools: Tools, facilitator: FacilitatorId, language: Language, asked_at: int) -> None:
    """A fresh secret with every try, so that no queue ever holds one.

    Without a ledger: who gets no mail asks again.  A broken connection behind the text is not repeated for the same
    reason, and since two links in one inbox make people wonder.
    """
    store, at = tools.store, tools.clock()
    address = await store.facilitators.address(facilitator)
    if address is None or at - asked_at > ASKED_LONG_AGO_MS:
        return
    again = SendSignIn(facilitator, language, asked_at)

    async def made() -> Post:
        secret = await store.facilitators.mint_sign_in(facilitator, at)
        link = f"{tools.settings.base_url}/sign-in/{secret}"
        return tools.renderer.sign_in(language, address, link, _message_id(tools), at)

    await _send_once(tools, again, made)


async def invite(tools: Tools, asked: SendInvitation) -> None:
    """As `send_link`, without a secret: who is invited asks for a link of their own.  So a copy is the same mail."""
    store, at = tools.store, tools.clock()
    address = await store.facilitators.address(asked.facilitator)
    found, brochure = await state(tools.store, asked.workshop), await store.workshops.brochure(asked.workshop)
    late = at - asked.asked_at > INVITED_LONG_AGO_MS
    if address is None or found is None or brochure is None or late:
        return
    to, language = address, found.design.language
    wish = f"{asked.workshop} {asked.facilitator} {asked.asked_at}"
    message_id = f"<{hashlib.sha256(wish.encode()).hexdigest()[:32]}@{tools.host}>"

    async def made() -> Post:
        link = f"{tools.settings.base_url}/console/{asked.workshop}"
        title, by = brochure.title, brochure.facilitator
        return tools.renderer.invitation(language, to, link, title, by, message_id, at)

    await _send_once(tools, asked, made)


async def send_fresh(tools: Tools, asked: SendDataLink) -> None:
    """As `send_link`, to the address that a person has proven; also when they want no other mails."""
    store, at = tools.store, tools.clock()
    address = await store.people.address(asked.workshop, asked.person)
    brochure = await store.workshops.brochure(asked.workshop)
    late = at - asked.asked_at > ASKED_LONG_AGO_MS
    if address is None or address.confirmed_at is None or brochure is None or late:
        return
    to, title = address.address, brochure.title

    async def made() -> Post:
        secret = await store.people.mint_fresh(asked.workshop, asked.person, to, at + FRESH_MS)
        link = f"{tools.settings.base_url}/my-data/{secret}"
        return tools.renderer.fresh_link(asked.language, to, link, title, _message_id(tools), at)

    await _send_once(tools, asked, made)


async def _send_once(tools: Tools, again: Asked, made: Callable[[], Awaitable[Post]]) -> None:
    store, at = tools.store, tools.clock()
    async with _carriers(tools, 1) as (carrier,):
        if not await carrier.reach():
            await store.due.put(again, at + tools.pace.down)
            return
        match await carrier.send(await made()):
            case Deferred():
                await store.due.put(again, at + tools.pace.deferred[0])
            case Unreachable():
                await store.due.put(again, at + tools.pace.down)
            case InDoubt() if isinstance(again, SendInvitation) and at - again.asked_at < tools.pace.doubt[0]:
                await store.due.put(again, at + tools.pace.doubt[0])  # once: by then it was asked for too long ago
            case _:
                pass


async def forget_erased(tools: Tools, workshop: WorkshopId) -> None:
    """The rest of the erasures of a workshop (rule E3), here and in RQ's Redis."""
    people = await tools.store.people.forgetting(workshop)
    if not people:
        return
    await erasure.forget(tools.store, workshop, people, tools.clock())
    swept = await asyncio.to_thread(sweep, tools.settings, people)
    await tools.store.outbox.put(swept.others)
    if not swept.running:  # else the errand's second look sweeps again
        await tools.store.people.forgotten(workshop, people)


async def close_when_due(tools: Tools, workshop: WorkshopId) -> None:
    """Rule W5.  Whoever else changes the workshop meanwhile makes us look again."""
    while True:
        found, at = await state(tools.store, workshop), tools.clock()
        due = closing(found)
        if found is None or due is None:
            return
        if due > at:
            await tools.store.due.put(CloseLater(workshop, due), due)
            return
        try:
            events = decide(found, CloseWorkshop(), ByClock(), at)
        except Rejection:
            return
        after = apply(found, events, at)
        if after is None:
            return
        try:
            await tools.store.log.append(workshop, found.version, "clock:close", at, events, errands(after, events))
        except Stale:
            continue
        return


@asynccontextmanager
async def _carriers(tools: Tools, count: int) -> AsyncIterator[list[Carrier]]:
    """Whether they reached the mail server is known afterwards to whoever waits for a mail, and why not to the log."""
    async with AsyncExitStack() as open_:
        made = (Carrier(tools.settings.smtp, tools.host) for _ in range(count))
        carriers = [await open_.enter_async_context(carrier) for carrier in made]
        yield carriers
    for why in {carrier.why for carrier in carriers if carrier.reached is False}:
        log.error("no mail goes out: %s", why)
    reached = {carrier.reached for carrier in carriers}
    with suppress(StoreError):  # news for a page: what was sent is sent
        if True in reached:
            await tools.store.mail_server.answers()
        elif False in reached:
            await tools.store.mail_server.is_away(tools.clock())


async def _owe(tools: Tools, workshop: WorkshopId, lines: tuple[Owed, ...]) -> None:
    await tools.store.ledger.owe_all(workshop, [(str(line.key), _message_id(tools), line.due_at) for line in lines])
    await schedule.once(tools)  # what is due now need not wait for the next tick


def _message_id(tools: Tools) -> str:
    return f"<{secrets.token_hex(16)}@{tools.host}>"
