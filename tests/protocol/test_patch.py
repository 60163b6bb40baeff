"""RFC 7396, by its own examples and by law."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.protocol.patch import apply, make

# Null marks 'gone' in a patch, so documents hold none in their objects.
values = st.recursive(
    st.integers(-3, 3) | st.booleans() | st.sampled_from(["", "a", "b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=12,
)
documents = st.dictionaries(st.sampled_from("abcd"), values, max_size=4)


class Leaf(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True, tag="leaf", tag_field="t"):
    how_many: int = 0
    word: str | None = None


class Bare(msgspec.Struct, frozen=True, tag="bare", tag_field="t"):
    word: str = ""


class Tree(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    one_leaf: Leaf | Bare | None = None
    leaves: dict[str, Leaf | Bare] = {}
    row: tuple[Leaf | Bare, ...] = ()


leaves = st.builds(Leaf, how_many=st.integers(0, 2), word=st.sampled_from([None, "a", "b"])) | st.builds(
    Bare, word=st.sampled_from(["", "a"])
)
trees = st.builds(
    Tree,
    one_leaf=st.none() | leaves,
    leaves=st.dictionaries(st.sampled_from("abcd"), leaves, max_size=3),
    row=st.lists(leaves, max_size=2).map(tuple),
)


def same(a: Any, b: Any) -> bool:
    """As JSON sees it: 1 is not true."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return a == b
    return type(a) is type(b) and a == b


@given(documents, documents)
def test_a_patch_leads_from_the_one_to_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    kept = repr(before)
    assert same(apply(before, make(before, after)), after)
    assert repr(before) == kept


@given(documents)
def test_nothing_changed_is_an_empty_patch(document: dict[str, Any]) -> None:
    assert make(document, document) == {}
    assert make(document, {**document}) == {}


@given(trees, trees)
def test_structs_are_the_objects_that_they_are_on_the_wire(before: Tree, after: Tree) -> None:
    document, wanted = msgspec.to_builtins(before), msgspec.to_builtins(after)
    patch = msgspec.to_builtins(make(before, after))
    assert apply(document, patch) == wanted
    assert patch == make(document, wanted)


@pytest.mark.parametrize(
    ("document", "patch", "result"),
    [  # RFC 7396, appendix A
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_the_examples_of_the_standard(document: Any, patch: Any, result: Any) -> None:
    assert apply(document, patch) == result
