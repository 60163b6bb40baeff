"""A paper that is full: what it takes no more is handed back, at the paper and after its round."""

import asyncio
import re

import pytest

from tests.browser import play
from tests.browser.person import UNREACHABLE, Person, expect
from tests.browser.theatre import Theatre

SOME = "Zeile um Zeile um Zeile.\n" * 1_400
"""35,000 characters: a paper takes five of these (`LARGEST_TEXT`), and a frame of the socket takes one."""


PASTE = """
(paper, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  paper.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}
"""
"""Typed, so much takes the browser a quarter of a minute."""


async def paste(who: Person, words: str) -> None:
    await play.paper(who).click()
    await who.page.keyboard.press("Control+Home")
    await play.paper(who).evaluate(PASTE, words)


@pytest.mark.browser
@pytest.mark.timeout(480)
async def test_a_text_that_is_not_taken_is_handed_back(theatre: Theatre) -> None:
    lea = await theatre.person("Lea", language="de")
    mara = await theatre.person("Mara", 0, language="de", device="phone")
    jonas = await theatre.person("Jonas", 1, language="en", scheme="dark")
    await play.sign_in(lea, theatre.post)
    invited = await play.create_workshop(lea, "Volles Blatt")
    await asyncio.gather(play.join(mara, invited), play.join(jonas, invited))
    await play.draft(lea, 1)
    await play.publish(lea, 1)
    await asyncio.gather(play.arrive(mara), play.arrive(jonas))
    await asyncio.gather(play.is_saved(mara), play.is_saved(jonas))
    for sheet in range(1, 6):
        await paste(mara, f"Blatt {sheet}.\n{SOME}")
        await play.is_saved(mara)
    await expect(play.paper(jonas)).to_contain_text("Blatt 5.")  # what he writes then stands above it, not beside it

    # without a network Jonas writes more than there is room for
    jonas.excuse(re.compile("ERR_INTERNET_DISCONNECTED"))
    jonas.excuse(UNREACHABLE)
    await jonas.context.set_offline(True)
    await jonas.reads("notice-offline")
    await paste(jonas, f"Written in the tunnel.\n{SOME}")
    await jonas.reads("paper-kept")

    # and Mara, at the paper
    await paste(mara, f"Zu viel.\n{SOME}")
    await mara.reads("paper-full")
    await expect(mara.button("text-copy")).to_be_visible()
    await mara.look("paper-full")
    async with mara.page.expect_download() as download:
        await mara.click("text-download")
    path = await (await download.value).path()
    assert path.read_text().startswith("Zu viel.")

    await play.end_round(lea, 1)
    await mara.sees("between-heading", round=1)
    await jonas.context.set_offline(False)
    for who, start in ((jonas, "Written in the tunnel."), (mara, "Zu viel.")):
        await who.sees("between-heading", round=1)
        await who.reads("text-refused")
        await who.look("text-refused")
        async with who.page.expect_download() as download:
            await who.click("text-download")
        path = await (await download.value).path()
        assert path.read_text().startswith(start)
        await who.page.reload()
        await who.reads("text-refused")
        await who.click("text-download")
        await who.click("text-drop")
        await expect(who.text("text-refused")).to_have_count(0)
