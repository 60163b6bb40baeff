"""The files in deploy/ fit the program that they start, as far as that shows without a container engine."""

import asyncio
import re
import tempfile
from pathlib import Path
from subprocess import DEVNULL

from redis.asyncio import Redis

from server.settings import VARIABLES
from server.store.binary import find_server
from tests.live.eventually import eventually

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
CADDYS = {"GESPANN_HOSTNAME", "GESPANN_UPSTREAM"}
"""Read by the Caddyfile; handed to the program they would stop it."""


def test_only_variables_that_exist_are_set() -> None:
    known = {variable.name for variable in VARIABLES}
    for file in (path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".png"):
        named = set(re.findall(r"GESPANN_[A-Z_]+", file.read_text(encoding="utf-8")))
        assert named <= known | CADDYS, file.name
    ours = (DEPLOY / "compose.yaml").read_text(encoding="utf-8").partition("services:")[0]
    assert not set(re.findall(r"^\s+(GESPANN_[A-Z_]+):", ours, re.MULTILINE)) & CADDYS


def test_compose_believes_the_forwarded_headers_of_its_own_network() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    proxies, subnet = re.search(r"GESPANN_PROXIES: (\S+)", text), re.search(r"subnet: (\S+)", text)
    assert proxies
    assert subnet
    assert proxies.group(1) == subnet.group(1)


def test_compose_hands_on_whatever_an_operator_may_decide() -> None:
    """From deploy/.env, of which a container sees nothing else.  The rest is settled by the containers themselves."""
    by_the_image, by_the_file = {"HOST", "PORT", "DATA_DIR", "DEMO"}, {"REDIS_URL", "BASE_URL", "PROXIES"}
    ours = (DEPLOY / "compose.yaml").read_text(encoding="utf-8").partition("services:")[0]
    listed = dict(re.findall(r"^\s+GESPANN_([A-Z_]+): (.+)$", ours, re.MULTILINE))
    assert listed.keys() == {variable.name.removeprefix("GESPANN_") for variable in VARIABLES} - by_the_image
    handed = {
        name for name, value in listed.items() if value.startswith((f"${{GESPANN_{name}:-", f"${{GESPANN_{name}:?"))
    }
    assert listed.keys() - handed == by_the_file


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    sources = {name for line in re.findall(r"^COPY (?!--)(.+) \S+$", text, re.MULTILINE) for name in line.split()}
    assert "server" in sources
    let_in = set(re.findall(r"^!(\S+)$", (DEPLOY / "Dockerfile.dockerignore").read_text(), re.MULTILINE))
    assert sources == let_in
    assert all((ROOT / name).exists() for name in sources)


async def test_the_database_starts_from_its_file_and_keeps_what_it_acknowledged() -> None:
    """In any folder that it is given; `appendfsync always` is what 'saved' rests on."""
    program, _ = find_server()
    with tempfile.TemporaryDirectory(prefix="gespann-") as folder:  # pytest's own may be too long for a socket
        where = f"{folder}/s"
        command = (str(program), str(DEPLOY / "redis.conf"), "--dir", folder, "--port", "0", "--unixsocket", where)
        server = await asyncio.create_subprocess_exec(*command, stdout=DEVNULL)
        try:
            await eventually(lambda: Path(where).exists() or server.returncode is not None)
            assert server.returncode is None, "it refused its configuration"
            wanted = {"appendonly": "yes", "appendfsync": "always", "maxmemory-policy": "noeviction", "save": ""}
            async with Redis(unix_socket_path=where, decode_responses=True) as redis:
                assert await redis.config_get(*wanted) == wanted
        finally:
            server.terminate()
            await server.wait()
