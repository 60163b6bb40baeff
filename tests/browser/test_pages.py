"""Every page as a picture, phone and laptop, dark and light, German and English; none scrolls sideways or complains."""

import pytest

from server.demo.keys import Keys
from server.demo.mailbox import Mailbox
from tests.browser.gallery import Gallery
from tests.browser.person import RESULTS, expect
from tests.browser.stage import FACILITATOR
from tests.browser.theatre import open_theatre
from tests.browser.tour import tour


@pytest.mark.browser
@pytest.mark.timeout(840)
async def test_every_page_fits_every_screen_in_both_languages_by_day_and_night() -> None:
    async with open_theatre("pages-logs") as theatre:
        await tour(theatre, Gallery(RESULTS / "pages"))


@pytest.mark.browser
@pytest.mark.timeout(240)
async def test_the_demos_mailbox_shows_what_was_sent() -> None:
    async with open_theatre("mailbox-logs", demo=True) as theatre:
        data, gallery = theatre.stage.folder / "data", Gallery(RESULTS / "pages")
        Keys(session="nobody", door="open", workshop="none").write(data)
        people = [await theatre.person(f"visitor-{language}", language=language) for language in ("de", "en")]
        for who in people:
            await who.goto("/demo/open")
            await who.goto(f"/mailbox?lang={who.language}")
            await who.sees("mailbox-heading")
        await gallery.take("mailbox-empty", *people)
        await people[0].goto("/console")
        await people[0].fill("console-address", FACILITATOR)
        await people[0].click("console-send-link")
        letter = await theatre.post.letter(FACILITATOR)
        Mailbox(data / "mailbox").keep(letter.to, letter.raw)
        for who in people:
            await who.goto("/mailbox")
            await expect(who.page.get_by_role("link", name=letter.subject)).to_be_visible()
        await gallery.take("mailbox", *people)
        for who in people:
            await who.page.get_by_role("link", name=letter.subject).click()
            await who.sees("mailbox-text")
        await gallery.take("mailbox-letter", *people)
