"""The two websockets.  Origin (the guard of every route) and membership are checked before `accept`: a foreign page,
and who is no member, never get a connection; the browser sees a refused handshake.

An open socket would survive a sign-out, a removal, a change of table: so membership is asked again while it is open.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Literal

from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from server.core.commands import ByFacilitator, ByParticipant
from server.core.groups import company
from server.core.ids import GroupId, PersonId, WorkshopId
from server.core.state import Round
from server.http.guards import Member, is_in, leads, seated
from server.http.problems import NoSeat, NotAMember, Problem
from server.http.services import Services
from server.live.peers import connect
from server.live.serving import serve_live
from server.protocol.frames import BROKEN, NOT_SIGNED_IN, Connection
from server.store.ports import StoreError
from server.workspace.rooms import serve_workspace

log = logging.getLogger(__name__)

Socket = WebSocket[Any, Any, Any]


@websocket("/live/{workshop:str}")
async def live(
    socket: Socket,
    workshop: FromPath[str],
    services: NamedDependency[Services],
    role: FromQuery[Literal["participant", "facilitator"]] = "participant",
) -> None:
    """Views, patches and commands (/schema/live.json), for a seat's cookie or a facilitator's session."""

    async def viewer() -> ByFacilitator | ByParticipant:
        if role == "facilitator":
            return ByFacilitator((await leads(socket, workshop))[0].id)
        return ByParticipant((await _seat(socket, services, workshop)).person)

    who = await viewer()
    async with _accepted(socket, services, viewer, who.id) as connection:
        await serve_live(services.hubs, connection, WorkshopId(workshop), who)


@websocket("/workspace/{workshop:str}/{group:str}")
async def workspace(
    socket: Socket, workshop: FromPath[str], group: FromPath[str], services: NamedDependency[Services]
) -> None:
    """The shared text of one's own group, in y-websocket's protocol."""

    async def member() -> tuple[PersonId, Round]:
        me = await _seat(socket, services, workshop)
        state = await services.workshop(workshop)
        for round_ in state.rounds if is_in(state, me.person) else ():
            mine = round_.groups.get(GroupId(group))
            if mine is None:
                continue
            # who left early may still hand in, after the round, what was typed without a connection
            welcome = mine.members if round_.ended_at is None else company(mine)
            if me.person in welcome:
                return me.person, round_
        raise NotAMember

    person, round_ = await member()
    brochure = await services.store.workshops.brochure(WorkshopId(workshop))
    starters = {task.id: task.starter for task in brochure.tasks} if brochure else {}
    async with _accepted(socket, services, member, person) as connection:
        starter = starters.get(round_.task.id, "")
        await serve_workspace(services.rooms, connection, WorkshopId(workshop), GroupId(group), person, starter)


async def _seat(socket: Socket, services: Services, workshop: str) -> Member:
    """Raises NoSeat."""
    me = await seated(socket, workshop)
    if me is None or me.person not in (await services.workshop(workshop)).participants:
        raise NoSeat
    return me


@asynccontextmanager
async def _accepted(
    socket: Socket, services: Services, admitted: Callable[[], Awaitable[object]], who: str
) -> AsyncIterator[Connection]:
    """The open connection; it is closed when `admitted` raises a Problem later on.  Raises TooManyRequests."""
    with services.limits.socket(who):
        await socket.accept()
        connection = connect(socket.scope, socket.receive, socket.send)
        watching = asyncio.create_task(_watch(services, connection, admitted), name="still a member")
        try:
            yield connection
        finally:
            watching.cancel()


async def _watch(services: Services, connection: Connection, admitted: Callable[[], Awaitable[object]]) -> None:
    while True:
        await asyncio.sleep(services.ask_again_s)
        try:
            await admitted()
        except Problem:
            connection.close(NOT_SIGNED_IN, "not a member any more")
            return
        except StoreError:
            continue  # a store that is away signs nobody out
        except Exception:  # who can't be asked any more must not read on for that
            log.exception("whether somebody is still a member can't be told")
            connection.close(BROKEN, "membership can't be told")
            return


HANDLERS = [live, workspace]
