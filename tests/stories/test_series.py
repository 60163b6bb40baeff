"""Two evenings of one series: who said yes after the first meets somebody new at the second (rules S1, S2)."""

import asyncio

import pytest

from tests.browser import play
from tests.browser.person import Person, expect
from tests.browser.play import Invited
from tests.browser.theatre import Theatre, open_theatre

NAMES = ("Mara", "Jonas", "Ole", "Pia")
SERIES = "Feierabendrunde"


@pytest.mark.browser
@pytest.mark.timeout(480)
async def test_four_people_and_two_evenings() -> None:
    async with open_theatre("series", patience=0.2) as theatre:
        lea = await theatre.person("Lea", language="de")
        people = [
            await theatre.person(name, n % 2, language="en" if n == 1 else "de", device="laptop" if n == 3 else "phone")
            for n, name in enumerate(NAMES)
        ]
        await play.sign_in(lea, theatre.post)
        first = await play.create_workshop(lea, "Erster Abend", tables=2, series=SERIES)
        await lea.reads("console-series", name=SERIES)
        met = await sit_together(lea, people, first)
        await asyncio.gather(*(says_yes(theatre, who) for who in people))

        await lea.goto("/console")
        second = await play.create_workshop(lea, "Zweiter Abend", tables=2, series=SERIES)
        new = await sit_together(lea, people, second, recognised=True)
        assert not [group for group in new if group in met]


async def sit_together(
    lea: Person, people: list[Person], invited: Invited, *, recognised: bool = False
) -> list[set[str]]:
    """One round of pairs, and the close."""
    for who in people:
        await play.join(who, invited, address=address(who))
        await expect(who.heading("series-heading", name=SERIES)).to_have_count(int(recognised))
    if recognised:
        await people[0].look("series-recognised")
    await play.draft(lea, 1)
    groups = await play.groups(lea, NAMES)
    if recognised:
        await lea.page.get_by_text(lea.words("ledger-title"), exact=True).click()
        await lea.reads("ledger-series", count=len(people), name=SERIES)
        await lea.look("series-ledger")
    await play.publish(lea, 1)
    await asyncio.gather(*(play.arrive(who) for who in people))
    await play.end_round(lea, 1)
    await lea.page.get_by_text(lea.words("console-more"), exact=True).click()
    await lea.click("console-close-early")
    dialog = lea.role("dialog", "console-close-title")
    await dialog.get_by_role("button", name=lea.words("console-next-close")).click()
    await lea.sees("console-closed")
    return groups


async def says_yes(theatre: Theatre, who: Person) -> None:
    """By the mail, and the click that proves the address."""
    letter = await theatre.post.letter(address(who))
    await who.goto(letter.link("follow-up"))
    await who.click("follow-up-confirm")
    await who.sees("series-heading", name=SERIES)
    await who.look("series-asked")
    await who.click("series-on")
    # How many it knows of hangs on who else has said yes by now, and on when the page asked.
    await expect(who.button("series-off")).to_be_visible()
    await who.look("series-on")


def address(who: Person) -> str:
    return f"{who.name.lower()}@example.org"
