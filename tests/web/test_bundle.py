"""What the browser has to load, as built: `./go` builds before any test."""

import gzip
import json
from typing import Any

import pytest

from web import ROOT

EDITOR_BYTES = 140_000
"""Of gzip, with all that only the editor needs; it comes when the work begins."""

DIST = ROOT / "dist"
PAGE = "web/src/participant.ts"
EDITOR = "web/src/participant/work/Paper.svelte"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DIST / "manifest.json").read_text())
    return found


def needs(manifest: dict[str, Any], chunk: str) -> set[str]:
    """The chunk with all that it imports at once."""
    needed: set[str] = set()
    waiting = [chunk]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += manifest[name].get("imports", [])
    return needed


def test_the_editor_is_small_enough_and_not_needed_for_brief_steps_and_timer(manifest: dict[str, Any]) -> None:
    work = needs(manifest, "web/src/participant/work/Work.svelte") | needs(manifest, PAGE)
    assert EDITOR not in work
    files = {manifest[name]["file"] for name in needs(manifest, EDITOR) - work}
    size = sum(len(gzip.compress((DIST / file).read_bytes(), mtime=0)) for file in files)
    assert 80_000 < size <= EDITOR_BYTES


def test_languages_come_only_when_a_text_has_code_in_them(manifest: dict[str, Any]) -> None:
    modes = {name for name in manifest if "legacy-modes" in name}
    assert any("python" in name for name in modes)
    assert not modes & needs(manifest, EDITOR)
