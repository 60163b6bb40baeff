"""A letter becomes bytes: subject, text and HTML in the workshop's language, headers that mail servers expect."""

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import quote

import css_inline
from jinja2 import Environment
from msgspec import Struct

from server.core.followup.coffee import MINUTES
from server.core.state import Language
from server.text.calendar import city, day, entry, when
from server.text.locales import Locales
from workers.mail.compose import Entry, Letter
from workers.mail.sections import Section
from workers.mail.vcard import file_name, vcard
from workers.mail.words import ZERO_WIDTH, inert, plain

POLICY = SMTP.clone(max_line_length=998)
"""Nothing is folded: Gmail overlooks a List-Unsubscribe that continues on a second line."""
SUBJECT_LENGTH = 120
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
        self._templates = templates
        self._name, self._address = parseaddr(sender)
        # Whatever a template may ever name, nothing is fetched while a mail is made.
        self._inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)

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
        told = {"names": ", ".join(names) or somebody, "title": title, "date": date}
        subject = self._locales.text(letter.language, subject_id, **told)
        message = self._message(letter.language, letter.to, subject, message_id, at)
        message["List-Unsubscribe"] = f"<{links.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        self._bodies(
            message,
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
        if letter.card is not None:
            message.add_attachment(
                vcard(letter.card),
                maintype="text",
                subtype="vcard",
                filename=file_name(letter.card.name),
                params={"charset": "utf-8"},
            )
        if letter.entry is not None:
            message.add_attachment(
                self._entry(letter.language, letter.entry, message_id, at),
                maintype="text",
                subtype="calendar",
                filename="coffee.ics",
                params={"charset": "utf-8", "method": "PUBLISH"},
            )
        return self._post(letter.to, letter.language, message)

    def sentence(self, letter: Letter, section: Section) -> str:
        """A first sentence for the partner.  It quotes the idea as it was written; without one, the task (M4)."""
        name = section.names[0] if section.names else ""
        if section.about:
            return self._locales.text(letter.language, "mail-first-sentence", name=name, idea=section.about)
        if section.task:
            return self._locales.text(letter.language, "mail-first-sentence-task", name=name, task=section.task)
        return self._locales.text(letter.language, "mail-first-sentence-plain", name=name, title=letter.title)

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
        message = self._message(language, to, subject, message_id, at)
        self._bodies(message, "sign-in", language, subject, link=link)
        return self._post(to, language, message)

    def invitation(self, language: Language, to: str, link: str, title: str, by: str, message_id: str, at: int) -> Post:
        """To whoever may facilitate a workshop from now on, beside `by`."""
        subject = self._locales.text(language, "mail-invitation-subject", title=title)
        message = self._message(language, to, subject, message_id, at)
        words = {"title": inert(title), "by": inert(by), "address": to}
        self._bodies(message, "invitation", language, subject, link=link, **words)
        return self._post(to, language, message)

    def fresh_link(self, language: Language, to: str, link: str, title: str, message_id: str, at: int) -> Post:
        """Somebody's own link to what is held about them."""
        subject = self._locales.text(language, "mail-data-link-subject", title=title)
        message = self._message(language, to, subject, message_id, at)
        self._bodies(message, "data-link", language, subject, link=link, title=inert(title))
        return self._post(to, language, message)

    def listed(self, language: Language, names: tuple[str, ...]) -> str:
        """'Jonas', 'Jonas und Mira', 'Jonas, Mira und Ole'; for nobody known 'jemand'."""
        if not names:
            return self._locales.text(language, "mail-somebody")
        if len(names) == 1:
            return names[0]
        return self._locales.text(language, "mail-names", some=", ".join(names[:-1]), last=names[-1])

    def _message(self, language: Language, to: str, subject: str, message_id: str, at: int) -> EmailMessage:
        message = EmailMessage(policy=POLICY)
        message["From"] = Address(self._name, addr_spec=self._address)
        message["To"] = Address(addr_spec=to)
        subject = plain(subject)
        message["Subject"] = subject if len(subject) <= SUBJECT_LENGTH else subject[: SUBJECT_LENGTH - 1] + "…"
        message["Date"] = format_datetime(datetime.fromtimestamp(at / 1000, UTC))
        message["Message-ID"] = message_id
        message["Auto-Submitted"] = "auto-generated"
        return message

    def _bodies(
        self, message: EmailMessage, template: str, language: Language, subject: str, **context: object
    ) -> None:
        context |= {"language": language, "subject": subject, "colours": COLOURS}
        context["listed"] = lambda names: self.listed(language, names)
        text = self._templates.get_template(f"mails/{template}.txt").render(context)
        html = self._templates.get_template(f"mails/{template}.html").render(context)
        message.set_content(_tidy(text), cte="quoted-printable")
        message.add_alternative(self._inliner.inline(html), subtype="html", cte="quoted-printable")

    def _post(self, to: str, language: Language, message: EmailMessage) -> Post:
        message["Content-Language"] = language  # last: attaching moves Content-… headers into the first part
        return Post(self._address, to, message.as_bytes(policy=POLICY))


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
