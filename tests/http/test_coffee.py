"""The pages behind the mails of two who said yes: a time for a coffee, and six weeks later one question."""

from datetime import UTC, datetime

from icalendar import Calendar
from litestar import Litestar

from server.core.commands import ByFacilitator, CloseWorkshop
from server.core.followup.coffee import proposals
from server.core.followup.exchange import Offer, Opened
from server.core.ids import PersonId, WorkshopId
from server.core.people import Address, Profile
from server.http.services import Services
from server.settings import DAY_MS
from server.store import keys
from server.store.ports import COFFEE, FOLLOW_UP, GROWN
from server.text.calendar import zone
from tests.http.conftest import Clock
from tests.http.kit import BASE, NOON, browser, facilitator, paired, services, workshop

MARA, JONAS = "mara@example.org", "jonas@example.org"
FORM = {"sec-fetch-site": "same-origin"}


class Two:
    """Mara and Jonas, whose exchange is open, and each one's link to the page."""

    def __init__(self, app: Litestar) -> None:
        self.app = app
        self.services: Services = services(app)

    async def meet(self) -> "Two":
        made = await workshop(self.app)
        self.id = WorkshopId(made["workshop"])
        store = self.services.store
        async with browser(self.app) as mara, browser(self.app) as jonas:
            await paired(self.app, made, mara, jonas)
            base = f"/api/workshops/{self.id}/me"
            self.mara = PersonId((await mara.get(base)).json()["person"])
            self.jonas = PersonId((await jonas.get(base)).json()["person"])
        lead = ByFacilitator(await facilitator(self.app))
        await self.services.hubs.decide(self.id, CloseWorkshop(), lead, "test:close", NOON)
        self.pages = {}
        for by, to, address in ((self.mara, self.jonas, MARA), (self.jonas, self.mara, JONAS)):
            await store.people.put_address(self.id, by, Address(address, confirmed_at=NOON))
            await store.relations.offer(self.id, by, to, Offer(mail=address), NOON)
            self.pages[by] = f"/coffee/{await store.people.mint_link(self.id, by, COFFEE, address)}/{to}"
        times = proposals(NOON, NOON, (zone("Europe/Berlin"), zone("Europe/Berlin")))
        await store.relations.claim(self.id, self.mara, self.jonas, NOON, times)
        return self

    async def relation(self) -> Opened:
        found = await self.services.store.relations.relation(self.id, self.mara, self.jonas)
        assert isinstance(found, Opened)
        return found


def offered(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('name="at" value="')[1:]]


async def test_x8_the_times_do_not_move_when_somebody_travels(app: Litestar) -> None:
    two = await Two(app).meet()
    async with browser(app) as mara:
        before = offered((await mara.get(two.pages[two.mara])).text)
        assert len(before) == 3
        await two.services.store.people.put_profile(two.id, two.mara, Profile("Mara", timezone="Asia/Tokyo"))
        assert offered((await mara.get(two.pages[two.mara])).text) == before


async def test_x8_each_picks_and_the_first_time_that_suits_both_is_the_date(app: Litestar) -> None:
    two = await Two(app).meet()
    async with browser(app, **FORM) as mara, browser(app, **FORM) as jonas:
        seen = await mara.get(two.pages[two.mara], params={"at": "1"})
        times = offered(seen.text)
        assert len(times) == 3
        assert "checked" not in seen.text
        assert (await mara.get(two.pages[two.mara], params={"at": times[1]})).text.count("checked") == 1
        assert (await two.relation()).picks == {}, "M6: looking changes nothing"

        saved = await mara.post(two.pages[two.mara], data={"at": [times[1], times[2], "17", "x"]})
        assert saved.text.count("checked") == 2
        assert (await two.relation()).picks == {two.mara: (int(times[1]), int(times[2]))}, "no time of one's own"
        hers = await jonas.get(two.pages[two.jonas])
        assert hers.text.count("passt Mara") == 2
        agreed = await jonas.post(two.pages[two.jonas], data={"at": [times[0], times[2]]})
        assert "Abgemacht" in agreed.text
        assert (await two.relation()).date == int(times[2])
        assert "Abgemacht" in (await mara.post(two.pages[two.mara], data={"at": [times[0]]})).text, "agreed is agreed"
        assert (await two.relation()).date == int(times[2])


async def test_a_time_is_an_entry_for_a_calendar(app: Litestar) -> None:
    two = await Two(app).meet()
    async with browser(app) as mara:
        page = two.pages[two.mara]
        at = offered((await mara.get(page)).text)[0]
        answer = await mara.get(f"{page}/{at}.ics")
        assert answer.headers["content-type"].startswith("text/calendar")
        event = Calendar.from_ical(answer.content).events[0]
        assert event.start == datetime.fromtimestamp(int(at) / 1000, UTC)
        assert event["summary"] in {"Kaffee: Mara und Jonas", "Kaffee: Jonas und Mara"}
        assert (await mara.get(f"{page}/17.ics")).status_code == 404


async def test_the_page_is_for_two_whose_exchange_is_open_and_dies_with_the_address(app: Litestar) -> None:
    two = await Two(app).meet()
    page, store = two.pages[two.mara], two.services.store
    secret = page.split("/")[2]
    async with browser(app, **FORM) as mara:
        for wrong in (f"/coffee/{secret}/nobody", f"/coffee/{secret}/{two.mara}", f"/coffee/x.y.z/{two.jonas}"):
            assert (await mara.get(wrong)).status_code == 404, wrong
            assert (await mara.post(wrong, data={"at": "1"})).status_code == 404, wrong
        other = await store.people.mint_link(two.id, two.mara, FOLLOW_UP, MARA)
        assert (await mara.get(f"/coffee/{other}/{two.jonas}")).status_code == 404, "a link has one purpose"
        await store.people.put_address(two.id, two.mara, Address("new@example.org"))
        assert (await mara.get(page)).status_code == 404
        await store.people.put_address(two.id, two.mara, Address(MARA))
        await store.people.erase(two.id, two.jonas)
        assert (await mara.get(page)).status_code == 404


async def test_when_the_times_are_over_the_page_says_how_to_reach_the_other(app: Litestar, clock: Clock) -> None:
    two = await Two(app).meet()
    clock.now += 30 * DAY_MS
    async with browser(app, **FORM) as mara:
        page = (await mara.get(two.pages[two.mara])).text
        assert offered(page) == []
        assert JONAS in page
        assert (await mara.post(two.pages[two.mara], data={"at": "1"})).status_code == 200
    assert (await two.relation()).picks in ({}, {two.mara: ()})


async def test_a_foreign_page_picks_nothing(app: Litestar) -> None:
    two = await Two(app).meet()
    async with browser(app, origin="https://evil.example") as evil:
        assert (await evil.post(two.pages[two.mara], data={"at": "1"})).status_code == 403


async def test_m5_six_weeks_later_one_tap_is_counted_once_and_stands_with_nobody(app: Litestar) -> None:
    two = await Two(app).meet()
    people, page = two.services.store.people, {}
    for who, address in ((two.mara, MARA), (two.jonas, JONAS)):
        page[who] = f"/grown/{await people.mint_link(two.id, who, GROWN, address)}"
    async with browser(app, **FORM) as anybody:
        assert 'value="notYet"' in (await anybody.get(page[two.mara])).text
        assert await people.grown(two.id) == {"yes": 0, "notYet": 0, "no": 0}, "M6: looking changes nothing"
        assert (await anybody.post(page[two.mara], data={"answer": "maybe"})).status_code == 404
        for answer in ("yes", "no"):
            assert (await anybody.post(page[two.mara], data={"answer": answer})).status_code == 200
        await anybody.post(page[two.jonas], data={"answer": "notYet"})
        assert await people.grown(two.id) == {"yes": 1, "notYet": 1, "no": 0}
        assert 'value="notYet"' not in (await anybody.get(page[two.mara])).text, "thanks, and no second question"
    record = await two.services.store.redis.hgetall(keys.person(two.id, two.mara))
    assert b"yes" not in record.values()


async def test_who_does_not_want_to_be_asked_says_so_on_their_page(app: Litestar) -> None:
    two = await Two(app).meet()
    link = {"authorization": f"Link {await two.services.store.people.mint_link(two.id, two.mara, FOLLOW_UP, MARA)}"}
    base = f"{BASE}/api/workshops/{two.id}/me"
    async with browser(app) as mara:
        assert (await mara.get(base, headers=link)).json()["asksLater"] is True
        assert (await mara.put(f"{base}/later", json={"on": False}, headers=link)).status_code == 204
        assert (await mara.get(base, headers=link)).json()["asksLater"] is False
        await mara.put(f"{base}/later", json={"on": True}, headers=link)
        assert await two.services.store.people.asks_later(two.id, two.mara)
