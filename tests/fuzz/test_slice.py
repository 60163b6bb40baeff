"""A slice of the fuzz, and that it would notice; the whole of it is `python -m tests.fuzz`."""

import asyncio
from collections.abc import Iterator, Sequence

import pytest

from server.workspace.room import Effect, Keep, Room, starter_update
from server.workspace.rooms import OpenRoom
from tests.fuzz.story import tell
from tests.fuzz.world import STARTER, hasty

SLICE = 16
NOTICED_WITHIN = 40
"""Seeds."""


@pytest.fixture(autouse=True)
def in_a_hurry() -> Iterator[None]:
    with hasty():
        yield


async def test_all_replicas_and_the_stored_text_are_alike_in_the_end(fresh_valkey: str) -> None:
    """T1, T4"""
    await asyncio.gather(*(tell(fresh_valkey, f"slice {number}") for number in range(SLICE)))


async def noticed(url: str) -> bool:
    for number in range(NOTICED_WITHIN):
        try:
            await tell(url, f"broken {number}")
        except AssertionError:
            return True
    return False


async def test_a_merge_that_forgets_other_processes_is_noticed(
    fresh_valkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def merge(self: Room, stored: Sequence[bytes]) -> list[Effect]:
        return []

    monkeypatch.setattr("tests.fuzz.story.SETTLED_S", 1.0)
    monkeypatch.setattr(Room, "merge", merge)
    assert await noticed(fresh_valkey)


async def test_a_word_that_comes_before_the_append_is_noticed(
    fresh_valkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_durable = OpenRoom._make_durable

    async def too_early(self: OpenRoom, batch: Sequence[Keep]) -> None:
        await self._say_saved(self._room.up_to())
        await make_durable(self, batch)

    monkeypatch.setattr(OpenRoom, "_make_durable", too_early)
    assert await noticed(fresh_valkey)


async def test_a_snapshot_that_leaves_something_out_is_noticed(
    fresh_valkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fuzz.story.SETTLED_S", 1.0)
    monkeypatch.setattr(Room, "snapshot", lambda _: starter_update(STARTER))
    assert await noticed(fresh_valkey)
