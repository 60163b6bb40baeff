"""`gespann demo`: the whole product on this machine, on real parts, with a mailbox instead of the world's mail.

The supervisor starts the embedded Valkey, the web server, the workers and the post office, keeps them alive, and
takes all of them with it when it ends, however it ends.  Its data folder makes the next start go on where this one
stopped.
"""

import asyncio
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from server.core.state import Language
from server.demo.tree import Branch
from server.store.embedded import EmbeddedValkey
from server.store.keeper import Keeper

if TYPE_CHECKING:
    from aiosmtpd.controller import Controller

READY_S = 60.0
CHECK_S = 0.5


class DemoError(Exception):
    """One sentence for the person at the terminal."""


def main(*, people: int, port: int, data: Path, language: Language) -> int:
    """Runs until Ctrl-C.  Returns the exit code; raises DemoError, and EmbeddedError where the data folder won't do."""
    data = data.resolve()
    try:
        (data / "logs").mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        msg = f"The data folder {data} cannot be written ({fault.strerror}); choose another with --data."
        raise DemoError(msg) from fault
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    web_port, smtp_port = free_port(port), free_port(0)
    if web_port != port:
        click.echo(f"Port {port} is taken; using {web_port} instead.")
    valkey = EmbeddedValkey(data / "valkey")
    try:
        environment = _environment(data, valkey.start(), web_port, smtp_port)
        _run(data, environment, smtp_port, people, language, stop, valkey)
    finally:
        valkey.stop()
    return 0


def _environment(data: Path, redis_url: str, web_port: int, smtp_port: int) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("GESPANN_")},
        "GESPANN_REDIS_URL": redis_url,
        "GESPANN_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        "GESPANN_MAIL_FROM": "Gespann <gespann@demo.example>",
        "GESPANN_BASE_URL": f"http://127.0.0.1:{web_port}",
        "GESPANN_HOST": "127.0.0.1",
        "GESPANN_PORT": str(web_port),
        "GESPANN_FACILITATORS": "open",
        "GESPANN_DATA_DIR": str(data),
        "GESPANN_DEMO": "1",
    }


def _run(
    data: Path,
    environment: Mapping[str, str],
    smtp_port: int,
    people: int,
    language: Language,
    stop: threading.Event,
    valkey: EmbeddedValkey,
) -> None:
    base = environment["GESPANN_BASE_URL"]

    def branch(name: str, *arguments: str) -> Branch:
        return Branch(name, [sys.executable, "-m", *arguments], environment, data / "logs")

    branches = [branch("server", "server.cli", "serve"), branch("workers", "workers")]
    server, workers = branches
    crowd: Branch | None = None
    office: Controller | None = None
    try:
        # The server takes longest to start, so it starts first and has the processors for itself until it is ready.
        server.start()
        from server.demo.mailbox import post_office  # noqa: PLC0415 - what takes long to load is loaded meanwhile
        from server.demo.workshop import prepare  # noqa: PLC0415 - same reason

        office = post_office(data / "mailbox", smtp_port)
        office.start()
        keys, code = asyncio.run(prepare(environment["GESPANN_REDIS_URL"], language))
        keys.write(data)
        _await_ready(base, server, stop)
        workers.start()
        if people and not stop.is_set():
            crowd = branch("people", "server.demo.crowd", base, code, str(people), str(data))
            crowd.start()
        if not stop.is_set():
            _greet(base, keys.door, code, data, people)
        keeper = Keeper(valkey, click.echo)
        while not stop.wait(CHECK_S):
            keeper.look()
            _keep_alive(branches)
    finally:
        for each in (crowd, *branches):
            if each is not None:
                each.stop()
        if office is not None:
            office.stop()


def _await_ready(base: str, server: Branch, stop: threading.Event) -> None:
    until = time.monotonic() + READY_S
    while not stop.wait(0.05):
        try:
            if _is_ready(base):
                return
        except (OSError, HTTPException):
            pass  # not yet
        if not server.alive:
            msg = f"The server ended at its start; its last words are in {server.log}."
            raise DemoError(msg)
        if time.monotonic() > until:
            msg = f"The server is not ready after {READY_S:.0f} seconds; see {server.log}."
            raise DemoError(msg)


def _is_ready(base: str) -> bool:
    connection = HTTPConnection(urlsplit(base).netloc, timeout=2)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == HTTPStatus.OK
    finally:
        connection.close()


def _keep_alive(branches: list[Branch]) -> None:
    for branch in branches:
        if not branch.alive:
            click.echo(f"The {branch.name} ended; starting it again (log: {branch.log}).")
            if not branch.revive():
                msg = f"The {branch.name} does not stay alive; its last words are in {branch.log}."
                raise DemoError(msg)


def _greet(base: str, door: str, code: str, data: Path, people: int) -> None:
    click.echo(f"""
Gespann runs. Everything stays on this machine, in {data}

  Console   {base}/demo/{door}
            (you are signed in; open a second browser or a private window for the rest)
  Join      {base}/w/{code}    code {code[:4]}-{code[4:]}
  Mailbox   {base}/mailbox     (open the console first)
""")
    if people:
        click.echo(f"{people} simulated participants are joining, one by one.")
    click.echo("Ctrl-C ends everything; the next start goes on from here.")


def free_port(wanted: int) -> int:
    """`wanted`, or the next free one on the loopback; any free one for 0."""
    for port in range(wanted, wanted + 100) if wanted else (0,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    msg = f"No free port from {wanted} to {wanted + 99}; choose another with --port."
    raise DemoError(msg)
