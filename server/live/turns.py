"""Work in pieces, on the event loop that all workshops share."""

import asyncio

TURNS = 4
"""A message takes some turns of the event loop from its socket to the store, and some from there to its answer."""


async def others_turn() -> None:
    """Between two pieces: whatever is under way gets on as far as it can, and meets one piece instead of one a turn."""
    for _ in range(TURNS):
        await asyncio.sleep(0)
