"""Relay and schedule in one process: both wait nearly always, and neither is any use without the other."""

import asyncio
import signal

from server.settings import Settings
from workers import beating, relay, schedule
from workers.bootstrap import bell, open_tools
from workers.doorbell import queue
from workers.jobs import pace


async def run(settings: Settings) -> None:
    """Until SIGTERM or SIGINT, or until a fault of ours, which is raised: whoever supervises us starts us again."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    async with open_tools(settings, pace=pace()) as tools:
        loops = [
            asyncio.create_task(relay.run(tools, queue(bell(settings))), name="relay"),
            asyncio.create_task(schedule.run(tools), name="schedule"),
            asyncio.create_task(schedule.purge(tools), name="purge"),
            asyncio.create_task(beating.run(tools, queue(bell(settings))), name="beating"),
            asyncio.create_task(ended.wait(), name="asked to end"),
        ]
        await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
        for each in loops:
            each.cancel()
        results = await asyncio.gather(*loops, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result
