"""One live connection as a table: what comes in, what has to be done about it."""

import msgspec
import pytest

from server.core import commands as c
from server.core.ids import FacilitatorId, GroupId, PersonId, TextId, WorkshopId
from server.core.views.shapes import Room
from server.protocol import session as s
from server.protocol.frames import MALFORMED, TOO_MANY
from server.protocol.session import Close, Decide, Heard, Plan, Request, Send, Session, Show
from server.protocol.showing import Showing, next_showing

AT = 1_000_000
ADA = c.ByParticipant(PersonId("ada"))
LEAD = c.ByFacilitator(FacilitatorId("lead"))
ROOM = Room(WorkshopId("w"), "Title", "Lead", "de", "ABCD2345", 2, 0, "gathering", 1, 1)


def do(command: str, id: str = "1") -> str:
    return f'{{"t":"do","id":"{id}","command":{command}}}'


def answer(effect: s.Effect) -> dict[str, object]:
    assert isinstance(effect, Send)
    decoded: dict[str, object] = msgspec.json.decode(effect.frame.payload)
    return decoded


@pytest.mark.parametrize(
    ("viewer", "said", "effect"),
    [
        (ADA, '{"t":"sayHere","group":"r1g0"}', Decide(Request("1", "p:ada:1"), c.SayHere(GroupId("r1g0")))),
        (
            ADA,
            '{"t":"noteIdeaText","group":"r1g0","text":" a\\n  garden\\u0007\\u202e "}',
            Decide(Request("1", "p:ada:1"), c.NoteIdea(GroupId("r1g0"), TextId("p:ada:1")), "a garden"),
        ),
        (
            ADA,
            '{"t":"sitOut","person":"ada","sitsOut":true}',
            Decide(Request("1", "p:ada:1"), c.SitOut(PersonId("ada"), sits_out=True)),
        ),
        (
            LEAD,
            '{"t":"sitOut","person":"ada","sitsOut":true}',
            Decide(Request("1", "f:lead:1"), c.SitOut(PersonId("ada"), sits_out=True)),
        ),
        (
            LEAD,
            '{"t":"announceText","text":"Welcome!"}',
            Decide(Request("1", "f:lead:1"), c.Announce(TextId("f:lead:1")), "Welcome!"),
        ),
        (LEAD, '{"t":"draftGroups"}', Plan(Request("1", "f:lead:1"), None)),
        (LEAD, '{"t":"draftGroups","shown":4}', Plan(Request("1", "f:lead:1"), 4)),
        (LEAD, '{"t":"publishDraft","revision":3}', Decide(Request("1", "f:lead:1"), c.PublishDraft(3))),
    ],
)
def test_a_request_becomes_a_command(viewer: s.Viewer, said: str, effect: s.Effect) -> None:
    assert Session(viewer, AT).receive(do(said), AT) == [effect]


@pytest.mark.parametrize(
    ("viewer", "said", "code"),
    [
        (ADA, '{"t":"sitOut","person":"bob","sitsOut":true}', "not-allowed"),
        (ADA, '{"t":"removeParticipant","person":"bob"}', "not-allowed"),
        (ADA, '{"t":"draftGroups"}', "not-allowed"),
        (ADA, '{"t":"closeWorkshop"}', "not-allowed"),
        (ADA, '{"t":"announceText","text":"mine"}', "not-allowed"),
        (LEAD, '{"t":"sayHere","group":"r1g0"}', "not-allowed"),
        (LEAD, '{"t":"noteIdeaText","group":"r1g0","text":"x"}', "not-allowed"),
        (LEAD, '{"t":"announceText","text":""}', "bad-text"),
        (LEAD, '{"t":"announceText","text":" \\u0000 "}', "bad-text"),
        (LEAD, f'{{"t":"announceText","text":"{"x" * 201}"}}', "bad-text"),
        (ADA, '{"t":"noteIdeaText","group":"r1g0","text":"\\u200b"}', "bad-text"),
        (ADA, '{"t":"noteIdeaText","group":"r1g0","text":"\\u200d\\u0301"}', "bad-text"),
    ],
)
def test_what_a_role_may_not_ask_is_refused(viewer: s.Viewer, said: str, code: str) -> None:
    (effect,) = Session(viewer, AT).receive(do(said), AT)
    assert answer(effect)["t"] == "refused"
    assert answer(effect)["id"] == "1"
    assert answer(effect)["code"] == code


@pytest.mark.parametrize(
    "data",
    [
        "",
        "null",
        "{}",
        "[" * 100_000,
        '{"t":"nonsense"}',
        '{"t":"do"}',
        '{"t":"do","id":"","command":{"t":"sayHere","group":"g"}}',
        '{"t":"do","id":"a b","command":{"t":"sayHere","group":"g"}}',
        f'{{"t":"do","id":"{"x" * 65}","command":{{"t":"sayHere","group":"g"}}}}',
        '{"t":"do","id":"1","command":{"t":"joinWorkshop","person":"ada"}}',
        '{"t":"do","id":"1","command":{"t":"recordDraft"}}',
        '{"t":"do","id":"1","command":{"t":"tickStep","group":"g","step":"1","done":true}}',
        '{"t":"do","id":"1","command":{"t":"sayHere","group":"g","extra":1}}',
        '{"t":"do","id":"1","command":{"t":"sayHere","group":"\\ud800"}}',
        b"\xff\xfe",
        '{"t":"resync","view":"console"}',
    ],
)
def test_a_malformed_message_ends_the_connection(data: str | bytes) -> None:
    (effect,) = Session(ADA, AT).receive(data, AT)
    assert isinstance(effect, Close)
    assert effect.code == MALFORMED
    assert len(effect.reason.encode()) <= 123  # what a close frame holds


def test_too_many_messages_end_the_connection() -> None:
    session, beat = Session(ADA, AT), '{"t":"beat"}'
    for _ in range(s.MESSAGES_AT_ONCE):
        assert session.receive(beat, AT)[0] == Heard()
    assert session.receive(beat, AT) == [Close(TOO_MANY, "too many messages")]
    assert session.receive(beat, AT + 1000)[0] == Heard()


def test_a_beat_is_answered_with_the_clock() -> None:
    heard, sent = Session(ADA, AT).receive('{"t":"beat"}', AT + 5)
    assert heard == Heard()
    assert answer(sent) == {"t": "beat", "now": AT + 5}


def test_views_go_out_as_a_snapshot_then_as_patches() -> None:
    session = Session(ADA, AT)
    first = Showing("room", ROOM)
    assert session.show(first) is first.snapshot
    assert session.show(first) is None
    second = next_showing("room", msgspec.structs.replace(ROOM, joined=2), first)
    assert session.show(second) is second.patch
    assert msgspec.json.decode(second.patch.payload) == {
        "t": "patch",
        "view": "room",
        "base": 1,
        "version": 2,
        "patch": {"joined": 2},
    }
    fourth = next_showing("room", ROOM, next_showing("room", msgspec.structs.replace(ROOM, joined=3), second))
    assert session.show(fourth) is fourth.snapshot  # it has never seen the third


def test_everybody_gets_the_same_bytes() -> None:
    before = Showing("room", ROOM)
    after = next_showing("room", msgspec.structs.replace(ROOM, present=0), before)
    frames = []
    for _ in range(3):
        session = Session(ADA, AT)
        session.show(before)
        frames.append(session.show(after))
    assert frames[0] is frames[1] is frames[2]
    assert frames[0] is not None
    assert frames[0].wire is frames[0].wire


def test_a_resync_shows_the_view_whole() -> None:
    session, showing = Session(ADA, AT), Showing("room", ROOM)
    session.show(showing)
    assert session.receive('{"t":"resync","view":"room"}', AT) == [Show("room")]
    assert session.show(showing) is showing.snapshot


def test_a_view_that_looks_the_same_is_no_news() -> None:
    before = Showing("room", ROOM)
    assert next_showing("room", msgspec.structs.replace(ROOM, joined=1), before) is before
