"""What RQ still knows of those who were erased: jobs that wait, run or have failed, and what they failed of."""

from collections.abc import Collection
from contextlib import suppress

from msgspec import Struct
from redis.exceptions import ResponseError
from rq import Queue
from rq.exceptions import NoSuchJobError
from rq.job import Job
from rq.registry import (
    CanceledJobRegistry,
    DeferredJobRegistry,
    FailedJobRegistry,
    ScheduledJobRegistry,
    StartedJobRegistry,
)
from rq.serializers import JSONSerializer

from server.core.errands import SendMail
from server.core.ids import WorkshopId
from server.settings import Settings
from workers.bootstrap import QUEUE, bell

REGISTRIES = (FailedJobRegistry, ScheduledJobRegistry, DeferredJobRegistry, CanceledJobRegistry)


class Swept(Struct, frozen=True):
    others: list[SendMail]
    """Of batches of mails that are gone: what is to be rung for again."""
    running: bool
    """A job that names one of them runs right now; when it ends it is gone, or has failed: sweep again."""


def sweep(settings: Settings, people: Collection[str]) -> Swept:
    """Deletes every job that names one of these people, whole batches of mails too, but none that runs.

    Where RQ has a server of its own, its file is written anew.
    """
    others: list[SendMail] = []
    gone = running = False
    with bell(settings) as redis:
        queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
        started = set(StartedJobRegistry(queue=queue).get_job_ids(cleanup=False))
        known = {
            *started,
            *queue.job_ids,
            *(id_ for kind in REGISTRIES for id_ in kind(queue=queue).get_job_ids(cleanup=False)),
        }
        for id_ in known:
            with suppress(NoSuchJobError):  # done meanwhile
                job = Job.fetch(id_, connection=redis, serializer=JSONSerializer)
                if not _names(repr(job.args), people):
                    continue
                if job.id in started:
                    running = True
                    continue
                others += _others(job, people)
                job.delete()
                gone = True
        if gone and settings.rq_redis_url is not None:
            with suppress(ResponseError):  # it is at it, or does not keep files
                redis.bgrewriteaof()
    return Swept(others, running)


def _others(job: Job, people: Collection[str]) -> list[SendMail]:
    if job.func_name != "workers.jobs.send_mails":
        return []
    return [SendMail(WorkshopId(workshop), key) for workshop, key in job.args[0] if not _names(key, people)]


def _names(text: str, people: Collection[str]) -> bool:
    return any(person in text for person in people)
