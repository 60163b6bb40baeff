"""Whether the mail server answers: the workers see it, the pages tell.

{f}:mail-away    string   since when, ms    AWAY_S after the last try that failed
"""

from typing import Final

from server.store import keys
from server.store.connection import Client

AWAY_S: Final = 120
"""Several pauses between two tries of the workers.  When nobody tries any more, nobody waits for a mail either."""


class RedisMailServer:
    def __init__(self, client: Client) -> None:
        self._client = client

    async def is_away(self, at: int) -> None:
        await self._client.many(
            [("SET", keys.mail_away(), at, "EX", AWAY_S, "NX"), ("EXPIRE", keys.mail_away(), AWAY_S)], atomic=True
        )

    async def answers(self) -> None:
        await self._client.do("DEL", keys.mail_away())

    async def away_since(self) -> int | None:
        since = await self._client.do("GET", keys.mail_away())
        return None if since is None else int(since)
