"""A workshop's words and its code."""

from collections.abc import Iterable
from typing import Final

import msgspec

from server.core.commands import ChangeDesign
from server.core.ids import TextId, WorkshopId
from server.core.people import Brochure
from server.store import keys
from server.store.connection import Client
from server.store.keys import Retention
from server.store.ports import Edition

_CODE: Final = "code"
_BROCHURE: Final = "brochure"
_CHANGE: Final = "change"

# Race closed: two workshops drew the same code: the first keeps it.  The same workshop again gets the same answer,
# since its first reply may have been lost.
_CLAIM_CODE: Final = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
"""

# Race closed: two facilitators change the words that both have read: the second is told, and changes nothing.  The same
# change again gets the same answer, since its first reply may have been lost.
_CHANGE_BROCHURE: Final = """
local words, edition = KEYS[1], tonumber(ARGV[1])
local now = redis.call('HMGET', words, 'edition', 'brochure', 'change')
local again = tonumber(now[1] or 0) == edition and now[2] == ARGV[2] and now[3] == ARGV[3]
if not again and tonumber(now[1] or 0) ~= edition - 1 then return 0 end
redis.call('HSET', words, 'edition', edition, 'brochure', ARGV[2], 'change', ARGV[3])
redis.call('EXPIRE', words, ARGV[4])
redis.call('PUBLISH', ARGV[5], '')
return 1
"""

# Race closed: an idea that was on its way when its author was erased would stay.
_PUT_TEXT: Final = """
if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('PUBLISH', ARGV[5], '')
return 1
"""


class RedisWorkshops:
    def __init__(self, client: Client, retention: Retention) -> None:
        self._client = client
        self._retention = retention
        self._claim_code = client.script(_CLAIM_CODE)
        self._change_brochure = client.script(_CHANGE_BROCHURE)
        self._put_text = client.script(_PUT_TEXT)

    async def claim_code(self, code: str, workshop: WorkshopId) -> bool:
        """The code lives in a shard of its own: a crash between the two writes leaves a code that leads to the workshop
        and that the workshop does not show; claiming it again mends that."""
        if not await self._claim_code([keys.code(code)], [workshop, self._retention.workshop_s]):
            return False
        await self._put_words(workshop, _CODE, code.encode())
        return True

    async def by_code(self, code: str) -> WorkshopId | None:
        if not keys.proper(code):
            return None
        workshop = await self._client.do("GET", keys.code(code))
        return None if workshop is None else WorkshopId(workshop.decode())

    async def code(self, workshop: WorkshopId) -> str | None:
        code = await self._client.do("HGET", keys.words(workshop), _CODE)
        return None if code is None else str(code.decode())

    async def put_brochure(self, workshop: WorkshopId, brochure: Brochure) -> None:
        await self._put_words(workshop, _BROCHURE, msgspec.json.encode(brochure))

    async def brochure(self, workshop: WorkshopId) -> Brochure | None:
        text = await self._client.do("HGET", keys.words(workshop), _BROCHURE)
        return None if text is None else msgspec.json.decode(text, type=Brochure)

    async def edition(self, workshop: WorkshopId) -> Edition | None:
        text, change = await self._client.do("HMGET", keys.words(workshop), _BROCHURE, _CHANGE)
        if text is None:
            return None
        return Edition(
            msgspec.json.decode(text, type=Brochure), msgspec.json.decode(change, type=ChangeDesign) if change else None
        )

    async def change_brochure(self, workshop: WorkshopId, brochure: Brochure, change: ChangeDesign) -> bool:
        words = [msgspec.json.encode(brochure), msgspec.json.encode(change)]
        said = (self._retention.workshop_s, keys.changed(workshop))
        return bool(await self._change_brochure([keys.words(workshop)], [change.edition, *words, *said]))

    async def put_text(self, workshop: WorkshopId, text: TextId, words: str) -> None:
        await self._put(keys.texts(workshop), workshop, text, words)

    async def texts(self, workshop: WorkshopId) -> dict[TextId, str]:
        found = await self._client.do("HGETALL", keys.texts(workshop))
        return {TextId(text.decode()): words.decode() for text, words in found.items()}

    async def put_body(self, workshop: WorkshopId, text: TextId, words: str) -> None:
        await self._put(keys.bodies(workshop), workshop, text, words)

    async def bodies(self, workshop: WorkshopId, texts: Iterable[TextId]) -> dict[TextId, str]:
        wanted = list(texts)
        found = await self._client.do("HMGET", keys.bodies(workshop), *wanted) if wanted else []
        return {text: words.decode() for text, words in zip(wanted, found, strict=True) if words is not None}

    async def drop_texts(self, workshop: WorkshopId, texts: Iterable[TextId]) -> None:
        gone = list(texts)
        if gone:
            await self._client.many(
                [
                    ("HDEL", keys.texts(workshop), *gone),
                    ("HDEL", keys.bodies(workshop), *gone),
                    ("PUBLISH", keys.changed(workshop), ""),
                ],
                atomic=True,
            )

    async def _put(self, key: str, workshop: WorkshopId, text: TextId, words: str) -> None:
        author = text.split(":")[1] if text.startswith("p:") else ""
        await self._put_text(
            [key, keys.erased(workshop)],
            [author, text, words, self._retention.personal_s, keys.changed(workshop)],
        )

    async def _put_words(self, workshop: WorkshopId, field: str, text: bytes) -> None:
        await self._client.many(
            [
                ("HSET", keys.words(workshop), field, text),
                ("EXPIRE", keys.words(workshop), self._retention.workshop_s),
                ("PUBLISH", keys.changed(workshop), ""),
            ],
            atomic=True,
        )
