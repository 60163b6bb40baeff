"""What stands in RQ's Redis may be written by somebody else: a worker runs nothing but our jobs."""

from typing import get_args

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from server.core.errands import (
    AnyErrand,
    Asked,
    CloseLater,
    CountAfterwards,
    Forget,
    PlanFollowUp,
    Reveal,
    SendDataLink,
    SendInvitation,
    SendMail,
    SendSignIn,
)
from server.core.ids import FacilitatorId
from server.settings import Settings
from server.store.connection import CLIENT_NAME
from tests.workers.scene import JONAS, MARA
from tests.workers.world import W
from workers.bootstrap import bell
from workers.doorbell import BATCH, ListedJob, NotAllowed, calls, queue, ring, worker


def put(redis: Redis, function: str, **more: object) -> ListedJob:
    foreign = Queue("gespann", connection=redis, serializer=JSONSerializer)
    job = foreign.enqueue_call(function, args=("touch /tmp/x",), **more)  # type: ignore[arg-type]  # as an attacker would
    return fetched(redis, job.id)


def fetched(redis: Redis, id_: str) -> ListedJob:
    job = ListedJob.fetch(id_, connection=redis, serializer=JSONSerializer)
    assert isinstance(job, ListedJob)
    return job


@pytest.mark.parametrize("function", ["os.system", "builtins.eval", "workers.jobs.plan", "workers.jobs._run", ""])
def test_only_listed_functions_run(redis: Redis, function: str) -> None:
    with pytest.raises(NotAllowed):
        put(redis, function or "x").perform()


def test_callbacks_are_not_even_imported(redis: Redis) -> None:
    job = put(redis, "workers.jobs.send_mails")
    redis.hset(job.key, mapping={"success_callback_name": "os.system", "failure_callback_name": "os.system"})
    again = fetched(redis, job.id)
    assert again.success_callback is None
    assert again.failure_callback is None
    assert again.stopped_callback is None


def test_a_job_carries_ids_only(redis: Redis) -> None:
    rung = queue(redis)
    errands: list[AnyErrand] = [
        PlanFollowUp(W),
        CountAfterwards(W),
        Reveal(W, MARA, JONAS),
        CloseLater(W, 1),
        SendSignIn(FacilitatorId("f"), "de", 0),
        SendInvitation(W, FacilitatorId("f"), 0),
        SendMail(W, "after:m"),
    ]
    ring(rung, calls(errands))
    jobs = [fetched(redis, each) for each in rung.job_ids]
    assert [(job.func_name, list(job.args)) for job in jobs] == [
        ("workers.jobs.plan_follow_up", ["w"]),
        ("workers.jobs.count_afterwards", ["w"]),
        ("workers.jobs.reveal", ["w", "m", "j"]),
        ("workers.jobs.close_later", ["w"]),
        ("workers.jobs.send_sign_in", ["f", "de", 0]),
        ("workers.jobs.send_invitation", ["w", "f", 0]),
        ("workers.jobs.send_mails", [[["w", "after:m"]]]),
    ]


def test_a_killed_worker_loses_no_mail_that_somebody_asked_for(redis: Redis) -> None:
    """Everything else has an errand that comes again; tried by RQ as well it would only be done twice."""
    asked: list[AnyErrand] = [
        SendSignIn(FacilitatorId("f"), "de", 0),
        SendInvitation(W, FacilitatorId("f"), 0),
        SendDataLink(W, MARA, "de", 0),
    ]
    assert {type(errand) for errand in asked} == set(get_args(Asked))
    others: list[AnyErrand] = [
        PlanFollowUp(W),
        Reveal(W, MARA, JONAS),
        CloseLater(W, 1),
        Forget(W),
        SendMail(W, "x"),
    ]
    rung = queue(redis)
    ring(rung, calls([*asked, *others]))
    tries = [fetched(redis, each).retries_left for each in rung.job_ids]
    assert tries == [2] * len(asked) + [None] * len(others)


def test_mails_share_jobs() -> None:
    found = calls(SendMail(W, f"after:{n}") for n in range(BATCH + 1))
    assert [len(arguments[0]) for _, arguments in found] == [BATCH, 1]


def test_a_worker_that_waits_is_known_by_the_names_of_its_connections(settings: Settings, redis: Redis) -> None:
    with bell(settings) as line, line.pubsub() as listening:
        listening.subscribe("x")
        worker(line)
        names = [each["name"] for each in redis.client_list()]
    assert len([name for name in names if name.startswith(CLIENT_NAME)]) == len(names) - 1 == 2, "all but ours"
