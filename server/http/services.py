"""What the handlers work with, made once in server/app.py; and the two things every handler asks of a request."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Literal, cast

from litestar.connection import ASGIConnection
from msgspec import Struct

from server.core.ids import WorkshopId
from server.core.state import Language, Workshop
from server.core.views.shapes import Surroundings
from server.http.assets import Assets
from server.http.limits import Limits, network_of
from server.http.problems import NotFound
from server.live.hubs import Hubs
from server.settings import Settings
from server.store.journal import Journal
from server.store.keys import proper
from server.store.store import Store
from server.workspace.rooms import Rooms

Connection = ASGIConnection[Any, Any, Any, Any]


class Services(Struct, frozen=True):
    settings: Settings
    store: Store
    hubs: Hubs
    rooms: Rooms
    limits: Limits
    assets: Assets
    clock: Callable[[], int]
    """Milliseconds since the epoch."""
    journal: Journal | None = None
    """Where erasures are noted; None only where there are no backups, in tests."""
    ask_again_s: float = 20.0
    """How long at most somebody still reads along on an open socket who may not any more."""

    async def workshop(self, workshop: str) -> Workshop:
        """Raises NotFound."""
        state = await self.hubs.state(WorkshopId(workshop)) if proper(workshop) else None
        if state is None:
            raise NotFound
        return state

    async def around(self, workshop: WorkshopId) -> Surroundings:
        """What views need of a workshop beside its log.  Raises NotFound."""
        workshops = self.store.workshops
        brochure = await workshops.brochure(workshop)
        if brochure is None:
            raise NotFound
        texts, profiles = await workshops.texts(workshop), await self.store.people.profiles(workshop)
        return Surroundings(brochure, "", profiles, texts)


def services_of(connection: Connection) -> Services:
    return cast("Services", connection.app.state["services"])


def tried_from(connection: Connection) -> tuple[str, str]:
    """The network and the browser that somebody tries from, the latter as a short hash."""
    told = "\n".join(connection.headers.get(name, "") for name in ("user-agent", "accept-language"))
    return network_of(connection.client.host if connection.client else None), sha256(told.encode()).hexdigest()[:16]


LANGUAGES: tuple[Language, ...] = ("de", "en")
LANGUAGE_COOKIE = "gespann-lang"


def language_of(connection: Connection, workshop: Language | None = None) -> Language:
    """What was chosen here (`?lang=`, then the cookie), the workshop's, what the browser prefers, English."""
    for chosen in (connection.query_params.get("lang"), connection.cookies.get(LANGUAGE_COOKIE), workshop):
        if chosen in LANGUAGES:
            return cast("Language", chosen)
    return preferred(connection.headers.get("accept-language", ""))


def preferred(header: str) -> Language:
    """The one of our languages that an Accept-Language header ranks first."""
    ranks: dict[str, float] = {}
    for part in header[:500].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            rank = float(weight or 1)
        except ValueError:
            continue
        spelled = tag.partition("-")[0].lower()
        ranks[spelled] = max(rank, ranks.get(spelled, 0))
    best: Literal["de", "en"] = "de" if ranks.get("de", 0) > ranks.get("en", ranks.get("*", 0) / 2) else "en"
    return best
