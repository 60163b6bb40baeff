"""JSON Schema of the live socket, both directions, and of what HTTP bodies share with it: `/schema/live.json`.

The caller names further roots.  `python -m server.live.schema OUT.json` writes it for TypeScript's generator.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from server.core.followup.exchange import Offer
from server.core.people import Profile, Reflection
from server.core.views.shapes import Console, Room, Seat
from server.protocol.messages import ClientMessage, ServerMessage

SHARED: tuple[type, ...] = (Profile, Reflection, Offer)
"""HTTP bodies that consist of the core's own structs."""


DESCRIPTION = """\
/live/{workshop}: JSON text frames. `t` names the kind; snapshots hold one of the views. The kind `signal` is \
reserved, in both directions, for setting up calls within a group; for now it is refused like any unknown kind.

/workspace/{workshop}/{group}: the group's shared text, a Y.Text named `text`, in the binary protocol of npm \
`y-websocket`: `new WebsocketProvider("wss://HOST/workspace/{workshop}", "{group}", doc)`. What of it is durable is \
said on the live socket (`documentSaved`). A connection that is closed with 4400 to 4499 should not come back by \
itself, but for 4408 and 4429, after a pause: 4400 malformed, 4401 not a member any more, 4408 too slow, 4413 the text \
is full (1009: a single message is larger than a text may be), 4429 too many messages.

Both sockets take the cookies that joining or signing in has set, and an `Origin` that is the server's own; outside a \
browser both are headers of the handshake."""


def live_schema(more: Iterable[type] = ()) -> dict[str, Any]:
    """One schema with everything under `$defs`.  What has a default may be missing on the wire.

    msgspec adds `discriminator`, which JSON Schema does not know and generators stumble over; `t` is a constant anyway.
    """
    named = (Room, Seat, Console, *SHARED, *more)
    roots, parts = msgspec.json.schema_components((ClientMessage, ServerMessage, *named), ref_template="#/$defs/{name}")
    defs = {**parts, "ClientMessage": roots[0], "ServerMessage": roots[1]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "/schema/live.json",
        "title": "Live",
        "description": DESCRIPTION,
        "type": "object",
        "properties": {
            "client": {"$ref": "#/$defs/ClientMessage"},
            "server": {"$ref": "#/$defs/ServerMessage"},
            "views": {
                "type": "object",
                "properties": {
                    kind.__name__.lower(): {"$ref": f"#/$defs/{kind.__name__}"} for kind in (Room, Seat, Console)
                },
            },
        },
        "$defs": {name: _without_discriminator(part) for name, part in sorted(defs.items())},
    }


def encoded(more: Iterable[type] = ()) -> bytes:
    """The same bytes for the same schema, so that 'current' is a comparison."""
    return msgspec.json.format(msgspec.json.encode(live_schema(more)), indent=2) + b"\n"


def _without_discriminator(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _without_discriminator(value) for name, value in part.items() if name != "discriminator"}
    return [_without_discriminator(item) for item in part] if isinstance(part, list) else part
