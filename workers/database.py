"""Which database the workers use; a file of its own, since the process that only supervises needs nothing heavier."""

from server.settings import Settings


class NoDatabase(Exception):
    """GESPANN_REDIS_URL is missing, since a worker starts no database of its own, it would be another one; or it is no
    address of one."""


def database(settings: Settings) -> str:
    """Its address.  Raises NoDatabase."""
    if settings.redis_url is None:
        raise NoDatabase("GESPANN_REDIS_URL is missing: workers need the address of the database that the server uses.")
    return settings.redis_url
