"""What people type and do wrong, or against us: each gets an answer in their language that says what to do next."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest

from server.core.state import Design, Language
from tests.browser import play
from tests.browser.person import REFUSED, Person, expect
from tests.browser.play import Invited
from tests.browser.theatre import Theatre

LANGUAGES: tuple[Language, ...] = ("de", "en")
WRONG = "AAAA-AAAA"
SEATS = Design(language="de", rounds=1, places=(), tasks=()).capacity
ODD_NAMES = {
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "مريم بنت علي": "مريم بنت علي",
    "🦊👩‍👩‍👧‍👦": "🦊👩‍👩‍👧‍👦",
    "\u202eenolA\u202c": "enolA",
}
"""As typed, and as everybody reads it."""


async def two(theatre: Theatre) -> list[Person]:
    """Somebody with a phone in either language, whose browser may say that something was refused."""
    people = [await theatre.person(f"phone-{language}", device="phone", language=language) for language in LANGUAGES]
    for who in people:
        who.excuse(REFUSED)
        await who.goto(f"/?lang={who.language}")
    return people


async def each(people: list[Person], story: Callable[[Person], Awaitable[None]]) -> None:
    await asyncio.gather(*(story(who) for who in people))


async def opened(theatre: Theatre, title: str, language: Language = "de") -> tuple[Person, Invited]:
    lea = await theatre.person("Lea", language=language)
    await play.sign_in(lea, theatre.post)
    return lea, await play.create_workshop(lea, title, tables=3)


async def filled(theatre: Theatre, invited: Invited, people: int) -> None:
    """So many more join, each as if from a browser of their own."""
    base, url = theatre.stage.base, f"{theatre.stage.base}/api/workshops/{invited.workshop}/participants"
    bare = httpx.AsyncHTTPTransport()  # keeps no cookies
    lanes = asyncio.Semaphore(20)

    async def one(number: int) -> None:
        body = {"code": invited.code, "profile": {"name": f"Guest {number}"}, "address": None}
        async with lanes:
            answer = await bare.handle_async_request(httpx.Request("POST", url, json=body, headers={"Origin": base}))
            await answer.aread()
        assert answer.status_code == 201, answer.content

    async with bare:
        await asyncio.gather(*(one(number) for number in range(people)))


async def close_early(lea: Person) -> None:
    await lea.page.get_by_text(lea.words("console-more"), exact=True).click()
    await lea.click("console-close-early")
    dialog = lea.role("dialog", "console-close-title")
    await dialog.get_by_role("button", name=lea.words("console-next-close")).click()
    await lea.sees("console-closed")


# -- codes -----------------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.timeout(480)
async def test_codes_that_are_wrong_ended_full_or_guessed(theatre: Theatre) -> None:
    people = await two(theatre)
    lea, ended = await opened(theatre, "Gestern")
    await close_early(lea)
    await lea.goto("/console")
    full = await play.create_workshop(lea, "Heute", tables=3)

    async def no_code(who: Person) -> None:
        await who.click("site-enter")
        await who.is_refused(who.field("site-code"), "site-code-missing")
        await who.fill("site-code", "abc")
        await who.click("site-enter")
        await who.is_refused(who.field("site-code"), "site-code-length")
        await who.fill("site-code", WRONG)
        await who.click("site-enter")
        await who.is_refused(who.field("site-code"), "error-unknown-code")
        await who.look("code-unknown")
        await who.goto(f"/w/{WRONG.lower()}")
        await who.is_refused(who.field("site-code"), "error-unknown-code")
        await expect(who.field("site-code")).to_have_value(WRONG)
        await who.look("link-unknown")

    await each(people, no_code)

    async def too_late(who: Person) -> None:
        await who.fill("site-code", ended.code)
        await who.click("site-enter")
        await who.sees("stop-too-late")
        await who.reads("stop-too-late-explain", title="Gestern")
        await who.look("code-ended")

    await each(people, too_late)
    await asyncio.gather(*(to_the_last_question(who, full, f"Late {who.language}") for who in people))
    await filled(theatre, full, SEATS)

    async def no_seat(who: Person) -> None:
        await who.click("join-done")
        await who.sees("stop-full")
        await who.reads("stop-full-explain", title="Heute", facilitator="Lea")
        await expect(who.role("link", "to-code")).to_be_visible()
        await who.look("code-full")
        await who.click("stop-look-again")
        await who.sees("stop-full")

    await each(people, no_seat)
    await expect(lea.page.get_by_role("main").get_by_text("Late de", exact=True)).to_have_count(0)
    await each(people, lambda who: guesses(who, full))


async def guesses(who: Person, right: Invited) -> None:
    """Thirty in a row, and past them the right one still leads in."""
    await who.goto("/")
    for _ in range(31):
        await who.fill("site-code", "AAAA AAAC")
        async with who.page.expect_response("**/api/codes/*"):
            await who.click("site-enter")
    await who.is_refused(who.field("site-code"), "error-too-many-guesses", minutes=10)
    await who.look("guesses")
    await who.goto(f"/w/{WRONG}")
    await who.is_refused(who.field("site-code"), "error-too-many-guesses", minutes=10)
    await who.look("guesses-by-link")
    await who.fill("site-code", right.code)
    await who.click("site-enter")
    await who.sees("stop-full")


# -- names and addresses ---------------------------------------------------------------------------------------------


async def to_the_last_question(who: Person, invited: Invited, name: str) -> None:
    await who.goto(f"/w/{invited.code}")
    await on_to_the_last_question(who, name)


async def on_to_the_last_question(who: Person, name: str) -> None:
    await who.sees("join-name-heading")
    await who.fill("name-label", name)
    await who.click("continue")
    for question in ("level", "langs", "work"):
        await who.sees(f"join-{question}-heading")
        await who.click("continue")
    await who.sees("join-address-heading")


@pytest.mark.browser
@pytest.mark.timeout(480)
async def test_names_that_are_none_too_long_or_odd_and_addresses_that_are_none(theatre: Theatre) -> None:
    people = await two(theatre)
    lea, invited = await opened(theatre, "Namen")

    async def no_name(who: Person) -> None:
        await who.goto(f"/w/{invited.code}")
        for name, reason in (("", "empty"), (" \t ", "empty"), ("M" * 5000, "long"), ("🦊" * 61, "long")):
            await who.fill("name-label", name)
            await who.click("continue")
            await who.is_refused(who.field("name-label"), "error-bad-name", reason=reason, most=60)
        await who.look("name-too-long")
        await to_the_last_question(who, invited, "\u2060\u2060")  # looks empty, and is; only the server knows
        await who.click("join-done")
        await who.sees("join-name-heading")
        await who.is_refused(who.field("name-label"), "error-bad-name", reason="empty", most=60)
        await who.look("name-invisible")
        await who.page.go_back()
        await who.sees("join-address-heading")
        await who.page.go_forward()
        await on_to_the_last_question(who, "Mo")

    await each(people, no_name)

    async def no_address(who: Person) -> None:
        for address in ("mara", "mara@", "mara@example", "mara@example..org"):
            await who.fill("address-label", address)
            await who.click("join-done")
            await who.is_refused(who.field("address-label"), "error-bad-address")
        await who.look("address-none")

    await each(people, no_address)
    mixed = [*(await two(theatre)), *(await two(theatre))]
    await asyncio.gather(
        *(to_the_last_question(who, invited, name) for who, name in zip(mixed, ODD_NAMES, strict=True))
    )
    await mixed[0].fill("address-label", "odd@example.org")
    await each(mixed, lambda who: who.click("join-done"))
    for who, name in zip(mixed, ODD_NAMES.values(), strict=True):
        await expect(who.page.get_by_role("heading", level=1)).to_contain_text(name)
        await expect(lea.page.get_by_role("main").get_by_text(name, exact=True)).to_be_visible()
    for number, who in enumerate(mixed):
        who.name = f"odd-{number}-{who.language}"
        await who.look("lobby")
    await lea.look("console-odd-names")

    async def changed(who: Person) -> None:
        heading = who.page.get_by_role("heading", level=1)
        lobby = await heading.inner_text()
        await who.click("answers-open")
        await who.sees("answers-heading")
        await who.fill("name-label", "M" * 5000)
        await who.click("answers-save")
        await who.is_refused(who.field("name-label"), "error-bad-name", reason="long", most=60)
        await who.fill("name-label", "Mo")
        await who.fill("address-label", "mara@example..org")
        await who.click("answers-save")
        await who.is_refused(who.field("address-label"), "error-bad-address")
        await who.look("answers-refused")
        await who.click("back-without-saving")
        await expect(heading).to_have_text(lobby)

    await each(mixed[:2], changed)
    await play.draft(lea, 1)
    await lea.look("draft-odd-names")
    await play.publish(lea, 1)
    await each(mixed, lambda who: who.look("notice-odd-names"))
    await each(mixed, play.arrive)
    await each(mixed, lambda who: expect(play.paper(who)).to_be_visible())
    await each(mixed, lambda who: who.look("work-odd-names"))
    await lea.look("wall-odd-names")
    await close_early(lea)
    letter = await theatre.post.letter("odd@example.org")
    assert "<script>" not in letter.html
    assert any(name in letter.text for name in ODD_NAMES.values())


# -- the same person twice -------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.timeout(360)
async def test_the_same_person_twice(theatre: Theatre) -> None:
    """By name: told, and free to add a letter.  By browser: one seat.  By address: nobody learns that it is known."""
    people = await two(theatre)
    lea, invited = await opened(theatre, "Doppelt")
    for who in people:
        who.name = f"Mara {who.language}"
        await twice_in_one_browser(who, invited)
    await expect(lea.page.get_by_role("main").get_by_role("listitem")).to_have_count(2)

    namesakes = await two(theatre)

    async def same_name(who: Person) -> None:
        await to_the_last_question(who, invited, f"mara {who.language}")
        await who.fill("address-label", f"mara-{who.language}@example.org")
        await who.click("join-done")
        await who.reads("lobby-same-name", name=f"mara {who.language}")
        await who.look("same-name")
        await who.click("answers-open")
        await who.fill("name-label", f"Mara K {who.language}")
        await who.click("answers-save")
        await who.sees("lobby-heading", name=f"Mara K {who.language}")
        await expect(who.text("lobby-same-name", name=f"Mara K {who.language}")).to_have_count(0)

    await each(namesakes, same_name)
    await expect(lea.page.get_by_role("main").get_by_role("listitem")).to_have_count(4)


async def twice_in_one_browser(who: Person, invited: Invited) -> None:
    """The second tab was on its last question when the first joined; a third goes straight to the seat."""
    first = who.page
    second = await who.context.new_page()
    who.page = second
    await to_the_last_question(who, invited, "Somebody else")
    who.page = first
    await to_the_last_question(who, invited, who.name)
    await who.fill("address-label", f"mara-{who.language}@example.org")
    await who.click("join-done")
    await who.sees("lobby-heading", name=who.name)
    who.page = second
    await who.click("join-done")
    await who.sees("lobby-heading", name=who.name)
    await who.reads("lobby-seat-kept", name=who.name)
    await who.look("second-tab")
    who.page = await who.context.new_page()
    await who.goto(f"/w/{invited.code}")
    await who.sees("lobby-heading", name=who.name)
    for page in (first, second):
        await page.close()
