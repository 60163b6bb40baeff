"""The ledger of mails: what is owed, and how far each has got.  The truth about mails; queues only ring.

Every line that is not settled for good has an entry among the due errands, written by the same script that changed the
line: a worker that dies, a queue that forgets or a clock that is off delays a mail and never loses it.
"""

import time
from collections.abc import Sequence
from typing import Final

from server.core.errands import SendMail
from server.core.followup.plan import MAY_END, held
from server.core.ids import PersonId, WorkshopId
from server.store import errands as writing
from server.store import keys
from server.store.connection import Client
from server.store.keys import LATEST_MAIL_S, Retention
from server.store.ports import IN_DOUBT, Mail, MailState

# Race closed: two planners owe the same mail (an errand that was given out twice): the second finds the line and
# changes neither its Message-ID nor its date.  And a plan that was made before somebody was erased owes them nothing.
# A line that was dropped for a reason that has ended is written anew by the first of them only.
_OWE: Final = """
local lines, due, erased, people = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local ttl, first, may_end = ARGV[1], tonumber(ARGV[2]), {}
for i = 3, first - 1 do may_end[ARGV[i]] = true end
local function owe(line, person, secrets, key, message_id, due_at, errand, to, kept_until)
  if redis.call('SISMEMBER', erased, to) == 1 then return 0 end
  local state, reason = unpack(redis.call('HMGET', line, 'state', 'reason'))
  if state then
    if state ~= 'dropped' or not may_end[reason] then return 0 end
  else
    redis.call('HSET', line, 'key', key, 'message_id', message_id, 'attempts', 0)
  end
  redis.call('HSET', line, 'due_at', due_at, 'state', 'queued', 'reason', '')
  redis.call('EXPIRE', line, ttl)
  redis.call('SADD', lines, key)
  redis.call('ZADD', due, due_at, errand)
  for _, kept in ipairs({people, person, secrets}) do redis.call('EXPIREAT', kept, kept_until, 'GT') end
  return 1
end
local new, at = 0, 5
for i = first, #ARGV, 6 do
  new = new + owe(KEYS[at], KEYS[at + 1], KEYS[at + 2], unpack(ARGV, i, i + 5))
  at = at + 3
end
redis.call('EXPIRE', lines, ttl)
return new
"""

_AT_ONCE: Final = 50
"""Lines owed in one script, so that it does not hold the server for long."""

# Races closed:
#  - two workers claim one mail: the second finds 'claimed' and a lease that runs;
#  - a worker dies with the mail in its hands: the end of its lease is a due errand from the moment of the claim;
#  - the doorbell rings early (clocks differ) and is used up: it is put back for the right instant.
_CLAIM: Final = """
local line, due = KEYS[1], KEYS[2]
local at, lease, errand, ttl = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], ARGV[4]
local state, due_at, claimed_at = unpack(redis.call('HMGET', line, 'state', 'due_at', 'claimed_at'))
local waits = false
if state == 'queued' or state == 'retry' then
  if tonumber(due_at) > at then waits = due_at end
elseif state == 'claimed' then
  if tonumber(claimed_at) + lease > at then waits = tonumber(claimed_at) + lease end
elseif state ~= 'in_doubt' then
  return false
end
if waits then
  redis.call('ZADD', due, waits, errand)
  return false
end
if state == 'claimed' then redis.call('HINCRBY', line, 'abandoned', 1) end
if state == 'claimed' or state == 'in_doubt' then redis.call('HINCRBY', line, 'repeats', 1) end
redis.call('HSET', line, 'state', 'claimed', 'claimed_at', ARGV[1])
redis.call('HINCRBY', line, 'attempts', 1)
redis.call('EXPIRE', line, ttl)
redis.call('ZADD', due, at + lease, errand)
return redis.call('HGETALL', line)
"""

# Races closed:
#  - a worker whose lease has run out reports 'failed' while its successor sends: `attempts` says whose word counts;
#  - but 'sent' is a fact, whoever says so, and nothing takes it back.
_SETTLE: Final = """
local line, due = KEYS[1], KEYS[2]
local state, reason, retry_at, attempts, errand = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local before = redis.call('HMGET', line, 'state', 'attempts', 'due_at')
if not before[1] or before[1] == 'sent' then return 0 end
if state ~= 'sent' and attempts ~= '' and attempts ~= before[2] then return 0 end
redis.call('HSET', line, 'state', state, 'reason', reason)
redis.call('HDEL', line, 'abandoned')
if state == 'sent' or state == 'failed' or state == 'dropped' then
  redis.call('ZREM', due, errand)
elseif retry_at ~= '' then
  redis.call('HSET', line, 'due_at', retry_at)
  redis.call('ZADD', due, retry_at, errand)
elseif state ~= 'in_doubt' then
  redis.call('ZADD', due, before[3], errand)
end
return 1
"""


# Race closed: one address was typed into several seats, and two workers make their mails at once; and two who both
# find that the first can't click any more do not both take its place.
_FIRST: Final = """
local holder = redis.call('HGET', KEYS[1], ARGV[1])
if not holder or holder == ARGV[4] then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
redis.call('EXPIRE', KEYS[1], ARGV[3])
return redis.call('HGET', KEYS[1], ARGV[1])
"""

# Race closed: an operator presses twice, or while a mail that was tried again is being sent: only what has failed is
# due again.
_RETRY: Final = """
local state, reason = unpack(redis.call('HMGET', KEYS[1], 'state', 'reason'))
if state ~= 'failed' then return 0 end
for i = 3, #ARGV do
  if ARGV[i] == reason then redis.call('HINCRBY', KEYS[1], 'repeats', 1) end
end
redis.call('HSET', KEYS[1], 'state', 'retry', 'reason', '', 'due_at', ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[1], ARGV[2])
return 1
"""

# Race closed: a mail of somebody else takes the place of a 'first' while it is deleted: only theirs are.  That no line
# is written between looking for the lines and deleting them, the mark of the erased sees to (`_OWE`).
_FORGET: Final = """
local lines, firsts, due, who = KEYS[1], KEYS[2], KEYS[3], ARGV[1]
for i = 4, #KEYS do
  redis.call('DEL', KEYS[i])
  redis.call('SREM', lines, ARGV[2 * (i - 3)])
  redis.call('ZREM', due, ARGV[2 * (i - 3) + 1])
end
local found, freed = redis.call('HGETALL', firsts), {}
for i = 1, #found, 2 do
  if string.find(found[i + 1], ':' .. who .. ':', 1, true) then
    redis.call('HDEL', firsts, found[i])
    freed[#freed + 1] = found[i]
  end
end
return freed
"""


class RedisLedger:
    def __init__(self, client: Client, retention: Retention) -> None:
        self._client = client
        self._retention = retention
        self._owe = client.script(_OWE)
        self._claim = client.script(_CLAIM)
        self._settle = client.script(_SETTLE)
        self._first = client.script(_FIRST)
        self._retry = client.script(_RETRY)
        self._forget = client.script(_FORGET)

    async def owe(self, workshop: WorkshopId, key: str, message_id: str, due_at: int) -> bool:
        return await self.owe_all(workshop, [(key, message_id, due_at)]) == 1

    async def owe_all(self, workshop: WorkshopId, owed: Sequence[tuple[str, str, int]]) -> int:
        new, latest = 0, int(time.time()) + LATEST_MAIL_S
        fixed = [keys.mails(workshop), keys.due(keys.shard(workshop)), keys.erased(workshop), keys.people(workshop)]
        may_end = sorted(MAY_END)
        for start in range(0, len(owed), _AT_ONCE):
            names = [*fixed]
            args: list[str | bytes | int] = [self._retention.personal_s, 3 + len(may_end), *may_end]
            for key, message_id, due_at in owed[start : start + _AT_ONCE]:
                to, until = PersonId(_recipient(key)), min(due_at // 1000, latest) + self._retention.personal_s
                names += [keys.mail(workshop, key), keys.person(workshop, to), keys.person_keys(workshop, to)]
                args += [key, message_id, due_at, _errand(workshop, key), to, until]
            new += int(await self._owe(names, args))
        return new

    async def line(self, workshop: WorkshopId, key: str) -> Mail | None:
        fields = await self._client.do("HGETALL", keys.mail(workshop, key))
        return _mail(fields) if fields else None

    async def lines(self, workshop: WorkshopId) -> list[Mail]:
        names = sorted(name.decode() for name in await self._client.do("SMEMBERS", keys.mails(workshop)))
        found = await self._client.many(("HGETALL", keys.mail(workshop, name)) for name in names)
        return [_mail(fields) for fields in found if fields]

    async def claim(self, workshop: WorkshopId, key: str, at: int, lease_ms: int = 60_000) -> Mail | None:
        claimed = await self._claim(
            self._keys(workshop, key), [at, lease_ms, _errand(workshop, key), self._retention.personal_s]
        )
        return None if claimed is None else _mail(dict(zip(claimed[::2], claimed[1::2], strict=True)))

    async def settle(
        self,
        workshop: WorkshopId,
        key: str,
        state: MailState,
        reason: str = "",
        retry_at: int | None = None,
        attempts: int | None = None,
    ) -> None:
        await self._settle(
            self._keys(workshop, key),
            [
                state,
                reason,
                "" if retry_at is None else retry_at,
                "" if attempts is None else attempts,
                _errand(workshop, key),
            ],
        )

    async def first(self, workshop: WorkshopId, mark: str, key: str, instead_of: str = "") -> str:
        holder = await self._first([keys.firsts(workshop)], [mark, key, self._retention.personal_s, instead_of])
        return str(holder.decode())

    async def retry(self, workshop: WorkshopId, key: str, at: int) -> bool:
        return bool(await self._retry(self._keys(workshop, key), [at, _errand(workshop, key), *IN_DOUBT]))

    async def forget(self, workshop: WorkshopId, *people: PersonId) -> None:
        lines = await self.lines(workshop)
        for person in people:
            await self._forget_one(workshop, person, lines)

    async def _forget_one(self, workshop: WorkshopId, person: PersonId, lines: list[Mail]) -> None:
        """What was read before others were forgotten does no harm: a line that is gone is not settled."""
        theirs = [line.key for line in lines if _recipient(line.key) == person]
        args: list[str | bytes | int] = [person]
        for key in theirs:
            args += [key, _errand(workshop, key)]
        fixed = [keys.mails(workshop), keys.firsts(workshop), keys.due(keys.shard(workshop))]
        freed = await self._forget([*fixed, *(keys.mail(workshop, key) for key in theirs)], args)
        for mark in freed:
            for key in held([line for line in lines if line.key not in theirs], person, mark.decode()):
                await self.settle(workshop, key, "queued", retry_at=0)

    def _keys(self, workshop: WorkshopId, key: str) -> list[str]:
        return [keys.mail(workshop, key), keys.due(keys.shard(workshop))]


def _recipient(key: str) -> str:
    """Whom the mail of this key goes to, see `server.core.followup.plan.Key`."""
    return key.split(":")[1] if ":" in key else ""


def _errand(workshop: WorkshopId, key: str) -> bytes:
    return writing.identity(SendMail(workshop, key))


def _mail(fields: dict[bytes, bytes]) -> Mail:
    claimed_at = fields.get(b"claimed_at")
    return Mail(
        key=fields[b"key"].decode(),
        message_id=fields[b"message_id"].decode(),
        state=_STATES[fields[b"state"]],
        due_at=int(fields[b"due_at"]),
        attempts=int(fields[b"attempts"]),
        claimed_at=None if claimed_at is None else int(claimed_at),
        reason=fields.get(b"reason", b"").decode(),
        abandoned=int(fields.get(b"abandoned", 0)),
        repeats=int(fields.get(b"repeats", 0)),
    )


_STATES: Final[dict[bytes, MailState]] = {
    b"queued": "queued",
    b"claimed": "claimed",
    b"sent": "sent",
    b"in_doubt": "in_doubt",
    b"retry": "retry",
    b"failed": "failed",
    b"dropped": "dropped",
}
