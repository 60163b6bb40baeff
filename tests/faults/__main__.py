"""`python -m tests.faults`: the product under kill -9, at seeded points.

Each act is a workshop with ten faults; the same seed draws the same victims and instants (what they meet depends on the
machine).  Ends with 1 at the first act that is not as its clients were told.
"""

import argparse
import asyncio
import sys

from tests.faults.act import Act
from tests.faults.ground import Ground

POINTS = 10
"""Of one act."""


async def run(points: int, seed: int) -> None:
    async with Ground() as ground:
        for number in range(-(-points // POINTS)):
            name = f"{seed} {number}"
            sys.stdout.write(f"act {name}\n")
            try:
                await Act(ground, name, POINTS, lambda told: sys.stdout.write(f"  {told}\n")).run()
            except BaseException:
                for part in ground.parts:
                    sys.stdout.write(f"--- {part.name}\n{part.last_words()}\n")
                raise


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    asyncio.run(run(asked.points, asked.seed))
