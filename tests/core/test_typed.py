"""What people type, made fit to keep."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core import typed

MARKS = "\u0301\u0316\u0327\u0f73\u302e"
"""Above, below, attached; one that comes apart into two, one that takes up room."""


@pytest.mark.parametrize(
    "text", ["Việt Nam", "שָׁלוֹם", "ภาษาไทย", "བོད་ཡིག", "नमस्ते", "e\u0301", "Z\u0351\u036b\u0343\u036a"]
)
def test_languages_keep_their_marks(text: str) -> None:
    spelled = unicodedata.normalize("NFC", text)
    assert typed.clean(text) == typed.clean(unicodedata.normalize("NFD", text)) == spelled


@given(st.text(st.sampled_from(MARKS), max_size=400), st.sampled_from("aक "))
def test_of_many_marks_a_few_are_left_in_one_spelling(marks: str, letter: str) -> None:
    """However many: what normalises takes the square of their number, so it is given few."""
    cleaned = typed.clean(f"x{letter}{marks}")
    assert len(cleaned) <= 2 + 2 * typed._MARKS_AT_FIRST
    assert typed.clean(cleaned) == cleaned == unicodedata.normalize("NFC", cleaned)


def test_no_more_than_a_few_marks_in_a_row_ever_reach_the_normalisation(monkeypatch: pytest.MonkeyPatch) -> None:
    normalized: list[str] = []
    plain = unicodedata.normalize

    def watched(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
        normalized.append(text)
        return plain(form, text)

    monkeypatch.setattr(unicodedata, "normalize", watched)
    typed.clean("a" + "\u0301\u0316\u0f73" * 20_000)
    assert len(normalized[0]) == 1 + typed._MARKS_AT_FIRST
