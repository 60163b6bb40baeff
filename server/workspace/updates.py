"""What a Yjs update (format 1) holds, looked through before it touches a document.

pycrdt applied 17 % of randomly mutated updates, and one that is applied cannot be taken back: so we accept only what
an editor of our documents makes (server/store/paper.py: two flat texts and a map of ideas), which is insertions and
deletions in the root texts, and keys of the map that are set once and deleted (yjs, src/utils/encoding.js and
src/structs/).
"""

from collections.abc import Iterable

from msgspec import Struct

from server.store.paper import IDEAS, LETTER, TEXT
from server.workspace.lib0 import Malformed, Reader, uint

LARGEST_CLOCK = (1 << 31) - 1
LARGEST_KEY, LARGEST_MARK = 40, 64
"""Bytes of an idea's id, and of its two positions."""

Deletions = dict[int, list[tuple[int, int]]]
"""By client, ranges as clock and length; in no order, and they may overlap."""

GC, DELETED, BINARY, STRING, ANY, SKIP = 0, 1, 3, 4, 8, 10
ANY_BYTES = 116
"""Bytes as yrs (pycrdt) writes them: one value of any kind, which is bytes.  Yjs has a kind of its own for them."""
HAS_LEFT, HAS_RIGHT, HAS_SUB = 0x80, 0x40, 0x20


class Contents(Struct, frozen=True):
    structs: int
    """Insertions, in pieces."""
    inserted: int
    """UTF-8 bytes of inserted text."""
    ideas: int
    """Newly marked."""
    deleted: Deletions
    """Of one edit what it deleted; of an answer to a question all that its writer knows of."""
    reach: dict[int, int]
    """By client, the clock up to which a document must have come to have all of this."""
    needs: dict[int, int]
    """By client, the clock up to which a document must have come already; what an update itself brings by another
    client counts as needed, too."""

    @property
    def empty(self) -> bool:
        return not (self.structs or self.deleted)


def look_through(update: bytes) -> Contents:
    """Raises Malformed for what is no update of our kind of document."""
    reader = Reader(update)
    structs = inserted = ideas = 0
    reach: dict[int, int] = {}
    needs: dict[int, int] = {}
    for _ in range(reader.uint()):
        pieces = reader.uint()
        client = reader.uint()
        clock = reader.uint(LARGEST_CLOCK)
        if clock > needs.get(client, 0):
            needs[client] = clock
        for _ in range(pieces):
            length, size, idea = _struct(reader, client, clock, needs)
            clock += length
            if length < 1 or clock > LARGEST_CLOCK:
                raise Malformed("impossible clock")
            structs += 1
            inserted += size
            ideas += idea
        reach[client] = max(clock, reach.get(client, 0))
    deleted: Deletions = {}
    for _ in range(reader.uint()):
        client = reader.uint()
        for _ in range(reader.uint()):
            start, length = reader.uint(LARGEST_CLOCK), reader.uint(LARGEST_CLOCK)
            if length < 1 or start + length > LARGEST_CLOCK:
                raise Malformed("impossible clock")
            deleted.setdefault(client, []).append((start, length))
            end = start + length
            if end > reach.get(client, 0):
                needs[client] = reach[client] = end
    reader.end()
    return Contents(structs, inserted, ideas, deleted, reach, needs)


def read_vector(vector: bytes) -> dict[int, int]:
    """A state vector: by client, the clock up to which a document has come.  Raises Malformed."""
    reader = Reader(vector)
    clocks = {reader.uint(): reader.uint(LARGEST_CLOCK) for _ in range(reader.uint())}
    reader.end()
    return clocks


def snapshot(deleted: Iterable[Deletions], vector: bytes) -> bytes:
    """In the encoding of yjs (src/utils/Snapshot.js): the deletions, then the state vector."""
    together: Deletions = {}
    for some in deleted:
        for client, ranges in some.items():
            together.setdefault(client, []).extend(ranges)
    parts = [uint(len(together))]
    for client, ranges in together.items():
        parts += [uint(client), uint(len(ranges))]
        parts += [uint(start) + uint(length) for start, length in ranges]
    return b"".join(parts) + vector


def _struct(reader: Reader, client: int, clock: int, needs: dict[int, int]) -> tuple[int, int, bool]:
    """Its length on the clock (UTF-16 units), the UTF-8 bytes of text that it brings, and whether it marks an idea.

    Adds what it `needs`: its neighbours, unless they come just before it in the same run of the same client.
    """
    info = reader.byte()
    kind = info & 0x1F
    if kind in (GC, SKIP):
        if info != kind:
            raise Malformed("flags without a meaning")
        length = reader.uint(LARGEST_CLOCK)
        if kind == SKIP:  # what it leaves out has to be there
            needs[client] = max(clock + length, needs.get(client, 0))
        return length, 0, False
    for flag in (HAS_LEFT, HAS_RIGHT):
        if info & flag:
            neighbour, at = reader.uint(), reader.uint(LARGEST_CLOCK)
            if (neighbour != client or at >= clock) and at >= needs.get(neighbour, 0):
                needs[neighbour] = at + 1
    in_ideas = False
    if info & (HAS_LEFT | HAS_RIGHT):
        # In a map it would mean that a key is set again, which no editor of ours does.
        if info & HAS_SUB:
            raise Malformed("an idea set twice")
    else:
        in_ideas = _names_ideas(reader, keyed=bool(info & HAS_SUB))
    if kind == DELETED:
        return reader.uint(LARGEST_CLOCK), 0, False
    if kind in (BINARY, ANY) and in_ideas:
        if kind == ANY and (reader.uint(), reader.byte()) != (1, ANY_BYTES):
            raise Malformed("no idea")
        if len(reader.bytes()) > LARGEST_MARK:
            raise Malformed("no idea")
        return 1, 0, True
    if kind == STRING and not in_ideas:
        data = reader.bytes()
        if data.isascii():
            return len(data), len(data), False
        try:
            return len(data.decode().encode("utf-16-le")) // 2, len(data), False
        except UnicodeDecodeError as error:
            raise Malformed("not UTF-8") from error
    raise Malformed("not a text")


def _names_ideas(reader: Reader, *, keyed: bool) -> bool:
    """Reads the root that a struct without neighbours names: the ideas, by a key, or else one of the texts."""
    if reader.uint() != 1:
        raise Malformed("not in a root")
    root = reader.string()
    if root not in ((IDEAS,) if keyed else (TEXT, LETTER)):
        raise Malformed("not in the shared text")
    if keyed and not 0 < len(reader.string()) <= LARGEST_KEY:
        raise Malformed("no idea")
    return keyed
