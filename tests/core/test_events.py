"""W7: nothing personal can be written into a log, since no event has a place for words."""

from collections.abc import Iterator
from typing import NewType, get_args, get_type_hints

import pytest
from msgspec import Struct

from server.core.events import AnyEvent

PLANNERS = {"clusters", "blocking", "pairs", "person", "people", "members", "languages"}
"""Fields of a draft's reasons: the planner knows people by their ids and languages by their codes, all plain text."""


def words(kind: object, where: str, seen: frozenset[object] = frozenset()) -> Iterator[str]:
    """Every place under this type that takes any text; ids are types of their own, and literals no text."""
    if kind is str:
        yield where
    elif isinstance(kind, type) and issubclass(kind, Struct) and kind not in seen:
        for name, inner in get_type_hints(kind).items():
            yield from words(inner, f"{where}.{name}", seen | {kind})
    elif not isinstance(kind, NewType):
        for inner in get_args(kind):
            yield from words(inner, where, seen)


@pytest.mark.parametrize("event", get_args(AnyEvent))
def test_w7_an_event_holds_ids_numbers_and_instants_only(event: type[Struct]) -> None:
    assert {place.rpartition(".")[2] for place in words(event, event.__name__)} <= PLANNERS
