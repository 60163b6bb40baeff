"""A backup is one whole file; what comes of it is the database without those who were erased since (rule E3)."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import get_args

import pytest
from redis import Redis

from server import cli, upkeep
from server.core.dossier import Dossier
from server.core.events import WorkshopCreated
from server.core.fairness import Counts
from server.core.followup.consent import Consent, Said, What
from server.core.followup.exchange import Offer, Sealed
from server.core.ids import FacilitatorId, Mark, PersonId, PlaceId, SeriesId, TaskId, TextId, WorkshopId
from server.core.people import Address, Profile
from server.core.series import Lesson
from server.core.state import Design, Place, Task
from server.settings import DAY_MS, Settings
from server.store import backup as backups
from server.store import erasure
from server.store.embedded import EmbeddedValkey
from server.store.journal import Erased, Journal, NotLater, Stopped, Unremembered, Withdrawn
from server.store.keys import Life, Retention
from server.store.purge import Purger
from server.store.store import Store, open_store
from tests.store.test_erasure import bytes_of

W, P, Q = WorkshopId("w"), PersonId("p"), PersonId("q")
AT = 1_700_000_000_000


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", journal_file=tmp_path / "elsewhere" / "journal")


def within(settings: Settings, do: Callable[[Store], Awaitable[object]]) -> object:
    async def opened(url: str) -> object:
        async with await open_store(url, upkeep.now) as store:
            return await do(store)

    own = EmbeddedValkey(settings.data_dir)
    running = own.found()
    if running is not None:
        return asyncio.run(opened(running))
    with own as url:
        return asyncio.run(opened(url))


async def two_people(store: Store) -> None:
    for who, name in ((P, "Canary"), (Q, "Quinn")):
        await store.people.put_profile(W, who, Profile(name))
        await store.people.put_address(W, who, Address(f"{name}@example.org"))
        await store.workshops.put_text(W, TextId(f"p:{who}:1"), f"{name} has an idea")
        await store.ledger.owe(W, f"after:{who}:mark", "<1@x>", AT)


async def held(store: Store) -> tuple[set[str], set[str], set[str]]:
    return (
        {profile.name for profile in (await store.people.profiles(W)).values()},
        set((await store.workshops.texts(W)).values()),
        {line.key for line in await store.ledger.lines(W)},
    )


QUINN = ({"Quinn"}, {"Quinn has an idea"}, {"after:q:mark"})


def test_a_restore_brings_back_everybody_but_the_erased(settings: Settings, tmp_path: Path) -> None:
    within(settings, two_people)
    made, _ = upkeep.backup(settings, tmp_path / "b")
    assert b"Canary" in made.read_bytes()
    assert made.stat().st_mode & 0o077 == 0
    assert b"anary" not in b"".join(file.read_bytes() for file in settings.data_dir.glob("*.rdb")), "no second copy"
    upkeep.erase(settings, upkeep.who(settings, "canary@EXAMPLE.org"))
    # The disk with the database is lost; the journal lay elsewhere.
    fresh = Settings(data_dir=tmp_path / "new", journal_file=settings.journal_file)
    done = upkeep.bring_back(fresh, made, replace=False)
    assert (done.erased, done.open_mails) == (1, 1)
    assert within(fresh, held) == QUINN
    assert b"anary" not in bytes_of(fresh.data_dir)


def test_marks_in_the_database_itself_count_as_well_as_the_journal(settings: Settings, tmp_path: Path) -> None:
    within(settings, two_people)
    made, _ = upkeep.backup(settings, tmp_path / "b")
    upkeep.erase(settings, upkeep.Found([(W, P)], []))
    settings.journal.unlink()
    with pytest.raises(upkeep.Unusable, match="--replace"):
        upkeep.bring_back(settings, made, replace=False)
    assert upkeep.bring_back(settings, made, replace=True).erased == 1
    assert within(settings, held) == QUINN
    assert b"anary" not in bytes_of(settings.data_dir)


def test_e12_a_backup_shortens_the_journal_by_the_purges_clock(settings: Settings, tmp_path: Path) -> None:
    """Not by the machine's: one that leaps must not make anybody come back."""
    kept = Retention(settings.people_days, settings.workshop_days)
    life = kept.everything_s * 1000 + settings.backup_days * DAY_MS
    assert all(life >= (kept.longest(each) or 0) * 1000 for each in get_args(Life))
    seen = upkeep.now() - 5 * DAY_MS
    journal = Journal(settings.journal)
    noted = [Erased(seen - life + n, W, P) for n in (-1, 0)]
    for each in noted:
        journal.note(each)

    async def looked(store: Store) -> None:
        await Purger(store, settings.exchange_ms).trusted(seen)

    with EmbeddedValkey(settings.data_dir):
        within(settings, two_people)
        upkeep.backup(settings, tmp_path / "b")
        assert journal.read() == noted, "nobody has looked at a clock yet"
        within(settings, looked)
        upkeep.backup(settings, tmp_path / "c")
        assert journal.read() == noted[1:]


def test_what_was_taken_back_since_stays_taken_back(settings: Settings, tmp_path: Path) -> None:
    """By what the journal noted after the backup; what was given again before it stands (rule E11)."""
    hers, his = Offer(mail="canary@example.org"), Offer(mail="quinn@example.org")

    async def gives(store: Store, who: PersonId, what: What, to: PersonId | None, at: int) -> None:
        await store.consents.note(W, Consent(who, what, (), to, Said("v", "de", "seat"), at))

    async def offered(store: Store) -> None:
        await two_people(store)
        await store.relations.offer(W, P, Q, hers, AT)
        await store.relations.offer(W, Q, P, his, AT)
        for who, to in ((P, Q), (Q, P)):
            await gives(store, who, "offer", to, AT)
            await gives(store, who, "mails", None, AT)
            await gives(store, who, "later", None, AT)

    within(settings, offered)
    made, _ = upkeep.backup(settings, tmp_path / "b")
    journal = Journal(settings.journal)
    before, after = AT - 1, AT + 1
    for at, who, to in ((after, P, Q), (before, Q, P)):
        journal.note(Withdrawn(at, W, who, to, declined=True))
        journal.note(Stopped(at, W, who))
        journal.note(NotLater(at, W, who))
    done = upkeep.bring_back(settings, made, replace=True)
    assert done.taken_back == 3

    async def now(store: Store) -> None:
        assert await store.relations.relation(W, P, Q) == Sealed({Q: his}, frozenset({P}))
        addresses = [await store.people.address(W, who) for who in (P, Q)]
        assert [address.unsubscribed_at if address else 0 for address in addresses] == [after, None]
        assert [await store.people.asks_later(W, who) for who in (P, Q)] == [False, True]

    within(settings, now)


S = SeriesId("s")


def test_s3_whom_a_series_was_to_forget_no_restore_brings_back(settings: Settings, tmp_path: Path) -> None:
    """Also when all seats are long gone; who said yes again before the backup was made stays (rule E11)."""
    marks: dict[str, Mark] = {}

    async def remembered(store: Store) -> None:
        await store.series.open(FacilitatorId("lea"), S, "Evenings", W, AT)
        for n, name in enumerate(("canary", "quinn", "rosa")):
            marks[name] = await store.series.mark(S, f"{name}@example.org") or Mark("")
            await store.series.remember(S, marks[name], AT + n)
        met = frozenset({(marks["canary"], marks["quinn"]), (marks["quinn"], marks["rosa"])})
        await store.series.learn(S, W, Lesson(met, dict.fromkeys(marks.values(), Counts())))

    within(settings, remembered)
    made, _ = upkeep.backup(settings, tmp_path / "b")
    Journal(settings.journal).note(Unremembered(AT + 1, S, marks["rosa"]))
    found = upkeep.who(settings, "CANARY@example.org")
    assert found.seats == []
    assert found.remembered == [(S, marks["canary"])]
    (told,) = upkeep.export(settings, found)
    assert not isinstance(told, Dossier)
    assert (told.series, told.workshops) == ("Evenings", 1)
    upkeep.erase(settings, found)
    with pytest.raises(upkeep.Unusable, match="Nobody"):
        upkeep.who(settings, "canary@example.org")
    assert upkeep.bring_back(settings, made, replace=True).taken_back == 1
    assert marks["canary"].encode() not in bytes_of(settings.data_dir)

    async def now(store: Store) -> None:
        memory = await store.series.memory(S)
        assert set(memory.since) == {marks["quinn"], marks["rosa"]}
        assert len(memory.met) == 1

    within(settings, now)


def test_s3_whoever_was_purged_since_is_still_remembered_and_whoever_was_erased_is_not(
    settings: Settings, tmp_path: Path
) -> None:
    """Also where the journal was lost with the disk it lay on."""
    marks: dict[PersonId, Mark] = {}

    async def evening(store: Store) -> None:
        lea = FacilitatorId("lea")
        design = Design("en", 1, (Place(PlaceId("t")),), (Task(TaskId("a"), 0, 10),), series=S)
        await store.log.append(W, 0, "create", AT, [WorkshopCreated(W, lea, design)])
        await two_people(store)
        await store.series.open(lea, S, "Evenings", W, AT)
        for who, name in ((P, "canary"), (Q, "quinn")):
            await store.people.put_address(W, who, Address(f"{name}@example.org", AT))
            marks[who] = await store.series.mark(S, f"{name}@example.org") or Mark("")
            await store.series.remember(S, marks[who], AT)

    async def purged(store: Store) -> None:
        await erasure.remove(store, W, [P], AT)

    async def now(store: Store) -> None:
        assert set((await store.series.memory(S)).since) == {marks[P]}

    within(settings, evening)
    made, _ = upkeep.backup(settings, tmp_path / "b")
    within(settings, purged)
    upkeep.erase(settings, upkeep.Found([(W, Q)], []))
    settings.journal.unlink()
    assert upkeep.bring_back(settings, made, replace=True).erased == 2
    within(settings, now)

    async def nobody(store: Store) -> None:
        assert not (await store.series.memory(S)).since

    Journal(settings.journal).note(Erased(AT, W, P))  # and there it was cut off: the series still remembers
    assert upkeep.bring_back(settings, made, replace=True).erased == 2
    within(settings, nobody)


def test_what_ends_ends_at_its_old_date(settings: Settings, tmp_path: Path) -> None:
    within(settings, two_people)
    with EmbeddedValkey(settings.data_dir) as url, Redis.from_url(url) as redis:
        before = {key: redis.pexpiretime(key) for key in redis.scan_iter()}
        made, _ = upkeep.backup(settings, tmp_path / "b")
    upkeep.bring_back(settings, made, replace=True)
    with EmbeddedValkey(settings.data_dir) as url, Redis.from_url(url) as redis:
        after = {key: redis.pexpiretime(key) for key in redis.scan_iter()}
    assert {key: after.get(key) for key in before} == before


def test_old_backups_go_and_nothing_else_does(tmp_path: Path) -> None:
    names = ["gespann-20231101T000000Z.rdb", "gespann-20231114T000000Z.rdb", "notes.txt", "gespann-x.rdb"]
    for name in names:
        (tmp_path / name).write_text("")
    gone = backups.expire(tmp_path, AT, 7)  # the 14th of November 2023
    assert [file.name for file in gone] == names[:1]
    assert {file.name for file in tmp_path.iterdir()} == set(names[1:])
    assert backups.expire(tmp_path, AT + 8 * DAY_MS, 7) == [tmp_path / names[1]]


def test_what_is_no_backup_says_so(settings: Settings, tmp_path: Path) -> None:
    broken = tmp_path / "broken.rdb"
    broken.write_bytes(b"VALKEY080" + b"\xff" * 10)
    for file, says in ((tmp_path / "none.rdb", "There is no backup"), (broken, "can't be read")):
        with pytest.raises(upkeep.Unusable, match=says):
            upkeep.bring_back(settings, file, replace=False)
    assert not list(tmp_path.glob("appendonlydir"))


def test_a_journal_that_cannot_be_read_stops_the_restore(settings: Settings, tmp_path: Path) -> None:
    within(settings, two_people)
    made, _ = upkeep.backup(settings, tmp_path / "b")
    unreadable = Settings(data_dir=tmp_path / "new", journal_file=tmp_path)
    with pytest.raises(upkeep.Unusable, match="The journal"):
        upkeep.bring_back(unreadable, made, replace=False)


def test_a_database_that_would_leave_a_copy_is_not_backed_up(settings: Settings, tmp_path: Path) -> None:
    with EmbeddedValkey(settings.data_dir) as url, Redis.from_url(url) as redis:
        redis.config_set("repl-diskless-sync", "no")
        with pytest.raises(upkeep.Unusable, match="repl-diskless-sync"):
            upkeep.backup(settings, tmp_path / "b")
    assert not list(settings.data_dir.glob("*.rdb"))
    assert not list((tmp_path / "b").iterdir())


def test_a_running_database_is_neither_replaced_nor_started_twice(settings: Settings, tmp_path: Path) -> None:
    with EmbeddedValkey(settings.data_dir) as url:
        made, _ = upkeep.backup(settings, tmp_path / "b")
        with pytest.raises(upkeep.Unusable, match="in use by another"):
            upkeep.bring_back(settings, made, replace=True)
        named = Settings(redis_url=url, journal_file=settings.journal_file)

        async def connected(store: Store) -> None:
            await store.client.do("CLIENT", "SETINFO", "LIB-NAME", "")  # as before Redis 7.2, which keeps none
            with pytest.raises(upkeep.Unusable, match="Others use the database"):
                await asyncio.to_thread(upkeep.bring_back, named, made, replace=True)

        within(settings, connected)
        assert upkeep.bring_back(named, made, replace=True).keys == 0


def test_a_database_that_does_not_write_its_file_anew_is_not_waited_for_without_end(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    within(settings, two_people)
    made, _ = upkeep.backup(settings, tmp_path / "b")
    monkeypatch.setattr(upkeep, "REWRITE_LIMIT_S", 0.2)

    async def names(store: Store) -> set[str]:
        return {profile.name for profile in (await store.people.profiles(W)).values()}

    async def tended(store: Store) -> None:
        async with asyncio.timeout(20):
            while await store.rewrites.waiting():
                await store.rewrites.tend()
                await asyncio.sleep(0.01)

    with EmbeddedValkey(settings.data_dir) as url, Redis.from_url(url) as redis:
        redis.acl_setuser("default", enabled=True, commands=["-bgrewriteaof"])  # as a hosted one may have it
        monkeypatch.setenv("GESPANN_REDIS_URL", url)
        monkeypatch.setenv("GESPANN_JOURNAL", str(settings.journal_file))
        with pytest.raises(SystemExit) as ended:
            cli.main(["restore", str(made), "--replace"])
        told = capsys.readouterr()
        assert ended.value.code == 2
        assert told.out.startswith("restored: ")
        (said,) = [line for line in told.err.splitlines() if line.startswith("Error: ")]
        assert said.startswith("Error: What the database held before may still stand in its file")
        assert within(settings, names) == {"Canary", "Quinn"}, "restored all the same"
        redis.acl_setuser("default", enabled=True, commands=["+bgrewriteaof"])
        within(settings, tended)  # as gespann work does


def test_an_operator_finds_and_erases_from_the_terminal(settings: Settings) -> None:
    with pytest.raises(upkeep.Unusable, match="There is no database"):
        upkeep.who(settings, "ada@example.org")
    with EmbeddedValkey(settings.data_dir):
        within(settings, two_people)
        for spelled, says in (("ada@example.org", "Nobody"), ("w.x", "Nobody"), ("ada", "neither")):
            with pytest.raises(upkeep.Unusable, match=says):
                upkeep.who(settings, spelled)
        assert upkeep.who(settings, "w.p").seats == [(W, P)]
        (told,) = upkeep.export(settings, upkeep.who(settings, "canary@example.org"))
        assert isinstance(told, Dossier)
        assert (told.person, told.ideas, [mail.purpose for mail in told.mails]) == (
            P,
            ("Canary has an idea",),
            ["after"],
        )
        assert "Quinn" not in repr(told)
        upkeep.erase(settings, upkeep.Found([(W, P)], []))
        (noted,) = Journal(settings.journal).read()
        assert noted == Erased(noted.at, W, P)
        assert within(settings, held) == QUINN
