"""What people agreed to: a stream per workshop, ids only, that outlives their data as evidence (rule E5)."""

from typing import Final

import msgspec

from server.core.followup.consent import Consent
from server.core.ids import WorkshopId
from server.store import keys
from server.store.connection import Client, Command
from server.store.keys import Retention

_FIELD: Final = "c"


class RedisConsents:
    """A repeated write (its reply was lost) says the same twice, with the same instant."""

    def __init__(self, client: Client, retention: Retention) -> None:
        self._client = client
        self._retention = retention

    async def note(self, workshop: WorkshopId, consent: Consent) -> None:
        key = keys.consents(workshop)
        commands: list[Command] = [
            ("XADD", key, "*", _FIELD, msgspec.json.encode(consent)),
            ("EXPIRE", key, self._retention.workshop_s),
        ]
        await self._client.many(commands, atomic=True)

    async def all(self, workshop: WorkshopId) -> list[Consent]:
        entries = await self._client.do("XRANGE", keys.consents(workshop), "-", "+")
        return [msgspec.json.decode(fields[_FIELD.encode()], type=Consent) for _, fields in entries]
