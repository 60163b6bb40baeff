"""The main job in its shortest true form: two people meet over a task, and both want to stay in touch.

One of them has a phone, the other nothing but a keyboard.
"""

import asyncio
import re
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from tests.browser import play
from tests.browser.person import expect
from tests.browser.scanner import scan
from tests.browser.theatre import Theatre

MARA, JONAS = "mara@example.org", "jonas@example.org"
LETTER = "Dear us: five minutes, every Friday. Und Kaffee. Bis Montag!"
ROLES = ("schreiben", "nachfragen")
SKETCH = "Zwei Kreise, die sich überschneiden"
IDEA = "Ein Wochenbrief, den alle am Freitag in fünf Minuten lesen"


def sketch() -> bytes:
    """As drawing programs write one: dark lines on nothing."""
    drawn, out = Image.new("RGBA", (600, 300), (0, 0, 0, 0)), BytesIO()
    for left in (90, 270):
        ImageDraw.Draw(drawn).ellipse((left, 30, left + 240, 270), outline="black", width=6)
    drawn.save(out, "PNG")
    return out.getvalue()


@pytest.mark.browser
@pytest.mark.timeout(600)
async def test_two_people_work_together_and_hold_each_others_card_in_the_end(theatre: Theatre) -> None:
    lea = await theatre.person("Lea", language="de")
    mara = await theatre.person("Mara", 0, device="phone", language="de")
    jonas = await theatre.person("Jonas", 1, device="laptop", language="en", keyboard=True)
    await mara.context.clock.install()

    await play.sign_in(lea, theatre.post)
    await lea.look("console-workshops")
    invited = await play.create_workshop(
        lea, "Gemeinsam schreiben", minutes=2, think_s=60, roles=ROLES, picture=(sketch(), SKETCH)
    )
    await lea.look("console-lobby-empty")

    # the lobby fills while people come in
    await asyncio.gather(
        play.join(mara, invited, address=MARA, working_on="Ein Leitfaden für neue Kolleginnen", look=True),
        play.join(jonas, invited, address=JONAS, working_on="A newsletter that people read", look=True),
    )
    for name in ("Mara", "Jonas"):
        await expect(lea.page.get_by_role("main").get_by_text(name, exact=True)).to_be_visible()
    await asyncio.gather(mara.look("lobby"), jonas.look("lobby"), lea.look("console-lobby"))

    # a draft that only the facilitator sees, with reasons
    await play.draft(lea, 1)
    assert await play.groups(lea, ["Mara", "Jonas"]) == [{"Mara", "Jonas"}]
    await expect(play.drafted(lea).get_by_text(lea.words("reason-pair-level-same"))).to_be_visible()
    await lea.look("console-draft")
    await mara.sees("lobby-heading", name="Mara")
    await play.publish(lea, 1)

    # the notice, then the beacon
    for who, other in ((mara, "Jonas"), (jonas, "Mara")):
        await expect(who.page.get_by_role("heading", level=1)).to_contain_text(other)
    await asyncio.gather(mara.look("notice"), jonas.look("notice"))
    await play.arrive(mara)
    await mara.reads("meet-waiting-for", names="Jonas", count=1)
    await mara.look("beacon")
    await play.arrive(jonas)

    await mara.sees("work-heading", names="Jonas")
    await jonas.sees("work-heading", names="Mara")

    # the facilitator's picture stands under the brief
    for who in (mara, jonas):
        picture = who.page.get_by_role("img", name=SKETCH)
        await picture.scroll_into_view_if_needed()
        await expect(picture).to_have_js_property("naturalWidth", 600)
    await asyncio.gather(mara.look("picture"), jonas.look("picture"))

    # first everyone alone: a reload loses nothing, and nobody reads the other's answer before both are done
    await mara.fill("think-label", "Wir schreiben zu lang")
    await mara.reads("think-saved")
    await mara.look("think")
    await mara.page.reload()
    await expect(mara.field("think-label")).to_have_value("Wir schreiben zu lang")
    await expect(mara.button("ready-say")).to_have_count(0)  # one button at the thumb, and it is that of the moment
    await mara.click("think-done")
    await mara.reads("think-waiting", names="Jonas")
    await mara.look("think-waiting")
    await jonas.reads("think-others-done", names="Mara", count=1)
    await expect(jonas.page.get_by_text("Wir schreiben zu lang")).to_have_count(0)
    await jonas.fill("think-label", "Nobody reads it")
    await jonas.look("think")
    await jonas.click("think-done")
    for who, theirs in ((mara, "Nobody reads it"), (jonas, "Wir schreiben zu lang")):
        await expect(who.page.get_by_text(theirs, exact=True)).to_be_visible()

    # each has a role, and either swaps them
    first, second = ROLES  # whoever came in first has the first word
    begins = mara.text("role-mine", role=first)
    await expect(begins.or_(mara.text("role-mine", role=second))).to_be_visible()
    hers, his = (first, second) if await begins.count() else (second, first)
    await jonas.reads("role-mine", role=his)
    await mara.look("side-by-side")
    await jonas.click("role-swap")
    await mara.reads("role-swapped", role=his)
    await jonas.reads("role-mine", role=hers)

    # one paper, two servers
    await play.is_saved(mara)
    await play.write(mara, "Freitags um drei.")
    await expect(play.paper(jonas)).to_contain_text("Freitags um drei.")
    await play.write(jonas, " Five minutes, no more.")
    await expect(play.paper(mara)).to_contain_text("Five minutes, no more.")
    # on the phone what was read by then has made room for the paper
    await expect(jonas.page.get_by_role("checkbox").first).to_be_visible()
    await expect(mara.page.get_by_role("checkbox")).to_have_count(0)
    await mara.look("paper-has-room")
    await asyncio.gather(play.is_saved(mara), play.is_saved(jonas))
    # Mara's phone loses its network while she types, and then she locks it for ten minutes; Jonas writes on
    with mara.excusing(re.compile("ERR_INTERNET_DISCONNECTED")), mara.cut_off():
        await mara.context.set_offline(True)
        await mara.reads("notice-offline")
        await play.write(mara, "\n\nOhne Netz geschrieben.")
        await mara.reads("paper-kept")
        phone = await mara.context.new_cdp_session(mara.page)
        await phone.send("Page.setWebLifecycleState", {"state": "frozen"})
        await play.write(jonas, "\n\nWritten meanwhile.")
        await play.is_saved(jonas)
        await phone.send("Page.setWebLifecycleState", {"state": "active"})
        await mara.context.clock.fast_forward("10:00")  # what was due meanwhile is due now, once
        await mara.context.set_offline(False)
        for who in (mara, jonas):
            for words in ("Ohne Netz geschrieben.", "Written meanwhile."):
                await expect(play.paper(who)).to_contain_text(words, timeout=30_000)
        await expect(mara.text("notice-offline")).to_have_count(0, timeout=30_000)
    await asyncio.gather(play.is_saved(mara), play.is_saved(jonas))
    await play.note_idea(mara, IDEA)
    await expect(jonas.page.get_by_text(IDEA, exact=True)).to_be_visible()
    # the line that both wrote is an idea, until one takes it back
    line = "Freitags um drei. Five minutes, no more."
    await play.mark_idea(mara, line)
    await expect(play.idea(jonas, line)).to_be_visible()
    # her cursor may stand in it and divide what is shown as one
    await expect(play.paper(jonas).locator(".idea-mark").first).to_contain_text("Freitags um drei.")
    await play.go_to_line(jonas, line)
    await jonas.page.keyboard.press("Home")
    await jonas.page.keyboard.press("Control+Enter")
    await expect(play.idea(mara, line)).to_have_count(0)
    await play.mark_idea(jonas, line)
    await expect(play.idea(mara, line)).to_be_visible()
    await asyncio.gather(play.is_saved(mara), play.is_saved(jonas))
    # the last minutes bring the letter
    await play.write_letter(jonas, "Dear us: five minutes, every Friday. ")
    await play.write_letter(mara, "Und Kaffee. ", after="every Friday.")
    await asyncio.gather(play.is_saved(mara), play.is_saved(jonas))
    await asyncio.gather(mara.look("work"), jonas.look("work"), lea.look("console-wall"))
    await mara.page.get_by_role("button", name=mara.words("ready-say")).click()
    await expect(jonas.page.get_by_text(jonas.words("ready-count", ready=1, size=2))).to_be_visible()
    await jonas.press(jonas.page.get_by_role("button", name=jonas.words("ready-say")))
    await expect(play.drafted(lea).get_by_text(lea.words("console-need-ready"))).to_be_visible()
    await play.end_round(lea, 1)
    await asyncio.gather(mara.sees("between-heading", round=1), jonas.sees("between-heading", round=1))

    # the letter can still be written, and reads the same for both
    await play.write_letter(mara, "Bis Montag! ")
    await jonas.click("letter-open")
    await expect(jonas.page.get_by_role("textbox", name=jonas.words("letter-label"))).to_contain_text(LETTER)
    await play.is_saved(mara)
    await mara.look("letter-after")
    await asyncio.gather(*(who.click("back-to-room") for who in (mara, jonas)))

    # shown to everybody with the yes of both, and taken back by either
    await play.propose_result(mara, "Der Wochenbrief")
    await jonas.reads("showcase-asked", title="Der Wochenbrief")
    await expect(lea.heading("gallery-heading")).to_have_count(0)
    await asyncio.gather(mara.look("between"), jonas.look("showcase-asked"))
    await jonas.click("showcase-yes")
    for who in (mara, jonas, lea):
        await expect(play.shown(who, "Der Wochenbrief")).to_be_visible()
    await jonas.click("showcase-take-back")
    for who in (mara, lea):
        await expect(who.heading("gallery-heading")).to_have_count(0)
    await play.propose_result(jonas, "The weekly letter")
    await mara.click("showcase-read")  # other words than those that she was asked about
    await mara.click("showcase-yes")
    await expect(play.shown(lea, "The weekly letter")).to_be_visible()
    await lea.look("console-between")

    # the close: questions and offers
    await lea.page.get_by_text(lea.words("console-more"), exact=True).click()
    await lea.click("console-close-early")
    dialog = lea.role("dialog", "console-close-title")
    await dialog.get_by_role("button", name=lea.words("console-next-close")).click()
    await lea.sees("console-closed")
    await lea.look("console-closed")
    await asyncio.gather(mara.sees("close-heading", name="Mara"), jonas.sees("close-heading", name="Jonas"))
    await expect(play.idea(mara, line)).to_be_visible()
    await expect(play.idea(mara, IDEA)).to_be_visible()
    for who in (mara, jonas, lea):
        await expect(play.shown(who, "The weekly letter")).to_be_visible()
    await expect(play.shown(lea, "The weekly letter")).to_contain_text("Freitags um drei.")
    await mara.page.get_by_text(mara.words("letter-read"), exact=True).click()
    await expect(mara.page.get_by_text(LETTER)).to_be_visible()
    await mara.page.get_by_text(mara.words("text-read"), exact=True).click()
    async with mara.page.expect_download() as download:
        await mara.click("text-download")
    saved = await (await download.value).path()
    assert "Freitags um drei. Five minutes, no more." in saved.read_text()
    await asyncio.gather(mara.look("close"), jonas.look("close"))
    await play.answer_questions(mara)
    await play.offer(mara, "Jonas", phone="+49 170 1234567", line="Dienstags im Café Linde")
    await expect(play.exchange(mara, "Jonas")).to_contain_text(mara.words("exchange-sealed", name="Jonas"))
    await mara.look("close-sealed")

    # an address that nobody has confirmed gets no text and no contacts
    for address in (MARA, JONAS):
        letter = await theatre.post.letter(address)
        assert IDEA not in letter.text
        assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    # Jonas goes on from his mail: a click confirms, and his yes opens the exchange
    mail = (await theatre.post.letter(JONAS)).link("follow-up")
    await jonas.goto(mail)
    await jonas.sees("follow-up-heading", name="Jonas")
    await jonas.look("follow-up-confirm")
    await jonas.click("follow-up-confirm")
    await jonas.reads("follow-up-explain")
    # what they showed is still theirs to take back, and needs both yeses again
    await jonas.reads("showcase-shown", title="The weekly letter")
    await jonas.look("follow-up")
    await jonas.click("showcase-take-back")
    await expect(mara.heading("gallery-heading")).to_have_count(0)
    await play.propose_result(jonas, "The letter, revised")
    await mara.reads("showcase-asked", title="The letter, revised")
    await mara.click("showcase-read")
    await mara.click("showcase-yes")
    await expect(play.shown(mara, "The letter, revised")).to_be_visible()
    await play.offer(jonas, "Mara")  # how long it stays sealed hangs on who is faster, the exchange or this page
    await mara.goto((await theatre.post.letter(MARA)).link("follow-up"))
    await mara.click("follow-up-confirm")
    await mara.reads("follow-up-explain")

    for address, partner, card in ((JONAS, "Mara", "+49 170 1234567"), (MARA, "Jonas", JONAS)):
        opened = await theatre.post.letter(address, such=lambda letter: bool(letter.cards))
        assert partner in opened.subject
        assert card in opened.text
        assert card in opened.cards[0]
        assert IDEA in opened.text
    # both pages stand open, and open by themselves
    await expect(play.exchange(jonas, "Mara")).to_contain_text("+49 170 1234567")
    await expect(play.exchange(mara, "Jonas")).to_contain_text(JONAS)
    await jonas.look("follow-up-opened")

    # from the mail to a date
    await play.have_coffee(theatre.post, mara, jonas, (MARA, JONAS))

    # mail servers have opened all links by now, or will
    await asyncio.gather(lea.leave(), mara.leave())
    assert await scan(theatre.browser, theatre.post.letters, theatre.stage.base, theatre.stage.valkey.url) > 15

    # and away again
    await jonas.goto((await theatre.post.letter(JONAS)).link("unsubscribe"))
    await jonas.look("unsubscribe")
    await jonas.click("page-unsubscribe-button")
    await jonas.reads("page-unsubscribed")
    await jonas.look("unsubscribed")
