"""How often somebody may try, and read.

A whole workshop sits behind one network address, so of guesses only what is wrong is counted; and past the limit a
right answer still comes, one at a time: the thirty-first guess makes a room wait, it does not shut it out.
"""

import asyncio
import ipaddress
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from server.http.problems import TooManyGuesses, TooManyMails, TooManyReads, TooManyRequests
from server.protocol.bucket import Bucket

MINUTE = 60_000
KNOWN = 20_000
SOCKETS = 24
"""A dozen tabs, with the text in each.  What a network has silently dropped counts for a while longer."""
PAUSE_S = 5
"""After which whoever read too much may read a whole page again."""
UPLOADS = 6
"""Pictures whose bytes are read at a time; the others wait in their sockets, behind who has a slow line."""
WAITING = 20
"""So many may wait for their turn on the slow lane of one browser."""


class Shared(Protocol):
    """The store's counters."""

    async def hit(self, key: str, limit: int, window_s: int) -> bool:
        """Counts once; False if that was more than `limit` in this window."""


class Window:
    """How often each key was counted within the last `minutes`, for at most `keys` keys (the oldest are forgotten)."""

    def __init__(self, most: int, minutes: int, keys: int = 20_000) -> None:
        self.most, self.minutes, self._keys = most, minutes, keys
        self._counted: OrderedDict[str, deque[int]] = OrderedDict()

    def count(self, key: str, at: int) -> None:
        self._counted.setdefault(key, deque(maxlen=self.most)).append(at)
        self._counted.move_to_end(key)
        if len(self._counted) > self._keys:
            self._counted.popitem(last=False)

    def full(self, key: str, at: int) -> bool:
        """Whether the next one would be one too many."""
        times = self._counted.get(key)
        return times is not None and len(times) == self.most and at - times[0] < self.minutes * MINUTE

    def wait(self, key: str, at: int) -> int:
        """After how many whole minutes the next one may come, at least 1."""
        times = self._counted.get(key)
        return 1 if not times else max(1, -(-(times[0] + self.minutes * MINUTE - at) // MINUTE))


class Buckets:
    """One bucket for each key, for at most `KNOWN` keys (the longest unused are forgotten)."""

    def __init__(self, a_second: float, burst: float) -> None:
        self._a_second, self._burst = a_second, burst
        self._filled: OrderedDict[str, Bucket] = OrderedDict()

    def __contains__(self, key: str) -> bool:
        return key in self._filled

    def take(self, key: str, at: int) -> bool:
        """False if it is too much."""
        bucket = self._filled.setdefault(key, Bucket.full(self._a_second, self._burst, at))
        self._filled.move_to_end(key)
        if len(self._filled) > KNOWN:
            self._filled.popitem(last=False)
        return bucket.take(at)


class Limits:
    """Instants are milliseconds since the epoch, from `clock`.  Wrong guesses, reads and what one seat asks are counted
    in this process, since every request asks; mails, joins and addresses in `shared`, for all processes together.
    """

    def __init__(self, clock: Callable[[], int], shared: Shared, slow_s: float = 1.0) -> None:
        self._clock, self._shared, self._slow_s = clock, shared, slow_s
        self._by_browser = Window(30, 10)
        self._by_network = Window(300, 10)
        self._by_seat = Window(120, 1)
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._next_turn: dict[str, float] = {}
        self._sockets: Counter[str] = Counter()
        self.uploads = asyncio.Semaphore(UPLOADS)
        """Held while the body of a picture is in memory."""
        self.decoding = asyncio.Semaphore(1)
        """A large picture takes a hundred megabytes while it is decoded.  Who waits for that holds no thread: erasures
        and the database's keeper need those."""
        self._seated = Buckets(5, 300)
        self._strangers = Buckets(25, 1_500)
        self._newcomers = Buckets(10, 3_000)

    def read(self, network: str, reader: str, *, seated: bool) -> None:
        """Somebody reads, or opens a socket, and says that they have a seat or not.  Raises TooManyReads.

        Nobody stands behind what others of their network read: what all there share is how many may be new here, so
        that whoever shows another cookie each time gets no further.  Before they have a seat, a room's phones of one
        make can't be told apart, and so have more.
        """
        at, key, readers = self._clock(), f"{network} {reader}", self._seated if seated else self._strangers
        welcome = key in readers or self._newcomers.take(network, at)
        if not welcome or not readers.take(key, at):
            raise TooManyReads(seconds=PAUSE_S)

    async def turn(self, network: str, browser: str, code: str = "") -> None:
        """Returns at once, or when it is this slow browser's turn.  Raises TooManyGuesses if too many wait.

        A code that was right here before waits for nobody: asking it again is no guess, and a room full of people has
        one code and one network with whoever guesses in it.
        """
        key = self._slow(network, browser)
        if key is None or (network, code) in self._known:
            return
        now = asyncio.get_running_loop().time()
        self._next_turn = {k: turn for k, turn in self._next_turn.items() if turn > now}
        turn = self._next_turn.get(key, now) + self._slow_s
        if turn - now > WAITING * self._slow_s:
            raise TooManyGuesses(minutes=self._by_browser.wait(f"{network} {browser}", self._clock()))
        self._next_turn[key] = turn
        await asyncio.sleep(turn - now)

    def right(self, network: str, code: str) -> None:
        """This code leads somewhere."""
        self._known[network, code] = None
        self._known.move_to_end((network, code))
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)

    def wrong(self, network: str, browser: str) -> None:
        """A wrong code or secret.  Raises TooManyGuesses from the thirty-first in ten minutes on."""
        at, pair = self._clock(), f"{network} {browser}"
        slow = self._slow(network, browser) is not None
        self._by_browser.count(pair, at)
        self._by_network.count(network, at)
        if slow:
            raise TooManyGuesses(minutes=self._by_browser.wait(pair, at))

    async def mail(self, network: str, address: str) -> None:
        """A sign-in mail is asked for.  Raises TooManyMails.

        From one network an address gets few, from all together several times as many: whoever asks in somebody else's
        name locks out themselves long before the owner.
        """
        for key, most, minutes in (
            (f"mails-from:{network}", 60, 15),
            (f"mails-to:{address}:{network}", 5, 15),
            (f"mails-a-day-to:{address}:{network}", 20, 24 * 60),
            (f"mails-to:{address}", 20, 15),
            (f"mails-a-day-to:{address}", 100, 24 * 60),
        ):
            if not await self._shared.hit(key, most, minutes * 60):
                raise TooManyMails(minutes=minutes)

    async def join(self, code: str) -> None:
        """Somebody joins by this code.  Raises TooManyRequests."""
        if not await self._shared.hit(f"joins:{code}", 1000, 10 * 60):
            raise TooManyRequests(minutes=10)

    def seat(self, person: str) -> None:
        """Somebody changes something of theirs.  Raises TooManyRequests."""
        at = self._clock()
        if self._by_seat.full(person, at):
            raise TooManyRequests(minutes=1)
        self._by_seat.count(person, at)

    @contextmanager
    def socket(self, who: str) -> Iterator[None]:
        """Counted while it is open, in this process.  Raises TooManyRequests."""
        if self._sockets[who] >= SOCKETS:
            raise TooManyRequests(minutes=1)
        self._sockets[who] += 1
        try:
            yield
        finally:
            self._sockets[who] -= 1
            if not self._sockets[who]:
                del self._sockets[who]

    async def address(self, person: str) -> None:
        """Somebody takes another address, to which a mail will go.  Raises TooManyRequests."""
        if not await self._shared.hit(f"addresses:{person}", 5, 24 * 60 * 60):
            raise TooManyRequests(minutes=24 * 60)

    async def picture(self, facilitator: str) -> None:
        """Somebody uploads a picture, which costs a second of a core.  Raises TooManyRequests."""
        if not await self._shared.hit(f"pictures:{facilitator}", 60, 10 * 60):
            raise TooManyRequests(minutes=10)

    async def consent(self, person: str) -> None:
        """Somebody says yes or no to something, which is noted for good.  Raises TooManyRequests."""
        if not await self._shared.hit(f"consents:{person}", 300, 24 * 60 * 60):
            raise TooManyRequests(minutes=24 * 60)

    async def data_link(self, person: str) -> None:
        """Somebody wants a fresh link to their data.  Raises TooManyMails."""
        if not await self._shared.hit(f"data-links:{person}", 3, 60 * 60):
            raise TooManyMails(minutes=60)

    def _slow(self, network: str, browser: str) -> str | None:
        at, pair = self._clock(), f"{network} {browser}"
        if self._by_browser.full(pair, at):
            return pair
        return network if self._by_network.full(network, at) else None


def network_of(host: str | None) -> str:
    """The address, or for IPv6 its /64: a household has one, and may use all addresses in it."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return "nowhere"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
