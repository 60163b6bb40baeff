"""The core is pure: what it may import and call is a short list, read from its syntax tree.

Which layer may import which is import-linter's business (pyproject.toml); this file watches what no import rule sees:
clocks, chance, the world outside, and anything that waits.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# An allow-list, so that a module which nobody thought of is a question and not a hole.
PURE_MODULES = {
    "__future__",
    "abc",
    "bisect",
    "collections",
    "contextlib",
    "copy",
    "dataclasses",
    "enum",
    "fractions",
    "functools",
    "graphlib",
    "hashlib",
    "heapq",
    "hmac",
    "itertools",
    "math",
    "msgspec",
    "numpy",
    "operator",
    "re",
    "rustworkx",
    "scipy.optimize",
    "scipy.sparse",
    "statistics",
    "string",
    "types",
    "typing",
    "unicodedata",
    "urllib.parse",
}
IMPURE_PARTS = ("numpy.random",)  # of modules that are pure otherwise
# Built-in functions that reach outside, or (id) whose answer differs from run to run.
IMPURE_CALLS = {"__import__", "breakpoint", "eval", "exec", "globals", "id", "input", "open", "print"}

# folder or file -> the project's own packages that it may see
PURE = {
    "server/core": ("server.core",),
    "server/protocol": ("server.core", "server.protocol"),
    "workers/mail/compose.py": ("server.core", "workers.mail"),
    "workers/mail/sections.py": ("server.core", "workers.mail"),
    "workers/mail/vcard.py": ("server.core", "workers.mail"),
    "workers/mail/words.py": ("server.core", "workers.mail"),
}


def pure_files() -> Iterator[tuple[Path, tuple[str, ...]]]:
    for name, own in PURE.items():
        path = ROOT / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            if file.exists():
                yield file, own


def impurities(source: str, own: tuple[str, ...]) -> list[str]:
    """What in the source reaches outside, as 'line: what', in order of appearance."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found += [(node.lineno, f"imports {each.name}") for each in names if not allowed(each.name, own)]
            case ast.ImportFrom(module=module, level=level):
                if level or module is None or not allowed(module, own):
                    found.append((node.lineno, f"imports from {'.' * level}{module or ''}"))
            case ast.AsyncFunctionDef() | ast.AsyncFor() | ast.AsyncWith() | ast.Await():
                found.append((node.lineno, "waits (async, await)"))
            case ast.Call(func=ast.Name(id=name)) if name in IMPURE_CALLS:
                found.append((node.lineno, f"calls {name}()"))
            case ast.Attribute(value=ast.Name(id="np"), attr="random" as name):
                found.append((node.lineno, f"reaches for numpy's {name}"))
            case ast.Global(names=names):
                found.append((node.lineno, f"keeps global state: {', '.join(names)}"))
            case _:
                pass
    return [f"{line}: {what}" for line, what in sorted(found)]


def allowed(module: str, own: tuple[str, ...]) -> bool:
    def within(each: str) -> bool:
        return f"{module}.".startswith(f"{each}.")

    return any(map(within, (*PURE_MODULES, *own))) and not any(map(within, IMPURE_PARTS))


@pytest.mark.parametrize(
    ("file", "own"), [pytest.param(*each, id=str(each[0].relative_to(ROOT))) for each in pure_files()]
)
def test_the_core_is_pure(file: Path, own: tuple[str, ...]) -> None:
    """No clock, no chance, no input or output, nothing that waits: time, randomness and ids come in as arguments."""
    assert impurities(file.read_text(), own) == []


@pytest.mark.parametrize(
    "source",
    [
        "import random",
        "import os.path",
        "from datetime import datetime",
        "from time import time",
        "from uuid import uuid4",
        "from . import state",
        "from server.store import ports",
        "from server.coreless import x",
        "async def decide(): ...",
        "def f():\n    print('x')",
        "def f():\n    return open('/etc/hosts')",
        "def f():\n    global seen",
        "def f():\n    return np.random.default_rng()",
        "import numpy.random",
    ],
)
def test_an_impurity_is_found(source: str) -> None:
    """The check above would fail on each of the ways out that we know."""
    assert impurities(source, ("server.core",)) != []
