"""Join codes: eight characters that can be read out, typed on a phone and not be mistaken for one another.

No 0/O, 1/I/L, 8/B, 5/S, 2/Z, U/V: 24 characters are left, 24**8 = 1.1e11 codes.
"""

import secrets
from hashlib import sha256

ALPHABET = "34679ACDEFGHJKMNPQRTVWXY"
LENGTH = 8


def mint() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def minted(secret: str, number: int) -> str:
    """The code of this number that a secret leads to: always the same one, and as random as the secret."""
    rest, letters = int.from_bytes(sha256(f"{secret}:{number}".encode()).digest()), ""
    for _ in range(LENGTH):
        rest, letter = divmod(rest, len(ALPHABET))
        letters += ALPHABET[letter]
    return letters


def parse(text: str) -> str | None:
    """The code as it is stored; None if this cannot be one.  Any case, spaces and dashes wherever people put them."""
    if len(text) > 4 * LENGTH:
        return None
    spelled = "".join(c for c in text.upper() if not c.isspace() and c not in "-‐‑–—_.")  # phones type long ones
    return spelled if len(spelled) == LENGTH and all(c in ALPHABET for c in spelled) else None


def show(code: str) -> str:
    """As people read it: `ABCD-EFGH`."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
