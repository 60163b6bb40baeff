"""A room of three hundred in the console: drafted with reasons, locked, swapped at a known price; and read by one of
them on a phone."""

import re
import time

import pytest

from server.core.ids import WorkshopId
from server.store.store import open_store
from tests.bench.populations import easy
from tests.browser import crowd, play
from tests.browser.person import expect
from tests.browser.theatre import Theatre

PEOPLE = 300


def now() -> int:
    return time.time_ns() // 1_000_000


@pytest.mark.browser
@pytest.mark.timeout(180)
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
