"""A mail server that cannot be reached: what the log says to the operator, and what it never says."""

import asyncio
from typing import Literal

import pytest
from msgspec.structs import replace
from redis import Redis

from server.settings import Smtp
from tests.workers.mailbox import Mailbox
from tests.workers.world import settle, work
from workers import jobs
from workers.bootstrap import Tools
from workers.mail import deliver
from workers.mail.deliver import Carrier


async def why(smtp: Smtp) -> str:
    async with Carrier(smtp, "here.test") as carrier:
        assert not await carrier.reach()
    server = f"{smtp.host}:{smtp.port} "
    assert carrier.why.startswith(server)
    assert "\n" not in carrier.why
    return carrier.why.removeprefix(server)


@pytest.fixture
async def closed(mailbox: Mailbox) -> Mailbox:
    """One that opens only when the test has said how it is."""
    await mailbox.close()
    return mailbox


async def test_who_is_told_a_wrong_password_reads_neither_it_nor_the_user(mailbox: Mailbox) -> None:
    mailbox.password = "geheim"
    told = await why(Smtp("127.0.0.1", mailbox.port, "lea@example.org", "falsch"))
    assert told == "refuses the user or the password of GESPANN_SMTP_URL (535)"


@pytest.mark.parametrize("tls", ["offered", "from the start"])
async def test_a_certificate_that_does_not_hold_is_named_and_holds_when_what_is_said_there_is_done(
    closed: Mailbox, tls: Literal["offered", "from the start"], monkeypatch: pytest.MonkeyPatch
) -> None:
    closed.tls = tls
    await closed.open()
    smtp = Smtp("127.0.0.1", closed.port, tls=tls == "from the start")
    fault = "shows a certificate that does not hold"
    assert (await why(smtp)).startswith(f"{fault} (self-signed certificate); ")
    monkeypatch.setenv("SSL_CERT_FILE", str(closed.CERTIFICATE))
    assert (await why(smtp)).startswith(f"{fault} (IP address mismatch, certificate is not valid for '127.0.0.1'.); ")
    async with Carrier(replace(smtp, host="localhost"), "here.test") as carrier:
        assert await carrier.reach()


async def test_tls_from_the_start_where_the_server_greets_in_clear(mailbox: Mailbox) -> None:
    assert (await why(Smtp("127.0.0.1", mailbox.port, tls=True))).startswith("speaks no TLS that we understand; ")


@pytest.mark.parametrize("host", ["mail.invalid", "mail..example.org"])
async def test_a_name_that_no_server_has(host: str) -> None:
    assert (await why(Smtp(host, 25))).startswith("is not found by this name; ")


async def test_a_server_that_does_not_run(closed: Mailbox) -> None:
    assert (await why(Smtp("127.0.0.1", closed.port))).startswith("refuses the connection; ")


@pytest.mark.parametrize(
    ("banner", "told"),
    [
        ("554 nothing for lea@example.org", "turns us away (554); its own log says why"),
        ("SSH-2.0-OpenSSH_9.2", "speaks no SMTP; "),
        ("", "hangs up; "),
    ],
)
async def test_whoever_turns_us_away_at_the_door(closed: Mailbox, banner: str, told: str) -> None:
    closed.banner = banner
    await closed.open()
    said = await why(Smtp("127.0.0.1", closed.port))
    assert said.startswith(told)
    assert "lea" not in said


async def test_a_server_that_takes_no_password(mailbox: Mailbox) -> None:
    mailbox.passwords = False
    told = await why(Smtp("127.0.0.1", mailbox.port, "lea", "geheim"))
    assert told == "takes no user and no password in a way that we know; see GESPANN_SMTP_URL"


async def test_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver, "CONNECT_S", 0.2)
    silent = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)
    async with silent:
        assert (await why(Smtp("127.0.0.1", silent.sockets[0].getsockname()[1]))).startswith("does not answer; ")


async def test_one_line_says_it_for_all_the_connections_of_a_batch(
    tools: Tools, redis: Redis, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(jobs, "LANE", 1)
    await settle(tools)
    await mailbox.close()
    await work(tools, redis)
    (line,) = [each.getMessage() for each in caplog.records if "no mail goes out" in each.getMessage()]
    assert line.startswith(f"no mail goes out: 127.0.0.1:{mailbox.port} refuses the connection; ")
    assert "example.org" not in caplog.text
