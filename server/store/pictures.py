"""Pictures of tasks: for a day with the facilitator who uploaded one, then with the workshop whose task shows it."""

from typing import Final

from server.core.ids import FacilitatorId, PictureId, WorkshopId
from server.store import keys
from server.store.connection import Client
from server.store.keys import Retention
from server.store.ports import Picture

_DATA: Final = "data"
_WIDTH: Final = "width"
_HEIGHT: Final = "height"


class RedisPictures:
    def __init__(self, client: Client, retention: Retention) -> None:
        self._client = client
        self._retention = retention

    async def upload(self, by: FacilitatorId, id_: PictureId, picture: Picture) -> None:
        key = keys.uploaded(by, id_)
        fields = (_DATA, picture.data, _WIDTH, picture.width, _HEIGHT, picture.height)
        await self._client.many((("HSET", key, *fields), ("EXPIRE", key, keys.UPLOADED_S)), atomic=True)

    async def uploaded(self, by: FacilitatorId, id_: PictureId) -> Picture | None:
        if not keys.proper(id_):
            return None
        data, width, height = await self._client.do("HMGET", keys.uploaded(by, id_), _DATA, _WIDTH, _HEIGHT)
        return None if data is None else Picture(data, int(width), int(height))

    async def keep(self, workshop: WorkshopId, id_: PictureId, data: bytes) -> None:
        key = keys.pictures(workshop)
        await self._client.many((("HSET", key, id_, data), ("EXPIRE", key, self._retention.workshop_s)), atomic=True)

    async def kept(self, workshop: WorkshopId, id_: PictureId) -> bytes | None:
        found: bytes | None = await self._client.do("HGET", keys.pictures(workshop), id_)
        return found
