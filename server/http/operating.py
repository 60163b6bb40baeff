"""The operator's page: is anything stuck, what failed, try it again.  Nobody's name is on it (rule E10)."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Struct

from server.http.guards import signed_in
from server.http.pages import Page, address_of, shell
from server.http.problems import NotAdmitted
from server.http.services import Services, services_of
from server.http.signin import Form
from server.store import operating
from server.store.operating import Overview

Operating = Request[Any, Any, Any]


class Retry(Form, frozen=True):
    """Which failed mails, by kind."""

    kind: str


class Retried(Struct, frozen=True):
    count: int


async def operates(request: Operating) -> None:
    """Raises NotSignedIn; NotAdmitted for who is not named in GESPANN_OPERATORS."""
    who, services = await signed_in(request), services_of(request)
    if not services.settings.operates(await services.store.facilitators.address(who.id) or ""):
        raise NotAdmitted


@get("/operator", include_in_schema=False)
async def page(request: Operating) -> Page:
    """Who may see it, its API decides."""
    return shell(request, "console", operator=True, address=await address_of(request))


@get("/api/operator")
async def overview(request: Operating, services: NamedDependency[Services]) -> Overview:
    """The queue, the mails by state, the failures by kind."""
    await operates(request)
    return await operating.overview(services.store, services.clock())


@post("/api/operator/retry", status_code=200)
async def retry(request: Operating, data: JSONBody[Retry], services: NamedDependency[Services]) -> Retried:
    """Tries again what failed of this kind."""
    await operates(request)
    return Retried(await operating.retry(services.store, data.kind, services.clock()))


HANDLERS = [page, overview, retry]
