"""One shared text as a table: what a guest sends, what the room does about it."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from server.protocol.frames import MALFORMED, TOO_LARGE, TOO_MANY, Frame
from server.store.paper import MOST_IDEAS
from server.workspace import updates
from server.workspace.awareness import MOST_CLIENTS, MOST_STATES, OUTDATED_MS
from server.workspace.lib0 import Malformed, sized
from server.workspace.room import (
    BYTES_A_MESSAGE,
    LARGEST_EARLY,
    LARGEST_LETTER,
    LARGEST_TEXT,
    MESSAGES_AT_ONCE,
    Effect,
    Guest,
    HangUp,
    Keep,
    Pass,
    Reply,
    Room,
    ToAll,
    ToOthers,
    passing,
    starter_update,
)
from tests.workspace.wire import Writer, awareness_message, step_1, step_2, update_message

AT = 1_000_000


def payloads(effects: list[Effect], kind: type[Reply | ToOthers | ToAll]) -> list[bytes]:
    found: list[Frame] = [effect.frame for effect in effects if isinstance(effect, kind)]
    return [frame.payload for frame in found]


def test_an_update_is_relayed_kept_and_merged() -> None:
    room, guest, ada = Room(), Guest(AT), Writer()
    update = ada.type("hello")
    effects = room.receive(guest, update_message(update), AT)
    assert effects[-1] == Keep(update, {})
    assert payloads(effects, ToOthers) == [update_message(update)]
    assert room.text == "hello"


def test_who_comes_later_gets_all_of_it() -> None:
    room, ada, bob = Room(), Writer(), Writer()
    room.receive(Guest(AT), update_message(ada.type("grüß 😀")), AT)
    for effect in room.receive(Guest(AT), step_1(bob.doc), AT):
        assert isinstance(effect, Reply)
        bob.take(effect.frame.payload)
    assert bob.text == "grüß 😀"


def test_the_greeting_asks_for_what_was_written_offline() -> None:
    room, ada = Room(), Writer()
    update = ada.type("offline")
    (greeting,) = payloads(room.enter(AT), Reply)
    answer = ada.take(greeting)
    assert answer is not None
    assert Keep(update, {}) in room.receive(Guest(AT), answer, AT)
    assert room.text == "offline"


def test_who_comes_back_with_nothing_new_changes_nothing() -> None:
    """The answer to the greeting always names everything that was ever deleted."""
    room, ada = Room(), Writer()
    room.receive(Guest(AT), update_message(ada.type("abc")), AT)
    deletion = ada.edit(lambda: ada.body.__delitem__(slice(0, 1)))
    assert Keep(deletion, {ada.doc.client_id: [(0, 1)]}) in room.receive(Guest(AT), update_message(deletion), AT)
    answer = ada.take(payloads(room.enter(AT), Reply)[0])
    assert answer is not None
    assert answer != b"\x00\x01\x02\x00\x00"
    assert room.receive(Guest(AT), answer, AT) == []


def test_seeding_twice_is_seeding_once() -> None:
    assert starter_update("Step 1\n") == starter_update("Step 1\n")
    room = Room([starter_update("Step 1\n")])
    room.merge([starter_update("Step 1\n")])
    assert room.text == "Step 1\n"


def test_two_processes_that_disagree_on_the_starter_converge() -> None:
    one, two = starter_update("a"), starter_update("b")
    assert Room([one, two]).text == Room([two, one]).text


def array_update() -> bytes:
    doc = Doc[Array[int]](client_id=9)
    doc.get("text", type=Array).append(1)
    return doc.get_update()


def map_update() -> bytes:
    doc = Doc[Map[int]](client_id=9)
    doc.get("text", type=Map)["a"] = 1
    return doc.get_update()


def other_root() -> bytes:
    doc = Doc[Text](client_id=9)
    doc.get("other", type=Text).insert(0, "x")
    return doc.get_update()


def formatted() -> bytes:
    doc = Doc[Text](client_id=9)
    doc.get("text", type=Text).insert(0, "x", {"bold": True})
    return doc.get_update()


def marked(value: object, key: str = "k", root: str = "ideas") -> bytes:
    doc = Doc[Map[object]](client_id=9)
    doc.get(root, type=Map)[key] = value
    return doc.get_update()


def set_twice() -> bytes:
    doc = Doc[Map[object]](client_id=9)
    ideas = doc.get("ideas", type=Map)
    ideas["k"] = b"x"
    before = doc.get_state()
    ideas["k"] = b"y"
    return doc.get_update(before)


@pytest.mark.parametrize(
    "data",
    [
        "text",
        b"",
        b"\x00",
        b"\x00\x02",
        b"\x00\x02\x05ab",
        b"\x00\x09\x00",
        b"\x02\x00",
        b"\x07",
        b"\x03\x00",
        b"\xff" * 30,
        b"\x01\x00",
        awareness_message(1, 0, "[1]"),
        awareness_message(1, 0, "{"),
        awareness_message(1, 0, '{"a":"' + "x" * 5000 + '"}'),
        update_message(b"\x00\x00") + b"x",
        update_message(b""),
        update_message(b"\x00"),
        update_message(array_update()),
        update_message(map_update()),
        update_message(other_root()),
        update_message(formatted()),
        update_message(marked(b"x" * 65)),
        update_message(marked("words")),
        update_message(marked(b"x", key="k" * 41)),
        update_message(marked(b"x", root="text")),
        update_message(set_twice()),
        b"\x00\x00" + sized(b"\x05"),
    ],
)
def test_what_no_editor_sends_ends_the_connection(data: str | bytes) -> None:
    room = Room([starter_update("safe")])
    (effect,) = room.receive(Guest(AT), data, AT)
    assert isinstance(effect, HangUp)
    assert effect.code == MALFORMED
    assert room.text == "safe"


@given(st.integers(0, 2**32))
def test_a_mutated_update_never_damages_the_room(seed: int) -> None:
    """It is refused, or it is an update of our text; the room goes on either way.

    Origins that contradict each other may still put words in an order that depends on how they arrive: who writes such
    an update scrambles the text of their own group, and nothing else.
    """
    chance = random.Random(seed)
    ada = Writer(7)
    ada.type("Hallo Welt")
    ada.edit(lambda: ada.body.__delitem__(slice(2, 5)))
    ada.type("mitten", at=3)
    data = bytearray(ada.doc.get_update())
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    room = Room([starter_update("safe")])
    effects = room.receive(Guest(AT), update_message(bytes(data)), AT)
    assert effects == [] or isinstance(effects[-1], (Keep, HangUp))
    assert set(room._doc.keys()) == {"text", "letter", "ideas"}
    bob = Writer()
    bob.doc.apply_update(room._doc.get_update())
    assert isinstance(room.receive(Guest(AT), update_message(bob.type("honest", at=0)), AT)[-1], Keep)
    assert "honest" in room.text
    assert "honest" in Room([room._doc.get_update()]).text


@given(st.lists(st.tuples(st.integers(0, 30), st.text(max_size=4), st.integers(0, 3)), max_size=30))
def test_everything_that_an_editor_writes_is_let_through(edits: list[tuple[int, str, int]]) -> None:
    room, guest, ada = Room(), Guest(AT), Writer()
    for number, (at, words, deleted) in enumerate(edits):
        text = ada.text

        def change(at: int = at, words: str = words, deleted: int = deleted, text: str = text) -> None:
            start = len(text[:at].encode())
            gone = len(text[at : at + deleted].encode())
            del ada.body[start : start + gone]
            if words:
                ada.body.insert(start, words)

        update = ada.edit(change)
        effects = room.receive(guest, update_message(update), AT + number * 1000)
        assert not any(isinstance(effect, HangUp) for effect in effects)
    assert room.text == ada.text
    snapshot = room.snapshot()
    updates.look_through(snapshot)
    assert Room([snapshot]).text == ada.text


def test_a_full_text_takes_no_more_but_can_be_emptied() -> None:
    room, ada = Room(), Writer()
    room.receive(Guest(AT), update_message(ada.type("x" * LARGEST_TEXT)), AT)
    (effect,) = room.receive(Guest(AT), update_message(ada.type("y")), AT)
    assert effect == HangUp(TOO_LARGE, "the text is full")
    assert len(room.text) == LARGEST_TEXT
    bob = Writer()
    bob.doc.apply_update(room._doc.get_update())
    effects = room.receive(Guest(AT), update_message(bob.edit(bob.body.clear)), AT)
    assert isinstance(effects[-1], Keep)
    assert room.text == ""


class Copying(Room):
    """Counts how often all of it is copied, which costs tens of milliseconds."""

    copies = 0

    def _copied(self) -> Doc[Any]:
        self.copies += 1
        return super()._copied()


def test_who_inserts_and_deletes_in_a_nearly_full_text_costs_no_copies() -> None:
    """T6"""
    guest, ada = Guest(AT), Writer()
    room = Copying([ada.type("x" * (LARGEST_TEXT - 10))])
    for number in range(100):
        for update in (ada.type("z" * 10), ada.edit(lambda: ada.body.__delitem__(slice(0, 10)))):
            assert isinstance(room.receive(guest, update_message(update), AT + 1000 * number)[-1], Keep)
    assert room.copies == 0
    assert room.text == ada.text


def test_who_writes_beside_a_full_letter_costs_one_copy() -> None:
    """T5, T6: an insertion does not always name its text."""
    room, guest, ada, bob = Copying(), Guest(AT), Writer(), Writer()
    letter = ada.doc.get("letter", type=Text)
    room.receive(guest, update_message(ada.type("Text")), AT)
    room.receive(guest, update_message(ada.edit(lambda: letter.insert(0, "x" * LARGEST_LETTER))), AT)
    for number in range(100):
        assert isinstance(room.receive(guest, update_message(ada.type("word ")), AT + 1000 * number)[-1], Keep)
    assert room.copies == 1
    bob.doc.apply_update(ada.doc.get_update())
    yours = bob.doc.get("letter", type=Text)
    (effect,) = room.receive(Guest(AT), update_message(bob.edit(lambda: yours.insert(5, "y"))), AT)
    assert effect == HangUp(TOO_LARGE, "the text is full")
    for change in (lambda: letter.__delitem__(slice(0, 5)), lambda: letter.insert(5, "zzzzz"), lambda: ada.type("on")):
        ada.edit(change)
    assert isinstance(room.receive(guest, step_2(ada.doc), AT + 200_000)[-1], Keep)
    assert (room.text, str(room._letter)) == (ada.text, str(letter))


def test_what_waits_counts_as_soon_as_it_could_come_in() -> None:
    """T5: a text is no larger for having come in the wrong order."""
    room, ada, bob = Room(), Writer(), Writer()
    room.receive(Guest(AT), update_message(ada.type("x" * (LARGEST_TEXT - 10))), AT)
    bob.doc.apply_update(ada.doc.get_update())
    first, second = bob.type("1" * 6), bob.type("2" * 6)
    assert isinstance(room.receive(Guest(AT), update_message(second), AT)[-1], Keep)
    (effect,) = room.receive(Guest(AT), update_message(first), AT)
    assert effect == HangUp(TOO_LARGE, "the text is full")
    assert isinstance(room.receive(Guest(AT), update_message(ada.type("3" * 6)), AT)[-1], Keep)
    assert len(room.text) == LARGEST_TEXT - 4


def test_ideas_and_the_letter_come_along_and_go() -> None:
    """K1, K4."""
    room, guest, ada = Room(), Guest(AT), Writer()
    ideas, letter = ada.doc.get("ideas", type=Map), ada.doc.get("letter", type=Text)
    for change in (
        lambda: ideas.__setitem__("a", b"1"),
        lambda: ideas.__setitem__("b", b"2"),
        lambda: letter.insert(0, "Dear us"),
        lambda: ideas.__delitem__("a"),
        lambda: letter.__delitem__(slice(0, 5)),
    ):
        update = ada.edit(change)
        assert isinstance(room.receive(guest, update_message(update), AT)[-1], Keep)
    snapshot = room.snapshot()
    assert snapshot is not None
    updates.look_through(snapshot)
    assert dict(room._ideas) == {"b": b"2"}
    assert room.marked == 1
    assert str(room._letter) == "us"


def test_a_group_marks_no_more_ideas_than_anybody_could_read() -> None:
    """K2."""
    room, ada = Room(), Writer()
    ideas = ada.doc.get("ideas", type=Map)
    for number in range(MOST_IDEAS):
        ideas[f"i{number}"] = b"x"
    room.receive(Guest(AT), update_message(ada.doc.get_update()), AT)
    # the same again is no news
    assert not any(isinstance(e, HangUp) for e in room.receive(Guest(AT), update_message(ada.doc.get_update()), AT))
    (effect,) = room.receive(Guest(AT), update_message(ada.edit(lambda: ideas.__setitem__("more", b"x"))), AT)
    assert effect == HangUp(TOO_LARGE, "the text is full")
    assert len(room._ideas) == MOST_IDEAS


def test_a_letter_is_no_second_text() -> None:
    room, ada = Room(), Writer()
    letter = ada.doc.get("letter", type=Text)
    room.receive(Guest(AT), update_message(ada.edit(lambda: letter.insert(0, "x" * LARGEST_LETTER))), AT)
    (effect,) = room.receive(Guest(AT), update_message(ada.edit(lambda: letter.insert(0, "y"))), AT)
    assert effect == HangUp(TOO_LARGE, "the text is full")


def test_too_many_messages_end_the_connection() -> None:
    room, guest = Room(), Guest(AT)
    for _ in range(MESSAGES_AT_ONCE):
        assert isinstance(room.receive(guest, b"\x03", AT)[0], Reply)
    assert room.receive(guest, b"\x03", AT) == [HangUp(TOO_MANY, "too many messages")]


def test_t6_what_asks_for_much_counts_as_much() -> None:
    room, ada, bob = Room(), Writer(), Writer()
    room.receive(Guest(AT), update_message(ada.type("x" * LARGEST_TEXT)), AT)
    largest = {"{}": 1, '{"a":"' + "x" * 4000 + '"}': MOST_CLIENTS}
    for question, state in zip((step_1(bob.doc), b"\x03"), largest, strict=True):
        for client in range(largest[state]):
            room.receive(Guest(AT), awareness_message(client, 2, state), AT)
        guest, answered = Guest(AT), 0
        while payloads(effects := room.receive(guest, question, AT), Reply):
            answered += len(payloads(effects, Reply)[0])
        assert effects == [HangUp(TOO_MANY, "too much to answer")]
        assert LARGEST_TEXT < answered <= BYTES_A_MESSAGE * MESSAGES_AT_ONCE


def test_who_holds_a_key_for_long_is_not_sent_away() -> None:
    """T6: every 15 ms an update and a cursor."""
    room, guest, ada = Room(), Guest(AT), Writer()
    for number in range(2_000):
        at = AT + 15 * number
        for message in (update_message(ada.type("x")), awareness_message(7, number, "{}")):
            assert not any(isinstance(effect, HangUp) for effect in room.receive(guest, message, at)), number


def test_a_deletion_that_comes_before_its_words_is_kept() -> None:
    """T1: said by a client that comes back, to a process that has not read the words yet."""
    room, ada = Room(), Writer()
    words = ada.type("gone")
    (effect, keep) = room.receive(Guest(AT), b"\x00\x01" + sized(ada.edit(ada.body.clear)), AT)
    assert isinstance(keep, Keep)
    assert isinstance(effect, ToOthers)
    later = Room([keep.update])
    later.receive(Guest(AT), update_message(words), AT)
    assert later.text == ""


def test_an_update_that_waits_for_another_survives_compaction_and_reaches_newcomers() -> None:
    """pycrdt leaves what waits out of all that it hands out.  T1"""
    room, ada, bob = Room(), Writer(), Writer()
    first, second = ada.type("a"), ada.type("b")
    effects = room.receive(Guest(AT), update_message(second), AT)
    assert isinstance(effects[-1], Keep)
    for effect in room.receive(Guest(AT), step_1(bob.doc), AT):
        assert isinstance(effect, Reply)
        bob.take(effect.frame.payload)
    reloaded = Room([room.snapshot()])
    assert room.text == reloaded.text == bob.text == ""
    for one in (room, reloaded):
        one.receive(Guest(AT), update_message(first), AT)
        assert one.text == "ab"
        assert Room([one.snapshot()]).text == "ab"
    bob.take(update_message(first))
    assert bob.text == "ab"


def fill_with_what_waits_for_ever(room: Room) -> int:
    """By as many connections as it takes; the bytes that were taken."""
    kept, at = 0, AT
    for number in range(200):
        ada = Writer(number + 1)
        ada.type("missing")
        (effect, *_), at = room.receive(Guest(at), update_message(ada.type("x" * 20_000)), at), at + 1000
        if isinstance(effect, HangUp):
            assert effect.code == TOO_LARGE
            break
        kept += 20_000
    return kept


def test_updates_that_wait_for_ever_are_no_way_to_fill_the_store() -> None:
    """T5"""
    room = Room()
    assert LARGEST_EARLY * 0.9 < fill_with_what_waits_for_ever(room) <= LARGEST_EARLY
    assert len(room.snapshot()) < LARGEST_EARLY * 1.1


def test_who_fills_the_room_with_what_waits_for_ever_does_not_stop_the_partner() -> None:
    """T5: neither what is typed nor what was written offline, together with somebody else."""
    room, bob, cleo = Room(), Writer(), Writer()
    fill_with_what_waits_for_ever(room)
    for number in range(500):
        assert isinstance(room.receive(Guest(AT), update_message(bob.type("honest ")), AT)[-1], Keep), number
    cleo.doc.apply_update(bob.doc.get_update())
    cleo.type("offline ", at=3)
    bob.doc.apply_update(cleo.doc.get_update())
    bob.type("again ", at=6)
    assert isinstance(room.receive(Guest(AT), step_2(bob.doc), AT)[-1], Keep)
    assert room.text == bob.text
    assert Room([room.snapshot()]).text == bob.text


def test_history_that_nobody_needs_is_not_in_the_snapshot() -> None:
    room, guest, ada = Room(), Guest(AT), Writer()
    for number in range(500):
        room.receive(guest, update_message(ada.type("x" * 10)), AT + number * 1000)
        gone = ada.edit(ada.body.clear)
        room.receive(guest, update_message(gone), AT + number * 1000)
    assert len(room.snapshot()) < 100


def test_a_day_of_typing_and_deleting_leaves_next_to_nothing() -> None:
    """T5: 20,000 appends and deletes, one after the other, compact under 1 kB."""
    room, ada, at = Room(), Writer(), AT
    guest = Guest(at)
    for number in range(10_000):
        at += 100
        room.receive(guest, update_message(ada.type("word "[number % 5])), at)
        room.receive(guest, update_message(ada.edit(lambda: ada.body.__delitem__(slice(0, 1)))), at)
    assert len(room.snapshot()) < 1000


def test_hostile_frames_by_the_ten_thousand_leave_the_partner_alone() -> None:
    """T6: each ends its own connection or is a harmless edit; nothing piles up, and the partner writes on."""
    chance, room, bob = random.Random(20_000), Room(), Writer()
    honest = Guest(AT)
    evil = Writer(666)
    evil.type("evil")
    seeds = [update_message(evil.doc.get_update()), step_1(evil.doc), awareness_message(9, 1, '{"user":{}}'), b"\x03"]
    hung_up = 0
    for number in range(20_000):
        data = bytearray(chance.choice(seeds) if chance.random() < 0.8 else chance.randbytes(chance.randint(0, 40)))
        for _ in range(chance.randint(1, 3)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        hung_up += any(isinstance(effect, HangUp) for effect in room.receive(Guest(AT), bytes(data), AT + number))
        if number % 1000 == 0:
            effects = room.receive(honest, update_message(bob.type(f"[{number}]", at=0)), AT + number)
            assert isinstance(effects[-1], Keep)
    assert hung_up > 10_000
    assert all(f"[{number}]" in room.text for number in range(0, 20_000, 1000))
    assert len(room.snapshot()) < 400_000
    assert len(room._awareness.present(AT + 20_000)) <= MOST_CLIENTS


# -- awareness -------------------------------------------------------------------------------------------------------


def test_a_cursor_goes_to_everybody_its_sender_too() -> None:
    """y-websocket takes half a minute of silence for a lost connection."""
    room, guest = Room(), Guest(AT)
    message = awareness_message(7, 1, '{"user":{}}')
    assert [type(effect) for effect in room.receive(guest, message, AT)] == [ToAll, Pass]
    assert payloads(room.enter(AT), Reply)[1] == message
    assert payloads(room.receive(Guest(AT), b"\x03", AT), Reply) == [message]


def test_what_a_client_repeats_of_others_is_no_news_and_not_its_own() -> None:
    room, ada, bob = Room(), Guest(AT), Guest(AT)
    message = awareness_message(7, 1, "{}")
    room.receive(ada, message, AT)
    assert room.receive(bob, message, AT) == []
    assert room.leave(bob, AT) == []
    assert payloads(room.leave(ada, AT), ToAll) == [awareness_message(7, 2, "null")]
    assert len(room.enter(AT)) == 1


def test_nobody_is_shown_who_has_not_said_so_for_long() -> None:
    room = Room()
    room.hear(awareness_message(7, 1, "{}"), AT)
    assert len(room.enter(AT + OUTDATED_MS)) == 2
    assert len(room.enter(AT + OUTDATED_MS + 1)) == 1


def test_rooms_in_two_processes_tell_each_other_who_is_there() -> None:
    here, there = Room(), Room()
    here.receive(Guest(AT), awareness_message(7, 1, "{}"), AT)
    (answer,) = here.hear(there.ask_others(), AT)
    assert isinstance(answer, Pass)
    (message,) = passing(answer.states)
    assert payloads(there.hear(message, AT), ToAll) == [awareness_message(7, 1, "{}")]
    assert there.hear(message, AT) == []


def test_of_more_people_than_one_message_holds_the_other_rooms_hear_in_several() -> None:
    here, there = Room(), Room()
    for client in range(MOST_STATES + 1):
        here.receive(Guest(AT), awareness_message(client, 1, "{}"), AT)
    (answer,) = here.hear(there.ask_others(), AT)
    assert isinstance(answer, Pass)
    for message in passing(answer.states):
        there.hear(message, AT)
    assert there.hear(here.ask_others(), AT) == [answer]


def test_a_stored_update_that_is_none_is_found_at_loading() -> None:
    with pytest.raises(Malformed):
        Room([b"nonsense"])
