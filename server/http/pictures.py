"""Pictures of tasks: uploaded by a facilitator, shown to the people of the workshop, from this origin alone."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from server.core.ids import FacilitatorId, PictureId
from server.core.people import TaskPicture
from server.http import words
from server.http.guards import INSIDERS, Member, SignedIn, leads
from server.http.problems import BadField, BadPicture, NotFound
from server.http.reencode import LARGEST_UPLOAD, Refused, reencode
from server.http.services import Services
from server.http.signin import Form
from server.store.ports import Picture
from server.store.tokens import new_id

ALT = 200
OF_A_TASK, OF_A_WORKSHOP = 3, 12
KEEP = "private, max-age=86400, immutable"


class NewPicture(Form, frozen=True):
    """One that this facilitator has uploaded within the day."""

    id: PictureId
    alt: str
    """What is to be seen, for who can't see it."""


class Uploaded(Struct, frozen=True):
    """Pixels, after the picture was made smaller where it was large."""

    id: PictureId
    width: int
    height: int


@post("/api/pictures", status_code=201, request_max_body_size=LARGEST_UPLOAD)
async def upload(
    request: Request[Any, Any, Any], facilitator: NamedDependency[SignedIn], services: NamedDependency[Services]
) -> Uploaded:
    """The body is a PNG, JPEG or WebP; it is written anew, without what cameras note beside the picture.  Raises
    BadPicture, TooLarge, TooManyRequests."""
    await services.limits.picture(facilitator.id)
    try:
        async with services.limits.uploads:
            data = await request.body()
            async with services.limits.decoding:
                made = await asyncio.to_thread(reencode, data)
    except Refused as refused:
        raise BadPicture(reason=refused.fault) from None
    id_ = PictureId(new_id())
    await services.store.pictures.upload(facilitator.id, id_, Picture(made.data, made.width, made.height))
    return Uploaded(id_, made.width, made.height)


@get("/api/pictures/{picture:str}", media_type="image/webp")
async def mine(
    picture: FromPath[str], facilitator: NamedDependency[SignedIn], services: NamedDependency[Services]
) -> Response[bytes]:
    """What I have uploaded within the day."""
    found = await services.store.pictures.uploaded(facilitator.id, PictureId(picture))
    return _answer(found.data if found else None)


@get("/api/workshops/{workshop:str}/pictures/{picture:str}", media_type="image/webp")
async def for_facilitators(
    request: Request[Any, Any, Any],
    workshop: FromPath[str],
    picture: FromPath[str],
    services: NamedDependency[Services],
) -> Response[bytes]:
    """A picture of a task; or one that I have just uploaded for a task of it."""
    who, state = await leads(request, workshop)
    kept = await services.store.pictures.kept(state.id, PictureId(picture))
    mine = None if kept else await services.store.pictures.uploaded(who.id, PictureId(picture))
    return _answer(mine.data if mine else kept)


@get("/pictures/{picture:str}", media_type="image/webp", dependencies=INSIDERS)
async def for_participants(
    picture: FromPath[str], my: NamedDependency[Member], services: NamedDependency[Services]
) -> Response[bytes]:
    """A picture of a task.  Raises NotAMember."""
    return _answer(await services.store.pictures.kept(my.workshop, PictureId(picture)))


def _answer(data: bytes | None) -> Response[bytes]:
    if data is None:
        raise NotFound
    return Response(data, media_type="image/webp", headers={"cache-control": KEEP})


def described(new: Sequence[NewPicture], field: str, there: Mapping[PictureId, Picture]) -> tuple[TaskPicture, ...]:
    """Raises BadField."""
    if len(new) > OF_A_TASK:
        raise BadField(field=field, reason="range", least=0, most=OF_A_TASK)
    found = []
    for number, each in enumerate(new):
        picture = there.get(each.id)
        if picture is None:
            raise BadField(field=f"{field}.{number}", reason="gone")
        alt = words.needed(each.alt, f"{field}.{number}.alt", ALT)
        found.append(TaskPicture(each.id, alt, picture.width, picture.height))
    return tuple(found)


async def uploaded(services: Services, by: FacilitatorId, wanted: Sequence[NewPicture]) -> dict[PictureId, Picture]:
    """Those of them that are still there.  Raises BadField if they are too many."""
    if len(wanted) > OF_A_WORKSHOP:
        raise BadField(field="tasks", reason="pictures", most=OF_A_WORKSHOP)
    found: dict[PictureId, Picture] = {}
    for each in wanted:
        picture = await services.store.pictures.uploaded(by, each.id)
        if picture is not None:
            found[each.id] = picture
    return found


MINE = [for_participants]
HANDLERS = [upload, mine, for_facilitators]
