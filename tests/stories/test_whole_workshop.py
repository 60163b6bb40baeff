"""The whole job: five people, two servers of which one dies, two rounds, and what follows from them."""

import asyncio
import itertools
from collections.abc import Sequence

import pytest

from tests.browser import play
from tests.browser.person import Person, expect
from tests.browser.play import Invited
from tests.browser.theatre import Theatre

WITH_ADDRESS = ("Mara", "Jonas", "Kim", "Ayse")
FIRST = [{"Mara", "Jonas", "Kim"}, {"Ayse", "Ben"}]
"""The groups in which round one ends."""


def address(name: str) -> str:
    return f"{name.lower()}@example.org"


class Cast:
    """Who plays, and at which server."""

    def __init__(self, lea: Person, people: Sequence[Person]) -> None:
        self.lea = lea
        self.people = {who.name: who for who in people}

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def of(self, names: set[str]) -> list[Person]:
        return [self.people[name] for name in sorted(names)]

    def split(self, group: set[str]) -> bool:
        return len({self.people[name].base for name in group}) == 2


@pytest.mark.browser
@pytest.mark.timeout(840)
async def test_a_workshop_of_five_with_everything_that_happens_to_people_and_servers(theatre: Theatre) -> None:
    lea = await theatre.person("Lea", 0, language="de")
    mara = await theatre.person("Mara", 0, device="phone", language="de")
    jonas = await theatre.person("Jonas", 1, device="laptop", language="en")
    kim = await theatre.person("Kim", 1, device="phone", language="en")
    ayse = await theatre.person("Ayse", 0, device="laptop", language="de", scheme="dark")
    cast = Cast(lea, [mara, jonas, kim, ayse])

    await play.sign_in(lea, theatre.post)
    invited = await play.create_workshop(lea, "Leichter arbeiten", tables=3)
    await asyncio.gather(*(play.join(who, invited, address=address(who.name)) for who in (mara, jonas, kim, ayse)))
    link = await personal_link(ayse)
    await draft_of_round_one(cast)
    await play.publish(lea, 1)

    await asyncio.gather(*(play.arrive(who) for who in (mara, jonas, kim, ayse)))
    await asyncio.gather(
        mara.sees("work-heading", names="Jonas"),
        jonas.sees("work-heading", names="Mara"),
        kim.sees("work-heading", names="Ayse"),
        ayse.sees("work-heading", names="Kim"),
    )
    await play.is_saved(ayse)
    await play.write(ayse, "Ayse war hier.")
    await expect(play.paper(kim)).to_contain_text("Ayse war hier.")
    await play.is_saved(ayse)
    await ayse.leave()

    await help_is_called_and_taken(cast)
    await a_reload_in_the_middle_of_a_sentence(cast)
    await a_server_dies_and_comes_back(theatre, cast)
    cast.people["Ben"] = await a_late_arrival(theatre, invited)
    await who_was_left_takes_an_offered_chair(cast)
    cast.people["Ayse"] = await she_who_vanished_comes_back_on_another_device(theatre, cast, link)

    await who_leaves_is_left_in_peace_and_may_ask_for_another_group(cast)

    await play.note_idea(mara, "Ein Brief am Freitag")
    await lea.look("wall-of-five")
    await play.end_round(lea, 1)
    await asyncio.gather(*(who.sees("between-heading", round=1) for who in cast.people.values()))

    second = await round_two(cast)
    await play.close(lea)
    await asyncio.gather(*(who.sees("close-heading", name=name) for name, who in cast.people.items()))
    await asyncio.gather(*(who.look("close-of-five") for who in cast.people.values()))

    await one_mail_each(theatre, second)
    await a_mutual_yes_opens_and_a_lonely_one_stays_sealed(theatre, cast)


async def personal_link(who: Person) -> str:
    await who.click("device-open")
    await who.look("device")
    link = await who.field("device-link-label").input_value()
    await who.click("back-to-room")
    await who.sees("lobby-heading", name=who.name)
    return link


async def draft_of_round_one(cast: Cast) -> None:
    """The facilitator swaps until each pair is split over both servers, locks one, and shuffles the rest."""
    lea, names = cast.lea, ["Mara", "Jonas", "Kim", "Ayse"]
    await play.draft(lea, 1)
    await expect(lea.page.get_by_text(lea.words("console-ahead", rounds=1))).to_be_visible()
    drafted = await play.groups(lea, names)
    partner = next(name for group in drafted if "Mara" in group for name in group - {"Mara"})
    if partner == "Jonas":
        await play.swap(lea, "Jonas", "Kim")
        await lea.click("console-swap-back")
        await play.swapped(lea, "Jonas", "Kim")
    else:
        await play.swap(lea, partner, "Jonas")
    await expect_groups(cast, [{"Mara", "Jonas"}, {"Kim", "Ayse"}])
    card = play.drafted(lea).filter(has_text="Mara")
    await card.get_by_role("button", name=lea.words("console-lock-names", names="").strip()).click()
    await expect(card.get_by_text(lea.words("console-locked"), exact=True)).to_be_visible()
    await lea.click("console-reshuffle-rest")
    await expect(lea.button("console-reshuffle-rest")).to_have_attribute("aria-busy", "false")
    await expect(card.get_by_text(lea.words("console-locked"), exact=True)).to_be_visible()
    await expect_groups(cast, [{"Mara", "Jonas"}, {"Kim", "Ayse"}])
    assert all(cast.split(group) for group in await play.groups(lea, names))
    await lea.look("draft-of-four")


async def expect_groups(cast: Cast, wanted: list[set[str]]) -> None:
    for group in wanted:
        card = play.drafted(cast.lea)
        for name in group:
            card = card.filter(has_text=name)
        await expect(card).to_have_count(1)


async def help_is_called_and_taken(cast: Cast) -> None:
    """By a double click, which does not take it back; the call outlives a reload."""
    lea, mara = cast.lea, cast["Mara"]
    await mara.button("help-none").click(click_count=2, delay=150)
    await lea.page.get_by_role("complementary").get_by_text(lea.words("console-claim"), exact=True).click()
    await expect(mara.button("help-claimed")).to_be_visible()
    await mara.reads("help-on-its-way")
    await mara.look("help-is-coming")
    await mara.page.reload()
    await mara.click("help-claimed")
    await expect(mara.button("help-none")).to_be_visible()


async def a_reload_in_the_middle_of_a_sentence(cast: Cast) -> None:
    mara, jonas = cast["Mara"], cast["Jonas"]
    await play.is_saved(mara)
    await play.write(mara, "Ein halber Sa")
    await mara.page.reload()
    await expect(play.paper(mara)).to_contain_text("Ein halber Sa")
    await play.write(mara, "tz.")
    await expect(play.paper(jonas)).to_contain_text("Ein halber Satz.")


async def a_server_dies_and_comes_back(theatre: Theatre, cast: Cast) -> None:
    """What is typed meanwhile says that it is not saved, and is there for the partner afterwards."""
    mara, jonas, kim = cast["Mara"], cast["Jonas"], cast["Kim"]
    server = theatre.stage.servers[1]
    with jonas.cut_off(), kim.cut_off():
        server.kill()
        await jonas.reads("notice-offline")
        await play.write(jonas, " Written without a server.")
        await jonas.reads("paper-kept")
        await jonas.look("server-gone")
        await play.write(mara, " Mara merkt nichts.")
        await play.is_saved(mara)
        server.start()
        await server.ready()
        await asyncio.gather(play.is_saved(jonas), kim.sees("work-heading", names="Ayse"))
        await expect(play.paper(jonas)).to_contain_text("Mara merkt nichts.", timeout=30_000)
        for who in (jonas, kim):
            await expect(who.text("notice-offline")).to_have_count(0, timeout=30_000)
    await expect(play.paper(mara)).to_contain_text("Written without a server.")
    await play.is_saved(jonas)


async def a_late_arrival(theatre: Theatre, invited: Invited) -> Person:
    """Ben, without a mail address; he is offered a chair and waits."""
    ben = await theatre.person("Ben", 1, device="phone", language="de")
    await play.enter_code(ben, invited)
    await ben.fill("name-label", "Ben")
    await ben.click("continue")
    await ben.click("join-skip")
    await ben.sees("join-langs-heading")
    await ben.page.get_by_label("Englisch", exact=True).check()
    await ben.click("continue")
    await ben.click("join-skip")
    await ben.click("join-skip")
    await ben.sees("offered-heading")
    await ben.reads("offered-or-wait")
    await ben.look("offered-to-a-late-arrival")
    return ben


async def who_was_left_takes_an_offered_chair(cast: Cast) -> None:
    """A minute after Ayse was last heard of, Kim is offered a chair; nobody moves her."""
    kim, ben = cast["Kim"], cast["Ben"]
    await expect(kim.heading("offered-heading")).to_be_visible(timeout=90_000)
    await kim.look("offered-to-who-was-left")
    await kim.sees("work-heading", names="Ayse")
    await kim.click("offered-take")
    await expect(kim.page.get_by_role("heading", level=1)).to_contain_text("Jonas")
    await expect(play.paper(kim)).to_contain_text("Ein halber Satz.")
    await play.write(kim, " Kim is here.")
    await expect(play.paper(cast["Mara"])).to_contain_text("Kim is here.")
    await ben.sees("unplaced-heading")


async def she_who_vanished_comes_back_on_another_device(theatre: Theatre, cast: Cast, link: str) -> Person:
    """By her personal link, with her text; and the late arrival takes the chair beside her."""
    ayse = await theatre.person("Ayse", 0, device="phone", language="de", scheme="dark")
    ayse.name = "Ayse"
    await ayse.goto(link)
    await ayse.sees("seat-heading")
    await ayse.look("seat")
    await ayse.click("seat-go")
    await ayse.sees("work-alone-heading")
    await ayse.reads("work-gone", names="Kim", count=1)
    await ayse.reads("work-alone-now")
    await expect(play.paper(ayse)).to_contain_text("Ayse war hier.")
    ben = cast["Ben"]
    await ben.sees("offered-heading")
    await ben.click("offered-take")
    await ayse.sees("work-heading", names="Ben")
    await expect(play.paper(ben)).to_contain_text("Ayse war hier.")
    await play.write(ben, " Und Ben.")
    await expect(play.paper(ayse)).to_contain_text("Und Ben.")
    return ayse


async def who_leaves_is_left_in_peace_and_may_ask_for_another_group(cast: Cast) -> None:
    """Rule R9; and back closes what Ben has opened, then leads to where he came from, without the steps of joining."""
    ben, ayse = cast["Ben"], cast["Ayse"]
    await ben.page.get_by_text(ben.words("leave-heading"), exact=True).first.click()
    await ben.click("leave-ask")
    await expect(ben.button("leave-stay")).to_be_focused()
    await ben.click("leave-really")
    await ben.sees("sat-out-heading")
    await ben.reads("left-explain")
    await ben.look("who-has-left")
    await ayse.sees("work-alone-heading")
    await ayse.reads("work-gone", names="Kim und Ben", count=2)
    await ayse.look("left-alone")
    await ben.click("left-ask")
    await ben.sees("unplaced-heading")
    await ben.reads("unplaced-explain")
    await ben.click("wishes-open")
    await ben.sees("wishes-heading")
    await ben.page.go_back()
    await ben.sees("sat-out-heading")
    await ben.page.go_back()
    await ben.sees("site-claim")
    await ben.page.go_forward()
    await ben.sees("sat-out-heading")


async def round_two(cast: Cast) -> list[set[str]]:
    """New partners: a pair and a trio, which is not the trio of round one.  Returns who was with whom."""
    lea, everybody = cast.lea, set(cast.people)
    await play.draft(lea, 2)
    drafted = await play.groups(lea, sorted(everybody))
    if not all(cast.split(group) for group in drafted):
        one, two = drafted
        a, b = next((a, b) for a, b in itertools.product(one, two) if splits(cast, one ^ {a, b}, two ^ {a, b}))
        await play.swap(lea, a, b)
        drafted = [one ^ {a, b}, two ^ {a, b}]
        await expect_groups(cast, drafted)
    assert sorted(map(len, drafted)) == [2, 3]
    assert set.union(*drafted) == everybody
    assert not any(group in drafted for group in FIRST)
    assert all(cast.split(group) for group in drafted)
    await lea.look("draft-of-five")
    await play.publish(lea, 2)
    await asyncio.gather(*(play.arrive(who) for who in cast.people.values()))
    for number, group in enumerate(drafted):
        people = cast.of(group)
        for who in people:
            await play.write(who, f" {who.name} in Runde zwei.")
            for reader in people:  # who writes next goes to the end of all of it
                await expect(play.paper(reader)).to_contain_text(f"{who.name} in Runde zwei.")
        await play.note_idea(people[0], f"Idee {number} der zweiten Runde")
        for who in people:
            await play.is_saved(who)
    await asyncio.gather(*(who.look("work-of-round-two") for who in cast.people.values()))
    await play.end_round(lea, 2)
    await asyncio.gather(*(who.sees("between-last-heading") for who in cast.people.values()))
    return drafted


def splits(cast: Cast, *groups: set[str]) -> bool:
    """Whether these are split over both servers, and new."""
    return all(cast.split(group) and group not in FIRST for group in groups)


async def one_mail_each(theatre: Theatre, second: list[set[str]]) -> None:
    """To everybody who gave an address, one, which names all groups; with nothing of what was written, since no address
    is proven yet."""
    for name in WITH_ADDRESS:
        letter = await theatre.post.letter(address(name))
        for written in ("Ein Brief am Freitag", "der zweiten Runde", "Ein halber Satz"):
            assert written not in letter.text
        together = [*FIRST, *second]
        for partner in set.union(*(group for group in together if name in group)) - {name}:
            assert partner in letter.text, f"{partner} is missing in:\n{letter.text}"
    mails = [letter for name in WITH_ADDRESS for letter in theatre.post.to(address(name))]
    assert len(mails) == len(WITH_ADDRESS)
    assert len({letter.message["Message-ID"] for letter in mails}) == len(WITH_ADDRESS)


async def a_mutual_yes_opens_and_a_lonely_one_stays_sealed(theatre: Theatre, cast: Cast) -> None:
    """Kim says yes to Mara and hears nothing, nor does Mara; Mara and Jonas both say yes."""
    mara, jonas, kim, post = cast["Mara"], cast["Jonas"], cast["Kim"], theatre.post
    for who in (mara, jonas, kim):
        await who.goto((await post.letter(address(who.name))).link("follow-up"))
        await who.click("follow-up-confirm")
        await who.reads("follow-up-explain")
    await play.offer(kim, "Mara", phone="+49 30 999999")
    await expect(play.exchange(kim, "Mara")).to_contain_text(kim.words("exchange-sealed", name="Mara"))
    await play.offer(mara, "Jonas", line="Bis Freitag")
    await play.offer(jonas, "Mara", phone="+49 170 1234567")
    opened = [await post.letter(address(who), such=lambda letter: bool(letter.cards)) for who in ("Mara", "Jonas")]
    assert "+49 170 1234567" in opened[0].cards[0]
    assert "Bis Freitag" in opened[1].text

    # Kim's yes came before theirs and has led to nothing that anybody could see.
    assert not [letter for letter in post.to(address("Kim")) if letter.cards]
    assert not [letter for letter in post.letters if "999999" in letter.text]
    for who in (mara, jonas, kim):
        await who.page.reload()
        await who.reads("follow-up-explain")
    await expect(play.exchange(jonas, "Mara")).to_contain_text("Bis Freitag")
    await expect(play.exchange(mara, "Kim")).to_contain_text(mara.words("exchange-ask", name="Kim"))
    await expect(play.exchange(kim, "Mara")).to_contain_text(kim.words("exchange-sealed", name="Mara"))
    await expect(mara.page.locator("body")).not_to_contain_text("999999")
    await asyncio.gather(mara.look("opened-and-open"), kim.look("sealed"))
    # What these two make out is nothing to the third.
    await play.have_coffee(post, mara, jonas, (address("Mara"), address("Jonas")))
    assert not [letter for letter in post.to(address("Kim")) if b"coffee.ics" in letter.raw]
    assert len({letter.message["Message-ID"] for letter in post.letters}) == len(post.letters)
