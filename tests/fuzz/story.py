"""One seed's story: writers edit, lose their lines, change the process; processes die; and in the end all are alike."""

import asyncio
from random import Random

from server.core.ids import GroupId, WorkshopId
from server.store.store import open_store
from tests.conftest import now
from tests.fuzz.world import Process, Witness, Writer, running

STEPS = 120
SETTLED_S = 20.0
GROUP = GroupId("g")

WEIGHTS = {
    "edit": 40,
    "up": 60,
    "down": 60,
    "breathe": 30,
    "cut": 4,
    "join": 10,
    "kill": 1.5,
    "trouble": 2,
    "calm": 4,
}


class Diverged(AssertionError):
    """The replicas, or the stored text, are not alike in the end."""


async def tell(url: str, seed: str) -> None:
    """Raises Diverged, or AssertionError where something was called saved that is not."""
    chance = Random(seed)
    workshop = WorkshopId(f"fuzz-{seed}".replace(" ", "-"))
    writers = [Writer(number) for number in range(chance.randint(2, 5))]
    async with running(url, chance) as processes, await open_store(url, now) as store:
        witness = Witness(store, workshop, GROUP)
        listening = asyncio.create_task(witness.listen())
        await store.documents.subscribe(workshop, GroupId("-saved-"))
        try:
            for _ in range(STEPS):
                await step(chance, workshop, writers, processes, witness)
            await settle(workshop, writers, processes, witness)
        finally:
            for writer in writers:
                await writer.cut()
            listening.cancel()


async def step(
    chance: Random, workshop: WorkshopId, writers: list[Writer], processes: list[Process], witness: Witness
) -> None:
    writer, process = chance.choice(writers), chance.choice(processes)
    match chance.choices([*WEIGHTS], [*WEIGHTS.values()])[0]:
        case "edit":
            writer.edit(chance)
        case "up" if writer.up:
            writer.deliver_up()
        case "down" if writer.down:
            writer.deliver_down()
        case "breathe":
            await asyncio.sleep(chance.choice((0, 0, 0.001, 0.003)))
        case "cut":
            await writer.cut()
        case "join" if not writer.online:
            writer.connect(process, workshop, GROUP)
        case "kill":
            await process.kill()
            for one in writers:
                if one.at is process:
                    await one.cut()
            await witness.check()
            await process.start()
        case "trouble":
            process.flaky.trouble = 0.3
        case "calm":
            process.flaky.trouble = 0.0
        case _:
            pass


async def settle(workshop: WorkshopId, writers: list[Writer], processes: list[Process], witness: Witness) -> None:
    """Everybody has a line again, and everything that is on its way arrives."""
    for process in processes:
        process.flaky.trouble = 0.0
    for number, writer in enumerate(writers):
        await writer.cut()
        writer.connect(processes[number % 2], workshop, GROUP)
    end = asyncio.get_running_loop().time() + SETTLED_S
    while not await alike(writers, witness):
        if asyncio.get_running_loop().time() > end:
            texts = [writer.text for writer in writers]
            raise Diverged(f"replicas {texts}, stored {(await witness.stored()).text!r}")
        await asyncio.sleep(0.002)
        for writer in writers:
            if writer.serving is not None and writer.serving.done():  # it was sent away while the store was away
                await writer.cut()
                writer.connect(processes[0], workshop, GROUP)
            while writer.up:
                writer.deliver_up()
            while writer.down:
                writer.deliver_down()
    await witness.check()


async def alike(writers: list[Writer], witness: Witness) -> bool:
    """All replicas and the stored text, and all of it called saved."""
    first = writers[0]
    if any(writer.up or writer.down or writer.text != first.text for writer in writers):
        return False
    return (await witness.stored()).text == first.text and all(witness.covers(writer.doc) for writer in writers)
