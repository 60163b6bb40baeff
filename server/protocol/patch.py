"""JSON merge patches (RFC 7396) between two states of a view.

The documents hold no null in an object: views leave out what is missing, which is what lets null say 'gone'.
"""

from collections.abc import Mapping
from typing import Any

_MISSING = object()


def make(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The smallest merge patch from `before` to `after`; empty if they are the same.

    Arrays are replaced whole, as the RFC has it.
    """
    patch: dict[str, Any] = {key: None for key in before if key not in after}
    for key, value in after.items():
        old = before.get(key, _MISSING)
        if old is value:
            continue
        if isinstance(old, dict) and isinstance(value, dict):
            if inner := make(old, value):
                patch[key] = inner
        elif old != value or type(old) is not type(value):  # 1 == True in Python, not in JSON
            patch[key] = value
    return patch


def apply(document: Any, patch: Any) -> Any:
    """`MergePatch(Target, Patch)` of section 2; the document is left as it was."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(document) if isinstance(document, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = apply(merged.get(key), value)
    return merged
