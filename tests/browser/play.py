"""What people do in a workshop, by the words that stand on their pages; each step waits for what it leads to."""

import re
from collections.abc import Sequence

from msgspec import Struct
from playwright.async_api import Locator

from tests.browser.person import REFUSED, Person, expect
from tests.browser.post import PostOffice
from tests.browser.stage import FACILITATOR

ALL_LANGUAGES = ("de", "en")
EXPERIENCE = 3


class Invited(Struct, frozen=True):
    workshop: str
    code: str
    """As people read it: ABCD-EFGH."""


# -- the facilitator -------------------------------------------------------------------------------------------------


async def sign_in(lea: Person, post: PostOffice, address: str = FACILITATOR) -> None:
    """By the mailed link, and the button on its page: opening the link does not sign in."""
    before = len(post.to(address))
    await lea.goto("/console")
    await lea.sees("console-sign-in")
    await lea.fill("console-address", address)
    await lea.click("console-send-link")
    await lea.sees("console-mail-sent")
    letter = await post.letter(address, after=before)
    await lea.goto(letter.link("sign-in"))
    await lea.click("page-sign-in-button")
    await lea.sees("console-workshops")


async def create_workshop(
    lea: Person,
    title: str,
    *,
    name: str = "Lea",
    tables: int | None = None,
    size: int | None = None,
    minutes: int | None = None,
    think_s: int = 0,
    roles: Sequence[str] = (),
    picture: tuple[bytes, str] | None = None,
    series: str = "",
) -> Invited:
    """As prepared: two rounds and one task, in the language of the page.  `picture` is a file, and what it shows;
    `series` is one that there is, or else a new one of this name."""
    await lea.role("link", "console-new").click()
    await lea.fill("form-title", title)
    await lea.fill("form-facilitator", name)
    if size is not None:
        await lea.field("form-size").select_option(str(size))
    if tables is not None:
        await lea.fill("form-tables", str(tables))
    if minutes is not None:
        await lea.fill("form-minutes", str(minutes))
    if think_s or roles:
        await lea.page.get_by_text(lea.words("form-how"), exact=True).click()
        await lea.field("form-think").select_option(str(think_s))
        await lea.fill("form-roles", "\n".join(roles))
    if series:
        await choose_series(lea, series)
    if picture:
        await add_picture(lea, *picture)
    await lea.click("form-create")
    await lea.page.wait_for_url(re.compile(r"/console/[^/#]+$"))
    await expect(lea.page.get_by_role("heading", name=title, level=1)).to_be_visible()
    code = lea.page.get_by_text(re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}$")).first
    return Invited(lea.page.url.rpartition("/")[2], await code.inner_text())


async def choose_series(lea: Person, name: str) -> None:
    one_of = lea.field("form-series")
    await expect(one_of).to_be_enabled()  # once the facilitator's series are known
    if await one_of.get_by_role("option", name=name, exact=True).count():
        await one_of.select_option(name)
        return
    await one_of.select_option("new")
    await lea.fill("form-series-name", name)


async def add_picture(lea: Person, data: bytes, alt: str) -> None:
    """To the first task; what is no picture is refused in words first."""
    await lea.page.get_by_text(lea.words("form-pictures"), exact=True).click()
    chooser = lea.field("form-picture-add")
    with lea.excusing(REFUSED):
        await chooser.set_input_files({"name": "notes.png", "mimeType": "image/png", "buffer": b"GIF89a"})
        await lea.reads("error-bad-picture", reason="kind")
    await chooser.set_input_files({"name": "gate.png", "mimeType": "image/png", "buffer": data})
    await lea.fill("form-picture-alt", alt)
    await lea.look("console-picture")


async def draft(lea: Person, number: int) -> None:
    await lea.click("console-next-draft", round=number)
    await lea.sees("console-draft", round=number)


def drafted(lea: Person) -> Locator:
    """The cards of the draft, or the tiles of the wall."""
    return lea.page.get_by_role("main").get_by_role("article")


async def groups(lea: Person, names: Sequence[str]) -> list[set[str]]:
    """Who is with whom, of these people, as the draft shows it."""
    found: list[set[str]] = []
    for card in await drafted(lea).all():
        label = await card.get_attribute("aria-label") or ""
        found.append({name for name in names if re.search(rf"\b{re.escape(name)}\b", label)})
    return found


async def swap(lea: Person, a: str, b: str) -> None:
    """One chosen, then the other."""
    chips = lea.page.get_by_role("main")
    card = drafted(lea).filter(has=lea.page.get_by_role("button", name=re.compile(rf"^{re.escape(a)}\b")))
    before = await card.get_attribute("aria-label") or ""
    await chips.get_by_role("button", name=a, exact=True).click()
    # Beside each name stands by now what swapping would cost.
    await chips.get_by_role("button", name=re.compile(rf"^{re.escape(b)}\b")).click()
    await swapped(lea, a, b)
    await expect(card).not_to_have_attribute("aria-label", before)  # the cards change a moment after the swap is told


async def swapped(lea: Person, a: str, b: str) -> None:
    told = lea.page.get_by_role("status").filter(has_text=lea.words("console-swapped", a=a, b=b))
    await expect(told).to_be_visible()


async def publish(lea: Person, number: int) -> None:
    await lea.click("console-next-publish", round=number)
    await (
        lea.role("dialog", "console-publish-title", round=number)
        .get_by_role("button", name=lea.words("console-next-publish", round=number))
        .click()
    )
    await expect(
        lea.page.get_by_role("heading", name=re.compile(rf"^{lea.words('console-round', round=number)}"))
    ).to_be_visible()


async def end_round(lea: Person, number: int) -> None:
    await lea.click("console-next-end", round=number)
    await (
        lea.role("dialog", "console-end-title", round=number)
        .get_by_role("button", name=lea.words("console-next-end", round=number))
        .click()
    )
    await expect(lea.button("console-next-end", round=number)).to_have_count(0)


async def close(lea: Person) -> None:
    await lea.click("console-next-close")
    await lea.role("dialog", "console-close-title").get_by_role("button", name=lea.words("console-next-close")).click()
    await lea.sees("console-closed")


# -- a participant ---------------------------------------------------------------------------------------------------


async def enter_code(who: Person, invited: Invited) -> None:
    """From the front page, in their own language, the code typed as people type it."""
    await who.goto("/")
    await who.press(who.page.get_by_role("link", name=who.words(f"language-{who.language}"), exact=True))
    await who.sees("site-claim")
    await who.fill("site-code", invited.code.lower().replace("-", " "))
    await who.click("site-enter")
    await who.sees("join-name-heading")


async def join(who: Person, invited: Invited, *, address: str = "", working_on: str = "", look: bool = False) -> None:
    """Through the five questions into the lobby."""
    await enter_code(who, invited)
    await answer(who, address, working_on=working_on, look=look)


async def answer(who: Person, address: str = "", *, working_on: str = "", look: bool = False) -> None:
    """The five questions, into the lobby."""

    async def seen(name: str) -> None:
        if look:
            await who.look(name)

    await seen("join-1-name")
    await who.fill("name-label", who.name)
    await who.click("continue")
    await who.sees("join-level-heading")
    await seen("join-2-level")
    await who.tick(who.page.get_by_label(who.words(f"level-{EXPERIENCE}"), exact=True))
    await who.click("continue")
    await who.sees("join-langs-heading")
    await seen("join-3-langs")
    for name in ("Deutsch", "Englisch") if who.language == "de" else ("German", "English"):
        await who.tick(who.page.get_by_label(name, exact=True))
    await who.click("continue")
    await who.sees("join-work-heading")
    await seen("join-4-work")
    await who.fill("working-on-label", working_on)
    await who.click("continue")
    await who.sees("join-address-heading")
    await seen("join-5-address")
    await who.fill("address-label", address)
    await who.click("join-done")
    await who.sees("lobby-heading", name=who.name)


async def arrive(who: Person) -> None:
    """Reads the notice until it is time to go, and says 'I'm here'."""
    await who.click("meet-here")
    await expect(who.button("meet-here")).to_have_count(0)


def paper(who: Person) -> Locator:
    return who.page.get_by_role("textbox", name=who.words("paper-label"))


async def write(who: Person, words: str) -> None:
    """At the end of the text, key by key.

    What stands on a new paper comes a moment after it: whoever is to write below that waits for `is_saved` first.
    """
    await write_into(who, paper(who))
    await who.page.keyboard.press("Control+End")
    await who.page.keyboard.type(words, delay=15)


async def write_into(who: Person, sheet: Locator) -> None:
    await (who.reach(sheet) if who.keyboard else sheet.click())


LINE_AT_CURSOR = """() => {
  const line = getSelection().anchorNode.parentElement.closest('.cm-line')?.cloneNode(true);
  line?.querySelectorAll('.other-caret').forEach((caret) => caret.remove());
  return line?.textContent ?? '';
}"""
"""Without the carets of others, which have their names in them."""


async def go_to_line(who: Person, line: str) -> None:
    """The cursor stands in this line of the paper."""
    if not who.keyboard:
        await paper(who).get_by_text(line).click()
        return
    await who.reach(paper(who))
    await who.page.keyboard.press("Control+Home")
    for _ in range(100):
        here = await who.page.evaluate(LINE_AT_CURSOR)
        if line in here:
            return
        await who.page.keyboard.press("ArrowDown")
    raise AssertionError(f"{who.name} finds no line {line!r}")


async def is_saved(who: Person) -> None:
    await expect(who.page.get_by_text(who.words("paper-saved"), exact=True)).to_be_visible()


async def note_idea(who: Person, idea: str) -> None:
    await who.click("idea-write")
    await who.fill("idea-label", idea)
    await who.click("idea-keep")
    await expect(who.page.get_by_text(idea, exact=True)).to_be_visible()


async def mark_idea(who: Person, line: str) -> None:
    """Goes to the line of the text, and marks it."""
    await go_to_line(who, line)
    await who.click("idea-mark")
    await expect(idea(who, line)).to_be_visible()


def idea(who: Person, words: str) -> Locator:
    """In the list beside the text."""
    return who.page.get_by_role("listitem").filter(has_text=words)


async def write_letter(who: Person, words: str, *, after: str = "") -> None:
    """Wherever it can be written just now: the last minutes of the round, or after it; `after` what somebody wrote."""
    await who.click("letter-open")
    letter = who.page.get_by_role("textbox", name=who.words("letter-label"))
    await expect(letter).to_contain_text(after)
    await write_into(who, letter)
    await who.page.keyboard.press("Control+End")
    await who.page.keyboard.type(words, delay=15)
    await expect(letter).to_contain_text(words.strip())


async def propose_result(who: Person, title: str) -> None:
    """All that stands on the paper."""
    await who.click("showcase-begin")
    await who.fill("showcase-title", title)
    await who.click("showcase-propose")
    await expect(who.button("showcase-propose")).to_have_count(0)


def shown(who: Person, title: str) -> Locator:
    """In the gallery."""
    return who.role("region", "gallery-heading").get_by_role("listitem").filter(has_text=title)


def exchange(who: Person, partner: str) -> Locator:
    """The card on which they decide about this partner."""
    return who.page.get_by_role("article").filter(has=who.page.get_by_role("heading", name=partner, exact=True))


async def offer(who: Person, partner: str, *, phone: str = "", line: str = "") -> None:
    """Yes, with what the page knows of their mail address, and more."""
    card = exchange(who, partner)
    await who.press(card.get_by_role("button", name=who.words("exchange-yes")))
    await who.tick(card.get_by_role("checkbox", name=who.words("channel-mail")))
    if phone:
        await who.tick(card.get_by_role("checkbox", name=who.words("channel-phone")))
        await who.enter_into(card.get_by_role("textbox", name=who.words("channel-phone")), phone)
    if line:
        await who.enter_into(card.get_by_role("textbox", name=who.words("exchange-line", name=partner)), line)
    seal = card.get_by_role("button", name=who.words("exchange-seal"))
    await who.press(seal)
    await expect(seal).to_have_count(0)


async def answer_questions(who: Person, feeling: int = 4) -> None:
    for question in ("learned", "couldGrow", "lookForward"):
        asked = who.role("group", f"question-{question}")
        await asked.get_by_role("radio", name=who.words(f"feeling-{feeling}"), exact=True).check()
    await who.reads("questions-saved")


async def have_coffee(post: PostOffice, one: Person, other: Person, addresses: tuple[str, str]) -> None:
    """From the mail to a date: each follows the link in their mail and picks; a time that suits both is the date, and
    both get it for their calendar.
    """
    pages = []
    for address in addresses:
        letter = await post.letter(address, such=lambda each: bool(each.cards))
        pages.append(letter.link("coffee"))
    for who, page, ticks in ((one, pages[0], (1, 2)), (other, pages[1], (2,))):
        await who.goto(page)
        boxes = who.page.get_by_role("checkbox")
        await expect(boxes).to_have_count(3)
        for tick in ticks:
            await who.tick(boxes.nth(tick))
        await who.look("coffee-pick")
        await who.press(who.page.get_by_role("button"))
        await expect(who.page.get_by_role("status")).to_be_visible()
    await expect(other.page.get_by_role("status")).to_have_text(other.words("coffee-agreed", name=one.name))
    await other.look("coffee-agreed")
    await one.goto(pages[0])
    await expect(one.page.get_by_role("status")).to_have_text(one.words("coffee-agreed", name=other.name))
    for address in addresses:
        date = await post.letter(address, such=lambda each: b"coffee.ics" in each.raw)
        assert "Kaffee" in date.subject
