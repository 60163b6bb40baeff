"""What the HTTP tests have in common: a browser of its own for each person, and the bodies that they send."""

import json
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar

from server.core.commands import ByFacilitator, PublishDraft, RecordDraft
from server.core.ids import FacilitatorId, PersonId, WorkshopId
from server.core.state import DraftGroup, Gathering
from server.http.guards import SESSION_COOKIE
from server.http.services import Services

BASE = "http://127.0.0.1:8000"
NOON = 1_795_000_000_000
"""Where the tests' clock starts."""

Json = dict[str, Any]


def built_front(folder: Path) -> Path:
    """A folder as Vite leaves it: four entries that share one chunk."""
    (folder / "assets").mkdir(parents=True)
    manifest: Json = {"_base.js": {"file": "assets/base-1.js", "css": ["assets/base-1.css"]}}
    (folder / "assets/base-1.js").write_text("export const one = 1;\n" * 200)
    (folder / "assets/base-1.css").write_text("body { margin: 0; }\n")
    for name in ("participant", "console", "followup", "site", "ask"):
        file = f"assets/{name}-1.js"
        manifest[f"web/src/{name}.ts"] = {"file": file, "isEntry": True, "imports": ["_base.js"], "css": []}
        (folder / file).write_text('import "./base-1.js";\n')
    (folder / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def browser(
    app: Litestar, *, origin: str | None = BASE, address: str = "203.0.113.7", **headers: str
) -> httpx.AsyncClient:
    """Keeps cookies, and says where its requests come from, as a page of ours would."""
    transport = httpx.ASGITransport(app, client=(address, 4711))  # type: ignore[arg-type]  # Litestar's ASGI is stricter
    told = {"origin": origin, **headers} if origin else headers
    return httpx.AsyncClient(transport=transport, base_url=BASE, headers=told)


def services(app: Litestar) -> Services:
    found: Services = app.state["services"]
    return found


async def signed_in(app: Litestar, address: str = "lea@example.org", **about: str) -> httpx.AsyncClient:
    store = services(app).store
    facilitator = await store.facilitators.by_address(address)
    page = browser(app, **about)
    page.cookies.set(SESSION_COOKIE, await store.facilitators.open_session(facilitator, NOON), domain="127.0.0.1")
    return page


async def facilitator(app: Litestar, address: str = "lea@example.org") -> FacilitatorId:
    return await services(app).store.facilitators.by_address(address)


def new_workshop(**changes: Any) -> Json:
    return {
        "title": "Writing together",
        "facilitator": "Lea",
        "language": "de",
        "rounds": 2,
        "places": [{"name": "Window", "remote": False}, {"name": "Stove", "remote": False}],
        "tasks": [
            {
                "title": "A letter",
                "brief": "To **one** person.",
                "steps": ["Talk", "Write"],
                "minutes": 15,
                "starter": "# Us",
            }
        ],
        **changes,
    }


def profile(name: str = "Mara", **more: Any) -> Json:
    return {"name": name, **more}


async def workshop(app: Litestar, **changes: Any) -> Json:
    """`{workshop, code}` of a new one by Lea."""
    async with await signed_in(app) as lea:
        answer = await lea.post("/api/workshops", json=new_workshop(**changes))
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


async def join(page: httpx.AsyncClient, made: Json, name: str = "Mara", address: str | None = None) -> Json:
    body = {"code": made["code"], "profile": profile(name), "address": address}
    answer = await page.post(f"/api/workshops/{made['workshop']}/participants", json=body)
    assert answer.status_code == 201, answer.text
    joined: Json = answer.json()
    return joined


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def paired(app: Litestar, made: Json, one: httpx.AsyncClient, other: httpx.AsyncClient) -> str:
    """Mara and Jonas join and sit together in a published round; their group."""
    mara, jonas = await join(one, made, "Mara"), await join(other, made, "Jonas")
    (group,) = await grouped(app, made, (PersonId(mara["person"]), PersonId(jonas["person"])))
    return group


async def grouped(app: Litestar, made: Json, *groups: tuple[PersonId, ...]) -> list[str]:
    """These sit together in a published round, the first one."""
    id_, hubs = WorkshopId(made["workshop"]), services(app).hubs
    lea = ByFacilitator(await facilitator(app))
    await hubs.decide(id_, RecordDraft(1, tuple(map(DraftGroup, groups)), ()), lea, "test:draft", NOON)
    drafted = (await services(app).workshop(id_)).phase
    assert isinstance(drafted, Gathering)
    assert drafted.draft is not None
    await hubs.decide(id_, PublishDraft(drafted.draft.revision), lea, "test:publish", NOON)
    return list((await services(app).workshop(id_)).rounds[0].groups)
