"""A workshop that nobody came to, or one, or two; and a mail server that is away meanwhile: nothing is lost."""

import asyncio
import re

import pytest

from tests.browser import play
from tests.browser.person import REFUSED, Person, expect
from tests.browser.play import Invited
from tests.browser.stage import FACILITATOR
from tests.browser.theatre import Theatre, open_theatre

MARA, JONAS = "mara@example.org", "jonas@example.org"


@pytest.mark.browser
@pytest.mark.timeout(480)
async def test_few_people_and_no_mail_server() -> None:
    async with open_theatre("few-people-and-no-mail", patience=0.2) as theatre:
        lea = await theatre.person("Lea-de", language="de", device="phone")
        leo = await theatre.person("Leo-en", language="en", device="laptop", scheme="dark")
        both = [lea, leo]
        await sign_in_without_mail(theatre, both)
        invited = await play.create_workshop(lea, "Fast leer", tables=2)
        await leo.goto(f"/console/{invited.workshop}")
        await nobody_one_two(theatre, both, invited)
        await closed_without_mail(theatre, both)


async def sign_in_without_mail(theatre: Theatre, people: list[Person]) -> None:
    """The link waits, and says so; it comes by itself."""
    await theatre.post.close()
    for who in people:
        who.excuse(REFUSED)
        await who.goto(f"/console?lang={who.language}")
        for typed in ("lea", "lea@workshops..example"):
            await who.fill("console-address", typed)
            await who.click("console-send-link")
            words = "console-address-missing" if "@" not in typed else "error-bad-address"
            await who.is_refused(who.field("console-address"), words)
        await who.look("sign-in-refused")
        await who.fill("console-address", FACILITATOR)
        await who.click("console-send-link")
        await who.sees("console-mail-sent")
    for who in people:
        await who.reads("console-mail-away-link")
        await who.look("no-mail-sign-in")
    await theatre.post.open()
    await theatre.post.letter(FACILITATOR, after=1)
    for who, letter in zip(people, theatre.post.to(FACILITATOR), strict=True):
        await expect(who.text("console-mail-away-link")).to_have_count(0)
        await who.goto(letter.link("sign-in"))
        await who.click("page-sign-in-button")
        await who.sees("console-workshops")


async def nobody_one_two(theatre: Theatre, facilitators: list[Person], invited: Invited) -> None:
    async def waits(missing: int, look: str) -> None:
        for who in facilitators:
            await expect(who.button("console-next-wait", missing=missing)).to_have_attribute("aria-disabled", "true")
            await who.look(look)

    await waits(2, "nobody")
    await renamed(facilitators)
    mara = await theatre.person("Mara", language="de", device="phone")
    await play.join(mara, invited, address=MARA)
    await waits(1, "one-person")
    jonas = await theatre.person("Jonas", 1, language="en", device="phone")
    await play.join(jonas, invited, address=JONAS)
    lea = facilitators[0]
    await play.draft(lea, 1)

    # one of the two leaves: the draft says so, and there is nobody to publish it for; with him back, it is whole (D7)
    await jonas.click("wishes-open")
    await gone(jonas)
    await waits(1, "one-left")
    await jonas.goto("/")
    await play.join(jonas, invited, address=JONAS)
    await taken_out(lea, jonas)
    await play.publish(lea, 1)
    await asyncio.gather(play.arrive(mara), play.arrive(jonas))
    await mara.sees("work-heading", names="Jonas")


async def renamed(facilitators: list[Person]) -> None:
    """Rule W11: one changes the title while the other has the same form open, and is told; what they wrote is kept.

    The workshop goes on around the form: who arrives or calls is seen and heard.
    """
    for who in facilitators:
        await who.page.get_by_text(who.words("console-more"), exact=True).click()
        await who.role("link", "edit-title").click()
        await who.sees("edit-title")
        await expect(who.field("form-title")).to_have_value("Fast leer")
    lea, leo = facilitators
    await lea.fill("form-title", "Fast leer, aber anders")
    await lea.look("edit-workshop")
    await lea.click("edit-save")
    for who in facilitators:
        await who.page.get_by_role("heading", name="Fast leer, aber anders", level=1).wait_for()
    await lea.page.get_by_text(lea.words("console-more"), exact=True).click()  # put away again
    with leo.excusing(REFUSED):
        await leo.fill("form-title", "Another one")
        await leo.click("edit-save")
        await leo.reads("error-changed-meanwhile")
    await leo.look("edit-overtaken")
    await leo.page.reload()
    await leo.reads("form-restored")
    await expect(leo.field("form-title")).to_have_value("Another one")
    await leo.look("edit-restored")
    await leo.click("form-start-over")
    await expect(leo.field("form-title")).to_have_value("Fast leer, aber anders")
    await leo.role("link", "edit-back").click()
    await leo.page.get_by_role("heading", name=leo.words("edit-title")).wait_for(state="detached")
    await expect(leo.page.get_by_role("main")).to_be_focused()


async def taken_out(lea: Person, who: Person) -> None:
    """Rule W10: asked once, with what it means, from their name in the draft or from afar; they read what happened, and
    come in anew."""
    await lea.page.get_by_role("button", name=who.name, exact=True).click()
    await lea.button("console-remove-open").press("Enter")  # what stands above may still move under a pointer
    await lea.sees("console-remove-title", name=who.name)
    await lea.click("cancel")
    await lea.page.keyboard.press("Escape")
    await lea.page.get_by_text(lea.words("console-more"), exact=True).click()
    await lea.field("console-remove").select_option(who.name)
    await lea.click("console-remove-ask")
    await lea.sees("console-remove-title", name=who.name)
    await lea.look("take-out")
    await lea.click("console-remove-yes")
    await who.sees("stop-removed")
    await who.reads("data-shared")
    await who.look("taken-out")
    await who.click("stop-removed-again")
    await play.answer(who, JONAS)
    await lea.page.get_by_text(lea.words("console-more"), exact=True).click()


async def gone(who: Person) -> None:
    await who.click("erase-ask")
    await who.click("erase-really")
    await who.sees("stop-erased")


async def closed_without_mail(theatre: Theatre, facilitators: list[Person]) -> None:
    """The mails wait, and the console says so until they are out."""
    lea = facilitators[0]
    await theatre.post.close()
    await lea.page.get_by_text(lea.words("console-more"), exact=True).click()
    await lea.click("console-close-early")
    dialog = lea.role("dialog", "console-close-title")
    await dialog.get_by_role("button", name=lea.words("console-next-close")).click()
    for who in facilitators:
        await who.sees("console-closed")
        await who.reads("console-mail-away-closed")
        await who.look("no-mail-closed")
    await theatre.post.open()
    for address in (MARA, JONAS):
        assert re.search("Mara|Jonas", (await theatre.post.letter(address)).subject)
    assert len(theatre.post.to(MARA)) == len(theatre.post.to(JONAS)) == 1
    for who in facilitators:
        await expect(who.text("console-mail-away-closed")).to_have_count(0)
