"""Secrets and new ids: the only chance in this package."""

import hashlib
import secrets


def new_secret() -> str:
    """192 bits, in 32 characters that need no quoting in a link and hold no dot."""
    return secrets.token_urlsafe(24)


def new_id() -> str:
    """72 bits, in 12 characters; unlikely to repeat, and no secret."""
    return secrets.token_urlsafe(9)


def mark(address: str) -> str:
    """Stands for a mail address in fields, purposes and keys; upper or lower case makes no other address of it."""
    return digest(address.strip().casefold())[:32]


def digest(secret: str) -> str:
    """What is kept of a secret.  Plain SHA-256: 192 random bits need no salt and no slowness."""
    return hashlib.sha256(secret.encode()).hexdigest()
