"""The demo's workshop: the one that was open last, or a new one."""

import secrets
import time

from msgspec import Struct

from server.core.commands import ByFacilitator, CreateWorkshop
from server.core.decide import decide
from server.core.evolve import replay
from server.core.ids import FacilitatorId, PlaceId, TaskId, WorkshopId
from server.core.people import Brochure, PlaceName, TaskText
from server.core.state import Closed, Design, Language, Place, Task
from server.demo.keys import Keys
from server.http.codes import mint
from server.store.store import Store, open_store

ADDRESS = "facilitator@demo.example"


class Scene(Struct, frozen=True):
    """The words of the workshop."""

    title: str
    tables: tuple[str, ...]
    task: TaskText


SCENES: dict[Language, Scene] = {
    "de": Scene(
        "Gemeinsam schreiben",
        ("Fenster", "Ofen", "Regal", "Tür", "Garten", "Treppe"),
        TaskText(
            id=TaskId("t1"),
            title="Ein Brief, der ankommt",
            brief=(
                "Denkt an **einen Menschen**, dem ihr beide gern etwas erklären würdet. Schreibt ihm zusammen einen "
                "Brief von höchstens zwölf Zeilen: so, dass er danach etwas *tut*.\n\nEs geht nicht um schöne Sätze. "
                "Es geht darum, was ihr weglasst."
            ),
            steps=(
                "Sagt euch in einem Satz, woran ihr gerade arbeitet",
                "Einigt euch auf einen Menschen und eine Sache",
                "Schreibt zusammen den Brief",
                "Streicht ein Drittel",
            ),
            starter="# Unser Brief\n\nAn: \n\n",
        ),
    ),
    "en": Scene(
        "Writing together",
        ("Window", "Stove", "Shelf", "Door", "Garden", "Stairs"),
        TaskText(
            id=TaskId("t1"),
            title="A letter that arrives",
            brief=(
                "Think of **one person** to whom you would both like to explain something. Write them a letter "
                "together, twelve lines at most, after which they *do* something.\n\nFine sentences don’t matter. "
                "What you leave out does."
            ),
            steps=(
                "Tell each other in one sentence what you are working on",
                "Agree on one person and one thing",
                "Write the letter together",
                "Strike out a third",
            ),
            starter="# Our letter\n\nTo: \n\n",
        ),
    ),
}


async def prepare(redis_url: str, language: Language) -> tuple[Keys, str]:
    """A signed-in facilitator with a workshop, and its join code."""
    async with await open_store(redis_url, now_ms) as store:
        facilitator = await store.facilitators.by_address(ADDRESS)
        session = await store.facilitators.open_session(facilitator, now_ms())
        workshop, code = await open_workshop(store, facilitator, now_ms(), language)
        return Keys(session, secrets.token_urlsafe(16), workshop), code


def now_ms() -> int:
    return time.time_ns() // 1_000_000


async def open_workshop(
    store: Store, facilitator: FacilitatorId, at: int, language: Language
) -> tuple[WorkshopId, str]:
    """The workshop and its join code; a new one is in this language."""
    for known in await store.facilitators.workshops(facilitator):
        state = replay((entry.events, entry.at) for entry in await store.log.read(known))
        code = await store.workshops.code(known)
        if state and code and not isinstance(state.phase, Closed):
            return known, code
    return await _new(store, facilitator, at, SCENES[language], language)


async def _new(
    store: Store, facilitator: FacilitatorId, at: int, scene: Scene, language: Language
) -> tuple[WorkshopId, str]:
    workshop = WorkshopId(secrets.token_hex(8))
    places = tuple(Place(PlaceId(f"p{n}")) for n, _ in enumerate(scene.tables))
    design = Design(language, rounds=3, places=places, tasks=(Task(scene.task.id, len(scene.task.steps), minutes=15),))
    names = tuple(PlaceName(place.id, name) for place, name in zip(places, scene.tables, strict=True))
    code = mint()
    while not await store.workshops.claim_code(code, workshop):
        code = mint()
    await store.workshops.put_brochure(workshop, Brochure(scene.title, "Lea", (scene.task,), names))
    command = CreateWorkshop(workshop, design)
    events = decide(None, command, ByFacilitator(facilitator), at)
    await store.log.append(workshop, 0, f"demo:{workshop}", at, events)
    await store.facilitators.add_workshop(facilitator, workshop, at)
    return workshop, code
