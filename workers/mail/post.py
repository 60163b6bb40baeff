"""From a line of the ledger to the mail server and back: claim, compose from what is true now, deliver, settle."""

import asyncio
import logging
import time
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace
from rq.timeouts import BaseTimeoutException

from server.core.errands import SendMail
from server.core.followup.exchange import Relation
from server.core.followup.plan import HELD_MS, UNCONFIRMED, Key, held, parse
from server.core.ids import PersonId, WorkshopId
from server.store.ports import COFFEE, FOLLOW_UP, GROWN, UNSUBSCRIBE, Mail, MailState, NotSaved, StoreError
from server.store.tokens import mark
from server.text.calendar import zone
from workers.bootstrap import Tools
from workers.mail.compose import Drop, Hold, Letter, Verdict, Wait, compose
from workers.mail.deliver import Carrier, Deferred, InDoubt, NoSuchOne, Outcome, Refused, Sent, Unreachable
from workers.mail.library import Library
from workers.mail.render import Links, Post
from workers.mail.sections import Material
from workers.together import each

log = logging.getLogger("gespann.mail")

PASSED_ON = (StoreError, BaseTimeoutException, asyncio.CancelledError, KeyboardInterrupt, SystemExit)
"""Says nothing about the mail that was being made."""

ALWAYS = (FOLLOW_UP, UNSUBSCRIBE)
"""Purposes of the links that every letter shows."""

MOST_ABANDONED = 4
"""So many workers may die in a row with one mail in their hands."""

AGAIN_S = 0.5
"""Between two tries to say what became of a mail."""


class Postman:
    """Sends a batch on one connection.  A mail that cannot be made is marked failed and stops nobody else's."""

    def __init__(self, tools: Tools, carrier: Carrier, library: Library) -> None:
        self._tools = tools
        self._carrier = carrier
        self._library = library
        self._settling: asyncio.Task[None] | None = None

    async def send(self, mails: Sequence[tuple[WorkshopId, str]]) -> None:
        """Each mail to the end of what can be done for it now.  Raises StoreError when the store is gone.

        What a slow mail server leaves no time for is put back at once: no other worker has been rung for it yet, and
        RQ's own limit, which kills a job with the mails in its hands, is never reached.
        """
        until = time.monotonic() + self._tools.pace.batch / 1000
        try:
            for index, (workshop, key) in enumerate(mails):
                if time.monotonic() > until:
                    await self._later(mails[index:], 0)
                    return
                if not await self._carrier.reach():  # nothing was claimed then
                    await self._later(mails[index:], self._tools.pace.down)
                    return
                await self._send(workshop, key)
        finally:
            await self._settled()

    async def _send(self, workshop: WorkshopId, key: str) -> None:
        clock, pace = self._tools.clock, self._tools.pace
        line, material, links = await asyncio.gather(
            self._tools.store.ledger.claim(workshop, key, clock(), pace.lease),
            self._material(workshop, key),
            self._links_ahead(workshop, key),
            return_exceptions=True,
        )
        if isinstance(line, BaseException):
            raise line
        if line is None:
            return  # another worker was faster
        if line.abandoned >= MOST_ABANDONED:  # it may be what kills them, and the next would be no better off
            await self._to(workshop, line, "failed", "abandoned")
            return
        post = await self._made(workshop, line, material, links)
        await self._settled()  # so that of one connection never more than one mail is in doubt
        if post is None:
            return
        if clock() > (line.claimed_at or 0) + pace.lease - pace.delivery:  # no time: it is made anew
            await self._to(workshop, line, "queued", line.reason)  # else the next claim would take it for sent, perhaps
            return
        outcome = await self._carrier.send(post)
        if isinstance(outcome, NoSuchOne):  # before it is settled: what that releases must not go there either
            await self._tools.store.people.refuse(post.recipient, clock())
        self._settling = asyncio.create_task(self._settle(workshop, line, outcome))

    async def _settled(self) -> None:
        """How the last mail ended is written down while the next one is claimed and made; now that is over."""
        settling, self._settling = self._settling, None
        if settling is not None:
            await settling

    async def _made(
        self,
        workshop: WorkshopId,
        line: Mail,
        material: Material | BaseException | None,
        ahead: dict[str, str] | BaseException,
    ) -> Post | None:
        """The mail, or None after its line was settled otherwise.

        Whatever is wrong with one mail's words (a name that breaks a header, a record that cannot be read) is its
        own failure: only a store that is gone ends the batch.
        """
        try:
            verdict = _composed(material)
            owed = parse(line.key)
            if isinstance(verdict, Letter) and verdict.template == "confirm" and await self._waits(workshop, owed):
                verdict = Hold()
            if isinstance(verdict, Letter):
                links = await self._links(workshop, owed.person, verdict, ahead)
                return self._tools.renderer.letter(verdict, links, line.message_id, self._tools.clock())
        except PASSED_ON:
            raise
        except BaseException as fault:  # noqa: BLE001 - no fault of one mail must stop the others; a Rust panic is none of Exception's
            kind = type(fault).__name__
            log.warning("a mail could not be made: %s", kind)  # the fault's words may hold a name
            await self._to(workshop, line, "failed", f"made: {kind}")
            return None
        await self._put_by(workshop, owed, line, verdict)
        return None

    async def _put_by(self, workshop: WorkshopId, owed: Key, line: Mail, verdict: Hold | Wait | Drop) -> None:
        """Nothing to send now."""
        match verdict:
            case Drop(reason):
                await self._to(workshop, line, "dropped", reason)
            case Wait(until):
                await self._to(workshop, line, "queued", "night", until)
            case Hold():
                at = self._tools.clock()
                await self._to(workshop, line, "queued", UNCONFIRMED, at + HELD_MS)
                if not await self._waits(workshop, owed):
                    # The click came between our reading and our settling, and found no held line.
                    await self._to(workshop, line, "queued", "", at)

    async def _waits(self, workshop: WorkshopId, owed: Key) -> bool:
        """For a click: the person's own, or in a 'confirm' mail that of whoever wrote the same address before them. An
        address that nobody has proven gets one mail, into however many seats it was typed.
        """
        store, clicks = self._tools.store, owed
        if owed.purpose == "confirm":
            clicks = parse(await store.ledger.first(workshop, owed.mark, str(owed)))
            if clicks != owed and not await self._can_click(workshop, clicks):
                clicks = parse(await store.ledger.first(workshop, owed.mark, str(owed), instead_of=str(clicks)))
            if clicks == owed:
                return False
        address = await store.people.address(workshop, clicks.person)
        return address is None or address.confirmed_at is None

    async def _can_click(self, workshop: WorkshopId, first: Key) -> bool:
        """Whether the link of this mail opens anything: not once its person has another address, or is erased, nor
        when the mail will never be sent.
        """
        address = await self._tools.store.people.address(workshop, first.person)
        line = await self._tools.store.ledger.line(workshop, str(first))
        there = line is not None and line.state not in {"failed", "dropped"}
        return there and address is not None and mark(address.address) == first.mark

    async def _settle(self, workshop: WorkshopId, line: Mail, outcome: Outcome) -> None:
        pace, at, tries = self._tools.pace, self._tools.clock(), Tries.of(line)
        match outcome:
            case Sent():
                await self._ended(workshop, line, "sent")
            case Refused(code) | NoSuchOne(code):
                await self._ended(workshop, line, "failed", f"smtp-{code}")
            case Deferred(code):
                said = tries.deferred_again()
                if said.deferred > len(pace.deferred):
                    await self._to(workshop, line, "failed", f"smtp-{code}")
                else:
                    wait = pace.deferred[said.deferred - 1]
                    await self._to(workshop, line, "retry", said.reason(f"smtp-{code}"), at + wait)
            case Unreachable():
                wait = min(pace.down << min(line.attempts - 1, 20), pace.longest_down)
                await self._to(workshop, line, "retry", tries.reason("unreachable"), at + wait)
            case InDoubt():
                said = tries.doubted_again()
                if said.doubted > len(pace.doubt):  # each further try may be a further copy
                    await self._to(workshop, line, "failed", "in-doubt")
                else:
                    wait = pace.doubt[said.doubted - 1]
                    await self._to(workshop, line, "in_doubt", said.reason("cut"), at + wait)

    async def _ended(self, workshop: WorkshopId, line: Mail, to: MailState, reason: str = "") -> None:
        """Only we know it: while the store is away it is said again, until a successor may have claimed the mail."""
        until = (line.claimed_at or 0) + self._tools.pace.lease
        while True:
            try:
                return await self._to(workshop, line, to, reason)
            except NotSaved:
                if self._tools.clock() >= until:
                    raise
            await asyncio.sleep(AGAIN_S)

    async def _to(
        self, workshop: WorkshopId, line: Mail, to: MailState, reason: str = "", at: int | None = None
    ) -> None:
        """Settles, by the word of this attempt; a worker that woke up after its lease has no say any more.

        A first mail that will never be sent has no link to click: those that wait for its click have their turn.
        """
        ledger = self._tools.store.ledger
        await ledger.settle(workshop, line.key, to, reason, at, line.attempts)
        if to in {"failed", "dropped"} and line.key.startswith("confirm:"):
            given_up = parse(line.key)
            for key in held(await ledger.lines(workshop), given_up.person, given_up.mark):
                await ledger.settle(workshop, key, "queued", "", self._tools.clock())

    async def _material(self, workshop: WorkshopId, spelled: str) -> Material | None:
        """Raises ValueError for what is no key."""
        key, people = parse(spelled), self._tools.store.people
        me, words = key.person, await self._library.words(workshop)
        while words is not None:
            mine = (await people.standing(workshop, {me: key.mark}))[me]
            if mine.erasures == words.erasures:
                break
            words = await self._library.words(workshop, mine.erasures)
        else:
            return None
        sat, met, other = words.sat(me), words.met(me), () if key.partner is None else (key.partner,)
        profiles, papers = await words.profiles((*met, *other)), await words.papers(g for _, g in sat)
        return Material(
            key=key,
            at=self._tools.clock(),
            state=words.state,
            brochure=words.brochure,
            sat=sat,
            profiles=profiles if mine.profile is None else profiles | {me: mine.profile},
            called=await words.called((*met, *other)),
            ideas={group.id: words.ideas(papers[group.id], group) for _, group in sat},
            letters={id_: paper.letter for id_, paper in papers.items()},
            address=mine.address,
            relations=await self._relations(workshop, me, {"nudge": met, "later": met}.get(key.purpose, other)),
            reflected=mine.reflected,
            asks_later=mine.asks_later,
            zone=zone("" if mine.profile is None else mine.profile.timezone),
        )

    async def _relations(
        self, workshop: WorkshopId, person: PersonId, others: Sequence[PersonId]
    ) -> dict[PersonId, Relation]:
        relations = self._tools.store.relations
        found = await each(lambda other: relations.relation(workshop, person, other), others)
        return dict(zip(others, found, strict=True))

    async def _links(
        self, workshop: WorkshopId, person: PersonId, letter: Letter, ahead: dict[str, str] | BaseException
    ) -> Links:
        """Only those that the mail shows: each is a secret that opens something."""
        if isinstance(ahead, BaseException):
            raise ahead
        shown = list(ALWAYS)
        shown += [COFFEE] if any(s.partner for s in letter.sections) else []
        shown += [GROWN] if letter.template == "later" else []
        missing = [purpose for purpose in shown if purpose not in ahead]
        links = ahead | (await self._mint(workshop, person, missing, mark(letter.to)) if missing else {})
        return Links(links[FOLLOW_UP], links[UNSUBSCRIBE], links.get(COFFEE, ""), links.get(GROWN, ""))

    async def _links_ahead(self, workshop: WorkshopId, spelled: str) -> dict[str, str]:
        """Of a mail whose address is known from its key (it goes there or nowhere) those that it will show: minted
        while the rest is read they take no round trip of their own.
        """
        key = parse(spelled)
        return await self._mint(workshop, key.person, ALWAYS, key.mark) if key.mark else {}

    async def _mint(self, workshop: WorkshopId, person: PersonId, purposes: Sequence[str], mark: str) -> dict[str, str]:
        base = self._tools.settings.base_url
        secrets = await self._tools.store.people.mint_links(workshop, person, purposes, mark)
        return {purpose: f"{base}/{purpose}/{secret}" for purpose, secret in zip(purposes, secrets, strict=True)}

    async def _later(self, mails: Sequence[tuple[WorkshopId, str]], ms: int) -> None:
        at = self._tools.clock() + ms
        for workshop, key in mails:
            await self._tools.store.due.put(SendMail(workshop, key), at)


async def ahead(library: Library, mails: Iterable[tuple[WorkshopId, str]]) -> None:
    """Reads in few round trips what mails of the same workshop need.  What cannot be read is left to the mail that it
    belongs to.
    """
    by_workshop: dict[WorkshopId, list[str]] = {}
    for workshop, key in mails:
        by_workshop.setdefault(workshop, []).append(key)
    for workshop, spelled in by_workshop.items():
        try:
            words = await library.words(workshop)
            if words is not None:
                await words.ahead(parse(key).person for key in spelled)
        except PASSED_ON:
            raise
        except BaseException as fault:  # noqa: BLE001 - as in `_made`
            log.warning("something of a workshop could not be read: %s", type(fault).__name__)


def _composed(m: Material | BaseException | None) -> Verdict:
    """A mail that is owed to another address than they have now is not sent; the new one has a line of its own.

    Raises what reading the material has raised.
    """
    if isinstance(m, BaseException):
        raise m
    if m is None:
        return Drop("erased")
    there = "" if m.address is None else mark(m.address.address)
    return Drop("other-address") if m.key.mark and there not in {"", m.key.mark} else compose(m)


class Tries(Struct, frozen=True):
    """What counts against a mail, kept in its reason: 'smtp-451 #3', 'cut ?1 #3'; other attempts don't count."""

    deferred: int = 0
    """Tries that ended with 4xx."""
    doubted: int = 0
    """Tries whose text went out and got no answer."""

    @classmethod
    def of(cls, line: Mail) -> "Tries":
        found = {word[0]: int(word[1:]) for word in line.reason.split(" ")[1:] if word[1:].isdecimal()}
        return cls(found.get("#", 0), found.get("?", 0))

    def deferred_again(self) -> "Tries":
        return replace(self, deferred=self.deferred + 1)

    def doubted_again(self) -> "Tries":
        return replace(self, doubted=self.doubted + 1)

    def reason(self, kind: str) -> str:
        counted = (("?", self.doubted), ("#", self.deferred))
        return " ".join([kind, *(f"{mark}{count}" for mark, count in counted if count)])
