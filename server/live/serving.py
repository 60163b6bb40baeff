"""The live socket, served.

    serve_live(hubs, connection, workshop, viewer)

serves one accepted websocket until either side hangs up, and never raises for what the other end does.  The caller has
checked Origin and membership before `accept`: `viewer` is who the cookie says, a participant or a facilitator of this
workshop, and closes the connection when that is no longer so.
"""

import logging

from server.core.ids import WorkshopId
from server.live.audience import Client
from server.live.hub import Hub, UnknownWorkshop
from server.live.hubs import Hubs
from server.protocol.frames import TRY_LATER, UNKNOWN, Connection
from server.protocol.session import Close, Decide, Effect, Heard, Plan, Send, Session, Show, Take, Viewer
from server.store.ports import StoreError

log = logging.getLogger(__name__)


async def serve_live(hubs: Hubs, connection: Connection, workshop: WorkshopId, viewer: Viewer) -> None:
    """See the module."""
    session = Session(viewer, hubs.clock())
    client = Client(session, connection)

    def hear(data: str | bytes) -> None:
        for effect in session.receive(data, hubs.clock()):
            _perform(effect, hub, client)

    try:
        hub = await hubs.enter(workshop, client)
    except StoreError:
        connection.close(TRY_LATER, "the store can't be reached")
        return
    except UnknownWorkshop:
        connection.close(UNKNOWN, "no such workshop")
        return
    try:
        await connection.listen(hear)
    finally:
        hub.leave(client)


def _perform(effect: Effect, hub: Hub, client: Client) -> None:
    match effect:
        case Send(frame):
            client.peer.send(frame)
        case Decide(request, command, text):
            hub.requests.ask(client, request, command, text)
        case Plan(request, shown):
            hub.requests.draft(client, request, shown)
        case Take(request, revision):
            hub.requests.take(client, request, revision)
        case Heard():
            hub.heard(client)
        case Show(view):
            hub.audience.show_again(client, view)
        case Close(code, reason):
            client.peer.close(code, reason)
