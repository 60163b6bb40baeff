"""What the store does about its own files."""

from redis.exceptions import ResponseError

from server.store.connection import Client


async def rewrite(client: Client) -> bool:
    """Starts to write the append-only file anew: until then it still holds what was erased.

    Each erasure asks for it.  False if the server does not start one now (it is at it already, or a hosted one decides
    for itself): then what was erased last stays in the file until the next rewrite, of the next erasure or by the
    server's own `auto-aof-rewrite-percentage`.  The same holds for what ended by its TTL.
    """
    try:
        await client.do("BGREWRITEAOF")
    except ResponseError:
        return False
    return True
