"""The facilitator's workshops: make one, list them, invite a second facilitator."""

import asyncio
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Literal

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct, structs

from server.core.commands import AddFacilitator, ByFacilitator, CreateWorkshop
from server.core.errands import SendInvitation
from server.core.ids import PictureId, PlaceId, SeriesId, TaskId, WorkshopId
from server.core.pairing.instance import Weights
from server.core.pairing.rules import LARGEST_GROUP
from server.core.people import Brochure, PlaceName, TaskText
from server.core.state import Design, Language, Place, Task
from server.core.views.common import phase_name
from server.core.views.shapes import PhaseName
from server.http import codes, words
from server.http.guards import SignedIn, leads
from server.http.pictures import NewPicture, described, uploaded
from server.http.problems import BadField, NotAdmitted, NotFound
from server.http.publicly import joined, qr
from server.http.series import opened
from server.http.services import Services, tried_from
from server.http.signin import Form, FormKey
from server.store.ports import Picture

Facilitating = Request[Any, Any, Any]

ROUNDS, TASKS, STEPS, PLACES, MINUTES = 12, 24, 20, 300, 240
TITLE, NAME, BRIEF, STEP, STARTER, ROLE = 120, 60, 5000, 200, 10_000, 60
ROLES, PROMPTS = 8, 8


class NewPlace(Form, frozen=True):
    """A table of the room, or apart."""

    name: str
    remote: bool = False


class NewTask(Form, frozen=True):
    """One round's work; `brief` and `starter` are Markdown."""

    title: str
    minutes: int
    brief: str = ""
    steps: tuple[str, ...] = ()
    starter: str = ""
    roles: tuple[str, ...] = ()
    """In the order in which members take them, from the first speaker on."""
    think_s: int = 0
    """Seconds alone at the beginning, 60 to 120; or 0."""
    prompts: tuple[str, ...] = ()
    """What may help a group that is stuck; without any, pages have their own."""
    pictures: tuple[NewPicture, ...] = ()


class NewWeights(Form, frozen=True):
    """What counts in pairing, in parts of 100."""

    experience: int = 30
    experience_mode: Literal["mix", "similar"] = "mix"
    interests: int = 30
    skills: int = 30
    employer: int = 10


class NewWorkshop(Form, frozen=True):
    """What a facilitator writes down beforehand.  Round n uses task (n - 1) mod the number of tasks."""

    title: str
    facilitator: str
    language: Language
    rounds: int
    places: tuple[NewPlace, ...]
    tasks: tuple[NewTask, ...]
    weights: NewWeights | None = None
    size: int = 2
    """People per group: 2 for pairs, 3 to 8 for tables of about so many."""
    series: str = ""
    """One of the facilitator's."""
    new_series: str = ""
    """The name of a new one instead."""
    key: FormKey | None = None
    """Leads to the workshop: sent again, nothing is made a second time (rule W9)."""


class Invited(Form, frozen=True):
    """A second facilitator."""

    address: str


class Made(Struct, frozen=True, rename="camel"):
    """The workshop's id, and the code that people join by."""

    workshop: WorkshopId
    code: str


class WorkshopLine(Struct, frozen=True, rename="camel"):
    """One line of the facilitator's list."""

    workshop: WorkshopId
    title: str
    code: str
    phase: PhaseName
    joined: int
    created_at: int


@get("/api/workshops")
async def mine(facilitator: NamedDependency[SignedIn], services: NamedDependency[Services]) -> list[WorkshopLine]:
    """The facilitator's workshops, newest first."""
    ids = await services.store.facilitators.workshops(facilitator.id)
    lines = await asyncio.gather(*(_line(services, id_) for id_ in ids))
    return [line for line in lines if line is not None]


async def _line(services: Services, workshop: WorkshopId) -> WorkshopLine | None:
    """None once it was deleted, or if its making was interrupted."""
    state, brochure, code = await asyncio.gather(
        services.hubs.state(workshop),
        services.store.workshops.brochure(workshop),
        services.store.workshops.code(workshop),
    )
    if state is None or brochure is None or code is None:
        return None
    return WorkshopLine(workshop, brochure.title, codes.show(code), phase_name(state), joined(state), state.created_at)


@post("/api/workshops", status_code=201)
async def make(
    data: JSONBody[NewWorkshop], facilitator: NamedDependency[SignedIn], services: NamedDependency[Services]
) -> Made:
    """Makes a workshop and its code; asked again under the same key, answers what was made.

    Raises NotAdmitted for whom the operator does not (any more) let lead workshops, whatever else they signed in for.
    """
    spelled = await services.store.facilitators.address(facilitator.id) or ""
    if not services.settings.may_facilitate(spelled):
        raise NotAdmitted
    secret = f"{facilitator.id}:{data.key or secrets.token_hex(16)}"
    derived = sha256(secret.encode()).hexdigest()
    workshop = WorkshopId(derived[:20])
    if data.key is not None and await services.hubs.state(workshop) is not None:
        made = await services.store.workshops.code(workshop)
        return Made(workshop, codes.show(made or ""))  # an earlier answer was lost
    pictures = await uploaded(services, facilitator.id, [each for task in data.tasks for each in task.pictures])
    design, brochure = designed(data, pictures)
    series = await opened(services, facilitator.id, workshop, SeriesId(derived[40:60]), data.series, data.new_series)
    number = 0
    while not await services.store.workshops.claim_code(code := codes.minted(secret, number), workshop):
        number += 1
    for id_, picture in pictures.items():
        await services.store.pictures.keep(workshop, id_, picture.data)
    await services.store.workshops.put_brochure(workshop, brochure)
    # In the list first: a workshop that nobody finds would be lost, a line without a log is left out.
    await services.store.facilitators.add_workshop(facilitator.id, workshop, services.clock())
    await services.hubs.decide(
        workshop,
        CreateWorkshop(workshop, structs.replace(design, series=series)),
        ByFacilitator(facilitator.id),
        f"http:{derived[20:40]}",
        services.clock(),
    )
    return Made(workshop, codes.show(code))


@get("/api/workshops/{workshop:str}/qr.svg", media_type="image/svg+xml")
async def workshop_as_qr(
    request: Facilitating, workshop: FromPath[str], services: NamedDependency[Services]
) -> Response[bytes]:
    """The join link as a QR code."""
    await leads(request, workshop)
    code = await services.store.workshops.code(WorkshopId(workshop))
    if code is None:
        raise NotFound
    return qr(services, code)


@post("/api/workshops/{workshop:str}/facilitators", status_code=204)
async def invite(
    request: Facilitating, workshop: FromPath[str], data: JSONBody[Invited], services: NamedDependency[Services]
) -> None:
    """Adds a facilitator, and a mail tells them so."""
    who, state = await leads(request, workshop)
    address = words.address(data.address)
    if not services.settings.may_facilitate(address):
        raise NotAdmitted
    await services.limits.mail(tried_from(request)[0], address.lower())
    invited = await services.store.facilitators.by_address(address)
    command = AddFacilitator(invited)
    await services.hubs.decide(state.id, command, ByFacilitator(who.id), f"http:{new_id()}", services.clock())
    await services.store.facilitators.add_workshop(invited, state.id, services.clock())
    await services.store.outbox.put([SendInvitation(state.id, invited, services.clock())])


def new_id() -> str:
    """80 random bits, spelled so that they stand in addresses, keys and cookie names."""
    return secrets.token_hex(10)


def designed(new: NewWorkshop, pictures: Mapping[PictureId, Picture]) -> tuple[Design, Brochure]:
    """The countable part for the log, and the words beside it.  `pictures` are those that were uploaded.  Raises
    BadField."""
    within("rounds", new.rounds, 1, ROUNDS)
    within("places", len(new.places), 1, PLACES)
    within("tasks", len(new.tasks), 1, TASKS)
    within("size", new.size, 2, LARGEST_GROUP)
    weights = new.weights or NewWeights()
    parts = (weights.experience, weights.interests, weights.skills, weights.employer)
    if any(part < 0 for part in parts) or sum(parts) != 100:
        raise BadField(field="weights", reason="sum")
    places = [
        (Place(PlaceId(f"p{i}"), place.remote), PlaceName(PlaceId(f"p{i}"), place_name(place, i)))
        for i, place in enumerate(new.places)
    ]
    tasks = [task_of(task, i, pictures) for i, task in enumerate(new.tasks)]
    design = Design(
        language=new.language,
        rounds=new.rounds,
        places=tuple(place for place, _ in places),
        tasks=tuple(task for task, _ in tasks),
        weights=Weights(**structs.asdict(weights)),
        size=new.size,
    )
    brochure = Brochure(
        title=words.needed(new.title, "title", TITLE),
        facilitator=words.needed(new.facilitator, "facilitator", NAME),
        tasks=tuple(text for _, text in tasks),
        places=tuple(name for _, name in places),
    )
    return design, brochure


def place_name(place: NewPlace, i: int) -> str:
    return words.needed(place.name, f"places.{i}.name", NAME)


def task_of(task: NewTask, i: int, pictures: Mapping[PictureId, Picture]) -> tuple[Task, TaskText]:
    field = f"tasks.{i}"
    within(f"{field}.minutes", task.minutes, 1, MINUTES)
    within(f"{field}.steps", len(task.steps), 0, STEPS)
    within(f"{field}.roles", len(task.roles), 0, ROLES)
    within(f"{field}.prompts", len(task.prompts), 0, PROMPTS)
    if task.think_s:
        within(f"{field}.thinkS", task.think_s, 60, 120)
        within(f"{field}.minutes", task.minutes, task.think_s // 60 + 1, MINUTES)  # time is left to talk
    id_ = TaskId(f"t{i}")
    text = TaskText(
        id=id_,
        title=words.needed(task.title, f"{field}.title", TITLE),
        brief=words.prose(task.brief, f"{field}.brief", BRIEF),
        steps=tuple(words.needed(step, f"{field}.steps.{n}", STEP) for n, step in enumerate(task.steps)),
        starter=words.prose(task.starter, f"{field}.starter", STARTER),
        roles=tuple(words.needed(role, f"{field}.roles.{n}", ROLE) for n, role in enumerate(task.roles)),
        prompts=tuple(words.needed(prompt, f"{field}.prompts.{n}", STEP) for n, prompt in enumerate(task.prompts)),
        pictures=described(task.pictures, f"{field}.pictures", pictures),
    )
    return Task(id_, len(text.steps), task.minutes, len(text.roles), task.think_s), text


def within(field: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise BadField(field=field, reason="range", least=least, most=most)


HANDLERS = [mine, make, workshop_as_qr, invite]
