"""What a stored document says, read without a browser."""

from base64 import b64decode
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Assoc, Doc, Map, StickyIndex, Text, write_message

from server.core.ids import GroupId, PersonId, PlaceId, TextId, WorkshopId
from server.core.people import LINE_LENGTH
from server.core.state import Group
from server.store.paper import Paper, ideas_of, paper_of, read_paper
from server.store.store import Store

YJS = (
    "AQiZ548PAAQBBHRleHQfZ3LDvMOfZSDwn5iAIHdlbHQKendlaXRlIFplaWxlIISZ548PGgbDpMO2w7yEmeePDx0HCmRyaXR0ZSMBBWlkZWFzAWIQBwCZ"
    "548PDUEHAJnnjw8dQSMBBWlkZWFzAWEQBwEEdGV4dEEHAJnnjw8EQUSZ548PABHDhMOWw5zwn5iAIGRhdm9yIMSZ548PGpnnjw8bEW1pdHRlbiDwn5iA"
    "IGRyaW4gxJnnjw8dmeePDx4HIGhpbnRlbgA="
)
"""By yjs 13.6 in Node: three lines, ideas on the second one and on the first word, and typing before, in and behind."""


class Writer:
    """Marks as the pages do.  Indices count characters; pycrdt marks rightly only in what is ASCII so far."""

    def __init__(self, client: int = 1) -> None:
        self.doc: Doc[Any] = Doc(client_id=client)
        self.body = self.doc.get("text", type=Text)
        self.letter = self.doc.get("letter", type=Text)
        self.ideas: Map[bytes] = self.doc.get("ideas", type=Map)

    def insert(self, at: int, words: str) -> None:
        self.body.insert(len(str(self.body)[:at].encode()), words)

    def delete(self, words: str) -> None:
        start = len(str(self.body).partition(words)[0].encode())
        del self.body[start : start + len(words.encode())]

    def mark(self, words: str) -> str:
        start = str(self.body).index(words)
        id_ = f"i{len(self.ideas)}"
        self.ideas[id_] = self._behind(start) + self._behind(start + len(words))
        return id_

    def _behind(self, at: int) -> bytes:
        index = len(str(self.body)[:at].encode())
        return write_message(StickyIndex.new(self.body, index, Assoc.BEFORE).encode())

    @property
    def paper(self) -> Paper:
        return paper_of([self.doc.get_update()])


def ideas(writer: Writer) -> list[str]:
    return list(writer.paper.ideas)


def test_an_idea_that_a_browser_marked_is_read() -> None:
    """K1: what was typed before and within it moved it; counted in characters, whatever they take in bytes."""
    paper = paper_of([b64decode(YJS)])
    assert paper.ideas == ("ÄÖÜ😀 davor grüße", "zweite Zeile mitten 😀 drin äöü")


def test_an_idea_moves_with_its_text_and_goes_with_it() -> None:
    """K1."""
    ada = Writer()
    ada.insert(0, "# Plan\n- ein Brief am Freitag\nsonst nichts")
    ada.mark("- ein Brief am Freitag")
    ada.insert(0, "Überschrift 😀\n")
    ada.insert(str(ada.body).index("Freitag"), "jedem ")
    assert ideas(ada) == ["ein Brief am jedem Freitag"]
    ada.delete("- ein Brief am jedem Freitag")
    assert ideas(ada) == []


def test_an_idea_that_was_taken_back_is_none() -> None:
    """K1."""
    ada = Writer()
    ada.insert(0, "one\ntwo")
    taken = ada.mark("one")
    ada.ideas["other"] = bytes(ada.ideas[taken])
    ada.mark("two")
    assert ideas(ada) == ["one", "two"]
    del ada.ideas[taken], ada.ideas["other"]
    assert ideas(ada) == ["two"]


def test_two_people_mark_at_once() -> None:
    ada, bob = Writer(1), Writer(2)
    ada.insert(0, "one\ntwo")
    bob.doc.apply_update(ada.doc.get_update())
    ada.mark("two")
    bob.ideas["b"] = bob._behind(0) + bob._behind(3)
    bob.insert(0, "zero\n")
    assert paper_of([ada.doc.get_update(), bob.doc.get_update()]).ideas == ("zero one", "two")


def test_an_idea_is_one_line_of_bounded_length() -> None:
    """K2."""
    ada = Writer()
    ada.insert(0, "> 1. Wort\n\n  noch eins " + "x" * 300)
    ada.mark(str(ada.body))
    (idea,) = ada.paper.ideas
    assert idea.startswith("Wort noch eins xxx")
    assert len(idea) == LINE_LENGTH
    assert idea.endswith("…")


@given(st.binary(max_size=40), st.text(max_size=20))
def test_whatever_stands_among_the_ideas_the_text_is_read(junk: bytes, words: str) -> None:
    ada = Writer()
    ada.insert(0, words)
    ada.ideas["junk"] = junk
    ada.ideas["more"] = write_message(junk) + write_message(junk)
    ada.doc.get("ideas", type=Map)["odd"] = "words"
    assert ada.paper.text == words


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_exactly_what_was_marked_is_read(before: str, within: str, after: str) -> None:
    """K1."""
    ada = Writer()
    ada.insert(0, "before\n(marked) after")
    ada.mark("(marked)")
    for words, place in ((after, " after"), (within, "arked"), (before, "\n(")):
        ada.insert(str(ada.body).rindex(place), words)
    assert ideas(ada) == [" ".join(f"(m{within}arked)".split())]


async def test_the_stored_paper(store: Store) -> None:
    workshop, group = WorkshopId("paper"), GroupId("r1g0")
    assert await read_paper(store.documents, workshop, group) == Paper()
    ada = Writer()
    ada.insert(0, "A garden")
    ada.mark("A garden")
    ada.letter.insert(0, "Dear us")
    await store.documents.append(workshop, group, [ada.doc.get_update()])
    assert await read_paper(store.documents, workshop, group) == Paper("A garden", "Dear us", ("A garden",))


def test_what_was_noted_in_words_comes_behind_what_was_marked() -> None:
    """K3."""
    ada = PersonId("a")
    group = Group(GroupId("r1g0"), (ada,), PlaceId("p"), 0, 0, ada, ideas=(TextId("t1"), TextId("t2")))
    texts = {TextId("t1"): "earlier", TextId("t2"): "noted"}
    assert ideas_of(Paper(ideas=("marked",)), group, texts) == ("marked", "noted")
    assert ideas_of(Paper(ideas=("noted",)), group, texts) == ("noted",)
    assert ideas_of(Paper(), group, {}) == ()
