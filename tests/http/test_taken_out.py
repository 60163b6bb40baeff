"""What is left to who was taken out of the workshop (rule W12)."""

from litestar import Litestar

from server.core.commands import ByFacilitator, EndRound, RemoveParticipant
from server.core.ids import PersonId, WorkshopId
from tests.http.kit import NOON, browser, facilitator, paired, profile, refusal, services, workshop

THEIRS = {
    ("GET", ""),
    ("GET", "/reflection"),
    ("GET", "/relations"),
    ("DELETE", "/relations/{partner}"),
    ("GET", "/groups"),
    ("GET", "/groups/{group}/text"),
    ("GET", "/held"),
    ("GET", "/data"),
    ("POST", "/data-link"),
    ("POST", "/confirm"),
    ("POST", "/erase"),
    ("PUT", "/address"),
    ("PUT", "/mails"),
    ("PUT", "/later"),
    ("PUT", "/series"),
}
"""One's own data, the group's text (K6), and what stands open between two (X9)."""

OF_A_GROUP = {("GET", "/groups/{group}/thoughts"), ("PUT", "/groups/{group}/thought")}
"""Of members alone, and whoever is taken out is none any more (W10): these answer as to anybody else."""

BODIES = {
    "/profile": profile("Somebody else"),
    "/reflection": {"learned": 1},
    "/relations/{partner}": {"phone": "+49 170 1234567"},
    "/groups/{group}/showcase": {"title": "A", "markdown": "a"},
    "/groups/{group}/showcase/yes": {"text": "p:x:y"},
}


async def test_w12_all_but_their_own_is_closed(app: Litestar) -> None:
    """Every address under `me` is either in the list above or closed."""
    made = await workshop(app)
    id_ = WorkshopId(made["workshop"])
    base = f"/api/workshops/{id_}/me"
    asked = [
        (method.upper(), path.removeprefix("/api/workshops/{workshop}/me"))
        for path, item in (app.openapi_schema.paths or {}).items()
        if path.startswith("/api/workshops/{workshop}/me")
        for method in ("get", "post", "put", "delete")
        if getattr(item, method)
    ]
    async with browser(app) as mara, browser(app) as jonas:
        group = await paired(app, made, mara, jonas)
        (seen,) = (await jonas.get(f"{base}/relations")).json()
        (partner,) = (await mara.get(f"{base}/relations")).json()
        lea, out = ByFacilitator(await facilitator(app)), PersonId(seen["partner"])
        await services(app).hubs.decide(id_, RemoveParticipant(out), lea, "test:out", NOON)
        await services(app).hubs.decide(id_, EndRound(1), lea, "test:end", NOON)
        closed = set()
        for method, path in asked:
            if path == "/erase":
                continue
            whole = base + path.format(group=group, partner=partner["partner"], picture="p")
            answer = await mara.request(method, whole, json=BODIES.get(path, {}) if method != "GET" else None)
            if answer.status_code == 403 and refusal(answer) == (403, "not-a-member"):
                closed.add((method, path))
            elif (method, path) in OF_A_GROUP:
                assert answer.status_code >= 400, (method, path)
        assert closed == set(asked) - THEIRS - OF_A_GROUP
        assert set(asked) >= THEIRS
        assert (await jonas.get(f"{base}/relations")).json()[0]["name"] == "Mara", "not 'Somebody else'"
        assert (await mara.get(f"{base}/data")).status_code == 200
        assert (await mara.post(f"{base}/erase")).status_code == 204
