"""Through every page of the product, in both languages at once: each page is held still and put into the gallery."""

import asyncio
import re

from server.core.followup.daytime import DAY_MS
from server.core.ids import WorkshopId
from server.core.state import Language
from server.store.ports import MailState
from server.store.store import open_store
from server.upkeep import now
from tests.browser import play
from tests.browser.extras import Extra
from tests.browser.gallery import Gallery
from tests.browser.person import Person, expect
from tests.browser.scenes import SCENES, Scene
from tests.browser.stage import FACILITATOR
from tests.browser.theatre import Theatre

MARA, JONAS = "mara@example.org", "jonas@example.org"
NO_PAGE = re.compile(r"status of (404|410|429)")


async def tour(theatre: Theatre, gallery: Gallery, language: Language = "de") -> None:
    """The workshop is in `language`; its people look at it in both."""
    people = await _Tour.open(theatre, gallery, language)
    try:
        await people.outside()
        await people.console_before()
        await people.joining()
        await people.round_one()
        await people.round_two()
        await people.after()
    finally:
        await asyncio.gather(*(extra.leave() for extra in people.extras))


class _Tour:
    def __init__(self, theatre: Theatre, gallery: Gallery, scene: Scene, lea: list[Person], pair: list[Person]) -> None:
        self.theatre, self.gallery, self.scene = theatre, gallery, scene
        self.lea = lea
        """The facilitator, once in each language; first in the workshop's."""
        self.pair = pair
        """Two participants, one in each language."""
        self.extras: list[Extra] = []
        self.invited = play.Invited("", "")

    @classmethod
    async def open(cls, theatre: Theatre, gallery: Gallery, language: Language) -> "_Tour":
        other: Language = "en" if language == "de" else "de"
        lea = [await theatre.person(f"Lea-{each}", language=each) for each in (language, other)]
        pair = [
            await theatre.person("Mara", language="de"),
            await theatre.person("Jonas", language="en"),
        ]
        return cls(theatre, gallery, SCENES[language], lea, pair)

    async def outside(self) -> None:
        """What anybody may see."""
        for path, name in (("/", "start"), ("/privacy", "privacy")):
            await self._everybody(self.pair, path)
            await self.gallery.take(name, *self.pair)
        for who in self.pair:
            await who.goto("/")
            await who.fill("site-code", "AAAA")
            await who.click("site-enter")
            await who.reads("site-code-length")
        await self.gallery.take("start-fault", *self.pair)
        for path, name in (
            ("/w/AAAA-AAAA", "wrong-code"),
            ("/nothing", "no-such-page"),
            ("/sign-in/nothing", "sign-in-spent"),
        ):
            for who in self.pair:
                with who.excusing(NO_PAGE):
                    await who.goto(f"{path}?lang={who.language}")
            await self.gallery.take(name, *self.pair)

    async def console_before(self) -> None:
        first, second = self.lea
        await self._everybody(self.lea, "/console")
        await self.gallery.take("console-sign-in", *self.lea)
        for who in self.lea:
            await who.fill("console-address", FACILITATOR)
            await who.click("console-send-link")
            await who.sees("console-mail-sent")
        await self.gallery.take("console-mail-sent", *self.lea)
        await self.theatre.post.letter(FACILITATOR, after=1)
        for who, letter in zip(self.lea, self.theatre.post.to(FACILITATOR), strict=True):
            await who.goto(f"{letter.link('sign-in')}?lang={who.language}")
        await self.gallery.take("sign-in", *self.lea)
        for who in self.lea:
            await who.click("page-sign-in-button")
            await who.sees("console-workshops")
        await self.gallery.take("console-none-yet", *self.lea)
        await second.role("link", "console-new").click()
        await second.click("form-create")
        await expect(second.page.get_by_role("alert").first).to_be_visible()
        await self.gallery.take("console-new-faults", second)
        await first.role("link", "console-new").click()
        await first.sees("console-new")
        await self.gallery.take("console-new", first)
        await first.goto("/console")
        self.invited = await play.create_workshop(first, self.scene.title, tables=4, series=self.scene.series)
        await second.goto(f"/console/{self.invited.workshop}")
        await second.sees("console-here")
        await self.gallery.take("console-lobby-empty", *self.lea)
        for who in self.lea:
            await who.click("console-join-large")
            await who.role("dialog", "console-join").get_by_text(self.invited.code).wait_for()
        await self.gallery.take("console-code-large", *self.lea)
        for who in self.lea:
            await who.click("console-join-close")
            await expect(who.role("dialog", "console-join")).to_have_count(0)
            await who.button("console-join-large-code", code=self.invited.code).click()
            await who.page.keyboard.press("Escape")
            await expect(who.role("dialog", "console-join")).to_have_count(0)

    async def joining(self) -> None:
        """The five questions, the lobby and what opens from it."""

        async def join(who: Person, address: str, working_on: str) -> None:
            await play.enter_code(who, self.invited)
            await self.gallery.take("join-1-name", who)
            await who.click("continue")
            await self.gallery.take("join-1-name-fault", who)
            await who.fill("name-label", who.name)
            await who.click("continue")
            await who.sees("join-level-heading")
            await self.gallery.take("join-2-level", who)
            await who.page.get_by_label(who.words("level-3"), exact=True).check()
            await who.click("continue")
            await who.sees("join-langs-heading")
            await self.gallery.take("join-3-langs", who)
            for name in ("Deutsch", "Englisch") if who.language == "de" else ("German", "English"):
                await who.page.get_by_label(name, exact=True).check()
            await who.click("continue")
            await who.sees("join-work-heading")
            await who.fill("working-on-label", working_on)
            await who.fill("interests-label", self.scene.interests)
            await self.gallery.take("join-4-work", who)
            await who.click("continue")
            await who.sees("join-address-heading")
            await who.fill("address-label", address)
            await self.gallery.take("join-5-address", who)
            await who.click("join-done")
            await who.sees("lobby-heading", name=who.name)

        await asyncio.gather(
            join(self.pair[0], MARA, self.scene.working_on[0]),
            join(self.pair[1], JONAS, self.scene.working_on[1]),
        )
        for number, (name, (working_on, interests, teach, learn)) in enumerate(self.scene.cast.items()):
            extra = Extra(self.theatre.stage.base, name)
            self.extras.append(extra)
            about = {"workingOn": working_on, "interests": interests, "teach": teach, "learn": learn}
            await extra.join(self.invited.code, langs=["de", "en"], level=number % 5 + 1, **about)
        for who in self.lea:
            await expect(who.page.get_by_role("main").get_by_text("Emilia", exact=True)).to_be_visible()
        await self.gallery.take("lobby", *self.pair)
        await self.gallery.take("console-lobby", *self.lea)
        for panel, back in (("answers", "back-without-saving"), ("wishes", "back-to-room"), ("device", "back-to-room")):
            for who in self.pair:
                await who.click(f"{panel}-open")
                await who.sees(f"{panel}-heading")
            await self.gallery.take(panel, *self.pair)
            for who in self.pair:
                await who.click(back)

    async def round_one(self) -> None:
        lea = self.lea[0]
        await play.draft(lea, 1)
        names = ["Mara", "Jonas", *self.scene.cast]
        with_mara = next(group for group in await play.groups(lea, names) if "Mara" in group) - {"Mara"}
        if with_mara != {"Jonas"}:
            await play.swap(lea, with_mara.pop(), "Jonas")
        for who in self.lea:
            await who.sees("console-draft", round=1)
        await self.gallery.take("console-draft", *self.lea)
        for who in self.lea:
            await who.click("console-next-publish", round=1)
        await self.gallery.take("console-publish", *self.lea)
        for who in self.lea[1:]:
            await who.page.keyboard.press("Escape")
        await lea.page.keyboard.press("Escape")
        await play.publish(lea, 1)
        for who in self.pair:
            await expect(who.page.locator(".meet")).to_be_visible()
        await self.gallery.take("notice", *self.pair, quick=True)
        for who in self.pair:
            await expect(who.button("meet-here")).to_be_visible()
        await self.gallery.take("beacon", *self.pair)
        await self.pair[0].click("meet-here")
        await self.pair[0].reads("meet-waiting-for", names="Jonas", count=1)
        await self.gallery.take("beacon-waiting", self.pair[0])
        await self.pair[1].click("meet-here")
        for extra, steps in zip(self.extras, (2, 1, 3, 2, 0, 0), strict=True):
            group = await extra.grouped(1)
            if extra.name != "Emilia":
                await extra.do("sayHere", group=group)
            for step in range(steps):
                await extra.do("tickStep", group=group, step=step, done=True)
        await self.extras[0].do("askHelp", group=await self.extras[0].grouped(1), wanted=True)
        await self._at_work()

    async def _at_work(self) -> None:
        mara, jonas = self.pair
        lea = self.lea[0]
        await mara.sees("work-heading", names="Jonas")
        await play.write(mara, self.scene.lines[0])
        await play.write(jonas, self.scene.lines[1])
        await expect(play.paper(mara)).to_contain_text(self.scene.lines[1].strip())
        await mara.page.get_by_role("main").get_by_role("checkbox").first.check()
        await play.is_saved(mara)
        await self.gallery.take("work", *self.pair)
        await play.note_idea(mara, self.scene.idea)
        await mara.click("help-none")
        await mara.reads("help-called")
        await lea.fill("console-announce-text", self.scene.announcement)
        await (
            lea.page.get_by_role("complementary").get_by_role("button", name=lea.words("console-announce-send")).click()
        )
        await jonas.reads("announcement-read")
        await self.gallery.take("work-with-idea", *self.pair)
        await self.gallery.take("console-wall", *self.lea)
        await lea.click("console-pause")
        for who in self.pair:
            await who.reads("work-paused")
        await self.gallery.take("work-paused", *self.pair)
        await self.gallery.take("console-paused", *self.lea)
        await lea.click("console-next-resume")
        for who in self.lea:
            await who.click("console-next-end", round=1)
        await self.gallery.take("console-end", *self.lea)
        await self.lea[1].page.keyboard.press("Escape")
        await lea.page.keyboard.press("Escape")
        await play.end_round(lea, 1)
        for who in self.pair:
            await who.sees("between-heading", round=1)
        await self.gallery.take("between", *self.pair)
        await self.gallery.take("console-between", *self.lea)

    async def round_two(self) -> None:
        """Mara sits it out; somebody comes late."""
        mara, jonas = self.pair
        lea = self.lea[0]
        for who in self.pair:
            await who.click("wishes-open")
            await who.click("wish-sit-out")
            await expect(who.button("sit-in-again")).to_be_visible()
            await who.click("back-to-room")
        await play.draft(lea, 2)
        await self.gallery.take("console-draft-two", *self.lea)
        await play.publish(lea, 2)
        for who in self.pair:
            await who.sees("sat-out-heading")
        await self.gallery.take("sat-out", *self.pair)
        for who in self.pair:
            await who.click("sit-in-again")
            await expect(who.heading("sat-out-heading")).to_have_count(0)
        await self.gallery.take("back-in", *self.pair)
        for who in self.lea:
            await expect(who.button("console-next-end", round=2)).to_be_visible()
        await play.end_round(lea, 2)
        for who in (mara, jonas):
            await who.sees("between-last-heading")
        await self.gallery.take("between-last", *self.pair)
        for who in self.lea:
            await expect(who.button("console-next-close")).to_be_visible()
        await self.gallery.take("console-before-close", *self.lea)
        await play.close(lea)
        await self.gallery.take("console-closed", *self.lea)
        for who in self.lea:
            await who.goto("/console")
            await who.sees("console-workshops")
            await expect(who.page.get_by_role("link", name=self.scene.title)).to_be_visible()
        await self.gallery.take("console-workshops", *self.lea)

    async def after(self) -> None:
        mara, jonas = self.pair
        for who in self.pair:
            await who.sees("close-heading", name=who.name)
            await who.sees("questions-heading")
        await self.gallery.take("close", *self.pair)
        for who, other in ((mara, "Jonas"), (jonas, "Mara")):
            await play.exchange(who, other).get_by_role("button", name=who.words("exchange-yes")).click()
            await play.exchange(who, other).get_by_role("checkbox", name=who.words("channel-mail")).check()
        partners = {"Mara": "Jonas", "Jonas": "Mara"}
        await self.gallery.take("close-offering", *self.pair, at=lambda who: play.exchange(who, partners[who.name]))
        for who in self.pair:
            await who.goto(f"/w/{self.invited.code}")
            await who.sees("close-heading", name=who.name)
        late = [await self.theatre.person(f"Late-{language}", language=language) for language in ("de", "en")]
        await self._everybody(late, f"/w/{self.invited.code}")
        for who in late:
            await who.sees("stop-too-late")
        await self.gallery.take("too-late", *late)
        await self._report()
        for who, address in ((mara, MARA), (jonas, JONAS)):
            letter = await self.theatre.post.letter(address)
            await who.goto(f"{letter.link('follow-up')}?lang={who.language}")
            await who.sees("follow-up-heading", name=who.name)
        await self.gallery.take("follow-up-confirm", *self.pair)
        for who in self.pair:
            await who.click("follow-up-confirm")
            await who.reads("follow-up-explain")
        await self.gallery.take("follow-up", *self.pair)
        for who in self.pair:
            await who.click("series-on")
            await expect(who.button("series-off")).to_be_visible()
        await self.gallery.take("follow-up-remembered", *self.pair)
        await play.offer(mara, "Jonas", phone="+49 170 1234567", line="Dienstags im Café Linde")
        await expect(play.exchange(mara, "Jonas")).to_contain_text(mara.words("exchange-sealed", name="Jonas"))
        await self.gallery.take("follow-up-sealed", mara)
        await play.offer(jonas, "Mara")
        await self.theatre.post.letter(JONAS, such=lambda letter: bool(letter.cards))
        await jonas.page.reload()
        await expect(play.exchange(jonas, "Mara")).to_contain_text("+49 170 1234567")
        await self.gallery.take("follow-up-opened", jonas)
        await self._own_data()
        for who, address in ((mara, MARA), (jonas, JONAS)):
            await who.goto(f"{(await self.theatre.post.letter(address)).link('unsubscribe')}?lang={who.language}")
        await self.gallery.take("unsubscribe", *self.pair)
        for who in self.pair:
            await who.click("page-unsubscribe-button")
            await who.reads("page-unsubscribed")
        await self.gallery.take("unsubscribed", *self.pair)
        await self._operating()

    async def _operating(self) -> None:
        """With something of every kind to see to."""
        failures: tuple[tuple[MailState, str], ...] = (
            ("failed", "smtp-550"),
            ("failed", "in-doubt"),
            ("failed", "made: UnicodeEncodeError"),
            ("in_doubt", "cut ?1"),
        )
        workshop, tomorrow = WorkshopId(self.invited.workshop), now() + DAY_MS  # the workers let them be
        async with await open_store(self.theatre.stage.valkey.url, now) as store:
            for number, (state, reason) in enumerate(failures):
                key = f"after:nobody{number}:mark"
                await store.ledger.owe(workshop, key, f"<{number}@x.example>", tomorrow)
                await store.ledger.settle(workshop, key, state, reason, retry_at=tomorrow)
        await self._everybody(self.lea, "/operator")
        for who in self.lea:
            await who.reads("operator-kind-made")
        await self.gallery.take("operator", *self.lea)
        await (
            self.lea[0]
            .page.get_by_role("button", name=self.lea[0].words("operator-retry-kind", kind="smtp-550"))
            .click()
        )
        await self.lea[0].reads("operator-retried", count=1)

    async def _report(self) -> None:
        """Too few answers, enough of them, and what they were."""
        for who in self.lea:
            await who.goto(f"/console/{self.invited.workshop}?lang={who.language}")
            await who.reads("report-few")
        feelings = ((5, 4), (4, 5), (5, 3), (3,), (4, 5), (1, 4))
        for extra, given in zip(self.extras, feelings, strict=True):
            await extra.answer(self.invited.workshop, *given)
        for who in self.lea:
            await who.page.reload()
            await who.click("report-ask")
        await self.gallery.take("report-ask", *self.lea)
        await self.lea[0].click("report-show")
        await expect(self.lea[0].page.locator(".plots svg")).to_have_count(2)
        await self.lea[1].page.reload()  # the report is one and the same, and there by now
        for who in self.lea:
            await expect(who.page.locator(".plots svg")).to_have_count(2)
            table = who.page.get_by_role("table", name=who.words("question-learned"))
            await expect(table).to_contain_text(f"{who.words('feeling-5')}2")

    async def _own_data(self) -> None:
        """By a fresh link: taken along by both, with nothing of the other in it; ended by nobody here."""
        for who, address in zip(self.pair, (MARA, JONAS), strict=True):
            data = who.page.locator("#data")
            await data.get_by_role("heading", name=who.words("data-heading")).click()
            await data.get_by_text(who.words("data-consents")).click()
            await data.get_by_role("button", name=who.words("fresh-link-ask")).click()
            await expect(data).to_contain_text(who.words("fresh-link-sent", address=address))
        await self.gallery.take("data-asked", *self.pair)
        for who, address, other in zip(self.pair, (MARA, JONAS), ("Jonas", "Mara"), strict=True):
            letter = await self.theatre.post.letter(address, such=lambda letter: "/my-data/" in letter.text)
            await who.goto(f"{letter.link('my-data')}?lang={who.language}")
            await who.reads("data-fresh-explain")
            async with who.page.expect_download() as downloading:
                await who.click("data-download")
            file = await (await downloading.value).path()
            kept = await asyncio.to_thread(file.read_text, "utf-8")
            assert address in kept
            assert other not in kept
            await who.page.get_by_text(who.words("data-change")).click()
            await who.click("erase-ask")
        await self.gallery.take("data-fresh", *self.pair)

    async def _everybody(self, people: list[Person], path: str) -> None:
        """To this page, in their language from here on."""
        for who in people:
            await who.goto(f"{path}?lang={who.language}")
