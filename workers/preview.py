"""`gespann mail preview`: every mail in every state and language as files, without a database and without sending any.

The mails are composed and rendered as they would be; only who writes and what they wrote is made up.
"""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from server.core.followup.coffee import proposals
from server.core.followup.daytime import HOUR_MS, nudge_at
from server.core.followup.exchange import Offer, Opened, Relation, Sealed
from server.core.followup.plan import LATER_MS, groups_of, parse
from server.core.ids import FacilitatorId, GroupId, PersonId, PlaceId, TaskId, WorkshopId
from server.core.people import Address, Brochure, Profile, TaskText
from server.core.state import Closed, Design, Group, Language, Participant, Place, Round, Task, Workshop
from server.text.calendar import zone
from workers.bootstrap import renderer
from workers.mail.compose import Letter, compose
from workers.mail.render import Links, Post
from workers.mail.sections import Material

MARA, JONAS, OLE = PersonId("m"), PersonId("j"), PersonId("o")
PAIR, TRIO = GroupId("r1g0"), GroupId("r2g0")
CLOSED_AT = 1_781_092_800_000
"""10 June 2026, 12:00 UTC."""
LINK = "Example-link_that-opens-nothing1"
BASE = "https://gespann.example.org"
LINKS = Links(*(f"{BASE}/{kind}/{LINK}" for kind in ("follow-up", "unsubscribe", "coffee", "grown")))
ADDRESS = Address("mara@example.org", confirmed_at=CLOSED_AT)
HERS = Offer(mail="mara@example.org")
HIS = Offer("jonas@example.org", "+49 170 1234567", "https://example.org/jonas", "Dienstags im Café Linde")
ZONE = zone("Europe/Berlin")
TIMES = proposals(CLOSED_AT, CLOSED_AT, (ZONE, ZONE))
OPENED = Opened(CLOSED_AT, {MARA: HERS, JONAS: HIS}, times=TIMES)
DATE = TIMES[0]
NUDGE_AT = nudge_at(CLOSED_AT, ZONE)


class Words(Struct, frozen=True):
    title: str
    tasks: tuple[str, str]
    ideas: tuple[str, str, str]
    letter: str


WORDS: dict[Language, Words] = {
    "de": Words(
        "Gemeinsam schreiben",
        ("Ein Satz, der trägt", "Der Wochenbrief"),
        (
            "Ein Wochenbrief, den alle am Freitag in fünf Minuten lesen",
            "Jede Woche schreibt jemand anderes",
            "Fehler der Woche: zehn Minuten, ohne Folien",
        ),
        "Liebes Wir,\nfangt mit der ersten Ausgabe an, nicht mit dem Konzept.\nBis bald",
    ),
    "en": Words(
        "Writing together",
        ("One sentence that carries", "The weekly letter"),
        (
            "A weekly letter that everybody reads in five minutes on Friday",
            "Somebody else writes each week",
            "Mistake of the week: ten minutes, no slides",
        ),
        "Dear us,\nbegin with the first issue, not with the concept.\nSee you soon",
    ),
}


def states() -> dict[str, Material]:
    """One of each mail, by its name; in German."""
    nudge = {"at": NUDGE_AT}
    declined = Sealed(declined=frozenset({MARA}))
    return {
        "after": _material("after:m:x"),
        "after-no-ideas-answered": replace(_material("after:m:x"), ideas={}, reflected=True),
        "confirm": replace(_material("confirm:m:x"), address=Address("mara@example.org")),
        "opened": _material("opened:m:j", {JONAS: OPENED}),
        "opened-phone-only": _material(
            "opened:m:j", {JONAS: Opened(CLOSED_AT, {MARA: HERS, JONAS: Offer(phone=HIS.phone)})}
        ),
        "nudge-opened": _material("nudge:m", {JONAS: OPENED, OLE: declined}, **nudge),
        "nudge-opened-with-date": _material("nudge:m", {JONAS: replace(OPENED, date=DATE)}, **nudge),
        "nudge-opened-no-idea": replace(_material("nudge:m", {JONAS: OPENED}, **nudge), ideas={}, letters={}),
        "nudge-offered": _material("nudge:m", {JONAS: Sealed({MARA: HERS}), OLE: declined}, **nudge),
        "nudge-not-answered": _material("nudge:m", {JONAS: Sealed(), OLE: Sealed()}, **nudge),
        "nudge-one-of-each": _material("nudge:m", {JONAS: OPENED, OLE: Sealed()}, **nudge),
        "coffee": _material("coffee:m:j", {JONAS: replace(OPENED, date=DATE)}),
        "later": _material("later:m", {JONAS: OPENED}, at=CLOSED_AT + LATER_MS),
    }


def mails(language: Language, sender: str) -> Iterator[tuple[str, Post]]:
    """Every mail by its name.  Raises what rendering raises."""
    words, drawn = WORDS[language], renderer(sender)
    brochure = Brochure(
        words.title,
        "Lea Adler",
        tuple(TaskText(TaskId(id_), title, "", ()) for id_, title in zip("ab", words.tasks, strict=True)),
        (),
    )
    for name, material in states().items():
        said = replace(
            material,
            brochure=brochure,
            state=replace(material.state, design=replace(material.state.design, language=language)),
            ideas={PAIR: words.ideas[:2], TRIO: words.ideas[2:]} if material.ideas else {},
            letters={PAIR: words.letter, TRIO: words.letter} if material.letters else {},
        )
        verdict = compose(said)
        assert isinstance(verdict, Letter), f"{name}: {verdict}"  # noqa: S101 - what sends nothing is no state to show
        yield name, drawn.letter(verdict, LINKS, "<example@gespann.example.org>", said.at)
    yield (
        "sign-in",
        drawn.sign_in(language, "lea@example.org", f"{BASE}/sign-in/{LINK}", "<example@x.example>", CLOSED_AT),
    )
    link = f"{BASE}/my-data/{LINK}"
    yield (
        "data-link",
        drawn.fresh_link(language, "mara@example.org", link, words.title, "<example@x.example>", CLOSED_AT),
    )
    link = f"{BASE}/console/example"
    yield (
        "invitation",
        drawn.invitation(language, "ole@example.org", link, words.title, "Lea Adler", "<example@x.example>", CLOSED_AT),
    )


def write(folder: Path, sender: str) -> int:
    """Each mail as `.eml`, `.html` and `.txt`, its attachments beside it, and an `index.html`; how many mails."""
    folder.mkdir(parents=True, exist_ok=True)
    count, rows = 0, []
    for language in WORDS:
        for name, post in mails(language, sender):
            stem = f"{name}.{language}"
            message = email.message_from_bytes(post.content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
            (folder / f"{stem}.eml").write_bytes(post.content)
            for kind, suffix in (("html", "html"), ("plain", "txt")):
                body = message.get_body((kind,))
                (folder / f"{stem}.{suffix}").write_text(str(body.get_content()) if body else "", encoding="utf-8")
            for part in message.iter_attachments():
                content = part.get_payload(decode=True)
                (folder / f"{stem}.{part.get_filename('attachment')}").write_bytes(bytes(content or b""))
            rows.append(f'<li><a href="{stem}.html">{stem}</a> <a href="{stem}.txt">text</a></li>')
            count += 1
    index = "\n".join(["<!doctype html><meta charset=utf-8><title>Mails</title><ul>", *rows, "</ul>\n"])
    (folder / "index.html").write_text(index, encoding="utf-8")
    return count


def _material(key: str, relations: dict[PersonId, Relation] | None = None, at: int = CLOSED_AT) -> Material:
    people = (MARA, JONAS, OLE)
    tasks = (Task(TaskId("a"), 0, 10), Task(TaskId("b"), 0, 10))
    place = PlaceId("p")
    pair = Group(PAIR, (MARA, JONAS), place, symbol=2, colour=0, first=MARA)
    trio = Group(TRIO, people, place, symbol=7, colour=3, first=JONAS)
    state = Workshop(
        id=WorkshopId("w"),
        design=Design(language="de", rounds=2, places=(Place(place),), tasks=tasks),
        facilitators=(FacilitatorId("f"),),
        phase=Closed(CLOSED_AT),
        participants={who: Participant(CLOSED_AT - HOUR_MS) for who in people},
        rounds=(
            Round(1, tasks[0], {PAIR: pair}, CLOSED_AT - HOUR_MS, ended_at=CLOSED_AT - HOUR_MS // 2),
            Round(2, tasks[1], {TRIO: trio}, CLOSED_AT - HOUR_MS // 2, ended_at=CLOSED_AT),
        ),
        version=1,
        created_at=CLOSED_AT - 2 * HOUR_MS,
    )
    return Material(
        key=parse(key),
        at=at,
        state=state,
        brochure=Brochure("", "", (), ()),
        sat=groups_of(state, MARA),
        profiles={MARA: Profile("Mara Lindt"), JONAS: Profile("Jonas Weber"), OLE: Profile("Ole Petersen")},
        called={JONAS: "Jonas", OLE: "Ole"},
        ideas={PAIR: ("x",), TRIO: ("x",)},
        letters={PAIR: "x"},
        address=ADDRESS,
        relations=relations or {},
        reflected=False,
        asks_later=True,
        zone=ZONE,
    )
