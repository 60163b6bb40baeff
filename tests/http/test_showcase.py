"""The showcase (rule K5), over HTTP."""

from litestar import Litestar

from server.core.commands import ByFacilitator, CloseWorkshop
from server.core.ids import GroupId, PersonId, WorkshopId
from server.core.people import Address
from server.store.ports import FOLLOW_UP
from tests.http.kit import NOON, browser, facilitator, join, paired, refusal, services, signed_in, workshop

RESULT = {"title": " A letter\non Fridays ", "markdown": "# Fridays\n\n<b>three</b> things"}


async def test_k5_from_a_proposal_to_the_gallery_and_back(app: Litestar) -> None:
    made = await workshop(app)
    base = f"/api/workshops/{made['workshop']}"
    async with browser(app) as mara, browser(app) as jonas, browser(app) as kim, await signed_in(app) as lea:
        group = await paired(app, made, mara, jonas)
        await join(kim, made, "Kim")
        mine = f"{base}/me/groups/{group}/showcase"
        assert (await mara.get(mine)).json() is None
        assert (await mara.put(mine, json=RESULT)).status_code == 204
        proposed = (await jonas.get(mine)).json()
        assert (proposed["title"], proposed["markdown"]) == ("A letter on Fridays", RESULT["markdown"])

        for page, path in ((mara, f"{base}/me/gallery"), (kim, f"{base}/me/gallery"), (lea, f"{base}/gallery")):
            assert (await page.get(path)).json() == []
        assert (await jonas.put(f"{mine}/yes", json={"text": proposed["text"]})).status_code == 204
        for page, path in ((mara, f"{base}/me/gallery"), (kim, f"{base}/me/gallery"), (lea, f"{base}/gallery")):
            (shown,) = (await page.get(path)).json()
            assert (shown["group"], shown["title"], shown["markdown"]) == (
                group,
                "A letter on Fridays",
                RESULT["markdown"],
            )
            assert (shown["round"], shown["task"]) == (1, "A letter")

        # other words need another yes, and the old ones are gone from the store
        assert (await jonas.put(mine, json={**RESULT, "title": "Mondays"})).status_code == 204
        assert (await lea.get(f"{base}/gallery")).json() == []
        assert refusal(await mara.put(f"{mine}/yes", json={"text": proposed["text"]})) == (409, "showcase-changed")
        workshops, id_ = services(app).store.workshops, WorkshopId(made["workshop"])
        assert await workshops.bodies(id_, [proposed["text"]]) == {}
        again = (await mara.get(mine)).json()
        assert (await mara.put(f"{mine}/yes", json={"text": again["text"]})).status_code == 204
        assert [each["title"] for each in (await kim.get(f"{base}/me/gallery")).json()] == ["Mondays"]

        assert (await mara.delete(mine)).status_code == 204
        assert (await lea.get(f"{base}/gallery")).json() == []
        assert await workshops.bodies(id_, [again["text"]]) == {}
        assert await workshops.texts(id_) == {}


async def test_k5_by_the_link_of_a_mail_one_says_yes_and_takes_it_back(app: Litestar) -> None:
    """After the close, and not before the click that proves the address."""
    made = await workshop(app)
    base, id_ = f"/api/workshops/{made['workshop']}", WorkshopId(made["workshop"])
    async with browser(app) as mara, browser(app) as jonas:
        group = await paired(app, made, mara, jonas)
        assert (await jonas.get(f"{base}/me/groups")).json() == []  # the round runs
        assert (await mara.put(f"{base}/me/groups/{group}/showcase", json=RESULT)).status_code == 204
        lea = ByFacilitator(await facilitator(app))
        await services(app).hubs.decide(id_, CloseWorkshop(), lea, "test:close", NOON + 1)
        person = PersonId((await jonas.get(f"{base}/me")).json()["person"])
        people = services(app).store.people
        await people.put_address(id_, person, Address("jonas@example.org"))
        link = await people.mint_link(id_, person, FOLLOW_UP, "jonas@example.org")
    async with browser(app, authorization=f"Link {link}") as jonas:
        assert refusal(await jonas.get(f"{base}/me/groups")) == (403, "unconfirmed")
        assert (await jonas.post(f"{base}/me/confirm", json={})).status_code == 204
        (seen,) = (await jonas.get(f"{base}/me/groups")).json()
        assert (seen["id"], seen["task"], [each["name"] for each in seen["partners"]]) == (group, "A letter", ["Mara"])
        assert not seen["showcase"].get("mine")
        mine = f"{base}/me/groups/{group}/showcase"
        assert (await jonas.put(f"{mine}/yes", json={"text": seen["showcase"]["text"]})).status_code == 204
        assert (await jonas.get(f"{base}/me/groups")).json()[0]["showcase"]["shown"]
        async with await signed_in(app) as console:
            assert len((await console.get(f"{base}/gallery")).json()) == 1
            assert (await jonas.delete(mine)).status_code == 204
            assert (await console.get(f"{base}/gallery")).json() == []
        assert "showcase" not in (await jonas.get(f"{base}/me/groups")).json()[0]


async def test_k5_whoever_is_erased_is_shown_no_more(app: Litestar) -> None:
    made = await workshop(app)
    base = f"/api/workshops/{made['workshop']}"
    async with browser(app) as mara, browser(app) as jonas, await signed_in(app) as lea:
        group = await paired(app, made, mara, jonas)
        mine = f"{base}/me/groups/{group}/showcase"
        assert (await mara.put(mine, json=RESULT)).status_code == 204
        text = (await jonas.get(mine)).json()["text"]
        assert (await jonas.put(f"{mine}/yes", json={"text": text})).status_code == 204
        assert len((await lea.get(f"{base}/gallery")).json()) == 1
        assert (await mara.post(f"{base}/me/erase")).status_code == 204
        assert (await lea.get(f"{base}/gallery")).json() == []
        assert await services(app).store.workshops.bodies(WorkshopId(made["workshop"]), [text]) == {}


async def test_k5_only_what_can_be_shown_is_proposed_and_only_to_ones_own_group(app: Litestar) -> None:
    made = await workshop(app)
    base = f"/api/workshops/{made['workshop']}"
    async with browser(app) as mara, browser(app) as jonas, browser(app) as kim, browser(app) as nobody:
        group = GroupId(await paired(app, made, mara, jonas))
        await join(kim, made, "Kim")
        mine = f"{base}/me/groups/{group}/showcase"
        for bad in (
            {"title": " ", "markdown": "x"},
            {"title": "x", "markdown": " \n"},
            {"title": "x" * 121, "markdown": "x"},
        ):
            assert refusal(await mara.put(mine, json=bad)) == (422, "bad-field")
        assert refusal(await mara.put(mine, json={"title": "x", "markdown": "x" * 20_001})) == (422, "bad-field")
        for method, path, body in (("PUT", mine, RESULT), ("DELETE", mine, None), ("GET", mine, None)):
            assert (await kim.request(method, path, json=body)).status_code == 404
        assert refusal(await kim.put(f"{mine}/yes", json={"text": "t"}))[0] in {403, 404, 409}
        assert (await nobody.get(f"{base}/me/gallery")).status_code == 401
        assert (await kim.get(f"{base}/gallery")).status_code == 401
