"""A participant's seat: joining, what is kept, what odd input becomes, and how all of it goes away."""

import asyncio
from typing import Any

import pytest
from litestar import Litestar
from msgspec import structs

from server.core.commands import ByFacilitator, CloseWorkshop, CreateWorkshop
from server.core.followup.plan import UNCONFIRMED
from server.core.ids import PersonId, TextId, WorkshopId
from server.http import codes
from server.http.guards import provide_newcomer
from server.store import keys
from server.store.ports import FOLLOW_UP, UNSUBSCRIBE
from tests.http.conftest import Clock
from tests.http.kit import NOON, Json, browser, facilitator, join, profile, refusal, services, workshop


async def test_joining_takes_a_seat_and_keeps_it_in_a_careful_cookie(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as page:
        body = {"code": made["code"].lower(), "profile": profile(), "address": None}
        answer = await page.post(f"/api/workshops/{made['workshop']}/participants", json=body)
        assert answer.status_code == 201
        joined = answer.json()
        assert joined["link"] == f"http://127.0.0.1:8000/seat#{joined['seat']}"
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"gespann-seat-{made['workshop']}=")
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; ")), cookie
        assert "Secure" not in cookie
        me = (await page.get(f"/api/workshops/{made['workshop']}/me")).json()
        assert me["person"] == joined["person"]
        assert me["profile"]["name"] == "Mara"
        assert (me["address"], me["confirmed"], me["link"]) == (None, False, joined["link"])
        assert (me["title"], me["facilitator"], me["language"], me["phase"]) == (
            "Writing together",
            "Lea",
            "de",
            "gathering",
        )
        assert me["deletedOn"] == NOON + (14 + 60) * 24 * 3600 * 1000


async def test_the_same_browser_joins_once(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as page:
        await join(page, made)
        body = {"code": made["code"], "profile": profile("Mara again"), "address": None}
        answer = await page.post(f"/api/workshops/{made['workshop']}/participants", json=body)
        assert refusal(answer) == (409, "already-joined")
        assert (await page.get(f"/api/codes/{made['code']}")).json()["joined"] == 1


async def test_the_same_address_twice_is_two_people_since_neither_is_proven(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as one, browser(app) as other:
        first = await join(one, made, "Mara", "mara@example.org")
        second = await join(other, made, "Not Mara", "mara@example.org")
        assert first["person"] != second["person"]


async def test_a_whole_room_joins_at_once(app: Litestar) -> None:
    made = await workshop(app)

    async def come(number: int) -> None:
        async with browser(app) as page:
            await join(page, made, f"Person {number}")

    await asyncio.gather(*(come(number) for number in range(12)))
    async with browser(app) as page:
        assert (await page.get(f"/api/codes/{made['code']}")).json()["joined"] == 12


async def test_a_code_of_another_workshop_does_not_open_this_one(app: Litestar) -> None:
    one, other = await workshop(app), await workshop(app)
    async with browser(app) as page:
        body = {"code": other["code"], "profile": profile(), "address": None}
        answer = await page.post(f"/api/workshops/{one['workshop']}/participants", json=body)
        assert refusal(answer) == (404, "unknown-code")


async def test_a_closed_and_a_full_workshop_say_so_and_keep_nothing(app: Litestar) -> None:
    made = await workshop(app)
    lea, people = await facilitator(app), services(app).store.people
    id_ = WorkshopId(made["workshop"])
    await services(app).hubs.decide(id_, CloseWorkshop(), ByFacilitator(lea), "test:close", NOON)
    async with browser(app) as page:
        assert (await page.get(f"/api/codes/{made['code']}")).json()["closed"] is True
        body = {"code": made["code"], "profile": profile(), "address": "mara@example.org"}
        answer = await page.post(f"/api/workshops/{made['workshop']}/participants", json=body)
        assert refusal(answer) == (410, "workshop-closed")
        assert "set-cookie" not in answer.headers
    assert await people.profiles(id_) == {}


async def of_two(app: Litestar) -> Json:
    """A workshop that two people fill."""
    like, shop = await workshop(app), services(app).store.workshops
    id_, code, lea = WorkshopId("small"), codes.mint(), await facilitator(app)
    brochure = await shop.brochure(WorkshopId(like["workshop"]))
    assert brochure is not None
    assert await shop.claim_code(code, id_)
    await shop.put_brochure(id_, brochure)
    design = structs.replace((await services(app).workshop(like["workshop"])).design, capacity=2)
    await services(app).hubs.decide(id_, CreateWorkshop(id_, design), ByFacilitator(lea), "test:create", NOON)
    return {"workshop": id_, "code": code}


async def test_the_last_seat_is_one_persons_and_the_other_leaves_no_trace(app: Litestar) -> None:
    made = await of_two(app)

    async def come(number: int) -> int:
        async with browser(app) as page:
            body = {"code": made["code"], "profile": profile(f"P {number}"), "key": f"the-very-key-of-{number}"}
            return (await page.post(f"/api/workshops/{made['workshop']}/participants", json=body)).status_code

    assert sorted(await asyncio.gather(*(come(number) for number in range(5)))) == [201, 201, 409, 409, 409]
    assert len(await services(app).store.people.profiles(made["workshop"])) == 2


@pytest.mark.parametrize("why", ["closed", "full"])
async def test_a_refused_join_writes_nothing_at_all(app: Litestar, why: str) -> None:
    made = await (workshop if why == "closed" else of_two)(app)
    id_, redis = WorkshopId(made["workshop"]), services(app).store.redis
    if why == "closed":
        by_lea = ByFacilitator(await facilitator(app))
        await services(app).hubs.decide(id_, CloseWorkshop(), by_lea, "test:close", NOON)
    else:
        for name in ("Mara", "Jonas"):
            async with browser(app) as page:
                await join(page, made, name)

    async def stored() -> dict[bytes, bytes | None]:
        found = [key async for key in redis.scan_iter(f"{keys.workshop(id_)}:*")]
        return {key: await redis.dump(key) for key in sorted(found)}

    before = await stored()
    async with browser(app) as page:
        body = {"code": made["code"], "profile": profile("Late"), "address": "late@example.org", "key": "k" * 20}
        answer = await page.post(f"/api/workshops/{id_}/participants", json=body)
        assert refusal(answer)[1] == f"workshop-{why}"
    assert await stored() == before


async def test_the_same_request_again_is_the_same_person(app: Litestar) -> None:
    made, other = await workshop(app), await workshop(app)
    body = {"code": made["code"], "profile": profile(), "address": "mara@example.org", "key": "a-key_of-20-letters1"}

    async def ask(where: Json, **change: str) -> Json:
        async with browser(app) as page:
            asked = {**body, "code": where["code"], **change}
            answer = await page.post(f"/api/workshops/{where['workshop']}/participants", json=asked)
            assert answer.status_code == 201, answer.text
            joined: Json = answer.json()
            assert (await page.get(f"/api/workshops/{where['workshop']}/me")).json()["person"] == joined["person"]
            return joined

    first, *again = await asyncio.gather(*(ask(made) for _ in range(4)))
    assert {one["person"] for one in again} == {first["person"]}
    assert len({one["seat"] for one in (first, *again)}) == 4
    assert (await ask(made, key="another-key-of-more-letters"))["person"] != first["person"]
    assert (await ask(other))["person"] != first["person"]
    assert len((await services(app).workshop(made["workshop"])).participants) == 2
    async with browser(app) as page:
        path = f"/api/workshops/{made['workshop']}/participants"
        for _ in range(2):  # with the cookie that arrived after all, too
            assert (await page.post(path, json=body)).status_code == 201
        for wrong in ("only-15-letters", "with space and length", "x" * 65, "ümlaut-key-of-length"):
            assert refusal(await page.post(path, json={**body, "key": wrong})) == (422, "bad-field")


async def test_a_late_repeat_brings_nobody_back(app: Litestar) -> None:
    made = await workshop(app)
    body = {"code": made["code"], "profile": profile(), "address": None, "key": "k" * 20}
    path = f"/api/workshops/{made['workshop']}"
    async with browser(app) as page, browser(app) as late:
        assert (await page.post(f"{path}/participants", json=body)).status_code == 201
        assert (await page.post(f"{path}/me/erase")).status_code == 204
        assert refusal(await late.post(f"{path}/participants", json=body)) == (409, "already-done")
    assert await services(app).store.people.profiles(WorkshopId(made["workshop"])) == {}


ODD: list[tuple[str, str | None]] = [
    ("Mara", "Mara"),
    ("  Mara\t\n Lind  ", "Mara Lind"),
    ("e\u0301", "é"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("👩‍👩‍👧‍👦" * 60, "👩‍👩‍👧‍👦" * 60),
    ("🇩🇪🏽", "🇩🇪🏽"),
    ("مريم", "مريم"),
    ("\u202eevil\u202c", "evil"),
    ("Ma\u200bra\x00\x07", "Mara"),
    ("M" + "\u0301" * 40, "\u1e3e" + "\u0301" * 4),
    ("Ñ" * 60, "Ñ" * 60),
    ("N" * 61, None),
    ("N" * 5000, None),
    ("👩" * 61, None),
    ("", None),
    ("   ", None),
    ("\u200d\u202e\u0301", None),
]


@pytest.mark.parametrize(("given", "kept"), ODD)
async def test_odd_names_become_inert_or_are_refused(app: Litestar, given: str, kept: str | None) -> None:
    made = await workshop(app)
    async with browser(app) as page:
        body = {"code": made["code"], "profile": profile(given), "address": None}
        answer = await page.post(f"/api/workshops/{made['workshop']}/participants", json=body)
        if kept is None:
            assert refusal(answer) == (422, "bad-name")
        else:
            assert answer.status_code == 201, answer.text
            me = await page.get(f"/api/workshops/{made['workshop']}/me")
            assert me.json()["profile"]["name"] == kept
            assert me.headers["content-type"] == "application/json"


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"profile": {}}, 422, "bad-field"),
    ({"profile": {"name": 7}}, 422, "bad-field"),
    ({"profile": {"name": "M", "unknown": 1}}, 422, "bad-field"),
    ({"profile": {"name": "M", "level": 6}}, 422, "bad-field"),
    ({"profile": {"name": "M", "workingOn": "x" * 201}}, 422, "bad-field"),
    ({"profile": {"name": "M", "interests": ["x"] * 21}}, 422, "bad-field"),
    ({"profile": {"name": "M", "interests": ["x" * 61]}}, 422, "bad-field"),
    ({"profile": {"name": "M", "notWith": ["x" * 65]}}, 422, "bad-field"),
    ({"profile": {"name": "M", "notWith": ["a b"]}}, 422, "bad-field"),
    ({"address": "mara"}, 422, "bad-address"),
    ({"address": "mara@"}, 422, "bad-address"),
    ({"address": "a@b.example\r\nBcc: c@d.example"}, 422, "bad-address"),
    ({"address": "x" * 300 + "@example.org"}, 422, "bad-address"),
    ({"code": None}, 422, "bad-field"),
]


@pytest.mark.parametrize(("change", "status", "code"), WRONG)
async def test_a_wrong_form_is_refused_with_its_field(
    app: Litestar, change: dict[str, Any], status: int, code: str
) -> None:
    made = await workshop(app)
    async with browser(app) as page:
        body = {"code": made["code"], "profile": profile(), "address": None, **change}
        answer = await page.post(f"/api/workshops/{made['workshop']}/participants", json=body)
        assert refusal(answer) == (status, code)
        if code == "bad-field":
            assert answer.json()["fields"]["field"]


async def test_what_is_no_json_and_what_is_too_large_are_refused(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as page:
        path = f"/api/workshops/{made['workshop']}/participants"
        json = {"content-type": "application/json"}
        assert (await page.post(path, content=b"{", headers=json)).status_code == 400
        assert (await page.post(path, content=b"\xff\xfe", headers=json)).status_code == 400
        assert refusal(await page.post(path, content=b'"' + b"x" * 600_000 + b'"', headers=json)) == (413, "too-large")


async def test_without_a_seat_nothing_of_mine_is_shown(app: Litestar) -> None:
    made, other = await workshop(app), await workshop(app)
    async with browser(app) as stranger, browser(app) as page:
        await join(page, other)
        for who in (stranger, page):
            for path in ("", "/reflection", "/relations", "/groups/r1g0/text"):
                answer = await who.get(f"/api/workshops/{made['workshop']}/me{path}")
                assert refusal(answer) == (401, "no-seat")
            for method, path in (("PUT", "/profile"), ("PUT", "/address"), ("POST", "/confirm"), ("POST", "/erase")):
                answer = await who.request(method, f"/api/workshops/{made['workshop']}/me{path}", json={})
                assert refusal(answer) == (401, "no-seat")


async def test_a_profile_an_address_and_the_answers_are_changed(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as page, browser(app) as other:
        await join(page, made)
        jonas = await join(other, made, "Jonas")
        mine = f"/api/workshops/{made['workshop']}/me"
        new = profile("Mara L.", level=3, langs=["de", "en"], workingOn="a boat", notWith=[jonas["person"]], trio=True)
        assert (await page.put(f"{mine}/profile", json=new)).status_code == 204
        assert (await page.put(f"{mine}/address", json={"address": " Mara@Example.org "})).status_code == 204
        answers = {"learned": 5, "couldGrow": 1, "line": "Thanks"}
        assert (await page.put(f"{mine}/reflection", json=answers)).status_code == 204
        me = (await page.get(mine)).json()
        assert (me["profile"]["name"], me["profile"]["workingOn"]) == ("Mara L.", "a boat")
        assert (me["address"], me["confirmed"]) == ("Mara@example.org", False)
        assert me["others"] == [{"id": jonas["person"], "name": "Jonas"}]
        assert (await page.get(f"{mine}/reflection")).json() == {**answers, "lookForward": None}
        assert refusal(await page.put(f"{mine}/reflection", json={"learned": 6})) == (422, "bad-field")
        assert (await page.put(f"{mine}/address", json={"address": None})).status_code == 204
        assert (await page.get(mine)).json()["address"] is None


async def test_a_seat_changes_its_address_five_times_a_day_and_anything_a_hundred_times_a_minute(
    app: Litestar, clock: Clock
) -> None:
    made = await workshop(app)
    async with browser(app) as page, browser(app) as other:
        await join(page, made)
        await join(other, made, "Jonas")
        mine = f"/api/workshops/{made['workshop']}/me"
        for number in range(5):
            assert (await page.put(f"{mine}/address", json={"address": f"m{number}@example.org"})).status_code == 204
        answer = await page.put(f"{mine}/address", json={"address": "m6@example.org"})
        assert refusal(answer) == (429, "too-many-requests")
        assert (await page.get(mine)).json()["address"] == "m4@example.org", "and the last one stands"
        for _ in range(114):
            assert (await page.put(f"{mine}/reflection", json={"learned": 5})).status_code == 204
        assert refusal(await page.put(f"{mine}/reflection", json={"learned": 4})) == (429, "too-many-requests")
        assert (await page.get(mine)).status_code == 200
        assert (await other.put(f"{mine}/reflection", json={"learned": 4})).status_code == 204
        clock.now += 60_000
        assert (await page.put(f"{mine}/reflection", json={"learned": 4})).status_code == 204


async def mailed(app: Litestar, made: Json, joined: Json, to: str, purpose: str = FOLLOW_UP) -> str:
    """The secret of a link as it stands in a mail to this address."""
    people = services(app).store.people
    return await people.mint_link(WorkshopId(made["workshop"]), PersonId(joined["person"]), purpose, to)


def by(secret: str) -> dict[str, str]:
    return {"authorization": f"Link {secret}"}


async def test_only_a_mailed_link_proves_an_address_and_a_new_address_is_unproven(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as page, browser(app) as mail:
        joined = await join(page, made, address="mara@example.org")
        mine = f"/api/workshops/{made['workshop']}/me"
        link = by(await mailed(app, made, joined, "mara@example.org"))
        assert refusal(await page.post(f"{mine}/confirm")) == (401, "no-seat")
        assert (await mail.get(mine, headers=link)).json()["confirmed"] is False, "GET changes nothing"
        assert (await mail.post(f"{mine}/confirm", headers=link)).status_code == 204
        me = (await mail.get(mine, headers=link)).json()
        assert (me["confirmed"], me["link"]) == (True, None)
        await mail.put(f"{mine}/address", json={"address": "mara@example.org"}, headers=link)
        assert (await page.get(mine)).json()["confirmed"] is True
        who = WorkshopId(made["workshop"]), PersonId(joined["person"])
        fresh = by(await services(app).store.people.mint_fresh(*who, "mara@example.org", NOON + 1000))
        answer = await mail.put(f"{mine}/address", json={"address": "other@example.org"}, headers=fresh)
        assert answer.status_code == 204
        assert (await page.get(mine)).json()["confirmed"] is False


async def test_m2_each_confirmation_releases_what_waits_for_it_also_where_the_first_was_cut_off(app: Litestar) -> None:
    made = await workshop(app)
    store, id_ = services(app).store, WorkshopId(made["workshop"])
    async with browser(app) as page, browser(app) as mail:
        joined = await join(page, made, address="mara@example.org")
        secret = await mailed(app, made, joined, "mara@example.org")
        waiting = f"opened:{joined['person']}:somebody"
        await store.ledger.owe(id_, waiting, "<1@x>", NOON)

        async def hold() -> None:
            await store.ledger.settle(id_, waiting, "queued", UNCONFIRMED, NOON * 2)

        async def click() -> None:
            answer = await mail.post(f"/api/workshops/{id_}/me/confirm", headers=by(secret))
            assert answer.status_code == 204
            line = await store.ledger.line(id_, waiting)
            assert line is not None
            assert (line.state, line.reason, line.due_at) == ("queued", "", NOON)

        await hold()
        await store.people.confirm(secret, NOON)  # and the server died here
        await click()
        await hold()  # a worker had read the address before the click, and settles after it
        await click()
        await store.ledger.settle(id_, waiting, "sent")
        assert (await mail.post(f"/api/workshops/{id_}/me/confirm", headers=by(secret))).status_code == 204
        line = await store.ledger.line(id_, waiting)
        assert line is not None
        assert line.state == "sent", "a second click sends nothing again"


async def test_a_link_proves_the_address_it_was_mailed_to_and_no_other(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as eve, browser(app) as mail:
        joined = await join(eve, made, "Eve", "eve@example.org")
        mine = f"/api/workshops/{made['workshop']}/me"
        link = by(await mailed(app, made, joined, "eve@example.org"))
        await eve.put(f"{mine}/address", json={"address": "victim@example.org"})
        for who in (eve, mail):  # a page that shows a link is that link's, whoever sits at the browser
            assert refusal(await who.post(f"{mine}/confirm", headers=link)) == (401, "no-seat")
            assert refusal(await who.get(mine, headers=link)) == (401, "no-seat")
        me = (await eve.get(mine)).json()
        assert (me["address"], me["confirmed"]) == ("victim@example.org", False)
        theirs = by(await mailed(app, made, joined, "victim@example.org"))
        assert (await mail.post(f"{mine}/confirm", headers=theirs)).status_code == 204
        assert (await eve.get(mine)).json()["confirmed"] is True


async def test_an_address_that_comes_back_stays_unsubscribed(app: Litestar) -> None:
    made = await workshop(app)
    people = services(app).store.people
    async with browser(app) as page:
        joined = await join(page, made, address="mara@example.org")
        who = WorkshopId(made["workshop"]), PersonId(joined["person"])
        stop = await mailed(app, made, joined, "mara@example.org", UNSUBSCRIBE)
        assert (await page.post(f"/unsubscribe/{stop}")).status_code == 200
        for address in ("other@example.org", None, "mara@example.org"):
            await page.put(f"/api/workshops/{who[0]}/me/address", json={"address": address})
            standing = await people.address(*who)
            stopped = standing is not None and standing.unsubscribed_at is not None
            assert stopped is (address == "mara@example.org")


async def test_before_the_click_a_mailed_link_opens_next_to_nothing(app: Litestar) -> None:
    made = await workshop(app)
    async with browser(app) as page, browser(app) as other, browser(app) as mail:
        joined = await join(page, made, "Mara", "mara@example.org")
        await join(other, made, "Jonas")
        mine = f"/api/workshops/{made['workshop']}/me"
        await page.put(f"{mine}/profile", json=profile("Mara", workingOn="a boat"))
        link = by(await mailed(app, made, joined, "mara@example.org"))
        me = (await mail.get(mine, headers=link)).json()
        assert (me["title"], me["address"], me["confirmed"]) == ("Writing together", "mara@example.org", False)
        assert (me["profile"]["name"], me["profile"]["workingOn"], me["others"], me["code"]) == ("Mara", "", [], "")
        closed = [
            ("GET", "/reflection"),
            ("PUT", "/reflection"),
            ("GET", "/relations"),
            ("PUT", "/relations/p"),
            ("DELETE", "/relations/p"),
            ("GET", "/groups/r1g0/text"),
            ("PUT", "/profile"),
            ("PUT", "/address"),
            ("POST", "/erase"),
        ]
        bodies: dict[str, Json] = {"/profile": profile(), "/address": {"address": None}}
        for method, path in closed:
            answer = await mail.request(method, mine + path, json=bodies.get(path, {}), headers=link)
            assert refusal(answer) == (403, "unconfirmed"), path
        assert (await mail.post(f"{mine}/confirm", headers=link)).status_code == 204
        me = (await mail.get(mine, headers=link)).json()
        assert (me["profile"]["workingOn"], me["others"][0]["name"]) == ("a boat", "Jonas")
        for path in ("/reflection", "/relations"):
            assert (await mail.get(mine + path, headers=link)).status_code == 200


async def test_every_way_to_me_but_two_waits_for_the_click(app: Litestar) -> None:
    """A new handler is closed by itself; who opens it to unproven addresses has to say so here."""
    open_ = {
        route.path.removeprefix("/api/workshops/{workshop:str}")
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        for provided in [handler.resolve_dependencies().get("my")]
        if provided is not None and provided.dependency is provide_newcomer
    }
    assert open_ == {"/me", "/me/confirm"}


async def test_a_link_of_another_purpose_or_workshop_is_no_seat(app: Litestar) -> None:
    made, other = await workshop(app), await workshop(app)
    async with browser(app) as page, browser(app) as mail:
        joined = await join(page, made, address="mara@example.org")
        stop = await mailed(app, made, joined, "mara@example.org", UNSUBSCRIBE)
        follow = await mailed(app, made, joined, "mara@example.org")
        for workshop_, secret in ((made, stop), (other, follow), (made, joined["seat"]), (made, "")):
            answer = await mail.get(
                f"/api/workshops/{workshop_['workshop']}/me", headers={"authorization": f"Link {secret}"}
            )
            assert refusal(answer) == (401, "no-seat")


async def test_erasing_takes_everything_and_can_be_asked_for_after_the_end(app: Litestar) -> None:
    made = await workshop(app)
    id_ = WorkshopId(made["workshop"])
    async with browser(app) as page, browser(app) as other:
        await join(page, made, address="mara@example.org")
        await join(other, made, "Jonas")
        lea = await facilitator(app)
        texts = services(app).store.workshops
        me = (await page.get(f"/api/workshops/{id_}/me")).json()["person"]
        for text in (f"p:{me}:1", f"p:{me}x:1", "f:lea:1"):
            await texts.put_text(id_, TextId(text), "words")
        assert (await page.post(f"/api/workshops/{id_}/me/erase")).status_code == 204
        assert set(await texts.texts(id_)) == {f"p:{me}x:1", "f:lea:1"}
        assert refusal(await page.get(f"/api/workshops/{id_}/me")) == (401, "no-seat")
        assert (await other.get(f"/api/workshops/{id_}/me")).json()["others"] == []
        await services(app).hubs.decide(id_, CloseWorkshop(), ByFacilitator(lea), "test:close", NOON)
        assert (await other.post(f"/api/workshops/{id_}/me/erase")).status_code == 204
    assert await services(app).store.people.profiles(id_) == {}
