"""What people call a language, and the code that we know it by."""

import pytest

from server.sheets.tongues import tongues


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Deutsch", "de"),
        ("GERMAN", "de"),
        ("Estnisch", "et"),
        ("Estonian", "et"),
        ("Belarussisch", "be"),
        ("Low German", "nds"),
        ("Serbo-Kroatisch", "sh"),
        ("Flemish", "nl"),
        ("Español", "es"),
        ("tu\u0308rkc\u0327e", "tr"),
        ("farsi", "fa"),
        ("Dari", "fa"),
    ],
)
def test_a_language_is_known_by_its_german_and_its_english_name_and_some_by_their_own(cell: str, code: str) -> None:
    assert list(tongues(cell)) == [code]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("de", "de"), ("NDS", "nds"), ("de-AT", "de"), ("zh_Hant", "zh"), ("yue-HK", "yue"), ("yi", "yi"), ("ga", "ga")],
)
def test_a_code_is_one_with_a_region_or_a_script_and_where_a_language_is_called_so(cell: str, code: str) -> None:
    assert tongues(cell) == {code: True}


@pytest.mark.parametrize("cell", ["Dothraki", "xx", "xx-AT", "mehrsprachig", "mul"])
def test_what_is_no_language_that_we_know_stays_as_it_was_written_and_is_told(cell: str) -> None:
    assert tongues(cell) == {cell.casefold(): False}


def test_several_in_a_cell_each_in_the_way_that_its_writer_chose() -> None:
    assert tongues("Deutsch (C2), english B1 & Farsi; de / Dothraki") == {
        "de": True,
        "en": True,
        "fa": True,
        "dothraki": False,
    }
