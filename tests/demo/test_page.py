"""What simulated participants write is what an editor would send."""

from itertools import zip_longest

from server.demo.page import Page
from server.store.paper import paper_of
from server.workspace.room import Guest, HangUp, Room
from server.workspace.updates import look_through
from tests.workspace.wire import update_message


def test_two_who_type_at_once_fill_a_line_each_and_an_idea_is_one_of_them() -> None:
    one, other = Page(), Page()
    lines = ("Das Schwierige ist das Weglassen – für uns.", "Wer liest das eigentlich, und wann?")
    said: list[bytes] = []
    for mine, theirs in zip_longest(one.type(lines[0]), other.type(lines[1])):
        for update, reader in ((mine, other), (theirs, one)):
            if update:
                reader.document.apply_update(update)
                said.append(update)
    assert one.text == other.text
    assert sorted(one.text.split()) == sorted(" ".join(lines).split())
    assert set(one.text.splitlines()) == {"", *lines}
    said += [one.mark("a"), other.mark("b")]
    assert set(paper_of(said).ideas) == set(lines)
    assert other.ideas == 1


def test_a_room_takes_what_they_send() -> None:
    page, room = Page(), Room()
    for update in (*page.type("Ein Satz, mehr nicht."), page.mark("a")):
        look_through(update)
        effects = room.receive(Guest(0), update_message(update), 0)
        assert not any(isinstance(effect, HangUp) for effect in effects)
    assert room.marked == 1
    assert room.text == "\nEin Satz, mehr nicht."
