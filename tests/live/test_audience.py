"""Who is reached by what is sent to some, and to everybody."""

import pytest

from server.core.commands import ByFacilitator, ByParticipant
from server.core.ids import FacilitatorId, PersonId
from server.live.audience import Audience, Client
from server.protocol.frames import Frame
from server.protocol.session import Session, Viewer
from tests.live.viewer import Browser

ADA, BOB, CLEO = PersonId("ada"), PersonId("bob"), PersonId("cleo")
WORD = Frame.json("word")


class Room:
    def __init__(self) -> None:
        self.audience = Audience()

    def enter(self, viewer: Viewer) -> tuple[Client, Browser]:
        browser = Browser()
        client = Client(Session(viewer, 0), browser)
        self.audience.add(client)
        return client, browser


@pytest.fixture
def room() -> Room:
    return Room()


def test_what_is_for_some_reaches_all_their_devices_and_nobody_else(room: Room) -> None:
    _, phone = room.enter(ByParticipant(ADA))
    _, laptop = room.enter(ByParticipant(ADA))
    _, bob = room.enter(ByParticipant(BOB))
    _, lead = room.enter(ByFacilitator(FacilitatorId("ada")))
    room.audience.send_to([ADA, CLEO], WORD)
    assert [len(browser.messages) for browser in (phone, laptop, bob, lead)] == [1, 1, 0, 0]
    room.audience.send(WORD)
    assert [len(browser.messages) for browser in (phone, laptop, bob, lead)] == [2, 2, 1, 1]


def test_who_has_left_is_reached_no_more_and_their_other_device_still_is(room: Room) -> None:
    client, phone = room.enter(ByParticipant(ADA))
    other, laptop = room.enter(ByParticipant(ADA))
    for _ in range(2):
        room.audience.remove(client)
    room.audience.send_to([ADA], WORD)
    assert (len(phone.messages), len(laptop.messages)) == (0, 1)
    room.audience.remove(other)
    room.audience.send_to([ADA], WORD)
    assert len(laptop.messages) == 1
