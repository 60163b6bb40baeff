"""Pieces of work go behind what somebody says."""

import asyncio

import pytest

from server.live.turns import going_first, others_turn


async def turns() -> None:
    """Far more than a piece would take."""
    for _ in range(50):
        await asyncio.sleep(0)


async def test_a_piece_waits_for_the_last_of_the_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.live.turns.LONGEST_S", 60)
    with going_first():
        piece = asyncio.create_task(others_turn())
        with going_first():
            await turns()
        await turns()
        assert not piece.done()
    with going_first():  # the next one in the same breath
        await turns()
        assert not piece.done()
    async with asyncio.timeout(5):
        await piece


async def test_where_messages_never_end_there_is_a_piece_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.live.turns.LONGEST_S", 0.01)
    with going_first():
        async with asyncio.timeout(5):
            await others_turn()


async def test_a_message_that_fails_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.live.turns.LONGEST_S", 60)
    with pytest.raises(RuntimeError), going_first():
        raise RuntimeError
    async with asyncio.timeout(5):
        await others_turn()
