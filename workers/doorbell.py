"""The side that touches RQ 3.0: ringing for a job, and a worker that does only what it may.

RQ is a doorbell.  A job that it loses, runs twice or runs late costs time and nothing else (see `outlook`).
"""

import logging
import secrets
from collections.abc import Iterable
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Retry, Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from server.core.errands import (
    AnyErrand,
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
from server.settings import Settings
from server.store.connection import CLIENT_NAME
from workers.bootstrap import QUEUE, bell, warm
from workers.guard import Lifeline, die_with
from workers.jobs import ALLOWED

log = logging.getLogger("gespann.workers")

BATCH = 250
"""Mails per job: they share a few connections and what is read of their workshop, and as many wait at worst when their
worker is killed.  A job's start costs as much as some fifty mails."""
TIMEOUT_S = 300
WORKER_TTL_S = 30
MAINTENANCE_S = 10
MONITORING_S = 5
FAILURE_TTL_S = 24 * 60 * 60

NEVER_AGAIN = frozenset({"send_sign_in", "send_data_link", "send_invitation"})
"""The jobs of `Asked`: no errand comes again when their worker is killed, so RQ does."""

Call = tuple[str, tuple[Any, ...]]
"""The name of a job and its arguments."""


class NotAllowed(Exception):
    """Somebody put a job into the queue that is none of ours."""


class ListedJob(Job):
    """A job that can be nothing but one of ours.

    RQ imports and calls whatever name it finds in Redis, as the job itself or as a callback, and posts to any address
    as a webhook; the JSON serializer does not change that.  Here a name is only looked up.
    """

    def _execute(self) -> None:
        job = ALLOWED.get(self.func_name or "")
        if job is None or self.instance is not None:
            raise NotAllowed
        job(*self.args)

    @property
    def success_callback(self) -> None:
        return None

    @property
    def failure_callback(self) -> None:
        return None

    @property
    def stopped_callback(self) -> None:
        return None

    def send_webhooks(self, *args: Any, **kwargs: Any) -> None:
        """Never."""


class Horsekeeper(Worker):
    """A worker whose horse does not outlive it: after kill -9 of the worker both would run on and finish twice."""

    max_connection_wait_time = 5.0
    """Seconds between two tries to reach RQ's Redis; RQ would let a minute pass after a short outage."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lifeline = Lifeline()

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        self._lifeline.let_go()
        die_with(self._lifeline.reader)
        super().main_work_horse(job, queue)


def queue(redis: Redis) -> Queue:
    return Queue(QUEUE, connection=redis, job_class=ListedJob, serializer=JSONSerializer)


def worker(redis: Redis) -> Worker:
    """To be run with `.work()`.  Its times bound how long a killed worker goes unnoticed (72 s at worst, measured)."""
    return Horsekeeper(
        [queue(redis)],
        connection=redis,
        job_class=ListedJob,
        serializer=JSONSerializer,
        worker_ttl=WORKER_TTL_S,
        maintenance_interval=MAINTENANCE_S,
        job_monitoring_interval=MONITORING_S,
        log_job_description=False,
        name=f"{CLIENT_NAME}-{secrets.token_hex(16)}",
    )


def work(settings: Settings) -> int:
    """Works until it is asked to end (exit code 0) or cannot reach RQ's Redis (1: start it again)."""
    warm(settings)
    try:
        worker(bell(settings)).work(logging_level="WARNING")
    except RedisError as fault:
        log.warning("RQ's Redis is away: %s", type(fault).__name__)
        return 1
    return 0


def calls(errands: Iterable[AnyErrand]) -> list[Call]:
    """The jobs that do these errands; mails are put together, so that they share a connection."""
    found: list[Call] = []
    mails: list[tuple[str, str]] = []
    for errand in errands:
        match errand:
            case SendMail(workshop, key):
                mails.append((workshop, key))
            case PlanFollowUp(workshop):
                found.append(("plan_follow_up", (workshop,)))
            case CountAfterwards(workshop):
                found.append(("count_afterwards", (workshop,)))
            case Reveal(workshop, a, b):
                found.append(("reveal", (workshop, a, b)))
            case Forget(workshop):
                found.append(("forget", (workshop,)))
            case SendDataLink(workshop, person, language, asked_at):
                found.append(("send_data_link", (workshop, person, language, asked_at)))
            case CloseLater(workshop):
                found.append(("close_later", (workshop,)))
            case SendInvitation(workshop, facilitator, asked_at):
                found.append(("send_invitation", (workshop, facilitator, asked_at)))
            case SendSignIn(facilitator, language, asked_at):
                found.append(("send_sign_in", (facilitator, language, asked_at)))
    found += [("send_mails", (mails[i : i + BATCH],)) for i in range(0, len(mails), BATCH)]
    return found


def ring(to: Queue, wanted: Iterable[Call]) -> None:
    """Puts the jobs into the queue; raises redis-py's errors."""
    to.enqueue_many(
        [
            Queue.prepare_data(
                f"workers.jobs.{name}",
                args=args,
                timeout=TIMEOUT_S,
                result_ttl=0,
                failure_ttl=FAILURE_TTL_S,
                description=name,
                retry=Retry(max=2) if name in NEVER_AGAIN else None,
            )
            for name, args in wanted
        ]
    )
