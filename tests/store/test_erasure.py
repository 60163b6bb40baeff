"""Erased is gone: beside the record, in the files, and from what comes late (rules E3, E4)."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from server.core.commands import TakeBackRound
from server.core.errands import Forget, SendMail
from server.core.followup.exchange import Offer
from server.core.followup.plan import UNCONFIRMED
from server.core.ids import GroupId, Mark, PersonId, SeriesId, TextId, WorkshopId
from server.core.people import Address, Profile, Reflection
from server.store import erasure
from server.store.embedded import EmbeddedValkey
from server.store.journal import Erased, Journal, Noted, NotLater, Stopped, Unremembered, Withdrawn
from server.store.ports import NotSaved
from server.store.store import Store, open_store
from tests.core.story import LEAD, Story
from tests.workers.scene import JONAS, MARA, OLE, closed

W, P, Q = WorkshopId("w"), PersonId("p"), PersonId("q")
AT = 1_700_000_000_000


async def taken(store: Store) -> list[object]:
    return [errand for _, errand in await store.outbox.take("t", block_ms=0)]


async def test_with_the_record_goes_the_errand_for_the_rest(store: Store) -> None:
    await store.people.put_profile(W, P, Profile("Ada"))
    await store.people.erase(W, P)
    assert await taken(store) == [Forget(W)]
    await store.people.erase(W, Q)
    assert await store.people.forgetting(W) == [P, Q]
    await store.people.forgotten(W, [P])
    assert await store.people.forgetting(W) == [Q]
    assert await store.people.erased() == [(W, P), (W, Q)]


async def test_mails_to_them_are_owed_no_more_and_others_wait_no_longer_behind_theirs(store: Store) -> None:
    mine, hers, nudge = "after:p:mark", "after:q:mark", "nudge:p"
    for key in (mine, hers, nudge):
        await store.ledger.owe(W, key, f"<{key}@x>", AT)
    assert await store.ledger.first(W, "mark", mine) == mine
    await store.ledger.settle(W, hers, "queued", UNCONFIRMED, AT * 2)
    await store.people.erase(W, P)
    await store.ledger.forget(W, P)
    assert [(line.key, line.state, line.reason) for line in await store.ledger.lines(W)] == [(hers, "queued", "")]
    assert await store.ledger.first(W, "mark", hers) == hers
    assert not await store.ledger.owe(W, mine, "<late@x>", AT), "a plan that was made before"
    await store.due.release(AT * 3)
    assert set(await taken(store)) == {Forget(W), SendMail(W, hers)}


async def test_ideas_go_and_one_that_comes_late_does_not_stay(store: Store) -> None:
    for text in ("p:p:1", "p:q:1", "f:lead:1"):
        await store.workshops.put_text(W, TextId(text), "words")
    await erasure.erase(store, None, W, P, AT)
    await store.workshops.put_text(W, TextId("p:p:2"), "late")
    assert set(await store.workshops.texts(W)) == {"p:q:1", "f:lead:1"}


async def test_e4_a_groups_text_stays_with_one_of_them_and_goes_with_the_last(store: Store) -> None:
    told = closed()
    for version, (events, at) in enumerate(told.history):
        await store.log.append(W, version, f"t:{version}", at, events)
    pair, trio = GroupId("r1g0"), GroupId("r2g0")
    for who in (MARA, JONAS, OLE):
        await store.people.put_profile(W, who, Profile(who))
    for group in (pair, trio):
        await store.documents.append(W, group, [b"update"])

    async def kept() -> list[GroupId]:
        return [group for group in (pair, trio) if (await store.documents.load(W, group))[0]]

    for who, left in ((MARA, [pair, trio]), (JONAS, [trio]), (OLE, [])):
        await erasure.erase(store, None, W, who, told.now)
        assert await kept() == left


async def test_e4_the_text_of_a_group_that_was_taken_back_goes_with_the_last_of_them(store: Store) -> None:
    """Whoever was alone while it was announced may have written."""
    told, group = Story(), GroupId("r1g0")
    told.join(P, Q)
    told.publish("pq")
    told.send(TakeBackRound(1, taken_back=0), LEAD)
    for version, (events, at) in enumerate(told.history):
        await store.log.append(W, version, f"t:{version}", at, events)
    for who in (P, Q):
        await store.people.put_profile(W, who, Profile(who))
    await store.documents.append(W, group, [b"update"])
    await erasure.erase(store, None, W, P, told.now)
    assert (await store.documents.load(W, group))[0]
    await erasure.erase(store, None, W, Q, told.now)
    assert not (await store.documents.load(W, group))[0]


async def test_they_leave_the_workshop_once(store: Store) -> None:
    told = Story()
    told.join(P, Q)
    for version, (events, at) in enumerate(told.history):
        await store.log.append(W, version, f"t:{version}", at, events)
    for _ in range(2):
        await erasure.erase(store, None, W, P, told.now)
    entries = await store.log.read(W)
    assert [entry.command for entry in entries[len(told.history) :]] == ["erase:p"]


def test_the_journal_keeps_what_was_noted_whatever_a_crash_cut_off(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "deep" / "erased.journal")
    assert journal.read() == []
    journal.ready()
    noted: list[Noted] = [
        Erased(AT, W, P),
        Erased(AT + 1, W, Q),
        Withdrawn(AT, W, P, Q, declined=False),
        Withdrawn(AT, W, P, Q, declined=True),
        Stopped(AT, W, P),
        NotLater(AT, W, P),
        Unremembered(AT, SeriesId("s"), Mark("m")),
    ]
    for each in noted:
        journal.note(each)
    whole = journal.path.read_text().splitlines()
    for line in filter(None, whole):
        for end in range(len(line)):
            journal.path.write_text("\n".join([*whole, line[:end]]))
            assert journal.read() == noted, f"cut off behind {line[:end]!r}"
    journal.note(later := Erased(AT + 2, W, P))
    assert journal.read() == [*noted, later], "and the next one stands on a line of its own"
    assert journal.path.stat().st_mode & 0o077 == 0


def test_e12_lines_go_once_they_are_old_and_none_that_is_written_meanwhile(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "erased.journal")
    assert journal.forget(AT) == 0
    old, standing = [Erased(AT - n, W, P) for n in (2, 1)], Withdrawn(AT, W, P, Q, declined=True)
    for each in old:
        journal.note(each)
    journal.note(standing)
    late = [Erased(AT + n, W, Q) for n in range(200)]
    with ThreadPoolExecutor(4) as pool:
        noting = [pool.submit(journal.note, each) for each in late]
        gone = 0
        for n in range(20):  # each time there is something to drop, so that the file is replaced again and again
            journal.note(Stopped(AT - 3 - n, W, P))
            gone += journal.forget(AT)
        for done in noting:
            done.result()
    assert gone == len(old) + 20
    assert journal.read()[0] == standing
    assert sorted(journal.read()[1:], key=lambda noted: noted.at) == late
    assert journal.path.stat().st_mode & 0o077 == 0
    assert [file.name for file in tmp_path.iterdir()] == ["erased.journal"]


async def test_nothing_is_erased_that_could_not_be_noted(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    await store.people.put_profile(W, P, Profile("Ada"))
    with pytest.raises(NotSaved):
        await erasure.erase(store, Journal(tmp_path / "file" / "journal"), W, P, AT)
    assert await store.people.profile(W, P) is not None


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[tuple[Store, Path]]:
    """A store on a server whose files the test reads."""
    with EmbeddedValkey(tmp_path / "v") as url:
        async with await open_store(url, lambda: AT) as store:
            yield store, tmp_path / "v"


async def until(what: str, holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < give_up, f"never happened: {what}"
        await asyncio.sleep(0.02)


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


async def test_the_files_are_written_anew_until_nothing_is_in_them(own: tuple[Store, Path]) -> None:
    """Also of whoever is erased while a rewrite for somebody else runs."""
    store, folder = own
    for who in (P, Q):
        await store.people.put_profile(W, who, Profile(f"Canary-{who}"))
        await store.people.put_reflection(W, who, Reflection(line=f"Canary-{who}"))
        await store.people.put_address(W, who, Address(f"canary-{who}@example.org"))
    await store.relations.offer(W, P, Q, Offer(phone="Canary-p +49 170 1234567"), AT)
    assert b"Canary-p" in bytes_of(folder)
    await erasure.erase(store, None, W, P, AT)
    await store.rewrites.tend()
    await erasure.erase(store, None, W, Q, AT)
    give_up = time.monotonic() + 20
    while await store.rewrites.waiting():
        assert time.monotonic() < give_up
        await store.rewrites.tend()
        await asyncio.sleep(0.02)
    await until("no byte is left", lambda: b"anary" not in bytes_of(folder))
