"""What the operator decides, read from the environment once, at the start of each process.

`VARIABLES` is the one table: `gespann serve --help`, the README and the checks all come from it.

    BadSettings     one sentence per fault; raised by `Settings.read`
"""

from collections.abc import Callable, Mapping
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from msgspec import Struct, structs

DAY_MS = 24 * 60 * 60 * 1000


class BadSettings(Exception):
    """The environment contradicts the table; `faults` are whole sentences for the operator."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class Smtp(Struct, frozen=True):
    """How to reach the mail server."""

    host: str
    port: int
    user: str | None = None
    password: str | None = None
    tls: bool = False
    """TLS from the first byte (`smtps://`); else STARTTLS where the server offers it."""

    def __repr__(self) -> str:
        return f"Smtp(host={self.host!r}, port={self.port})"  # a settings dump in a log must not hold the password


class Settings(Struct, frozen=True):
    """Everything that may differ between two installations.  Days are whole days, ports 0..65535."""

    redis_url: str | None = None
    """None: a server of our own on a unix socket in `data_dir`."""
    rq_redis_url: str | None = None
    """None: the same as the store."""
    smtp: Smtp = Smtp("127.0.0.1", 25)
    mail_from: str = "Gespann <gespann@localhost>"
    base_url: str = "http://127.0.0.1:8000"
    """Without a slash at its end."""
    host: str = "127.0.0.1"
    port: int = 8000
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    """Addresses whose X-Forwarded-* headers are believed."""
    facilitators: tuple[str, ...] | None = ()
    """None: everybody may open workshops; else addresses and `@domains`, lower case."""
    operators: tuple[str, ...] = ()
    """Addresses, lower case, whose owners see the operator's page."""
    data_dir: Path = Path("data")
    journal_file: Path | None = None
    """None: in `data_dir`."""
    backup_days: int = 30
    metrics_token: str | None = None
    people_days: int = 60
    """How long names, addresses and answers stand after the workshop's last use."""
    workshop_days: int = 400
    """How long a workshop's words, texts and log stand after its last use."""
    series_days: int = 365
    """How long a series remembers who has met whom, after its last workshop."""
    exchange_days: int = 14
    """How long a sealed offer waits for the other's."""
    demo: bool = False
    debug: bool = False

    @property
    def exchange_ms(self) -> int:
        return self.exchange_days * DAY_MS

    @property
    def journal(self) -> Path:
        """The file that remembers who was erased."""
        return self.journal_file or self.data_dir / "erased.journal"

    @property
    def secure(self) -> bool:
        """Whether browsers reach us by TLS: decides on the cookies' Secure."""
        return self.base_url.startswith("https://")

    def may_facilitate(self, address: str) -> bool:
        """Whether the operator lets the owner of this (normalised) address open workshops."""
        if self.facilitators is None:
            return True
        spelled = address.lower()
        return spelled in self.facilitators or "@" + spelled.rpartition("@")[2] in self.facilitators

    def operates(self, address: str) -> bool:
        """Whether the owner of this (normalised) address sees the operator's page."""
        return address.lower() in self.operators

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        """The settings that an environment holds; an empty value counts as missing.  Raises BadSettings."""
        values: dict[str, Any] = {}
        faults: list[str] = []
        for variable in VARIABLES:
            text = environment.get(variable.name, "").strip()
            if not text:
                continue
            try:
                values[variable.field] = variable.parse(text)
            except ValueError as fault:
                faults.append(f"{variable.name} {fault}.")
        known = {variable.name for variable in VARIABLES}
        faults += [
            f"{name} is no variable of Gespann's; see gespann serve --help."
            for name in sorted(environment)
            if name.startswith("GESPANN_") and name not in known
        ]
        if faults:
            raise BadSettings(tuple(faults))
        if "base_url" not in values and "port" in values:
            values["base_url"] = f"http://127.0.0.1:{values['port']}"
        return structs.replace(cls(), **values)


class Variable(NamedTuple):
    name: str
    field: str
    parse: Callable[[str], Any]
    """Raises ValueError with the rest of a sentence that begins with the name."""
    default: str
    doc: str


def _split(text: str, example: str) -> SplitResult:
    """An address in its parts, of which the port can be read."""
    try:
        parts = urlsplit(text)
    except ValueError:  # brackets that don't fit
        raise ValueError(f"must look like {example}") from None
    try:
        _ = parts.port
    except ValueError:
        raise ValueError("names a port that is none") from None
    return parts


def _redis(text: str) -> str:
    parts = _split(text, "redis://HOST:PORT/0")
    if parts.scheme == "unix" and parts.path:
        return text
    if parts.scheme not in {"redis", "rediss"} or not parts.hostname:
        raise ValueError("must look like redis://HOST:PORT/0, rediss://… or unix:///PATH")
    return text


def _smtp(text: str) -> Smtp:
    example = "smtp://USER:PASSWORD@HOST:PORT or smtps://…"
    parts = _split(text, example)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError(f"must look like {example}")
    tls = parts.scheme == "smtps"
    return Smtp(
        parts.hostname,
        parts.port or (465 if tls else 587),
        None if parts.username is None else unquote(parts.username),
        None if parts.password is None else unquote(parts.password),
        tls,
    )


def _sender(text: str) -> str:
    address = parseaddr(text)[1]
    if "@" not in address or any(character in text for character in "\r\n"):
        raise ValueError("must be an address, with or without a name: Gespann <gespann@example.org>")
    return text


def _base(text: str) -> str:
    parts = _split(text, "https://gespann.example.org")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must look like https://gespann.example.org")
    if parts.path not in {"", "/"}:
        raise ValueError("must not have a path: Gespann wants a host name of its own")
    return f"{parts.scheme}://{parts.netloc}"


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise ValueError("must be a port, 0 to 65535")
    return int(text)


def _facilitators(text: str) -> tuple[str, ...] | None:
    if text == "open":
        return None
    entries = tuple(entry.strip().lower() for entry in text.split(",") if entry.strip())
    for entry in entries:
        if entry.count("@") != 1 or entry.endswith("@"):
            raise ValueError(f"must be 'open' or a list of addresses and @domains with commas; {entry!r} is neither")
    return entries


def _addresses(text: str) -> tuple[str, ...]:
    entries = tuple(entry.strip().lower() for entry in text.split(",") if entry.strip())
    for entry in entries:
        if entry.count("@") != 1 or entry.startswith("@") or entry.endswith("@"):
            raise ValueError(f"must be addresses with commas; {entry!r} is none")
    return entries


def _networks(text: str) -> tuple[str, ...]:
    entries = tuple(entry.strip() for entry in text.split(",") if entry.strip())
    for entry in entries:
        try:
            ip_network(entry)
        except ValueError:
            raise ValueError(f"must be addresses or networks with commas; {entry!r} is neither") from None
    return entries


def _days(text: str) -> int:
    if not text.isdecimal() or not 3 <= int(text) <= 3650:
        raise ValueError("must be a number of days, 3 to 3650 (the follow-up takes two)")
    return int(text)


def _span(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 3650:
        raise ValueError("must be a number of days, 1 to 3650")
    return int(text)


def _token(text: str) -> str:
    if len(text) < 16:
        raise ValueError("must have at least 16 characters")
    return text


def _switch(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError("must be 1 or 0")
    return text == "1"


VARIABLES: tuple[Variable, ...] = (
    Variable("GESPANN_BASE_URL", "base_url", _base, "http://127.0.0.1:PORT", "Where people's browsers find Gespann."),
    Variable("GESPANN_HOST", "host", str, "127.0.0.1", "The address to listen on."),
    Variable("GESPANN_PORT", "port", _port, "8000", "The port to listen on."),
    Variable(
        "GESPANN_PROXIES",
        "proxies",
        _networks,
        "127.0.0.1,::1",
        "Reverse proxies whose X-Forwarded headers are believed: addresses or networks, with commas.",
    ),
    Variable(
        "GESPANN_REDIS_URL",
        "redis_url",
        _redis,
        "a server of our own in the data folder",
        "The database, Valkey or Redis, with appendfsync always (deploy/redis.conf).",
    ),
    Variable("GESPANN_RQ_REDIS_URL", "rq_redis_url", _redis, "same as GESPANN_REDIS_URL", "Another server for RQ."),
    Variable(
        "GESPANN_SMTP_URL",
        "smtp",
        _smtp,
        "smtp://127.0.0.1:25",
        "The mail server; smtps:// is TLS from the start. Without a port: 587, with smtps 465. Percent-encode special "
        "characters of the password.",
    ),
    Variable(
        "GESPANN_MAIL_FROM", "mail_from", _sender, "Gespann <gespann@localhost>", "The sender that people see in mails."
    ),
    Variable(
        "GESPANN_FACILITATORS",
        "facilitators",
        _facilitators,
        "nobody",
        "Who may open workshops: 'open', or addresses and @domains with commas.",
    ),
    Variable(
        "GESPANN_OPERATORS",
        "operators",
        _addresses,
        "nobody",
        "Addresses, with commas, whose owners may sign in and see the page /operator: queue, failures, no names.",
    ),
    Variable("GESPANN_DATA_DIR", "data_dir", Path, "data", "The folder for the database of our own and the log."),
    Variable(
        "GESPANN_JOURNAL",
        "journal_file",
        Path,
        "erased.journal in the data folder",
        "The file that remembers the ids of who was erased and of what was taken back, so that no restore brings it "
        "back. Keep it apart from backups; several servers of one database share one.",
    ),
    Variable(
        "GESPANN_BACKUP_DAYS", "backup_days", _span, "30", "Days after which gespann backup deletes its older backups."
    ),
    Variable(
        "GESPANN_METRICS_TOKEN",
        "metrics_token",
        _token,
        "none: only this machine reads /metrics",
        "Whoever sends 'Authorization: Bearer TOKEN' may read /metrics.",
    ),
    Variable(
        "GESPANN_PEOPLE_DAYS",
        "people_days",
        _days,
        "60",
        "Days after their last purpose, when names, addresses and answers are deleted.",
    ),
    Variable(
        "GESPANN_WORKSHOP_DAYS",
        "workshop_days",
        _days,
        "400",
        "Days after which a workshop's words, texts and history are deleted.",
    ),
    Variable(
        "GESPANN_SERIES_DAYS",
        "series_days",
        _days,
        "365",
        "Days after the last workshop of a series, when it forgets who has met whom.",
    ),
    Variable(
        "GESPANN_EXCHANGE_DAYS",
        "exchange_days",
        _span,
        "14",
        "Days after which a sealed offer runs out that was not answered; nobody is told.",
    ),
    Variable("GESPANN_DEMO", "demo", _switch, "0", "Set by gespann demo; not for an installation."),
    Variable("GESPANN_DEBUG", "debug", _switch, "0", "Show tracebacks on the console."),
)


def table() -> str:
    """The variables as an aligned text, for --help."""
    lines: list[str] = []
    for variable in VARIABLES:
        lines += [f"{variable.name} (default: {variable.default})", f"    {variable.doc}"]
    return "\n".join(lines)


def markdown() -> str:
    """The variables as the README's table."""
    rows = [f"| `{variable.name}` | {variable.default} | {variable.doc} |" for variable in VARIABLES]
    return "\n".join(["| variable | default | what it does |", "| --- | --- | --- |", *rows])
