"""`python -m tests.fuzz`: a shared text under everything that can happen to it, a thousand times.

The same seed draws the same edits and accidents; it ends with 1 at the first seed whose replicas are not alike in the
end, or where something was called saved that was not.
"""

import argparse
import asyncio
import sys
import tempfile

import uvloop

from server.store.embedded import EmbeddedValkey
from tests.conftest import MEMORY
from tests.fuzz.story import tell
from tests.fuzz.world import hasty

AT_ONCE = 4


async def run(seeds: int, first: int) -> int:
    """How many failed."""
    numbers = iter(range(first, first + seeds))
    failed: list[str] = []

    async def some(url: str) -> None:
        for number in numbers:
            try:
                await tell(url, str(number))
            except AssertionError as error:
                failed.append(str(number))
                sys.stdout.write(f"seed {number}: {error}\n")
            if (number - first + 1) % 100 == 0:
                sys.stdout.write(f"{number - first + 1} of {seeds}, {len(failed)} failed\n")
                sys.stdout.flush()

    folder = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="gespann-", dir=folder) as data, EmbeddedValkey(data) as url, hasty():
        await asyncio.gather(*(some(url) for _ in range(AT_ONCE)))
    return len(failed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=1)
    asked = parser.parse_args()
    sys.exit(uvloop.run(run(asked.seeds, asked.first)) > 0)
