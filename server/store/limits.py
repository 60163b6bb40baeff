"""How often something may be tried: guesses at a code, sign-in mails to an address, lookups from a seat."""

from typing import Final

from server.store import keys
from server.store.connection import Client

# Race closed: a crash between counting and setting the end of the window would lock somebody out for ever.
_HIT: Final = """
local hits = redis.call('INCR', KEYS[1])
if hits == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return hits
"""


class RedisLimits:
    def __init__(self, client: Client) -> None:
        self._hit = client.script(_HIT)

    async def hit(self, key: str, limit: int, window_s: int) -> bool:
        return int(await self._hit([keys.limit(key)], [window_s])) <= limit
