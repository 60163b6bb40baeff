"""What a group's stored document says: its text, the ideas that were marked in it, the letter to themselves.

The document (Yjs) has three roots:

    text    Y.Text
    letter  Y.Text
    ideas   Y.Map   a random id -> bytes: two relative positions, between which the idea stands in the text, each as
                    `encodeRelativePosition` of npm yjs gives it and behind its length (lib0's `writeVarUint8Array`).
                    Both hold on to the character before them (assoc < 0).

Ids are never used twice: taking an idea back deletes its key, and marking it again takes another.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from pycrdt import Decoder, Doc, Map, Text, write_message, write_var_uint

from server.core.ids import GroupId, TextId, WorkshopId
from server.core.people import LINE_LENGTH
from server.core.state import Group
from server.store.ports import Documents

TEXT: Final = "text"
LETTER: Final = "letter"
IDEAS: Final = "ideas"
MOST_IDEAS: Final = 100
"""Of one group: far more than people have."""

_ITEM, _ROOT = 0, 1
_STRING, _HAS_LEFT = 4, 0x80
_PRIVATE_USE: Final = range(0xF0000, 0x10FFFE)
_BLOCK_MARKS: Final = re.compile(r"^(?:(?:#{1,6}|>|[-*+]|\d+[.)]|\[[ xX]\])(?:\s+|$))+")

Anchor = tuple[int, int] | None
"""Client and clock of the character before a position; None: the beginning of the text."""


class Paper(Struct, frozen=True):
    text: str = ""
    letter: str = ""
    ideas: tuple[str, ...] = ()
    """In the order in which they stand in the text, each once, on one line of at most 200 characters, plain."""


def ideas_of(paper: Paper, group: Group, texts: Mapping[TextId, str]) -> tuple[str, ...]:
    """All ideas of a group: those marked in its text, then the one that was noted in words last."""
    noted = texts.get(group.ideas[-1], "") if group.ideas else ""
    return tuple(dict.fromkeys((*paper.ideas, noted) if noted else paper.ideas))


async def read_paper(documents: Documents, workshop: WorkshopId, group: GroupId) -> Paper:
    """Empty for a group that has written nothing.  Raises NotSaved."""
    updates, _ = await documents.load(workshop, group)
    return paper_of(updates)


def paper_of(updates: Sequence[bytes]) -> Paper:
    """Raises ValueError, IndexError or RuntimeError if these are no updates of a document."""
    doc = Doc[Any]()
    for update in updates:
        doc.apply_update(update)
    text, letter = doc.get(TEXT, type=Text), doc.get(LETTER, type=Text)
    marks = list(_marks(doc.get(IDEAS, type=Map)))[:MOST_IDEAS]
    return Paper(str(text), str(letter), _ideas(doc, text, marks))


def _marks(ideas: Map[Any]) -> Iterator[tuple[Anchor, Anchor]]:
    """What can't be understood is no mark: any member may have written anything here."""
    for _, value in sorted(ideas.items()):
        if isinstance(value, bytes | bytearray):
            try:
                decoder = Decoder(bytes(value))
                yield _anchor(decoder.read_message()), _anchor(decoder.read_message())
            except (ValueError, IndexError, RuntimeError):
                continue


def _anchor(position: bytes | None) -> Anchor:
    decoder = Decoder(position or b"")
    kind = decoder.read_var_uint()
    if kind == _ITEM:
        return decoder.read_var_uint(), decoder.read_var_uint()
    if kind == _ROOT and decoder.read_message() == TEXT.encode():
        return None
    raise ValueError("no position in the text")


def _ideas(doc: Doc[Any], text: Text, marks: Sequence[tuple[Anchor, Anchor]]) -> tuple[str, ...]:
    """The words between each two anchors.

    pycrdt's own positions count bytes in some places and UTF-16 units in others.  So a sign that is not in the text is
    inserted behind each anchor, as an editor would (with the least client id: YATA then puts it right there), and the
    words are what stands between the signs.
    """
    taken = set(str(text))
    free = (chr(code) for code in _PRIVATE_USE if chr(code) not in taken)
    signs = {anchor: next(free) for anchor in dict.fromkeys(a for mark in marks for a in mark) if anchor is not None}
    for clock, (anchor, sign) in enumerate(signs.items()):
        doc.apply_update(_insertion(clock, anchor, sign))
    signed = str(text)
    plain = str.maketrans(dict.fromkeys(signs.values(), ""))
    found: list[tuple[int, str]] = []
    for begin, end in marks:
        start = 0 if begin is None else signed.find(signs[begin])
        stop = 0 if end is None else signed.find(signs[end])
        if 0 <= start < stop:
            found.append((start, _line(signed[start:stop].translate(plain))))
    return tuple(dict.fromkeys(words for _, words in sorted(found) if words))


def _line(words: str) -> str:
    """On one line, without Markdown's marks at its beginning, and as long as an idea may be."""
    line = _BLOCK_MARKS.sub("", " ".join(words.split()))
    return line if len(line) <= LINE_LENGTH else line[: LINE_LENGTH - 1].rstrip() + "…"


def _insertion(clock: int, after: tuple[int, int], sign: str) -> bytes:
    """A Yjs update (format 1): client 0 inserts `sign` right behind a character, and deletes nothing."""
    # A sign is two UTF-16 units long, and so is its place on the clock.
    struct = bytes([_STRING | _HAS_LEFT]) + b"".join(map(write_var_uint, after)) + write_message(sign.encode())
    return b"\x01\x01\x00" + write_var_uint(2 * clock) + struct + b"\x00"
