"""A told story written into the real store, and a hand that does what the relay rings for."""

from typing import Any

from redis import Redis

from server.core.errands import AnyErrand, SendDataLink, SendInvitation, errands
from server.core.evolve import apply
from server.core.ids import PersonId, WorkshopId
from server.core.people import Address
from tests.core.story import Story
from tests.workers.scene import BROCHURE, JONAS, LEADER, MARA, OLE, PROFILES, TEXTS, closed
from workers import jobs, relay, schedule
from workers.bootstrap import Tools
from workers.doorbell import ListedJob, queue

W = WorkshopId("w")
ADDRESSES = {MARA: "mara@example.org", JONAS: "jonas@example.org", OLE: "ole@example.org"}

DOING: dict[str, Any] = {
    "workers.jobs.plan_follow_up": jobs.plan,
    "workers.jobs.count_afterwards": jobs.count,
    "workers.jobs.reveal": jobs.open_relation,
    "workers.jobs.send_mails": jobs.send_batch,
    "workers.jobs.send_sign_in": jobs.send_link,
    "workers.jobs.send_invitation": lambda tools, *args: jobs.invite(tools, SendInvitation(*args)),
    "workers.jobs.send_data_link": lambda tools, *args: jobs.send_fresh(tools, SendDataLink(*args)),
    "workers.jobs.forget": jobs.forget_erased,
    "workers.jobs.close_later": jobs.close_when_due,
}


async def settle(tools: Tools, story: Story | None = None, *, confirmed: bool = True) -> None:
    """Writes the workshop, its words and its people; the errands of its history go into the outbox."""
    told = story or closed()
    state = None
    for version, (events, at) in enumerate(told.history):
        state = apply(state, events, at)
        assert state is not None
        await tools.store.log.append(W, version, f"test:{version}", at, events, errands(state, events))
    await tools.store.workshops.put_brochure(W, BROCHURE)
    for id_, words in TEXTS.items():
        await tools.store.workshops.put_text(W, id_, words)
    for person, profile in PROFILES.items():
        await tools.store.people.put_profile(W, person, profile)
        known = Address(ADDRESSES[person], confirmed_at=tools.clock() if confirmed else None)
        await tools.store.people.put_address(W, person, known)
    assert LEADER in told.workshop.facilitators


async def work(tools: Tools, redis: Redis, *, at_most: int = 20) -> int:
    """Schedule, relay and jobs in turn until nothing is left to do now; how many jobs that took."""
    done = 0
    rung = queue(redis)
    for _ in range(at_most):
        await schedule.once(tools)
        taken = await relay.once(tools, rung, "test", block_ms=0)
        ids = rung.job_ids
        for job_id in ids:
            if not ListedJob.exists(job_id, connection=redis):
                continue  # swept by one before it
            job = ListedJob.fetch(job_id, connection=redis, serializer=rung.serializer)
            job.delete()  # as RQ does with what was done
            await DOING[job.func_name or ""](tools, *job.args)
            done += 1
        if not taken and not ids:
            return done
    raise AssertionError("there is always something to do")


async def ledger(tools: Tools) -> dict[str, tuple[str, str]]:
    """Each line's state and reason."""
    return {line.key: (line.state, line.reason) for line in await tools.store.ledger.lines(W)}


async def put(tools: Tools, *wanted: AnyErrand) -> None:
    await tools.store.outbox.put(wanted)


def address_of(person: PersonId) -> str:
    return ADDRESSES[person]
