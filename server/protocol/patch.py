"""JSON merge patches (RFC 7396) between two states of a view.

The documents hold no null in an object: views leave out what is missing, which is what lets null say 'gone'.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import NODEFAULT, Struct, structs

_MISSING = object()

Object = Mapping[str, Any] | Struct
"""A struct is the object that it is on the wire."""


def make(before: Object, after: Object) -> dict[str, Any]:
    """The smallest merge patch from `before` to `after`; empty if they are the same.

    Arrays are replaced whole, as the RFC has it.  Structs that are the same are never taken apart, which leaves little
    to do for a view of hundreds of people; new ones stand in the patch as they are.
    """
    if isinstance(after, Struct) and before == after:
        return {}
    had, has = _members(before), _members(after)
    patch: dict[str, Any] = {key: None for key in had if key not in has}
    for key, value in has.items():
        old = had.get(key, _MISSING)
        if old is value:
            continue
        if isinstance(old, (dict, Struct)) and isinstance(value, (dict, Struct)):
            if inner := make(old, value):
                patch[key] = inner
        elif old != value or type(old) is not type(value):  # 1 == True in Python, not in JSON
            patch[key] = value
    return patch


def _members(of: Object) -> Mapping[str, Any]:
    """Without those that msgspec leaves out."""
    if not isinstance(of, Struct):
        return of
    tag, fields = _shape(type(of))
    members = dict(tag)
    for name, key, default, empty in fields:
        value = getattr(of, name)
        if value is not default and value != empty:
            members[key] = value
    return members


@cache
def _shape(kind: type[Struct]) -> tuple[dict[str, Any], tuple[tuple[str, str, Any, Any], ...]]:
    """The tag, and of each field: its name, the one on the wire, its default, and the empty thing that it begins as."""
    config, fields = kind.__struct_config__, structs.fields(kind)
    return (
        {} if config.tag is None else {str(config.tag_field): config.tag},
        tuple(
            (f.name, f.encode_name, f.default, _MISSING if f.default_factory is NODEFAULT else f.default_factory())
            if config.omit_defaults
            else (f.name, f.encode_name, _MISSING, _MISSING)
            for f in fields
        ),
    )


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
