"""The schema says what goes over the wire, in a form that generators take."""

import json

import msgspec

from server.protocol.messages import Done
from server.protocol.schema import encoded, live_schema


def test_every_reference_leads_somewhere() -> None:
    text = encoded().decode()
    schema = json.loads(text)
    for name in {part.split('"')[0] for part in text.split("#/$defs/")[1:]}:
        assert name in schema["$defs"], name
    assert "discriminator" not in text


def test_both_directions_and_the_shared_bodies_are_there() -> None:
    defs = live_schema()["$defs"]
    assert {"ClientMessage", "ServerMessage", "Room", "Seat", "Console", "Profile", "Offer", "Reflection"} <= set(defs)
    assert msgspec.json.decode(msgspec.json.encode(Done("1", 2))).keys() == defs["Done"]["properties"].keys()


def test_the_caller_adds_types() -> None:
    class Extra(msgspec.Struct):
        word: str

    assert "Extra" in live_schema([Extra])["$defs"]
    assert encoded([Extra]) == encoded([Extra])
