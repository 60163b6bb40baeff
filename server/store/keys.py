"""Every key that exists, and how long it lives.

    {s<k>}:w:<workshop>:log          stream   one entry per command           workshop
                       :commands     hash     command id -> version           workshop
                       :words        hash     code, brochure, edition         workshop
                       :texts        hash     text id -> words                personal
                       :bodies       hash     text id -> longer words         personal
                       :people       set      who has a record                person
                       :erased       set      whose record was erased         workshop
                       :forgetting   set      of whom something is left       workshop
                       :consents     stream   what people agreed to           workshop
                       :reports      hash     frozen, see reports.py          workshop
                       :presence     zset     person -> last seen             PRESENCE_S
                       :pictures     hash     id -> WebP, of tasks            workshop
                       :marked       hash     group -> marked ideas           MARKED_S
                       :p:<person>   hash     profile, address, reflection    person
                       :p:<person>:keys       hash  digest -> purpose         person
                       :p:<person>:partners   set   who shares a relation     personal
                       :rel:<a>:<b>  hash     offers, declined, opened, turn  personal
                       :doc:<group>  stream   CRDT updates                    personal
                       :snap:<group> hash     data, position                  personal
                       :dropped      set      groups whose text is gone       workshop
                       :grown        hash     answer -> how many              workshop
                       :mails        set      keys of the ledger              personal
                       :firsts       hash     mark of an address -> line      personal
                       :mail:<key>   hash     one line of the ledger          personal
    {s<k>}:code:<code>               string   workshop                        workshop
    {s<k>}:limit:<digest>            string   hits in this window             its window
    {s<k>}:outbox                    stream   errands                         endless
    {s<k>}:due                       zset     errand -> instant               endless
    {s<k>}:series:<series>           hash     who has met whom, see series.py series
    {f}:...                          facilitators, see facilitators.py
    {f}:f:<facilitator>:series       zset     series -> last used             series
    {f}:picture:<facilitator>:<id>   hash     data, width, height             UPLOADED_S
    {f}:mail-away                    string   since when                      see mailserver.py
    {f}:refused:<mark>               string   since when no such address      REFUSED_S
    {f}:rewrite                      string   how often one was asked for     REWRITE_S
    {f}:workers                      string   what they last said             see operating.py
    {f}:clock                        hash     the purge's clock, see purge.py workshop

The shard tag is all that a cluster hashes, so whatever one script touches has the same tag.  `{s<k>}` is chosen by the
workshop (a code and a limit by themselves); facilitators are few and share `{f}`.  Endless keys hold ids only and empty
themselves.  Everything else ends by its TTL, counted from the last write.  What is personal is deleted on its promised
day by a job (purge.py), and its TTL is the backstop for where that does not run, BACKSTOP_DAYS later: a server's clock
that leaps by days must not take anything early.  A mail that is owed later keeps its person's record so much longer;
and where records are kept for a few days only, the backstop still waits for the latest mail.
`p:<person>:keys` ends with the record that its secrets open.
"""

import re
import zlib
from typing import Final, Literal, get_args

from msgspec import Struct

from server.core.ids import FacilitatorId, GroupId, PersonId, PictureId, SeriesId, WorkshopId
from server.store.tokens import digest

SHARDS: Final = 16
"""Fixed for the life of the data: another number would look for every workshop in another place."""

DAY_S: Final = 24 * 60 * 60
PRESENCE_S: Final = 15 * 60
MARKED_S: Final = DAY_S
UPLOADED_S: Final = DAY_S
"""A picture that no workshop has taken by then is gone."""
REWRITE_S: Final = 7 * DAY_S
"""A rewrite that could not be had for so long (no workers run) is asked for by the next erasure."""

REFUSED_S: Final = 7 * DAY_S
"""A mail server that knew nobody of this address is believed for so long (rule M7)."""

Life = Literal["endless", "person", "personal", "workshop", "series", "facilitator", "session", "short"]

_W: Final = r"\{s\d+\}:w:[\w-]+:"
DECLARED: Final[tuple[tuple[re.Pattern[str], Life], ...]] = (
    (re.compile(r"\{s\d+\}:(outbox|due)"), "endless"),
    (re.compile(_W + r"(people|p:[\w-]+(:keys)?)"), "person"),
    (re.compile(_W + r"(texts|bodies|mails|firsts|mail:[\w:-]+|p:[\w-]+:partners)"), "personal"),
    (re.compile(_W + r"(rel:[\w-]+:[\w-]+|(doc|snap):[\w-]+)"), "personal"),
    (re.compile(_W + r"(log|commands|words|erased|forgetting|dropped|consents|reports|grown|pictures)"), "workshop"),
    (re.compile(r"\{s\d+\}:code:\w+|\{f\}:(clock|f:[\w-]+:workshops)"), "workshop"),
    (re.compile(r"\{s\d+\}:series:[\w-]+|\{f\}:f:[\w-]+:series"), "series"),
    (re.compile(r"\{f\}:(f:[\w-]+|address:\w+)"), "facilitator"),
    (re.compile(r"\{f\}:session:\w+"), "session"),
    (re.compile(_W + r"(presence|marked)|\{s\d+\}:(limit:\w+|ping)"), "short"),
    (re.compile(r"\{f\}:(signin:\w+|picture:\w+:\w+|mail-away|refused:\w+|rewrite|workers)"), "short"),
)
"""Every key there may be, and which of the lives below it has; tests fail on any other (rule E7)."""
SHORT_S: Final = 7 * DAY_S
LATEST_MAIL_S: Final = 45 * DAY_S
"""A mail may be due so long after what was last written about somebody; it takes their record along."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


BACKSTOP_DAYS: Final = 14


class Retention(Struct, frozen=True):
    """Days that things are kept: personal ones after their last purpose has ended, others after their last write."""

    personal_days: int = 60
    workshop_days: int = 400
    series_days: int = 365
    facilitator_days: int = 400
    session_days: int = 30
    exchange_days: int = 14
    """How long an offer stands: a purpose, before `personal_days`."""

    @property
    def personal_s(self) -> int:
        """The backstop, after the last write; never so early that a mail which is owed by then would find nothing, nor
        the count of what has opened (rule E9).
        """
        days = self.exchange_days + max(self.personal_days, self.exchange_days)
        return max(days * DAY_S, LATEST_MAIL_S) + BACKSTOP_DAYS * DAY_S

    def longest(self, life: Life) -> int | None:
        """Seconds that a key of this life may have left; None: it has no end."""
        match life:
            case "endless":
                return None
            case "person":
                return self.personal_s + LATEST_MAIL_S
            case "personal":
                return self.personal_s
            case "workshop":
                return self.workshop_s
            case "series":
                return self.series_s
            case "facilitator":
                return self.facilitator_s
            case "session":
                return self.session_s
            case "short":
                return SHORT_S

    @property
    def everything_s(self) -> int:
        """Nothing that ends is there so long after it was last written."""
        return max(self.longest(life) or 0 for life in get_args(Life))

    @property
    def workshop_s(self) -> int:
        return self.workshop_days * DAY_S

    @property
    def series_s(self) -> int:
        return self.series_days * DAY_S

    @property
    def facilitator_s(self) -> int:
        return self.facilitator_days * DAY_S

    @property
    def session_s(self) -> int:
        return self.session_days * DAY_S


def proper(name: str) -> bool:
    """Whether this can be an id of ours; what came in from outside is asked before it becomes part of a key."""
    return _ID.fullmatch(name) is not None


def shard(name: str) -> int:
    """Stable over processes, versions and machines (Python's own `hash` is not)."""
    return zlib.crc32(name.encode()) % SHARDS


def tag(number: int) -> str:
    return f"{{s{number}}}"


def outbox(number: int) -> str:
    return f"{tag(number)}:outbox"


def due(number: int) -> str:
    return f"{tag(number)}:due"


def code(spelled: str) -> str:
    return f"{tag(shard(spelled))}:code:{spelled}"


def limit(subject: str) -> str:
    """Hashed: a limit may be one of an address, and key names are read by whoever looks at the store."""
    hashed = digest(subject)[:32]
    return f"{tag(shard(hashed))}:limit:{hashed}"


def workshop(id: WorkshopId) -> str:
    return f"{tag(shard(id))}:w:{id}"


def log(id: WorkshopId) -> str:
    return f"{workshop(id)}:log"


def commands(id: WorkshopId) -> str:
    return f"{workshop(id)}:commands"


def words(id: WorkshopId) -> str:
    return f"{workshop(id)}:words"


def texts(id: WorkshopId) -> str:
    return f"{workshop(id)}:texts"


def bodies(id: WorkshopId) -> str:
    return f"{workshop(id)}:bodies"


def people(id: WorkshopId) -> str:
    return f"{workshop(id)}:people"


def erased(id: WorkshopId) -> str:
    return f"{workshop(id)}:erased"


def forgetting(id: WorkshopId) -> str:
    return f"{workshop(id)}:forgetting"


def consents(id: WorkshopId) -> str:
    return f"{workshop(id)}:consents"


def presence(id: WorkshopId) -> str:
    return f"{workshop(id)}:presence"


def pictures(id: WorkshopId) -> str:
    return f"{workshop(id)}:pictures"


def uploaded(subject: FacilitatorId, picture: PictureId) -> str:
    return f"{{f}}:picture:{subject}:{picture}"


def marked(id: WorkshopId) -> str:
    return f"{workshop(id)}:marked"


def person(id: WorkshopId, who: PersonId) -> str:
    return f"{workshop(id)}:p:{who}"


def person_keys(id: WorkshopId, who: PersonId) -> str:
    return f"{person(id, who)}:keys"


def partners(id: WorkshopId, who: PersonId) -> str:
    return f"{person(id, who)}:partners"


def relation(id: WorkshopId, one: PersonId, other: PersonId) -> str:
    a, b = sorted((one, other))
    return f"{workshop(id)}:rel:{a}:{b}"


def document(id: WorkshopId, group: GroupId) -> str:
    return f"{workshop(id)}:doc:{group}"


def snapshot(id: WorkshopId, group: GroupId) -> str:
    return f"{workshop(id)}:snap:{group}"


def dropped(id: WorkshopId) -> str:
    return f"{workshop(id)}:dropped"


def grown(id: WorkshopId) -> str:
    return f"{workshop(id)}:grown"


def mails(id: WorkshopId) -> str:
    return f"{workshop(id)}:mails"


def firsts(id: WorkshopId) -> str:
    return f"{workshop(id)}:firsts"


def mail(id: WorkshopId, key: str) -> str:
    return f"{workshop(id)}:mail:{key}"


def changed(id: WorkshopId) -> str:
    """The channel that names a workshop."""
    return f"{workshop(id)}:changed"


def document_changed(id: WorkshopId, group: GroupId) -> str:
    """The channel of one shared text."""
    return f"{document(id, group)}:changed"


def facilitator(id: FacilitatorId) -> str:
    return f"{{f}}:f:{id}"


def facilitator_workshops(id: FacilitatorId) -> str:
    return f"{{f}}:f:{id}:workshops"


def facilitator_series(id: FacilitatorId) -> str:
    return f"{{f}}:f:{id}:series"


def series(id: SeriesId) -> str:
    return f"{tag(shard(id))}:series:{id}"


def facilitator_address(address: str) -> str:
    return f"{{f}}:address:{digest(address)}"


def sign_in(secret: str) -> str:
    return f"{{f}}:signin:{digest(secret)}"


def session(secret: str) -> str:
    return f"{{f}}:session:{digest(secret)}"


def mail_away() -> str:
    return "{f}:mail-away"


def refused(mark: str) -> str:
    return f"{{f}}:refused:{mark}"


def rewrite() -> str:
    return "{f}:rewrite"


def clock() -> str:
    return "{f}:clock"


def reports(id: WorkshopId) -> str:
    return f"{workshop(id)}:reports"


def workers() -> str:
    return "{f}:workers"
