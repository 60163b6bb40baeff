"""E10: the operator's page has numbers and kinds, nobody's name, and 'again' goes through the ledger."""

import pytest
from litestar import Litestar

from server.core.errands import SendMail
from server.core.ids import WorkshopId
from server.settings import Settings
from server.store import operating
from server.store.operating import Workers
from server.store.ports import MailState
from server.store.store import Store
from tests.http.kit import BASE, NOON, browser, new_workshop, refusal, signed_in

W = WorkshopId("w1")


@pytest.fixture
def settings() -> Settings:
    return Settings(base_url=BASE, facilitators=("lea@example.org",), operators=("ops@example.org",))


async def failed(store: Store, **mails: tuple[MailState, str]) -> None:
    for key, (state, reason) in mails.items():
        await store.ledger.owe(W, f"after:{key}:mark", f"<{key}@x>", NOON)
        await store.ledger.settle(W, f"after:{key}:mark", state, reason)


async def test_it_tells_what_is_stuck_in_numbers(app: Litestar, store: Store) -> None:
    await failed(
        store, a=("failed", "smtp-550"), b=("failed", "smtp-451 #8"), c=("failed", "smtp-451 #3"), d=("sent", "")
    )
    await operating.tell(store, Workers(NOON, 2, 7, 1))
    await store.mail_server.is_away(NOON - 5)
    async with await signed_in(app, "Ops@example.org") as ops:
        answer = await ops.get("/api/operator")
        told = answer.json()
        assert told["mails"] == {"failed": 3, "sent": 1}
        assert told["failures"] == [{"kind": "smtp-451", "count": 2}, {"kind": "smtp-550", "count": 1}]
        assert told["workers"] == {"at": NOON, "running": 2, "queued": 7, "failedJobs": 1}
        assert told["repeats"] == 0
        assert (told["mailAwaySince"], told["late"], told["outbox"]) == (NOON - 5, 0, 0)
        assert "mark" not in answer.text


async def test_again_means_due_again_and_only_what_has_failed_of_this(app: Litestar, store: Store) -> None:
    await failed(
        store, a=("failed", "smtp-550"), b=("failed", "smtp-451 #8"), c=("sent", ""), d=("dropped", "smtp-451")
    )
    async with await signed_in(app, "ops@example.org") as ops:
        assert (await ops.post("/api/operator/retry", json={"kind": "smtp-451"})).json() == {"count": 1}
        assert (await ops.post("/api/operator/retry", json={"kind": "smtp-451"})).json() == {"count": 0}
    states = {line.key: (line.state, line.reason) for line in await store.ledger.lines(W)}
    assert states["after:b:mark"] == ("retry", "")
    assert states["after:a:mark"] == ("failed", "smtp-550")
    assert states["after:c:mark"] == ("sent", "")
    await store.due.release(NOON)
    assert [errand for _, errand in await store.outbox.take("t", block_ms=0)] == [SendMail(W, "after:b:mark")]


async def test_m9_what_was_sent_again_in_doubt_is_counted(app: Litestar, store: Store) -> None:
    """After a broken connection, after a worker that was killed, by the operator's own hand."""
    await failed(store, a=("in_doubt", "cut ?1"), b=("failed", "in-doubt"), c=("failed", "smtp-550"))
    for at in (NOON, NOON + 60_000):
        assert await store.ledger.claim(W, "after:a:mark", at)
    async with await signed_in(app, "ops@example.org") as ops:
        assert (await ops.get("/api/operator")).json()["repeats"] == 2
        for kind in ("in-doubt", "smtp-550"):
            assert (await ops.post("/api/operator/retry", json={"kind": kind})).json() == {"count": 1}
        assert (await ops.get("/api/operator")).json()["repeats"] == 3


async def test_only_operators_see_it_and_they_open_no_workshops_by_it(app: Litestar) -> None:
    async with browser(app) as nobody, await signed_in(app) as lea, await signed_in(app, "ops@example.org") as ops:
        assert refusal(await nobody.get("/api/operator")) == (401, "not-signed-in")
        assert refusal(await lea.get("/api/operator")) == (403, "not-admitted")
        assert refusal(await lea.post("/api/operator/retry", json={"kind": "x"})) == (403, "not-admitted")
        assert (await nobody.get("/operator")).status_code == 200, "the page asks who comes to sign in"
        assert refusal(await ops.post("/api/workshops", json=new_workshop())) == (403, "not-admitted")
