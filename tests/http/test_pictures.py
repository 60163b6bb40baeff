"""Pictures of tasks: from a facilitator's file to the people of the workshop, and to nobody else."""

import asyncio
import threading
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from litestar import Litestar
from PIL import Image

from server.core.ids import PictureId, WorkshopId
from server.http import reencode
from server.http.limits import UPLOADS
from server.http.reencode import LARGEST_UPLOAD
from tests.http.kit import browser, join, new_workshop, paired, refusal, services, signed_in, workshop
from tests.live.eventually import eventually

ALT = "A garden gate"


def png(width: int = 30, height: int = 20) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "green").save(out, "PNG")
    return out.getvalue()


def with_pictures(*pictures: dict[str, Any]) -> dict[str, Any]:
    body = new_workshop()
    body["tasks"][0]["pictures"] = list(pictures)
    return body


async def test_k10_a_task_shows_its_pictures_to_the_people_of_the_workshop_alone(app: Litestar) -> None:
    async with await signed_in(app) as lea, await signed_in(app, "kim@workshops.example") as kim:
        uploaded = (await lea.post("/api/pictures", content=png())).json()
        assert (uploaded["width"], uploaded["height"]) == (30, 20)
        own = f"/api/pictures/{uploaded['id']}"
        assert (await lea.get(own)).headers["content-type"] == "image/webp"
        assert (await kim.get(own)).status_code == 404
        body = with_pictures({"id": uploaded["id"], "alt": f" {ALT} "})
        assert refusal(await kim.post("/api/workshops", json=body)) == (422, "bad-field")
        made = (await lea.post("/api/workshops", json=body)).json()
        kept = f"/api/workshops/{made['workshop']}/pictures/{uploaded['id']}"
        assert (await kim.get(kept)).status_code == 403
        shown = await lea.get(kept)
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in shown.headers["cache-control"]
    assert Image.open(BytesIO(shown.content), formats=["WEBP"]).size == (30, 20)
    seen = f"/api/workshops/{made['workshop']}/me/pictures/{uploaded['id']}"
    async with browser(app) as mara, browser(app) as jonas, browser(app) as nobody:
        await paired(app, made, mara, jonas)
        assert (await mara.get(seen)).content == shown.content
        assert (await mara.get(seen + "x")).status_code == 404
        assert (await nobody.get(seen)).status_code == 401
        other = await workshop(app)
        await join(nobody, other, "Nora")
        elsewhere = f"/api/workshops/{other['workshop']}/me/pictures/{uploaded['id']}"
        assert (await nobody.get(elsewhere)).status_code == 404
    brochure = await services(app).store.workshops.brochure(WorkshopId(made["workshop"]))
    assert brochure is not None
    (picture,) = brochure.tasks[0].pictures
    assert (picture.id, picture.alt, picture.width, picture.height) == (uploaded["id"], ALT, 30, 20)
    assert await services(app).store.pictures.kept(WorkshopId(made["workshop"]), PictureId(uploaded["id"]))


async def test_each_fault_is_told_by_its_own_code(app: Litestar) -> None:
    async with await signed_in(app) as lea, browser(app) as nobody:
        for content, fields in ((b"GIF89a", {"reason": "kind"}), (png()[:40], {"reason": "broken"})):
            answer = await lea.post("/api/pictures", content=content)
            assert (answer.status_code, answer.json()) == (422, {"code": "bad-picture", "fields": fields})
        assert (await lea.post("/api/pictures", content=bytes(LARGEST_UPLOAD + 1))).status_code == 413
        assert refusal(await nobody.post("/api/pictures", content=png())) == (401, "not-signed-in")

        id_ = (await lea.post("/api/pictures", content=png())).json()["id"]
        for pictures, field in (
            ([{"id": id_, "alt": " "}], "tasks.0.pictures.0.alt"),
            ([{"id": id_, "alt": "x" * 201}], "tasks.0.pictures.0.alt"),
            ([{"id": id_, "alt": "x"}, {"id": "gone", "alt": "x"}], "tasks.0.pictures.1"),
            ([{"id": id_, "alt": "x"}] * 4, "tasks.0.pictures"),
        ):
            answer = await lea.post("/api/workshops", json=with_pictures(*pictures))
            assert (answer.status_code, answer.json()["fields"]["field"]) == (422, field)


async def test_who_waits_for_their_picture_to_be_decoded_holds_no_thread_and_few_hold_their_bytes(
    app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    smallest, go_on = reencode._smallest, threading.Event()
    coming: list[int] = []
    decoding: list[int] = []

    def slowly(picture: Image.Image) -> reencode.Reencoded:
        decoding.append(1)
        most.append(len(decoding))
        go_on.wait(60)
        decoding.pop()
        return smallest(picture)

    async def body() -> AsyncIterator[bytes]:
        coming.append(1)
        yield png()

    most: list[int] = []
    monkeypatch.setattr(reencode, "_smallest", slowly)
    async with await signed_in(app) as lea:
        uploads = [asyncio.create_task(lea.post("/api/pictures", content=body())) for _ in range(UPLOADS + 4)]
        await eventually(lambda: len(coming) == UPLOADS and decoding)
        for _ in range(30):
            await asyncio.wait_for(asyncio.to_thread(int), 5)
        assert len(coming) == UPLOADS
        go_on.set()
        assert {answer.status_code for answer in await asyncio.gather(*uploads)} == {201}
    assert max(most) == 1


async def test_nobody_uploads_all_day(app: Litestar) -> None:
    async with await signed_in(app) as lea:
        for _ in range(60):
            assert (await lea.post("/api/pictures", content=b"")).status_code == 422
        assert refusal(await lea.post("/api/pictures", content=png())) == (429, "too-many-requests")
