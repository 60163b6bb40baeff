"""A room of three hundred in the console: drafted with reasons, locked, swapped at a known price; and read by one of
them on a phone.  Then five at one table, from the form to the exchange."""

import asyncio
import re
import time

import pytest

from server.core.ids import WorkshopId
from server.store.store import open_store
from tests.bench.populations import easy
from tests.browser import crowd, play
from tests.browser.extras import Extra
from tests.browser.person import Person, expect
from tests.browser.theatre import Theatre

PEOPLE = 300


def now() -> int:
    return time.time_ns() // 1_000_000


@pytest.mark.browser
@pytest.mark.timeout(360)
async def test_three_hundred_people_are_drafted_with_reasons_locked_and_swapped(theatre: Theatre) -> None:
    lea = await theatre.person("Lea", language="de")
    mara = await theatre.person("Mara", 1, device="phone", language="de")
    await play.sign_in(lea, theatre.post)
    invited = await play.create_workshop(lea, "Volles Haus", tables=150)
    async with await open_store(theatre.stage.valkey.url, now) as store:
        await crowd.seat(store, WorkshopId(invited.workshop), easy(PEOPLE - 1, 1).people, now())
    await play.join(mara, invited)

    await play.draft(lea, 1)
    cards = play.drafted(lea)
    await expect(cards).to_have_count(PEOPLE // 2)
    await expect(cards.locator(".why").first).to_be_visible()
    await expect(lea.page.get_by_text(lea.words("console-best", share=100))).to_be_visible()
    await lea.look("full-room-draft")

    # locked: she stays where she is when the rest is mixed anew
    mine = cards.filter(has=lea.page.get_by_role("button", name="Mara", exact=True))
    label = await mine.get_attribute("aria-label") or ""
    lock = mine.get_by_role("button", name=lea.words("console-lock-names", names=label), exact=True)
    await lock.click()
    unlock = mine.get_by_role("button", name=lea.words("console-unlock-names", names=label), exact=True)
    await expect(unlock).to_be_visible()
    await lea.click("console-reshuffle-rest")
    await expect(lea.page.get_by_text(lea.words("console-best", share=100))).to_have_count(0)  # other groups are there
    await expect(cards).to_have_count(PEOPLE // 2)
    await expect(unlock).to_be_visible()

    # what if: prices stand beside all others; one that is possible is taken, and told
    await unlock.click()
    await expect(lock).to_be_visible()  # till then she can't be picked
    await mine.get_by_role("button", name="Mara", exact=True).click()
    possible = cards.locator("button:has(.price):not(.impossible)").first
    await expect(possible).to_be_visible()
    other = re.match(r"Guest p\d+", await possible.inner_text())
    assert other is not None
    await lea.look("full-room-what-if")
    await possible.click()
    await play.swapped(lea, "Mara", other[0])

    await play.publish(lea, 1)
    await expect(mara.page.get_by_role("heading", level=1)).to_contain_text("Guest")
    await expect(mara.page.get_by_role("listitem").first).to_be_visible()  # she reads why
    await mara.look("full-room-reasons")

    await five_at_one_table(theatre, lea, mara)


async def five_at_one_table(theatre: Theatre, lea: Person, mara: Person) -> None:
    """Everything that a pair has, for more than three; a sixth comes late and takes a chair (rules D9, R10)."""
    jonas = await theatre.person("Jonas", 0, language="en")
    extras = [Extra(lea.base, name) for name in ("Ada", "Bo", "Cy")]
    late = Extra(lea.base, "Zoe")
    await lea.goto("/console")
    invited = await play.create_workshop(lea, "Am langen Tisch", size=5, tables=2, minutes=5)
    try:
        await asyncio.gather(
            *(play.join(who, invited) for who in (mara, jonas)), *(extra.join(invited.code) for extra in extras)
        )
        await play.draft(lea, 1)
        everybody = ["Mara", "Jonas", "Ada", "Bo", "Cy"]
        assert await play.groups(lea, everybody) == [set(everybody)]
        await lea.page.get_by_text(lea.words("console-why-table", count=5)).click()
        await expect(lea.page.locator(".why").first).to_be_visible()
        await lea.look("table-draft")
        await play.publish(lea, 1)
        for extra in extras:
            await extra.do("sayHere", group=await extra.grouped(1))
        await mara.page.get_by_role(
            "heading", level=1, name=mara.words("meet-heading-table", place="Tisch 1", remote="no")
        ).wait_for()
        await mara.look("table-notice")
        await asyncio.gather(*(play.arrive(who) for who in (mara, jonas)))
        await play.is_saved(mara)
        await play.write(mara, "Fünf an einem Tisch.")
        await expect(play.paper(jonas)).to_contain_text("Fünf an einem Tisch.")
        await late.join(invited.code)
        await late.do("takePlace", group=await extras[0].grouped(1))
        await late.grouped(1)
        await expect(jonas.page.get_by_role("heading", level=1)).to_contain_text("Zoe")
        await asyncio.gather(mara.look("table-work"), jonas.look("table-work"), lea.look("table-wall"))
        await play.is_saved(mara)
        await play.end_round(lea, 1)
        await six_meet_again(lea)
        await lea.page.get_by_text(lea.words("console-more"), exact=True).click()
        await lea.click("console-close-early")
        dialog = lea.role("dialog", "console-close-title")
        await dialog.get_by_role("button", name=lea.words("console-next-close")).click()
        await mara.sees("close-heading", name="Mara")
        for other in ("Jonas", "Ada", "Bo", "Cy", "Zoe"):
            await expect(play.exchange(mara, other)).to_be_visible()
        await mara.look("table-close")
    finally:
        await asyncio.gather(*(extra.leave() for extra in (*extras, late)))


async def six_meet_again(lea: Person) -> None:
    """The draft says that it can't be helped, why, and what smaller tables would change (rules P11, P15)."""
    await play.draft(lea, 2)
    await expect(lea.page.get_by_text(lea.words("shortfall-tables-again", count=15))).to_be_visible()
    await expect(lea.page.get_by_text(lea.words("shortfall-tables-proven"))).to_be_visible()
    await expect(lea.page.get_by_text(lea.words("way-tables-of", size=4))).to_be_visible()
    await lea.look("table-again")
    await lea.click("console-take-size")
    await expect(play.drafted(lea)).to_have_count(2)
    await lea.click("console-discard")
