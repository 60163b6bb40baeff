"""How a mail looks on the wire, and that nobody's words do anything in it."""

import email
import email.policy
import re
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from server.core import commands as c
from server.core.followup.coffee import proposals
from server.core.followup.daytime import HOUR_MS
from server.core.followup.exchange import Offer, Opened, Relation, Sealed
from server.core.followup.plan import HELD_MS, LATER_MS
from server.core.ids import PersonId
from server.core.people import Profile
from server.core.state import Language
from server.text.calendar import zone
from server.text.locales import shipped
from server.text.templates import environment
from tests.core.story import DESIGN, LEAD, Story
from tests.workers.mailbox import text
from tests.workers.scene import (
    BROCHURE,
    CLAIMED,
    CONFIRMED,
    IDEA,
    JONAS,
    JONAS_OFFERS,
    MARA,
    MARA_OFFERS,
    MARK,
    NOON,
    OLE,
    PROFILES,
    SECOND_IDEA,
    TEXTS,
    material,
)
from workers.mail.compose import Drop, Hold, Letter, Wait, compose
from workers.mail.render import Links, Renderer
from workers.mail.sections import Material, contact
from workers.mail.vcard import Card, escape, file_name, fold, vcard
from workers.mail.words import ZERO_WIDTH, first_name, inert, plain

STRICT = shipped(strict=True)
RENDERER = Renderer(STRICT, environment(STRICT), "Gespann <gespann@example.org>")
LINKS = Links(*(f"https://g.example/{kind}/" + "s" * 60 for kind in ("follow-up", "unsubscribe", "coffee", "grown")))
BERLIN = zone("Europe/Berlin")
TIMES = proposals(NOON, NOON, (BERLIN, BERLIN))
OPENED = Opened(NOON, {MARA: MARA_OFFERS, JONAS: JONAS_OFFERS}, times=TIMES)
DATE = NOON + 100 * HOUR_MS
AGREED = replace(OPENED, date=DATE)
LATER = NOON + LATER_MS
NEXT_DAY = NOON + 22 * HOUR_MS
RAN_OUT = Sealed({MARA: MARA_OFFERS}, until={MARA: NEXT_DAY})


def letter(m: Material) -> EmailMessage:
    return parsed(sent(m))


def sent(m: Material) -> bytes:
    verdict = compose(m)
    assert isinstance(verdict, Letter), verdict
    return RENDERER.letter(verdict, LINKS, "<fixed@g.example>", NOON).content


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def cases(language: Language) -> dict[str, Material]:
    return {
        "after": material(f"after:m:{MARK}", language=language),
        "answered": material(f"after:m:{MARK}", language=language, reflected=True, texts={}),
        "confirm": material(f"confirm:m:{MARK}", language=language, address=CLAIMED),
        "opened": material("opened:m:j", language=language, relations={JONAS: OPENED}),
        "coffee": material("coffee:m:j", language=language, relations={JONAS: AGREED}, at=NEXT_DAY),
        "later": material("later:m", language=language, relations={JONAS: OPENED, OLE: Sealed()}, at=LATER),
        "nudge": material("nudge:m", language=language, relations={JONAS: OPENED, OLE: Sealed()}, at=NEXT_DAY),
        "mine": material("nudge:m", language=language, relations={JONAS: Sealed({MARA: MARA_OFFERS})}, at=NEXT_DAY),
    }


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("case", ["after", "answered", "confirm", "opened", "coffee", "later", "nudge", "mine"])
def test_every_mail_is_whole_in_both_languages(case: str, language: Language) -> None:
    content = sent(cases(language)[case])
    head = content.partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")
    assert f"List-Unsubscribe: <{LINKS.unsubscribe}>" in head, "RFC 8058: in one line, or Gmail overlooks it"
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head
    assert "Message-ID: <fixed@g.example>" in head
    assert "Auto-Submitted: auto-generated" in head
    assert f"Content-Language: {language}" in head
    assert any(line.startswith("Date: Wed, 10 Jun 2026") for line in head)
    message = parsed(content)
    assert message.get_body(("plain",)) is not None
    html = message.get_body(("html",))
    assert html is not None
    shown = str(html.get_content())
    assert not re.search(r"<(img|script|link|form|iframe)|url\(|@import|src=", shown)
    assert "prefers-color-scheme: dark" in shown
    assert max(len(line) for line in content.split(b"\r\n")) < 998


def test_the_unconfirmed_mail_names_no_idea_and_no_fields() -> None:
    content = sent(cases("de")["confirm"]) + text(letter(cases("de")["confirm"])).encode()
    for words in (IDEA, SECOND_IDEA, JONAS_OFFERS.mail):
        assert words.encode() not in content


def test_w8_two_yeses_are_delivered_whatever_is_known_of_a_group() -> None:
    never = Story()
    never.join(MARA, JONAS)
    never.send(c.CloseWorkshop(), LEAD)
    message = letter(material("opened:m:j", relations={JONAS: OPENED}, state=never.workshop))
    assert message["Subject"] == "Jonas und du: ihr habt beide Ja gesagt"
    assert JONAS_OFFERS.mail in text(message)


def test_the_subject_names_the_partner() -> None:
    assert letter(cases("de")["opened"])["Subject"] == "Jonas und du: ihr habt beide Ja gesagt"
    assert letter(cases("en")["after"])["Subject"] == "Jonas, Ole and you: your idea"


def at_one_table(*names: str) -> tuple[Story, dict[PersonId, Profile]]:
    """One round of all these, closed; people are called by their ids."""
    story = Story(replace(DESIGN, size=6))
    story.now = NOON - HOUR_MS
    story.join(*names)
    story.publish("".join(names))
    story.send(c.EndRound(1), LEAD)
    story.now = NOON
    story.send(c.CloseWorkshop(), LEAD)
    return story, {PersonId(name): Profile(name.upper() * 3, "de") for name in names}


def test_a_table_has_one_section_and_a_subject_that_can_be_read() -> None:
    story, profiles = at_one_table(*"mabcde")
    message = letter(material(f"after:m:{MARK}", state=story.workshop, profiles=profiles))
    assert message["Subject"] == "AAA, BBB, CCC, … und du: wie es weitergehen kann"
    assert text(message).count("Mit AAA, BBB, CCC, DDD und EEE") == 2, "as text and as HTML"


def test_a_nudge_asks_once_about_all_of_a_table_who_are_not_decided() -> None:
    story, profiles = at_one_table(*"mabcde")
    relations: dict[PersonId, Relation] = {PersonId(other): Sealed() for other in "abcde"}
    relations[PersonId("b")] = Sealed(declined=frozenset({MARA}))
    message = letter(material("nudge:m", state=story.workshop, profiles=profiles, relations=relations, at=NEXT_DAY))
    assert text(message).count("Möchtest du mit AAA, CCC, DDD und EEE in Kontakt bleiben?") == 2, "as text and as HTML"
    assert "BBB" not in text(message)


def test_two_partners_of_one_first_name_are_told_apart_as_on_the_own_page() -> None:
    """But nobody is greeted with a number."""
    profiles = {**PROFILES, JONAS: Profile("Jonas Weber"), OLE: Profile("jonas weber ")}
    message = letter(material(f"after:m:{MARK}", profiles=profiles))
    assert message["Subject"] == "Jonas Weber, jonas weber (2) und du: eure Idee"
    relations: dict[PersonId, Relation] = {OLE: replace(OPENED, offers={MARA: MARA_OFFERS, OLE: JONAS_OFFERS})}
    nudge = text(letter(material("nudge:m", profiles=profiles, relations=relations, at=NEXT_DAY)))
    assert "Mit jonas weber (2)" in nudge
    assert "Hallo jonas," in nudge
    profiles[OLE] = Profile("Jonas Petersen")
    assert letter(material(f"after:m:{MARK}", profiles=profiles))["Subject"].startswith("Jonas Weber, Jonas Petersen")


def test_a_nudge_says_once_what_a_trio_thought_of() -> None:
    """And asks once about both; the sentences that go to each of them quote it all the same."""
    asks = text(letter(material("nudge:m", relations={JONAS: Sealed(), OLE: Sealed()}, at=NEXT_DAY)))
    assert asks.count("Möchtest du mit Jonas und Ole in Kontakt bleiben?") == 2, "as text and as HTML"
    assert asks.count(SECOND_IDEA) == 2
    ole = replace(OPENED, offers={MARA: MARA_OFFERS, OLE: JONAS_OFFERS})
    both = text(letter(material("nudge:m", relations={JONAS: OPENED, OLE: ole}, at=NEXT_DAY)))
    assert both.count(f"„{SECOND_IDEA}“") == 2 + 2 * 2, "and in the first sentence to each"
    mine = Sealed({MARA: MARA_OFFERS})
    waits = text(letter(material("nudge:m", relations={JONAS: OPENED, OLE: mine}, at=NEXT_DAY)))
    assert "Das nimmst du mit" not in waits
    assert "Das nimmst du mit" in text(letter(material("nudge:m", relations={OLE: mine}, at=NEXT_DAY)))


def test_what_people_typed_is_text() -> None:
    evil = "<script>alert(1)</script> http://evil.example {{ 7*7 }} { $x } www.evil.example a@evil.example"
    texts = dict.fromkeys(TEXTS, evil)
    profiles = {**PROFILES, JONAS: Profile(evil), MARA: Profile("\r\nBcc: x@y.example")}
    message = letter(
        material(f"after:m:{MARK}", texts=texts, profiles=profiles, brochure=replace(BROCHURE, title=evil))
    )
    html = message.get_body(("html",))
    assert html is not None
    shown = str(html.get_content())
    assert "<script" not in shown
    hrefs = re.findall(r'href="([^"]*)"', shown)
    assert {href.partition("#")[0] for href in hrefs} == {LINKS.follow_up, LINKS.unsubscribe}
    for word in ("evil.example", "http://evil", "@evil"):
        assert word not in shown, "no client can turn it into a link"
    assert message["Bcc"] is None


@given(st.text(max_size=80), st.text(max_size=250))
def test_any_name_and_idea_make_a_mail(name: str, idea: str) -> None:
    profiles = {**PROFILES, JONAS: Profile(name), MARA: Profile(name)}
    message = letter(
        material("opened:m:j", texts=dict.fromkeys(TEXTS, idea), profiles=profiles, relations={JONAS: OPENED})
    )
    assert message["To"] == "mara@example.org"
    assert sorted(set(message.keys())) == sorted(message.keys()), "no header twice, none smuggled in"
    assert set(message.keys()) <= {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "MIME-Version",
        "Content-Type",
        "Content-Language",
    }


def test_contact_fields_become_links_only_when_they_are_what_they_seem() -> None:
    good = contact(JONAS_OFFERS)
    assert good.mailto == "jonas@example.org"
    assert good.tel == "tel:+491701234567"
    assert good.href == "https://example.org/jonas"
    bad = contact(Offer(mail="a@b.example?bcc=x@y.example", phone="call me", link="javascript:alert(1)"))
    assert (bad.mailto, bad.tel, bad.href) == ("", "", "")
    assert contact(Offer(link="https://user@evil.example")).href == ""
    assert contact(Offer(mail="a b@c.example")).mailto == ""


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (material(f"after:m:{MARK}", address=None), "no-address"),
        (material(f"after:m:{MARK}", address=replace(CONFIRMED, unsubscribed_at=NOON)), "unsubscribed"),
        (material(f"after:m:{MARK}", profiles={}), "erased"),
        (material(f"after:x:{MARK}"), "erased"),
        (material(f"after:m:{MARK}", at=NOON + 15 * 24 * HOUR_MS), "late"),
        (material("nudge:m", at=NOON + 49 * HOUR_MS), "late"),
        (material(f"confirm:m:{MARK}"), "confirmed"),
        (material(f"confirm:m:{MARK}", address=CLAIMED, at=NOON + 15 * 24 * HOUR_MS), "late"),
        (material(f"after:m:{MARK}", address=CLAIMED, at=NOON + HELD_MS), "unconfirmed"),
        (material("nudge:m", address=CLAIMED, at=NOON + 49 * HOUR_MS), "late"),
        (material("nudge:m", at=NEXT_DAY, relations={JONAS: Sealed(declined=frozenset({MARA}))}), "nothing-to-say"),
        (material("opened:m:j", relations={JONAS: Sealed({MARA: MARA_OFFERS})}), "sealed"),
        (material("opened:m:j", relations={JONAS: OPENED}, profiles={MARA: PROFILES[MARA]}), "erased"),
        (material("opened:m:j", relations={JONAS: OPENED}, address=replace(CONFIRMED, refused_at=NOON)), "refused"),
        (material("coffee:m:j", relations={JONAS: OPENED}, at=NEXT_DAY), "no-date"),
        (material("coffee:m:j", relations={JONAS: AGREED}, at=DATE + 1), "late"),
        (material("later:m", relations={JONAS: OPENED}, at=LATER, asks_later=False), "turned-off"),
        (material("later:m", relations={JONAS: Sealed()}, at=LATER), "erased"),
        (material("later:m", relations={JONAS: OPENED}, at=LATER + 24 * HOUR_MS + 1), "late"),
        (material("nudge:m", at=NEXT_DAY, relations={JONAS: RAN_OUT}), "nothing-to-say"),
    ],
)
def test_reasons_to_send_nothing(case: Material, reason: str) -> None:
    """The last column of rule M8 among them."""
    assert compose(case) == Drop(reason)


def test_an_opened_mail_waits_for_the_click_and_a_nudge_for_the_morning() -> None:
    assert compose(material("opened:m:j", relations={JONAS: OPENED}, address=CLAIMED)) == Hold()
    assert compose(material("opened:m:j", relations={JONAS: OPENED}, address=None)) == Hold()
    night = NOON + 34 * HOUR_MS
    assert compose(material("nudge:m", relations={JONAS: Sealed()}, at=night)) == Wait(NOON + 43 * HOUR_MS)


def test_m8_the_question_after_six_weeks_goes_on_its_day_counted_from_the_first_opening() -> None:
    """Also where a second exchange has opened since; workers that were away for longer do not send it late."""
    both: dict[PersonId, Relation] = {JONAS: OPENED, OLE: Opened(NOON + 7 * 24 * HOUR_MS, {OLE: JONAS_OFFERS})}
    for late in range(0, 48, 3):
        verdict = compose(material("later:m", relations=both, at=LATER + late * HOUR_MS))
        if late > 24:
            assert verdict == Drop("late")
        else:
            assert isinstance(verdict, Letter) or (isinstance(verdict, Wait) and verdict.until <= LATER + 24 * HOUR_MS)


def test_a_nudge_does_not_depend_on_what_the_partner_did() -> None:
    """X3, in the pure part: all states of the partner that are not 'opened'."""
    states = [
        Sealed({MARA: MARA_OFFERS}),
        Sealed({MARA: MARA_OFFERS}, frozenset({JONAS})),
    ]
    mine = [sent(material("nudge:m", relations={JONAS: state}, at=NEXT_DAY)) for state in states]
    open_ = [Sealed(), Sealed({JONAS: JONAS_OFFERS}), Sealed(declined=frozenset({JONAS}))]
    ask = [sent(material("nudge:m", relations={JONAS: state}, at=NEXT_DAY)) for state in open_]
    for versions in (mine, ask):
        assert len({re.sub(rb"={15}\d+==", b"", content) for content in versions}) == 1


# -- words -----------------------------------------------------------------------------------------------------------


@given(st.text())
def test_plain_is_one_calm_line(words: str) -> None:
    calm = plain(words)
    assert "\n" not in calm
    assert "\r" not in calm
    assert "\u202e" not in calm
    assert calm == plain(calm)


@pytest.mark.parametrize("words", ["3.5 km um 10:30", "z.B. eine:r", "Ende. Anfang", "1.200 Euro"])
def test_ordinary_writing_is_left_alone(words: str) -> None:
    assert inert(words) == words


@pytest.mark.parametrize("words", ["evil.example", "http://x.y", "a@b", "10.0.0.1", "mailto:x", "www.x.de"])
def test_what_looks_like_a_link_is_broken(words: str) -> None:
    assert ZERO_WIDTH in inert(words)
    assert inert(words).replace(ZERO_WIDTH, "") == words


def test_first_names() -> None:
    assert first_name("Jonas Weber") == "Jonas"
    assert first_name("") == ""
    assert first_name("buy.at.evil.example now") == ZERO_WIDTH.join(["buy.", "at.", "evil.", "example"])
    assert len(first_name("x" * 5000)) == 24


# -- vCard -----------------------------------------------------------------------------------------------------------


def unfolded(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)


@given(st.builds(Card, *[st.text(max_size=120)] * 5))
def test_a_card_is_read_back_and_holds_nothing_else(card: Card) -> None:
    content = vcard(card)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    lines = unfolded(content)
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert lines[-2:] == ["END:VCARD", ""]
    properties = [line.partition(":")[0] for line in lines[:-1]]
    assert len(properties) == len(set(properties)), "no property was smuggled in"
    assert set(properties) <= {
        "BEGIN",
        "VERSION",
        "N",
        "FN",
        "EMAIL;TYPE=INTERNET",
        "TEL;TYPE=CELL",
        "URL",
        "NOTE",
        "END",
    }
    for line in lines:
        key, _, value = line.partition(":")
        if key == "FN":
            assert unescaped(value) == plain(card.name)


def test_folding_never_splits_a_character() -> None:
    for piece in fold("NOTE:" + "ä€😀" * 40).split(b"\r\n"):
        piece.decode()


def test_escaping_and_names() -> None:
    assert escape("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"
    assert b"N:Weber;Jonas Maria;;;\r\n" in vcard(Card("Jonas Maria Weber"))
    assert b"N:;Jonas;;;\r\n" in vcard(Card("Jonas"))
    assert file_name("Jürgen / Ölçer\r\n") == "jurgen-olcer.vcf"
    assert file_name("💥") == "contact.vcf"
