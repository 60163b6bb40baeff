"""A letter becomes bytes: subject, text and HTML in the workshop's language, headers that mail servers expect."""

from datetime import UTC, datetime
from email.utils import format_datetime, parseaddr
from urllib.parse import quote

from jinja2 import Environment
from msgspec import Struct

from server.core.followup.coffee import MINUTES
from server.core.state import Language
from server.text.calendar import city, day, entry, when
from server.text.locales import Locales
from workers.mail import mime
from workers.mail.compose import Entry, Letter
from workers.mail.inlining import Inlining
from workers.mail.sections import Section
from workers.mail.vcard import file_name, vcard
from workers.mail.words import ZERO_WIDTH, inert, plain

SUBJECT_LENGTH = 120
SUBJECT_NAMES = 4
"""Of more, the last ones are not named: after tables of eight a subject would be nothing but names."""
COLOURS = ("#17559b", "#a52a26", "#1f652f", "#f1ca47", "#613897", "#5e3721", "#c0c5c9", "#f4a0c8")
"""The group colours of web/src/styles/tokens.css as sRGB; mail clients know no oklch()."""


class Links(Struct, frozen=True):
    """Of this one mail; each holds a secret of its own."""

    follow_up: str
    unsubscribe: str
    coffee: str = ""
    """Without the partner, whose id comes behind it."""
    grown: str = ""


class Post(Struct, frozen=True):
    """A mail on its way: the envelope and the bytes."""

    sender: str
    recipient: str
    content: bytes


class Renderer:
    def __init__(self, locales: Locales, templates: Environment, sender: str) -> None:
        self._locales = locales
        self._templates = templates.overlay(extensions=[Inlining], auto_reload=False)
        name, self._address = parseaddr(sender)
        self._from = mime.addressed("From", self._address, name)

    def warm(self) -> None:
        """Compiles the templates."""
        for name in self._templates.list_templates(filter_func=lambda each: each.startswith("mails/")):
            self._templates.get_template(name)

    def letter(self, letter: Letter, links: Links, message_id: str, at: int) -> Post:
        """A participant's mail.  Raises ValueError (address, header) and jinja2 or text errors."""
        subject_id, names, title = letter.subject
        somebody = self._locales.text(letter.language, "mail-somebody")
        # 'Jonas, Mira und du' needs no 'und' between the names, so this is not `listed`.
        date = "" if letter.entry is None else day(letter.language, letter.entry.at, letter.timezone)
        few = ", ".join(names if len(names) <= SUBJECT_NAMES else (*names[: SUBJECT_NAMES - 1], "…"))
        told = {"names": few or somebody, "title": title, "date": date}
        subject = self._locales.text(letter.language, subject_id, **told)
        text, html = self._bodies(
            letter.template,
            letter.language,
            subject,
            letter=letter,
            links=links,
            when=lambda at: when(letter.language, at, letter.timezone),
            city=city(letter.timezone),
            sentence=lambda section: self.sentence(letter, section),
            mailto=lambda section: self._mailto(letter, section),
        )
        attached: list[mime.Attachment] = []
        if letter.card is not None:
            kind = 'text/vcard; charset="utf-8"'
            attached.append(mime.Attachment(kind, file_name(letter.card.name), vcard(letter.card)))
        if letter.entry is not None:
            kind = 'text/calendar; charset="utf-8"; method="PUBLISH"'
            content = self._entry(letter.language, letter.entry, message_id, at)
            attached.append(mime.Attachment(kind, "coffee.ics", content))
        headers = [
            *self._headers(letter.language, letter.to, subject, message_id, at),
            mime.plain("List-Unsubscribe", f"<{links.unsubscribe}>"),
            mime.plain("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ]
        return Post(self._address, letter.to, mime.message(headers, text, html, attached, seed=message_id))

    def sentence(self, letter: Letter, section: Section) -> str:
        """A first sentence for the partner.  It quotes the idea as it was written; without one, the task (M4)."""
        name, language = section.greeted, letter.language
        if section.about:
            return self._locales.text(language, "mail-first-sentence", name=name, idea=section.about)
        if section.task:
            return self._locales.text(language, "mail-first-sentence-task", name=name, task=section.task)
        return self._locales.text(language, "mail-first-sentence-plain", name=name, title=letter.title)

    def _mailto(self, letter: Letter, section: Section) -> str:
        """The partner's address with subject and first sentence; empty if they offered no usable one."""
        if section.contact is None or not section.contact.mailto:
            return ""
        subject, body = plain(section.about or letter.title), self.sentence(letter, section)
        address = quote(section.contact.mailto, safe="@")
        return f"mailto:{address}?subject={quote(_bare(subject), safe='')}&body={quote(_bare(body), safe='')}"

    def _entry(self, language: Language, agreed: Entry, message_id: str, at: int) -> bytes:
        summary = self._locales.text(language, "coffee-entry", one=agreed.names[0], other=agreed.names[1])
        host = message_id.rpartition("@")[2].rstrip(">")
        return entry(f"{agreed.uid}@{host}", agreed.at, MINUTES, _bare(summary), agreed.idea, at)

    def sign_in(self, language: Language, to: str, link: str, message_id: str, at: int) -> Post:
        """A facilitator's one-time link."""
        subject = self._locales.text(language, "mail-sign-in-subject")
        text, html = self._bodies("sign-in", language, subject, link=link)
        return self._small(language, to, subject, message_id, at, text, html)

    def invitation(self, language: Language, to: str, link: str, title: str, by: str, message_id: str, at: int) -> Post:
        """To whoever may facilitate a workshop from now on, beside `by`."""
        subject = self._locales.text(language, "mail-invitation-subject", title=title)
        words = {"title": inert(title), "by": inert(by), "address": to}
        text, html = self._bodies("invitation", language, subject, link=link, **words)
        return self._small(language, to, subject, message_id, at, text, html)

    def fresh_link(self, language: Language, to: str, link: str, title: str, message_id: str, at: int) -> Post:
        """Somebody's own link to what is held about them."""
        subject = self._locales.text(language, "mail-data-link-subject", title=title)
        text, html = self._bodies("data-link", language, subject, link=link, title=inert(title))
        return self._small(language, to, subject, message_id, at, text, html)

    def listed(self, language: Language, names: tuple[str, ...]) -> str:
        """'Jonas', 'Jonas und Mira', 'Jonas, Mira und Ole'; for nobody known 'jemand'."""
        if not names:
            return self._locales.text(language, "mail-somebody")
        if len(names) == 1:
            return names[0]
        return self._locales.text(language, "mail-names", some=", ".join(names[:-1]), last=names[-1])

    def _small(self, language: Language, to: str, subject: str, message_id: str, at: int, text: str, html: str) -> Post:
        headers = self._headers(language, to, subject, message_id, at)
        return Post(self._address, to, mime.message(headers, text, html, seed=message_id))

    def _headers(self, language: Language, to: str, subject: str, message_id: str, at: int) -> list[str]:
        subject = plain(subject)
        return [
            self._from,
            mime.addressed("To", to),
            mime.words("Subject", subject if len(subject) <= SUBJECT_LENGTH else subject[: SUBJECT_LENGTH - 1] + "…"),
            mime.plain("Date", format_datetime(datetime.fromtimestamp(at / 1000, UTC))),
            mime.plain("Message-ID", message_id),
            mime.plain("Auto-Submitted", "auto-generated"),
            mime.plain("Content-Language", language),
        ]

    def _bodies(self, template: str, language: Language, subject: str, **context: object) -> tuple[str, str]:
        """Text and HTML."""
        context |= {"language": language, "subject": subject, "colours": COLOURS}
        context["listed"] = lambda names: self.listed(language, names)
        text = self._templates.get_template(f"mails/{template}.txt").render(context)
        html = self._templates.get_template(f"mails/{template}.html").render(context)
        return _tidy(text), html


def _bare(words: str) -> str:
    """Without the marks that keep mail programs from making links; what a person sends themself needs none."""
    return words.replace(ZERO_WIDTH, "")


def _tidy(text: str) -> str:
    """At most one empty line in a row; templates leave more."""
    lines: list[str] = []
    for line in (each.rstrip() for each in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"
