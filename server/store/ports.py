"""What the product asks of its store.  `server.store.store.Store` answers it; tests/contracts holds what it obeys.

    StoreError
    ├── NotSaved        the store refused or could not be reached; nothing is promised (after a lost reply it may still
    │                   have been written: the same command again tells, and does nothing twice)
    ├── Stale           someone appended first; decide again on the newer state
    └── Dropped         what this belongs to was dropped for good

All instants are integer milliseconds since the epoch.  Every write of personal data sets an end date.
Every method may raise `NotSaved`, also those that only read.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from typing import Literal, Protocol, TypeVar

from msgspec import Struct

from server.core.commands import ChangeDesign
from server.core.errands import AnyErrand
from server.core.events import AnyEvent
from server.core.followup.consent import Consent
from server.core.followup.exchange import Offer, Opened, Relation
from server.core.followup.report import Later, Openings, Report
from server.core.ids import FacilitatorId, GroupId, Mark, PersonId, PictureId, SeriesId, TextId, WorkshopId
from server.core.people import Address, Brochure, Grown, Profile, Reflection
from server.core.series import Lesson, Memory


class StoreError(Exception):
    pass


class NotSaved(StoreError):
    pass


class Stale(StoreError):
    pass


class Dropped(StoreError):
    pass


class Entry(Struct, frozen=True, gc=False):
    """One command's whole batch of events."""

    version: int
    """From 1, without a gap."""
    at: int
    command: str
    """The id of the command that caused it, prefixed by who sent it; a second append of it is dropped."""
    events: tuple[AnyEvent, ...]


class WorkshopNews(Struct, frozen=True):
    workshop: WorkshopId
    around: bool
    """Not its log alone may have changed: people, words, presence as well."""


class EventLog(Protocol):
    async def append(
        self,
        workshop: WorkshopId,
        expected: int,
        command: str,
        at: int,
        events: Sequence[AnyEvent],
        errands: Sequence[AnyErrand] = (),
    ) -> int:
        """The version after the append, durable.  If `command` was appended before, its version then, and nothing
        happens twice.  Raises `Stale` if the log is not at `expected`, `NotSaved` if the store refuses, ValueError for
        an errand of another workshop.

        The errands are part of the transition: `CloseLater` goes to the due ones (and replaces an earlier one), all
        others into the outbox."""

    async def read(self, workshop: WorkshopId, after: int = 0) -> list[Entry]:
        """In order, from version `after + 1` on."""

    def follow(self) -> AsyncIterator[WorkshopNews]:
        """Names a workshop each time something of it may have changed (its log, presence, words, people); may name
        it once too often, never once too little: after a broken connection it names every subscribed workshop.

        Call it before `subscribe`; it listens from the call on.  Several readers may follow; each gets all news, and
        news that wait already are not told again.  Ends when the store is closed.  Somebody who silently vanishes
        changes nothing here: compare `Presence.seen` with the clock."""

    async def subscribe(self, workshop: WorkshopId) -> None:
        """Followers are told its name once the subscription stands (also when it is back): whoever reads then has
        missed nothing.  Waits for nothing and raises nothing while the store is away."""

    async def unsubscribe(self, workshop: WorkshopId) -> None: ...


class Facilitators(Protocol):
    async def by_address(self, address: str) -> FacilitatorId:
        """The id of this address; made at first sight."""

    async def address(self, facilitator: FacilitatorId) -> str | None: ...

    async def mint_sign_in(self, facilitator: FacilitatorId, at: int, minutes: int = 15) -> str:
        """A one-time secret; only its hash is kept."""

    async def spend_sign_in(self, secret: str) -> FacilitatorId | None:
        """Atomically; the second to spend it gets None."""

    async def peek_sign_in(self, secret: str) -> bool: ...

    async def open_session(self, facilitator: FacilitatorId, at: int) -> str: ...

    async def session(self, secret: str) -> FacilitatorId | None: ...

    async def close_session(self, secret: str) -> None: ...

    async def workshops(self, facilitator: FacilitatorId) -> list[WorkshopId]:
        """Newest first."""

    async def add_workshop(self, facilitator: FacilitatorId, workshop: WorkshopId, at: int) -> None: ...


class Edition(Struct, frozen=True):
    """A workshop's words, as they were written last."""

    brochure: Brochure
    change: ChangeDesign | None
    """What they were written for, and what the log may not know yet; None for those it was made with."""

    @property
    def number(self) -> int:
        """How often they have been changed."""
        return self.change.edition if self.change else 0


class Workshops(Protocol):
    """A workshop's words and its code."""

    async def claim_code(self, code: str, workshop: WorkshopId) -> bool:
        """False if the code is taken."""

    async def by_code(self, code: str) -> WorkshopId | None: ...

    async def code(self, workshop: WorkshopId) -> str | None: ...

    async def put_brochure(self, workshop: WorkshopId, brochure: Brochure) -> None: ...

    async def brochure(self, workshop: WorkshopId) -> Brochure | None: ...

    async def edition(self, workshop: WorkshopId) -> Edition | None: ...

    async def change_brochure(self, workshop: WorkshopId, brochure: Brochure, change: ChangeDesign) -> bool:
        """New words in place of the edition before `change.edition`; False if there is another one by now."""

    async def put_text(self, workshop: WorkshopId, text: TextId, words: str) -> None:
        """Does nothing if the text is of somebody (`p:<person>:…`) who was erased."""

    async def texts(self, workshop: WorkshopId) -> dict[TextId, str]: ...

    async def put_body(self, workshop: WorkshopId, text: TextId, words: str) -> None:
        """What is longer than a line, beside the text of the same id; `texts` does not read it."""

    async def bodies(self, workshop: WorkshopId, texts: Iterable[TextId]) -> dict[TextId, str]:
        """Those that there are."""

    async def drop_texts(self, workshop: WorkshopId, texts: Iterable[TextId]) -> None:
        """For an erasure: the log says which texts were somebody's."""


FOLLOW_UP = "follow-up"
FRESH = "fresh"
UNSUBSCRIBE = "unsubscribe"
COFFEE = "coffee"
GROWN = "grown"


class Standing(Struct, frozen=True):
    """What somebody has said and decided about themselves, and the mails that they get."""

    profile: Profile | None
    address: Address | None
    reflected: bool
    """They have answered the questions."""
    asks_later: bool
    erasures: int
    """How many of the workshop had been erased when this was read."""


class People(Protocol):
    """Profiles, addresses, answers and seats of one workshop's participants.

    Writing about somebody who was erased does nothing, and what is minted for them opens nothing."""

    async def put_profile(self, workshop: WorkshopId, person: PersonId, profile: Profile | None) -> None: ...

    async def profile(self, workshop: WorkshopId, person: PersonId) -> Profile | None: ...

    async def profiles(self, workshop: WorkshopId) -> dict[PersonId, Profile]: ...

    async def put_address(self, workshop: WorkshopId, person: PersonId, address: Address | None) -> None: ...

    async def address(self, workshop: WorkshopId, person: PersonId) -> Address | None:
        """With what was said about this very address, also before the person had another one in between."""

    async def put_reflection(self, workshop: WorkshopId, person: PersonId, reflection: Reflection) -> None: ...

    async def reflection(self, workshop: WorkshopId, person: PersonId) -> Reflection | None: ...

    async def standing(self, workshop: WorkshopId, marks: Mapping[PersonId, str]) -> dict[PersonId, Standing]:
        """How these people stand, in one round trip for those whose address has the mark (`tokens.mark`) that is given
        here, else in two."""

    async def put_thought(self, workshop: WorkshopId, person: PersonId, group: GroupId, words: str) -> None:
        """What they wrote while thinking alone; empty: nothing."""

    async def thoughts(self, workshop: WorkshopId, people: Iterable[PersonId], group: GroupId) -> dict[PersonId, str]:
        """Of those who wrote something."""

    async def mint_seat(self, workshop: WorkshopId, person: PersonId) -> str:
        """A secret that resumes the seat (`<workshop>.<person>.<secret>`); several may be valid (a second device)."""

    async def seat(self, secret: str) -> tuple[WorkshopId, PersonId] | None: ...

    async def mint_link(self, workshop: WorkshopId, person: PersonId, purpose: str, to: str) -> str:
        """A secret for a link in a mail to this address, of one purpose (FOLLOW_UP and the like); only its hash is
        kept.  Of the same form as a seat's; several may be valid."""

    async def mint_links(self, workshop: WorkshopId, person: PersonId, purposes: Sequence[str], mark: str) -> list[str]:
        """One for each purpose, to the address with this mark."""

    async def link(self, secret: str, purpose: str) -> tuple[WorkshopId, PersonId] | None:
        """None also for a link that was mailed to another address than the person has now (but UNSUBSCRIBE)."""

    async def mint_fresh(self, workshop: WorkshopId, person: PersonId, to: str, until: int) -> str:
        """A secret for a link that was asked for just now, mailed to this address and good until then (FRESH)."""

    async def fresh(self, secret: str, at: int) -> tuple[WorkshopId, PersonId] | None:
        """None also once its time is over, and when it was mailed to another address than the person has now."""

    async def listed(self, workshop: WorkshopId) -> list[PersonId]:
        """Who has a record."""

    async def recognise(self, workshop: WorkshopId, person: PersonId, mark: Mark | None) -> None:
        """They came with the address and in a browser that their series knows; None: they are recognised no more."""

    async def recognised_as(self, workshop: WorkshopId, person: PersonId) -> Mark | None: ...

    async def recognised_last_as(self, workshop: WorkshopId, person: PersonId) -> Mark | None:
        """Also when they are not any more; for their erasure alone."""

    async def known(self, workshop: WorkshopId) -> tuple[dict[PersonId, Profile], dict[PersonId, Mark]]:
        """The profiles, and as whom the series has recognised some."""

    async def want_mails(self, workshop: WorkshopId, person: PersonId, at: int, *, wanted: bool) -> None:
        """Of the address that they have now: mails again, or no more."""

    async def confirm(self, secret: str, at: int) -> bool:
        """The address that this follow-up link was mailed to is proven, and no other that the person may have by now;
        asked again, the first instant stays.  False if it is no such link."""

    async def refuse(self, to: str, at: int) -> None:
        """A mail server said for good that it does not know this address, whoever typed it; that is believed for a
        while, and no longer than until a click proves the address (rule M7)."""

    async def put_asks_later(self, workshop: WorkshopId, person: PersonId, *, on: bool) -> None:
        """Whether they may be asked after six weeks; they may, until they say otherwise."""

    async def asks_later(self, workshop: WorkshopId, person: PersonId) -> bool: ...

    async def grow(self, secret: str, answer: Grown, at: int) -> bool:
        """Counts the answer of whoever holds this GROWN link, once (rule M5).  False if it is no such link."""

    async def grew(self, workshop: WorkshopId, person: PersonId) -> bool:
        """Whether they have answered."""

    async def grown(self, workshop: WorkshopId) -> dict[Grown, int]:
        """How often each answer was given; for sums over many only."""

    async def unsubscribe(self, secret: str, at: int) -> bool:
        """The address that this link was mailed to gets no more mails, even if the person has another one by now;
        asked again, the first instant stays.  False if it is no such link."""

    async def erase(self, workshop: WorkshopId, person: PersonId) -> None:
        """Profile, address, answers, seats, links, presence, and what they offered to anyone.  The errand `Forget` for
        what stands elsewhere is written in the same transition; see `server.store.erasure`."""

    async def forgetting(self, workshop: WorkshopId) -> list[PersonId]:
        """Who was erased, and what stands elsewhere may not be gone yet."""

    async def forgotten(self, workshop: WorkshopId, people: Collection[PersonId]) -> None:
        """Of these it is; at least one."""

    async def erased(self) -> list[tuple[WorkshopId, PersonId]]:
        """Everybody whose mark still stands, in all workshops.  Looks through the whole store."""

    async def erasures(self, workshop: WorkshopId) -> int:
        """How many were erased: whoever keeps what they have read of people asks whether that is still so."""

    async def by_address(self, address: str) -> list[tuple[WorkshopId, PersonId]]:
        """Who has this address now, in all workshops.  Looks through the whole store."""


class Presence(Protocol):
    """Who has a live socket, and what groups are up to; forgotten by itself."""

    async def beat(self, workshop: WorkshopId, who: PersonId | GroupId, at: int) -> None:
        """A person was heard of; or a group, when somebody typed in its document."""

    async def seen(self, workshop: WorkshopId) -> dict[str, int]:
        """When each was last seen; who was not seen for 15 minutes is not in it.  Not every beat is news to followers:
        only who comes, or comes back after 30 s."""

    async def mark(self, workshop: WorkshopId, group: GroupId, ideas: int) -> None:
        """So many ideas are marked in this group's text by now."""

    async def marked(self, workshop: WorkshopId) -> dict[str, int]:
        """The last word on every group's; none of a group that has said nothing for a day."""


class Picture(Struct, frozen=True):
    data: bytes
    """WebP."""
    width: int
    height: int


class Pictures(Protocol):
    """Pictures of tasks; there is no way to change one."""

    async def upload(self, by: FacilitatorId, id_: PictureId, picture: Picture) -> None:
        """For a day."""

    async def uploaded(self, by: FacilitatorId, id_: PictureId) -> Picture | None: ...

    async def keep(self, workshop: WorkshopId, id_: PictureId, data: bytes) -> None:
        """As long as the workshop's words."""

    async def kept(self, workshop: WorkshopId, id_: PictureId) -> bytes | None: ...


class Relations(Protocol):
    """Sealed offers.  Offering, declining, claiming and withdrawing are one atomic transition each, on one key."""

    async def offer(
        self,
        workshop: WorkshopId,
        by: PersonId,
        to: PersonId,
        offer: Offer,
        at: int,
        until: int | None = None,
        *,
        consent: Consent | None = None,
    ) -> bool:
        """True if it stands; False if the relation is open already.  The second offer writes the errand to reveal.
        From `until` on it counts for nothing; without, it stands as long as the relation is kept.  The consent is
        written down with the offer, or not at all."""

    async def withdraw(
        self, workshop: WorkshopId, by: PersonId, to: PersonId, *, declined: bool, consent: Consent | None = None
    ) -> bool:
        """False if it is already being delivered.  The consent is written down if there was an offer to take
        back, with that."""

    async def claim(
        self,
        workshop: WorkshopId,
        a: PersonId,
        b: PersonId,
        at: int,
        times: tuple[int, ...] = (),
        *,
        seen: int | None = None,
    ) -> Opened | None:
        """Opens the relation, with these times for a coffee, if both offers stand at `at`, else None; again the same
        answer when it is open.  None also when one of the two was erased since.  Raises Stale, and opens nothing, if
        the workshop's log is not at the version any more at which both were `seen` in it (rule X9)."""

    async def pick(self, workshop: WorkshopId, by: PersonId, to: PersonId, times: frozenset[int]) -> Opened | None:
        """Times for a coffee that suit `by`, in place of what they picked before; what the relation is now, or None if
        it is not open or has a date already.  The pick that makes the date writes the errand to tell both."""

    async def relation(self, workshop: WorkshopId, a: PersonId, b: PersonId) -> Relation: ...


class Consents(Protocol):
    """What people said, as evidence: ids and fields' names, no contact.  It outlives their data."""

    async def note(self, workshop: WorkshopId, consent: Consent) -> None:
        """Before it is done: nothing is ever done that was not said.  An offer brings its consent along itself."""

    async def all(self, workshop: WorkshopId) -> list[Consent]:
        """Oldest first."""


class AllSeries(Protocol):
    """The memory of each series (rules S1 to S3).  Of one that has ended, nothing is known and nothing is learnt."""

    async def open(self, by: FacilitatorId, series: SeriesId, name: str, workshop: WorkshopId, at: int) -> None:
        """A new one, or one that there is, has this workshop, too: it lives on from now; its first name stays."""

    async def of(self, facilitator: FacilitatorId) -> dict[SeriesId, str]:
        """Their names; last used first."""

    async def name(self, series: SeriesId) -> str | None: ...

    async def workshops(self, series: SeriesId) -> list[WorkshopId]:
        """All that were ever in it; the oldest may have ended."""

    async def mark(self, series: SeriesId, address: str) -> Mark | None:
        """What this address is called there; whether anybody has proven it is not asked."""

    async def remember(self, series: SeriesId, mark: Mark, at: int) -> str | None:
        """They are remembered from now on; a secret for this browser, of which only the hash is kept.  None if the
        series has ended."""

    async def remembers(self, series: SeriesId, mark: Mark) -> bool: ...

    async def knows(self, series: SeriesId, mark: Mark, browser: str) -> bool:
        """Whether this secret is of a browser in which they let themselves be remembered."""

    async def learn(self, series: SeriesId, workshop: WorkshopId, lesson: Lesson) -> None:
        """Takes of the lesson what concerns those who are remembered; again, what it says now."""

    async def turn(self, series: SeriesId) -> int:
        """Another one whenever its memory has changed."""

    async def memory(self, series: SeriesId) -> Memory: ...

    async def forget(self, series: SeriesId, mark: Mark) -> None:
        """All of theirs, also in what others have met, for good; whoever follows a workshop of the series is told its
        name."""

    def marks(self, address: str) -> AsyncIterator[tuple[SeriesId, Mark]]:
        """Every series that remembers this address.  Looks through the whole store."""


class Appended(Struct, frozen=True):
    """Between which positions updates now stand."""

    before: str | None
    """Who has read up to here has missed nothing, and goes on from `after`; None: others wrote in between."""
    after: str


FrozenT = TypeVar("FrozenT", Report, Openings, Later)


class Reports(Protocol):
    """What was shown of people's answers, once (rules E8, E9)."""

    async def freeze(self, workshop: WorkshopId, made: FrozenT) -> FrozenT:
        """The one that is kept for good: this one, unless there was one already."""

    async def frozen(self, workshop: WorkshopId, kind: type[FrozenT]) -> FrozenT | None: ...


class DocumentNews(Struct, frozen=True):
    """Something about a shared text: growth by others (one's own is told by `append`), or what is passed on by anybody,
    this process too."""

    workshop: WorkshopId
    group: GroupId
    passing: bytes | None = None
    """A message that is not kept (awareness); None: the text may have grown, read `after` your position."""


class Documents(Protocol):
    """The shared texts: a stream of CRDT updates per group, compacted into a snapshot."""

    async def load(self, workshop: WorkshopId, group: GroupId) -> tuple[list[bytes], str]:
        """All updates in order (the first may be a snapshot) and the position after the last."""

    async def append(self, workshop: WorkshopId, group: GroupId, updates: Sequence[bytes]) -> Appended:
        """Durable.  After a lost reply they may be in it twice.  Raises `Dropped`; ValueError if there are none."""

    async def after(self, workshop: WorkshopId, group: GroupId, position: str) -> tuple[list[bytes], str]:
        """What came since; where that was compacted, the snapshot first."""

    async def compact(self, workshop: WorkshopId, group: GroupId, snapshot: bytes, position: str) -> None:
        """Replaces everything up to `position` by the snapshot, atomically; a snapshot that is not newer than the one
        that is there is dropped.  Raises `Dropped`."""

    async def drop(self, workshop: WorkshopId, group: GroupId) -> None:
        """For good: who has the text open still can write nothing of it back."""

    async def whisper(self, workshop: WorkshopId, group: GroupId, passing: bytes) -> None:
        """To every process that follows this text now, this one too, and to nobody later (cursors, 'saved').
        ValueError if it is empty."""

    def follow(self) -> AsyncIterator[DocumentNews]:
        """As `EventLog.follow`; whispers may be lost, growth is not."""

    async def subscribe(self, workshop: WorkshopId, group: GroupId) -> None: ...

    async def unsubscribe(self, workshop: WorkshopId, group: GroupId) -> None: ...


MailState = Literal["queued", "claimed", "sent", "in_doubt", "retry", "failed", "dropped"]
IN_DOUBT = frozenset({"in-doubt", "abandoned"})
"""Reasons of failed mails that may have arrived all the same."""


class Mail(Struct, frozen=True):
    """One line of the ledger: a mail that is owed, and how far it has got."""

    key: str
    """Unique in the workshop; `server.core.followup.plan.Key` spells it."""
    message_id: str
    """Fixed when the line is written: all attempts carry it."""
    state: MailState
    due_at: int
    attempts: int = 0
    claimed_at: int | None = None
    reason: str = ""
    """Kind of the last failure; never an address."""
    abandoned: int = 0
    """How many workers in a row have claimed it and were not heard of again."""
    repeats: int = 0
    """How often it was tried again though the text of the try before may have arrived: a copy more, at most (M9)."""


class Ledger(Protocol):
    async def owe(self, workshop: WorkshopId, key: str, message_id: str, due_at: int) -> bool:
        """Writes the line and its due date, unless it is there already (then False); one that was dropped for a reason
        that has ended (`plan.MAY_END`) is due again, under its old Message-ID.  In the same transition the due
        errand `SendMail` is written; nobody needs to `Due.put` it."""

    async def owe_all(self, workshop: WorkshopId, owed: Sequence[tuple[str, str, int]]) -> int:
        """The same of many, as (key, Message-ID, due date), each by itself and in few round trips; how many are new."""

    async def line(self, workshop: WorkshopId, key: str) -> Mail | None: ...

    async def lines(self, workshop: WorkshopId) -> list[Mail]: ...

    async def claim(self, workshop: WorkshopId, key: str, at: int, lease_ms: int = 60_000) -> Mail | None:
        """To 'claimed' if it may be sent now (queued or retry and due, in doubt, or claimed longer ago than the
        lease, which counts as in doubt); None if there is nothing to do.  Its `reason` is still that of the last try.

        The end of the lease becomes the line's due errand: a worker that dies is followed by another."""

    async def settle(
        self,
        workshop: WorkshopId,
        key: str,
        state: MailState,
        reason: str = "",
        retry_at: int | None = None,
        attempts: int | None = None,
    ) -> None:
        """`attempts` is that of the claimed line: then a worker whose lease has run out cannot overrule its successor.
        'sent' always counts and is never taken back.  With `retry_at` the line is due then; without, 'queued' and
        'retry' are due at their old date, and 'in_doubt' at the end of the lease.  Sent, failed and dropped lines are
        never due again."""

    async def retry(self, workshop: WorkshopId, key: str, at: int) -> bool:
        """A mail that has failed is due again, one that failed `IN_DOUBT` as a repeat; False if it has not, or not any
        more."""

    async def forget(self, workshop: WorkshopId, *people: PersonId) -> None:
        """Deletes the lines that would write to these, who were erased; none is written any more.  Mails of others
        that waited behind theirs (see `first`) are due."""

    async def first(self, workshop: WorkshopId, mark: str, key: str, instead_of: str = "") -> str:
        """The one line that may write to this address (`tokens.mark`) before its owner has clicked: the first that
        asked, or the first that asked to take the place of that one (`instead_of`)."""


class Outbox(Protocol):
    """Errands, at least once, until acknowledged."""

    async def put(self, errands: Sequence[AnyErrand]) -> None: ...

    async def take(
        self, consumer: str, count: int = 50, block_ms: int = 2000, *, again: bool = False
    ) -> list[tuple[str, AnyErrand]]:
        """New errands, and those that a consumer took and abandoned (no `done` for a minute).  Returns early with what
        there is, and empty-handed after `block_ms` (3000 at most).  With `again`, at once: what this consumer has taken
        and not acknowledged, also in an earlier life.  `consumer` is a stable name (the host's, not a process id): the
        store remembers each for ever."""

    async def done(self, tickets: Sequence[str]) -> None:
        """Acknowledged and deleted; twice does no harm."""


class Due(Protocol):
    """Errands for later, by instant."""

    async def put(self, errand: AnyErrand, at: int) -> None:
        """The same errand again moves to the new instant (identity: everything but `at`)."""

    async def release(self, now: int, count: int = 100) -> int:
        """Atomically moves what is due into the outbox; returns how many."""


class Limits(Protocol):
    async def hit(self, key: str, limit: int, window_s: int) -> bool:
        """Counts one try; True as long as there were at most `limit` in this window, which starts with its first try.
        `key` names what is limited and whose ('code:<seat>', 'sign-in:<address>'); only its hash is kept."""


class MailServer(Protocol):
    """How the mail server is, as the workers last met it."""

    async def is_away(self, at: int) -> None:
        """It could not be reached; the first of several such instants counts."""

    async def answers(self) -> None: ...

    async def away_since(self) -> int | None:
        """None: it answers, or nobody has tried for a while."""
