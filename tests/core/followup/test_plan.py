"""What a close owes to whom."""

from types import SimpleNamespace

import pytest

from server.core import commands as c
from server.core.followup.daytime import DAY_MS, HOUR_MS
from server.core.followup.exchange import Opened
from server.core.followup.plan import (
    LATER_MS,
    Key,
    Owed,
    Reachable,
    after_close,
    after_reveal,
    groups_of,
    groups_of_each,
    held,
    owed_again,
    parse,
)
from server.core.groups import company
from server.core.ids import GroupId, PersonId
from server.text.calendar import zone
from tests.core.story import LEAD, Story, person

BERLIN = zone("Europe/Berlin")
A, B, C, D = (PersonId(p) for p in "abcd")


def story() -> Story:
    told = Story()
    told.now = 20_000 * 24 * HOUR_MS
    told.join("a", "b", "c", "d")
    told.publish("ab", unplaced="cd")
    return told


def close(told: Story) -> Story:
    told.send(c.CloseWorkshop(), LEAD)
    return told


def owed(told: Story, *people: PersonId, after_h: int = 0) -> list[str]:
    reachable = {p: Reachable(f"at-{p}", BERLIN, proven=p != D) for p in people}
    return [str(line.key) for line in after_close(told.workshop, reachable, told.now + after_h * HOUR_MS)]


def test_everyone_who_was_in_a_group_and_has_an_address_is_owed_a_mail_and_a_nudge() -> None:
    assert owed(close(story()), A, C) == ["after:a:at-a", "nudge:a"]


def test_m2_where_nobody_has_proven_the_address_the_first_mail_asks_for_the_click() -> None:
    assert owed(close(story()), D) == []
    told = Story()
    told.join("a", "d")
    told.publish("ad")
    assert owed(close(told), D) == ["confirm:d:at-d", "after:d:at-d", "nudge:d"]


def test_an_open_workshop_owes_nothing() -> None:
    assert owed(story(), A) == []


def test_who_left_the_workshop_is_owed_nothing() -> None:
    told = story()
    told.send(c.RemoveParticipant(A), LEAD)
    assert owed(close(told), A, B) == ["after:b:at-b", "nudge:b"], "who stayed did sit with somebody"


def test_w8_leaving_the_group_early_changes_nothing_about_what_is_owed() -> None:
    told = story()
    told.send(c.LeaveGroup(GroupId("r1g0")), person("a"))
    assert owed(close(told), A, B) == ["after:a:at-a", "nudge:a", "after:b:at-b", "nudge:b"]


def test_w8_who_sat_in_two_groups_of_a_round_has_both_the_one_they_stayed_in_last() -> None:
    told = Story()
    told.join("a", "b", "c", "d")
    told.publish("ab", "cd")
    first, second = GroupId("r1g0"), GroupId("r1g1")
    told.send(c.LeaveGroup(second), person("d"))
    told.send(c.TakePlace(first), person("c"))
    assert [(r.number, g.id) for r, g in groups_of(told.workshop, C)] == [(1, second), (1, first)]
    assert company(told.workshop.rounds[0].groups[second]) == (D, C)


def test_w8_asked_for_everybody_at_once_it_is_the_same() -> None:
    told = Story()
    told.join("a", "b", "c", "d", "e")
    told.publish("ab", "cd", unplaced="e")
    told.send(c.LeaveGroup(GroupId("r1g1")), person("d"))
    told.send(c.TakePlace(GroupId("r1g0")), person("c"))
    told.send(c.EndRound(1), LEAD)
    told.publish("ac", "bd", unplaced="e")
    asked = {p: groups_of(told.workshop, p) for p in told.workshop.participants}
    assert groups_of_each(told.workshop) == {p: groups for p, groups in asked.items() if groups}
    assert len(asked[C]) == 3


def test_who_was_never_placed_has_no_group() -> None:
    assert groups_of(close(story()).workshop, C) == ()


def test_nobody_gets_a_nudge_too_late() -> None:
    told = close(story())
    assert owed(told, A, after_h=47) == ["after:a:at-a", "nudge:a"]
    assert owed(told, A, after_h=48) == ["after:a:at-a"]


def test_a_reveal_owes_one_mail_to_each() -> None:
    later = [f"later:{who} {9 + LATER_MS}" for who in "ab"]
    told = [f"{line.key} {line.due_at}" for line in after_reveal(A, B, Opened(9, {}), 11)]
    assert told == ["opened:a:b 11", "opened:b:a 11", *later]
    told = [f"{line.key} {line.due_at}" for line in after_reveal(A, B, Opened(9, {}, date=99), 12)]
    assert told == ["opened:a:b 12", "opened:b:a 12", "coffee:a:b 12", "coffee:b:a 12", *later]


@pytest.mark.parametrize(
    "key", [Key("confirm", A, mark="x"), Key("after", A, mark="x"), Key("nudge", B), Key("opened", C, D)]
)
def test_keys_are_read_back(key: Key) -> None:
    assert parse(str(key)) == key


@pytest.mark.parametrize("key", ["", "after", "after:", "opened:a", "opened:a:b:c", "other:a", "after:a", "nudge:a:b"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="no ledger key"):
        parse(key)


def test_held_are_the_persons_own_and_those_to_the_same_address_that_wait_for_the_click() -> None:
    lines = [
        SimpleNamespace(key="opened:a:b", state="queued", reason="unconfirmed"),
        SimpleNamespace(key="opened:b:a", state="queued", reason="unconfirmed"),
        SimpleNamespace(key="opened:a:c", state="sent", reason="unconfirmed"),
        SimpleNamespace(key="nudge:a", state="queued", reason=""),
        SimpleNamespace(key="after:c:mine", state="queued", reason="unconfirmed"),
        SimpleNamespace(key="after:d:theirs", state="queued", reason="unconfirmed"),
    ]
    assert held(lines, A, "mine") == ("opened:a:b", "after:c:mine"), "the address was typed into c's seat as well"


def test_m10_owed_again_is_what_was_dropped_for_a_reason_that_has_ended_and_has_its_day_still() -> None:
    def dropped(key: str, reason: str = "unsubscribed", due_at: int = 0, state: str = "dropped") -> SimpleNamespace:
        return SimpleNamespace(key=key, state=state, reason=reason, due_at=due_at)

    at = 7 * DAY_MS
    lines = [
        dropped("opened:a:b"),
        dropped("coffee:a:b", "refused"),
        dropped("later:a", due_at=at + 5),
        dropped("later:c", due_at=at - DAY_MS - 1),  # too late to ask
        dropped("opened:b:a"),  # still wants none
        dropped("opened:a:c", "sealed"),
        dropped("opened:a:d", "", state="sent"),
        dropped("nudge:a"),  # a close owes it
    ]
    assert owed_again(lines, {A, C}, at) == (
        Owed(Key("opened", A, B), at),
        Owed(Key("coffee", A, B), at),
        Owed(Key("later", A), at + 5),
    )
