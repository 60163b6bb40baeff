"""`gespann mail preview`: every mail, read back as other programs read it."""

import email
import email.policy
import re
import subprocess
import sys
from datetime import UTC, datetime
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import css_inline
import pytest
import vobject
from icalendar import Calendar

from server.core.state import Language
from workers.bootstrap import renderer
from workers.mail.inlining import Inlining
from workers.preview import BASE, DATE, HIS, WORDS, mails, states, write

SENDER = "Gespann <gespann@example.org>"
LANGUAGES: tuple[Language, ...] = ("de", "en")
NAMES = [*states(), "sign-in", "data-link", "invitation"]


@pytest.fixture(scope="module")
def shown() -> dict[str, EmailMessage]:
    """Each mail by `<name>.<language>`."""
    found = {}
    for language in LANGUAGES:
        for name, post in mails(language, SENDER):
            message = email.message_from_bytes(post.content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            found[f"{name}.{language}"] = message
    return found


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def attached(message: EmailMessage, kind: str) -> bytes:
    [found] = [each for each in message.iter_attachments() if each.get_content_type() == kind]
    content = found.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


class Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_every_mail_lies_in_the_folder_in_both_languages(tmp_path: Path) -> None:
    assert write(tmp_path / "out", SENDER) == len(NAMES) * len(LANGUAGES)
    for name in NAMES:
        for language in LANGUAGES:
            for suffix in ("eml", "html", "txt"):
                assert (tmp_path / "out" / f"{name}.{language}.{suffix}").stat().st_size > 100
    assert (tmp_path / "out/opened.de.jonas-weber.vcf").exists()
    assert (tmp_path / "out/coffee.en.coffee.ics").exists()
    assert 'href="nudge-offered.de.html"' in (tmp_path / "out/index.html").read_text()


def test_a_folder_that_can_t_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    command = [sys.executable, "-m", "server.cli", "mail", "preview", str(tmp_path / "file/below")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "can't be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_vobject_reads_the_card(shown: dict[str, EmailMessage], language: Language) -> None:
    card = vobject.readOne(attached(shown[f"opened.{language}"], "text/vcard").decode())
    assert (card.version.value, card.fn.value) == ("3.0", "Jonas Weber")
    assert (card.n.value.family, card.n.value.given) == ("Weber", "Jonas")
    assert (card.email.value, card.tel.value, card.url.value) == (HIS.mail, HIS.phone, HIS.link)
    assert HIS.line in card.note.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_icalendar_and_vobject_read_the_date(shown: dict[str, EmailMessage], language: Language) -> None:
    content = attached(shown[f"coffee.{language}"], "text/calendar")
    calendar = Calendar.from_ical(content)
    [event] = calendar.events
    assert str(calendar["method"]) == "PUBLISH", "nobody's calendar answers anybody"
    assert event.start == datetime.fromtimestamp(DATE / 1000, UTC)
    assert (event.end - event.start).total_seconds() == 45 * 60
    assert {"uid", "dtstamp", "summary"} <= {key.lower() for key in event}
    assert vobject.readOne(content.decode()).vevent.summary.value == str(event["summary"])
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_m4_the_first_sentence_quotes_the_idea_and_is_one_tap_away(
    shown: dict[str, EmailMessage], language: Language
) -> None:
    mail = shown[f"nudge-opened.{language}"]
    idea = WORDS[language].ideas[-1]
    [letter] = {
        a["href"] for tag, a in Elements(part(mail, "html")).found if (a.get("href") or "").startswith("mailto:")
    }
    assert letter is not None
    asked = parse_qs(urlsplit(letter).query)
    assert urlsplit(letter).path == HIS.mail
    assert asked["subject"] == [idea]
    assert idea in asked["body"][0]
    for words in (part(mail, "plain"), part(mail, "html")):
        assert asked["body"][0] in re.sub(r"\s+", " ", words.replace("\u200b", ""))
    without = part(shown[f"nudge-opened-no-idea.{language}"], "plain")
    assert WORDS[language].tasks[1] in without
    assert idea not in without


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_nudge_says_by_state_what_it_should(shown: dict[str, EmailMessage], language: Language) -> None:
    said = {name: part(shown[f"{name}.{language}"], "plain") for name in NAMES}
    letter = WORDS[language].letter.splitlines()[1]
    for name in ("nudge-opened", "nudge-offered", "nudge-not-answered"):
        assert letter in said[name], "K4: the letter comes back"
    assert said["nudge-one-of-each"].count(letter) == 1, "a trio's once"
    assert said["nudge-opened"].count("/coffee/") == 3
    assert "/coffee/" not in said["nudge-opened-with-date"] + said["nudge-offered"] + said["nudge-not-answered"]
    for name in ("Jonas", "Ole"):
        assert name not in said["nudge-offered"], "nothing about the partner"
        assert name not in str(shown[f"nudge-offered.{language}"]["Subject"])
        assert name in said["nudge-not-answered"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_styles_written_into_templates_are_those_that_css_inline_writes_into_whole_mails(
    shown: dict[str, EmailMessage], language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Inlining, "preprocess", lambda _self, source, _name, _filename=None: source)
    renderer.cache_clear()
    try:
        bare = {
            name: email.message_from_bytes(post.content, policy=email.policy.default)
            for name, post in mails(language, SENDER)
        }
    finally:
        renderer.cache_clear()
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    for name, message in bare.items():
        assert isinstance(message, EmailMessage)
        wanted = Elements(inliner.inline(part(message, "html"))).found
        found = Elements(part(shown[f"{name}.{language}"], "html")).found
        assert len(found) > 10
        assert _drawn(found) == _drawn(wanted), name


def _drawn(elements: list[tuple[str, dict[str, str | None]]]) -> list[tuple[str, dict[str, str | None], set[str]]]:
    """The body's elements with their attributes and declarations."""
    drawn = []
    for tag, attributes in elements[[tag for tag, _ in elements].index("body") :]:
        style = (attributes.pop("style", "") or "").split(";")
        drawn.append((tag, attributes, {re.sub(r"\s*:\s*", ":", each.strip()) for each in style if each.strip()}))
    return drawn


def test_nothing_in_a_mail_tracks_loads_or_posts(shown: dict[str, EmailMessage]) -> None:
    for name, message in shown.items():
        for tag, attributes in Elements(part(message, "html")).found:
            assert tag not in {"img", "script", "link", "form", "input", "iframe", "object", "video", "svg"}, name
            assert not {"src", "srcset", "background", "onclick"} & set(attributes), name
            assert "url(" not in (attributes.get("style") or ""), name
            href = attributes.get("href")
            if href is not None:
                # Every link is to ourselves, to what the partner gave, or a mail of one's own: none is counted.
                assert href.startswith((f"{BASE}/", "mailto:jonas@example.org", "tel:+491701234567", HIS.link)), name
