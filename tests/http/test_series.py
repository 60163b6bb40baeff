"""Series: workshops that share the memory of who has met whom (rules S1 to S4)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from litestar import Litestar
from msgspec.structs import replace
from redis import Redis

from server.core.commands import ByFacilitator, CloseWorkshop, PublishDraft, RecordDraft
from server.core.ids import Mark, PersonId, SeriesId, WorkshopId
from server.core.pairing.instance import pair
from server.core.state import DraftGroup, Gathering
from server.http.guards import seat_cookie
from server.settings import Settings, Smtp
from server.store import keys
from server.store.journal import Journal, Unremembered
from server.store.ports import FOLLOW_UP, NotSaved
from server.text.versions import version
from tests.http.conftest import Clock
from tests.http.kit import Json, browser, facilitator, join, profile, refusal, services, signed_in, workshop
from tests.http.test_my_data import by, proven
from tests.http.test_sockets import dial
from tests.http.test_sockets import host as host  # noqa: PLC0414 - the fixture of the real server
from tests.workers.mailbox import Mailbox
from tests.workers.world import work
from workers.bootstrap import Tools, open_tools

ADA = "ada@example.org"


@pytest.fixture
async def tools(valkey: str, clock: Clock, settings: Settings) -> AsyncIterator[Tools]:
    async with Mailbox() as mailbox:
        posting = replace(
            settings, redis_url=valkey, smtp=Smtp("127.0.0.1", mailbox.port), mail_from="G <g@example.org>"
        )
        async with open_tools(posting, clock) as opened:
            yield opened


async def series_of(app: Litestar, made: Json) -> SeriesId:
    series = (await services(app).workshop(made["workshop"])).design.series
    assert series is not None
    return series


async def recognised(app: Litestar, made: Json) -> dict[PersonId, Mark]:
    return (await services(app).store.people.known(WorkshopId(made["workshop"])))[1]


def me(made: Json) -> str:
    return f"/api/workshops/{made['workshop']}/me"


async def yes(page: httpx.AsyncClient, app: Litestar, made: Json, person: str, address: str) -> dict[str, str]:
    """Says it by the link of the mail, whose click has proven the address; the headers of that link."""
    link = by(await proven(app, made, person, address))
    assert (await page.put(f"{me(made)}/series", json={"on": True}, headers=link)).status_code == 204
    return link


async def publish(app: Litestar, made: Json, *groups: tuple[str, ...]) -> None:
    id_, hubs, lea = WorkshopId(made["workshop"]), services(app).hubs, ByFacilitator(await facilitator(app))
    planned = tuple(DraftGroup(tuple(map(PersonId, group))) for group in groups)
    await hubs.decide(id_, RecordDraft(1, planned, ()), lea, "test:draft", services(app).clock())
    phase = (await services(app).workshop(id_)).phase
    assert isinstance(phase, Gathering)
    assert phase.draft is not None
    await hubs.decide(id_, PublishDraft(phase.draft.revision), lea, "test:publish", services(app).clock())


async def close(app: Litestar, made: Json, tools: Tools, valkey: str) -> None:
    lea = ByFacilitator(await facilitator(app))
    await services(app).hubs.decide(WorkshopId(made["workshop"]), CloseWorkshop(), lea, "test:close", tools.clock())
    await learn(tools, valkey)


async def learn(tools: Tools, valkey: str) -> None:
    with Redis.from_url(valkey) as redis:
        await work(tools, redis)


async def test_a_facilitator_puts_a_workshop_into_a_series_of_their_own(app: Litestar) -> None:
    first = await workshop(app, newSeries=" Evenings ")
    alone = await workshop(app)
    series = await series_of(app, first)
    async with (
        await signed_in(app) as lea,
        await signed_in(app, "kim@workshops.example") as kim,
        browser(app) as nobody,
    ):
        assert (await lea.get("/api/series")).json() == [{"series": series, "name": "Evenings"}]
        assert (await kim.get("/api/series")).json() == []
        assert refusal(await nobody.get("/api/series")) == (401, "not-signed-in")
        second = await workshop(app, series=series)
        assert await series_of(app, second) == series
        for made, name in ((first, "Evenings"), (second, "Evenings"), (alone, "")):
            assert (await nobody.get(f"/api/codes/{made['code']}")).json()["series"] == name
        assert (await services(app).workshop(alone["workshop"])).design.series is None
        body = {"title": "x", "facilitator": "Kim", "language": "de", "rounds": 1, "places": [{"name": "a"}]}
        body |= {"tasks": [{"title": "t", "minutes": 5}], "series": series}
        assert refusal(await kim.post("/api/workshops", json=body)) == (422, "bad-field")


async def test_w9_sent_twice_a_form_makes_one_series(app: Litestar) -> None:
    key = "k" * 32
    assert await workshop(app, newSeries="Evenings", key=key) == await workshop(app, newSeries="Evenings", key=key)
    async with await signed_in(app) as lea:
        assert len((await lea.get("/api/series")).json()) == 1


async def test_s2_only_a_mailed_link_that_was_confirmed_says_yes(app: Litestar) -> None:
    made, people = await workshop(app, newSeries="Evenings"), services(app).store.people
    alone = await workshop(app)
    async with browser(app) as page:
        joined = await join(page, made, "Ada", ADA)
        assert (await page.get(me(made))).json()["series"] is None
        assert refusal(await page.put(f"{me(made)}/series", json={"on": True})) == (403, "unconfirmed")
        link = by(await people.mint_link(WorkshopId(made["workshop"]), PersonId(joined["person"]), FOLLOW_UP, ADA))
        async with browser(app) as mail:
            assert (await mail.get(me(made), headers=link)).json()["series"] is None
            assert refusal(await mail.put(f"{me(made)}/series", json={"on": True}, headers=link)) == (
                403,
                "unconfirmed",
            )
            await mail.post(f"{me(made)}/confirm", headers=link)
            assert (await mail.get(me(made), headers=link)).json()["series"] == {
                "name": "Evenings",
                "on": False,
                "here": False,
                "days": 365,
            }
            assert (await mail.put(f"{me(made)}/series", json={"on": True}, headers=link)).status_code == 204
            told = (await mail.get(me(made), headers=link)).json()["series"]
            assert (told["on"], told["here"]) == (True, True)
            (cookie,) = mail.cookies.jar
            assert cookie.name == f"gespann-series-{await series_of(app, made)}"
            assert cookie.has_nonstandard_attr("HttpOnly")
        # Who typed the address into this seat may be somebody else than who has confirmed it.
        assert (await page.get(me(made))).json()["series"] is None
        assert refusal(await page.put(f"{me(made)}/series", json={"on": True})) == (403, "unconfirmed")

        other = await join(page, alone, "Ada", ADA)
        link = by(await proven(app, alone, other["person"], ADA))
        assert refusal(await page.put(f"{me(alone)}/series", json={"on": True}, headers=link)) == (404, "not-found")


async def test_e5_the_yes_and_the_no_are_written_down_with_their_words(app: Litestar, clock: Clock) -> None:
    made = await workshop(app, newSeries="Evenings")
    async with browser(app) as page:
        joined = await join(page, made, "Ada", ADA)
        link = await yes(page, app, made, joined["person"], ADA)
        await page.put(f"{me(made)}/series", json={"on": False}, headers=link)
        consents = await services(app).store.consents.all(WorkshopId(made["workshop"]))
        told = [(c.what, c.fields, c.said.text, c.said.language, c.said.way, c.at) for c in consents[1:]]
        words = version("series", "de"), "de", "mail", clock.now
        assert told == [("remember", ("meetings",), *words), ("no-remember", (), *words)]


async def test_s2_recognised_is_who_types_the_address_in_the_browser_that_said_yes(app: Litestar) -> None:
    first = await workshop(app, newSeries="Evenings")
    series = await series_of(app, first)
    async with browser(app) as hers, browser(app) as other:
        await yes(hers, app, first, (await join(hers, first, "Ada", ADA))["person"], ADA)
        second = await workshop(app, series=series)
        ada = await join(hers, second, "Ada", "Ada@Example.org")
        await join(other, second, "Somebody", ADA)
        assert list(await recognised(app, second)) == [ada["person"]]
        assert (await hers.get(me(second))).json()["series"]["on"] is True
        assert (await other.get(me(second))).json()["series"] is None

        await hers.put(f"{me(second)}/address", json={"address": None})
        assert await recognised(app, second) == {}, "without the address it could be anybody at this device"
        await hers.put(f"{me(second)}/address", json={"address": "bob@example.org"})
        assert await recognised(app, second) == {}
        await hers.put(f"{me(second)}/address", json={"address": ADA})
        assert list(await recognised(app, second)) == [ada["person"]]

        elsewhere = await workshop(app, newSeries="Mornings")
        await join(hers, elsewhere, "Ada", ADA)
        assert await recognised(app, elsewhere) == {}, "another series"


async def test_s2_recognised_is_also_whose_first_answer_was_lost(
    app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await workshop(app, newSeries="Evenings")
    hubs = services(app).hubs
    decide = hubs.decide

    async def cut_off(*args: Any) -> None:
        await decide(*args)
        raise NotSaved

    async with browser(app) as hers:
        await yes(hers, app, first, (await join(hers, first, "Ada", ADA))["person"], ADA)
        second = await workshop(app, series=await series_of(app, first))
        body = {"code": second["code"], "profile": profile("Ada"), "address": ADA, "key": "k" * 32}
        path = f"/api/workshops/{second['workshop']}/participants"
        with monkeypatch.context() as broken:
            broken.setattr(hubs, "decide", cut_off)
            assert (await hers.post(path, json=body)).status_code == 503
        ada = (await hers.post(path, json=body)).json()["person"]
        assert list(await recognised(app, second)) == [ada]


async def test_s2_another_device_is_known_once_they_say_so_there(app: Litestar) -> None:
    made = await workshop(app, newSeries="Evenings")
    async with browser(app) as phone, browser(app) as laptop:
        link = await yes(phone, app, made, (await join(phone, made, "Ada", ADA))["person"], ADA)
        for known in (False, True):
            told = (await laptop.get(me(made), headers=link)).json()["series"]
            assert (told["on"], told["here"]) == (True, known)
            next_ = await workshop(app, series=await series_of(app, made))
            await join(laptop, next_, "Ada", ADA)
            assert len(await recognised(app, next_)) == known
            await laptop.put(f"{me(made)}/series", json={"on": True}, headers=link)


async def test_s2_a_seat_is_not_offered_what_a_mailed_link_alone_may_do(app: Litestar) -> None:
    first = await workshop(app, newSeries="Evenings")
    series = await series_of(app, first)
    async with browser(app) as hers:
        await yes(hers, app, first, (await join(hers, first, "Ada", ADA))["person"], ADA)
        second = await workshop(app, series=series)
        await join(hers, second, "Ada", ADA)
        hers.cookies.delete(f"gespann-series-{series}")
        told = (await hers.get(me(second))).json()["series"]
        assert (told["on"], told["here"]) == (True, True)
        assert refusal(await hers.put(f"{me(second)}/series", json={"on": True})) == (403, "unconfirmed")


async def test_s2_nothing_tells_a_third_person_that_an_address_is_known(app: Litestar) -> None:
    """All answers to somebody else who types it are, byte for byte, those for an address that is known nowhere."""
    first = await workshop(app, newSeries="Evenings")
    series = await series_of(app, first)
    async with browser(app) as hers:
        await yes(hers, app, first, (await join(hers, first, "Ada", ADA))["person"], ADA)
    known, unknown = [await told(app, series, typed) for typed in (ADA, "eve@example.org")]
    assert known == unknown


async def told(app: Litestar, series: SeriesId, typed: str) -> str:
    """What somebody reads who types this address into the next workshop, and whose owner confirms it then."""
    made = await workshop(app, series=series)
    async with browser(app) as page, browser(app) as mail:
        page.cookies.set(f"gespann-series-{series}", "guessed", domain="127.0.0.1")
        body = {"code": made["code"], "profile": profile("Mallory"), "address": typed}
        answers = [await page.post(f"/api/workshops/{made['workshop']}/participants", json=body)]
        person = answers[0].json()["person"]
        answers += [await page.get(f"{me(made)}{path}") for path in ("", "/held", "/data")]
        answers += [await page.put(f"{me(made)}/series", json={"on": on}) for on in (True, False)]
        link = by(await proven(app, made, person, typed))
        answers += [await page.get(me(made)), await page.put(f"{me(made)}/series", json={"on": False})]
        assert (await mail.get(me(made), headers=link)).json()["series"]["on"] is (typed == ADA), "the owner does"
        words = repr([(a.status_code, sorted(a.headers.multi_items()), a.text) for a in answers])
        secret = page.cookies[seat_cookie(made["workshop"])].rpartition(".")[2]
        for own in (typed, person, made["workshop"], made["code"], secret):
            words = words.replace(own, "*")
        return words


async def test_s3_who_takes_it_back_is_forgotten_at_once_and_knows_it(
    app: Litestar, journal: Journal, tools: Tools, valkey: str
) -> None:
    made = await workshop(app, newSeries="Evenings")
    series, store = await series_of(app, made), services(app).store
    async with browser(app) as ada, browser(app) as bob:
        one, other = await join(ada, made, "Ada", ADA), await join(bob, made, "Bob", "bob@example.org")
        await publish(app, made, (one["person"], other["person"]))
        await close(app, made, tools, valkey)
        hers = await yes(ada, app, made, one["person"], ADA)
        await yes(bob, app, made, other["person"], "bob@example.org")
        await learn(tools, valkey)
        mark = await store.series.mark(series, ADA)
        assert mark

        assert (await ada.put(f"{me(made)}/series", json={"on": False}, headers=hers)).status_code == 204
        assert f"gespann-series-{series}" not in ada.cookies
        assert mark not in repr(await store.redis.hgetall(keys.series(series)))
        assert journal.read() == [Unremembered(tools.clock(), series, mark)]
        await learn(tools, valkey)
        assert mark not in (await store.series.memory(series)).since


async def test_s4_nobody_reads_whether_somebody_whom_they_met_said_yes_or_took_it_back(
    app: Litestar, tools: Tools, valkey: str
) -> None:
    made = await workshop(app, newSeries="Evenings")
    series, store = await series_of(app, made), services(app).store
    async with browser(app) as ada, browser(app) as bob:
        one, other = await join(ada, made, "Ada", ADA), await join(bob, made, "Bob", "bob@example.org")
        await publish(app, made, (one["person"], other["person"]))
        await close(app, made, tools, valkey)
        his = await yes(bob, app, made, other["person"], "bob@example.org")
        who = WorkshopId(made["workshop"]), PersonId(other["person"])
        his |= by(await store.people.mint_fresh(*who, "bob@example.org", tools.clock() + 1000))

        async def told() -> list[str]:
            await learn(tools, valkey)
            return [(await bob.get(f"{me(made)}{path}", headers=his)).text for path in ("", "/held", "/data")]

        alone = await told()
        hers = await yes(ada, app, made, one["person"], ADA)
        assert await told() == alone
        assert len((await store.series.memory(series)).met) == 1
        await ada.put(f"{me(made)}/series", json={"on": False}, headers=hers)
        assert await told() == alone


async def test_s2_a_yes_counts_for_the_earlier_workshops_in_which_the_same_address_was_proven(
    app: Litestar, tools: Tools, valkey: str
) -> None:
    first = await workshop(app, newSeries="Evenings")
    series, store = await series_of(app, first), services(app).store
    names = ("ada", "bob", "cem", "dan")
    async with AsyncExitStack() as open_:
        pages = {name: await open_.enter_async_context(browser(app)) for name in names}
        there = {name: (await join(page, first, name, f"{name}@example.org"))["person"] for name, page in pages.items()}
        for name in names:
            if name != "cem":
                await proven(app, first, there[name], f"{name}@example.org")
        await publish(app, first, (there["ada"], there["bob"], there["cem"], there["dan"]))
        await close(app, first, tools, valkey)
        assert (await store.series.memory(series)).counts == {}

        second = await workshop(app, series=series)
        for name in ("ada", "bob", "cem"):
            here = (await join(pages[name], second, name, f"{name}@example.org"))["person"]
            await yes(pages[name], app, second, here, f"{name}@example.org")
        await learn(tools, valkey)
        ada, bob = [await store.series.mark(series, f"{name}@example.org") for name in ("ada", "bob")]
        assert ada
        assert bob
        memory = await store.series.memory(series)
        assert memory.met == {pair(ada, bob): first["workshop"]}, "neither who proved nothing there nor who said no yes"
        assert {mark for mark, _ in memory.counts} == {ada, bob}


async def test_e2_what_is_taken_along_names_nobody_else(app: Litestar, tools: Tools, valkey: str) -> None:
    made = await workshop(app, newSeries="Evenings")
    people = services(app).store.people
    async with browser(app) as ada, browser(app) as bob:
        one, other = await join(ada, made, "Ada", ADA), await join(bob, made, "Canary", "canary@example.org")
        await publish(app, made, (one["person"], other["person"]))
        await close(app, made, tools, valkey)
        await yes(ada, app, made, one["person"], ADA)
        await yes(bob, app, made, other["person"], "canary@example.org")
        await learn(tools, valkey)
        who = WorkshopId(made["workshop"]), PersonId(one["person"])
        fresh = by(await people.mint_fresh(*who, ADA, tools.clock() + 1000))
        data = await ada.get(f"{me(made)}/data", headers=fresh)
        assert data.json()["series"] == {
            "series": "Evenings",
            "since": tools.clock(),
            "workshops": 1,
            "counts": {"trios": 0, "out": 0, "leftOver": 0, "helped": 0},
        }
        assert "anary" not in data.text
        mark = await services(app).store.series.mark(await series_of(app, made), "canary@example.org")
        assert str(mark) not in data.text


async def test_s3_erased_is_forgotten_by_the_series_too(app: Litestar, journal: Journal) -> None:
    made = await workshop(app, newSeries="Evenings")
    series, store = await series_of(app, made), services(app).store
    async with browser(app) as ada, browser(app) as bob:
        pages = {ADA: ada, "bob@example.org": bob}
        ids = {address: (await join(page, made, "X", address))["person"] for address, page in pages.items()}
        for address, page in pages.items():
            await yes(page, app, made, ids[address], address)
        who = WorkshopId(made["workshop"]), PersonId(ids[ADA])
        fresh = by(await store.people.mint_fresh(*who, ADA, services(app).clock() + 1000))
        assert (await ada.post(f"{me(made)}/erase", headers=fresh)).status_code == 204
        assert set((await store.series.memory(series)).since) == {await store.series.mark(series, "bob@example.org")}
        assert any(isinstance(noted, Unremembered) for noted in journal.read())


async def test_s3_who_leaves_a_proven_address_is_forgotten_under_it(app: Litestar, journal: Journal) -> None:
    made = await workshop(app, newSeries="Evenings")
    series, store = await series_of(app, made), services(app).store
    async with browser(app) as ada:
        joined = await join(ada, made, "Ada", ADA)
        await yes(ada, app, made, joined["person"], ADA)
        mark = await store.series.mark(series, ADA)
        assert mark in (await store.series.memory(series)).since
        who = WorkshopId(made["workshop"]), PersonId(joined["person"])
        fresh = by(await store.people.mint_fresh(*who, ADA, services(app).clock() + 1000))
        body = {"address": "other@example.org"}
        assert (await ada.put(f"{me(made)}/address", json=body, headers=fresh)).status_code == 204
        assert str(mark) not in repr(await store.redis.hgetall(keys.series(series)))
        assert Unremembered(services(app).clock(), series, mark) in journal.read()


async def test_s3_erased_is_also_forgotten_as_who_was_recognised_before_they_gave_another_address(
    app: Litestar, journal: Journal
) -> None:
    first = await workshop(app, newSeries="Evenings")
    series, store = await series_of(app, first), services(app).store
    async with browser(app) as ada:
        await yes(ada, app, first, (await join(ada, first, "Ada", ADA))["person"], ADA)
        second = await workshop(app, series=series)
        await join(ada, second, "Ada", ADA)
        await ada.put(f"{me(second)}/address", json={"address": "other@example.org"})
        assert (await store.series.memory(series)).since, "a seat where she has proven nothing takes nothing back"
        assert (await ada.post(f"{me(second)}/erase")).status_code == 204
        assert (await store.series.memory(series)).since == {}
        assert any(isinstance(noted, Unremembered) for noted in journal.read())


async def test_a_series_end_to_end(app: Litestar, host: str, tools: Tools, valkey: str) -> None:
    """Four meet in pairs; in the next workshop all meet somebody new, though the points speak for those they know."""
    first = await workshop(app, newSeries="Evenings")
    names = ("ada", "bob", "cem", "dan", "eve", "fay")
    silent = {"eve", "fay"}
    async with AsyncExitStack() as open_:
        pages = {name: await open_.enter_async_context(browser(app)) for name in names}

        async def come(made: Json) -> dict[str, str]:
            likes = {"ada": "boats", "bob": "boats", "cem": "tea", "dan": "tea", "eve": "chess", "fay": "chess"}
            ids = {}
            for name, page in pages.items():
                about = profile(name, interests=[likes[name]])
                body = {"code": made["code"], "profile": about, "address": f"{name}@example.org"}
                answer = await page.post(f"/api/workshops/{made['workshop']}/participants", json=body)
                ids[name] = answer.json()["person"]
            return ids

        ids = await come(first)
        await publish(app, first, *((ids[a], ids[b]) for a, b in (("ada", "bob"), ("cem", "dan"), ("eve", "fay"))))
        await close(app, first, tools, valkey)
        for name in names:
            if name not in silent:
                await yes(pages[name], app, first, ids[name], f"{name}@example.org")
            else:
                await proven(app, first, ids[name], f"{name}@example.org")
        await learn(tools, valkey)

        second = await workshop(app, series=await series_of(app, first))
        ids = await come(second)
        drawn, view = await drafted(app, host, second)
        called = {id_: name for name, id_ in ids.items()}
        groups = {frozenset(called[person] for person in group) for group in drawn}
        assert not groups & {frozenset(("ada", "bob")), frozenset(("cem", "dan"))}
        assert frozenset(("eve", "fay")) in groups, "nobody knows that they have met, and the points speak for it"
        assert view["series"] == "Evenings"
        shares = {called[id_]: share for id_, share in view["fairness"].items()}
        assert {name for name, share in shares.items() if share.get("known") == 1} == set(names) - silent
        assert all(shares[name].get("known") is None for name in silent)

        await publish(app, second, *((ids[a], ids[b]) for a, b in (("ada", "cem"), ("bob", "dan"), ("eve", "fay"))))
        await close(app, second, tools, valkey)
        mine = (await pages["ada"].get(me(second))).json()["series"]
        assert mine["on"] is True, "recognised, she need not prove and say it again"
        memory = await services(app).store.series.memory(await series_of(app, first))
        assert len(memory.since) == 4
        assert len(memory.met) == 4
        assert len(memory.counts) == 8


async def drafted(app: Litestar, host: str, made: Json) -> tuple[list[list[str]], Json]:
    """What a facilitator's console shows when a draft is asked for."""
    path = f"/live/{made['workshop']}?role=facilitator"
    async with await signed_in(app) as lea, dial(host, path, lea) as line:
        await line.send(json.dumps({"t": "do", "id": "one", "command": {"t": "draftGroups", "shown": 0}}))
        async with asyncio.timeout(30):
            while json.loads(await line.recv())["t"] != "done":
                pass
            await line.send(json.dumps({"t": "resync", "view": "console"}))
            while True:
                message = json.loads(await line.recv())
                if message["t"] == "snapshot" and message["value"].get("draft"):
                    view: Json = message["value"]
                    return [group["members"] for group in view["draft"]["groups"]], view
