"""A list from a spreadsheet: whatever way it was saved, and what is wrong with it."""

import pytest

from server.core.pairing.outcome import plan
from server.core.state import Language
from server.sheets.columns import HEADERS, template, understood
from server.sheets.listing import BadList, read


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_template_reads_back_however_it_was_saved(language: Language, encoding: str) -> None:
    found = read(template(language).encode(encoding))
    assert found.language == language
    assert found.notes == ()
    ada, ben, cem, dora = found.source.instance.people
    assert (ada.level, ben.level, cem.level, dora.level) == (3, 1, 4, 2)
    assert set(ada.langs) == {"de", "en"}
    assert ("Töpfern" if language == "de" else "Pottery") in ben.teach
    assert ben.trio
    assert not ada.trio
    assert found.source.instance.keep_apart == {("Ada", "Cem")}
    assert found.source.instance.met == {("Ada", "Ben")}
    assert plan(found.source.instance, (2, 2), 1, 0).rounds[0].groups


def test_every_heading_is_understood_and_means_one_thing() -> None:
    for field, languages in HEADERS.items():
        for names in languages.values():
            for name in names:
                known = understood(f" {name.upper().replace(' ', '_')} ")
                assert known is not None
                assert known[0] == field


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_list_of_names_is_enough(sign: str) -> None:
    found = read(f"Seat{sign}Name\n1{sign}Ada\n\n2{sign} Ben  B. \n".encode())
    assert [person.id for person in found.source.instance.people] == ["Ada", "Ben B."]
    assert found.notes == ("Not read: Seat. gespann pair --template en shows what is.",)
    assert plan(found.source.instance, (2, 2), 1, 0).rounds[0].unplaced == ()


def test_the_same_word_is_the_same_however_it_is_cased_and_keeps_its_first_spelling() -> None:
    found = read(b"Name;Interessen;Sprachen\nAda;Schach / Lyrik;Deutsch\nBen;SCHACH;de\nCem;;\n")
    ada, ben, cem = found.source.instance.people
    assert ada.tags == ("Schach", "Lyrik")
    assert ben.tags == ("Schach",)
    assert ada.langs == ben.langs == cem.langs == ("de",), "who names none speaks what most do"


def test_quoted_cells_may_hold_the_separator_and_line_breaks() -> None:
    found = read(b'sep=,\nName,Interests\n"Doe, Jane","chess,\npoetry"\n')
    (jane,) = found.source.instance.people
    assert jane.id == "Doe, Jane"
    assert jane.tags == ("chess", "poetry")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no column is headed"),
        ("Level\n3\n", "no column is headed"),
        ("Name\n", "Row 2: nobody"),
        ("Name;Name\nAda;Ben\n", "Row 1, column B: there are two"),
        ("Name;Level\nAda;9\n", "Row 2, column B: “9” is no level"),
        ("Name\nAda\nBen\nada\n", "Row 4, column A: “ada” is in row 2"),
        ("Level;Name\n3;\n", "Row 2, column B: the name is missing"),
        ("Name;Trio\nAda;maybe\n", "Row 2, column B: “maybe” is neither"),
        ("Name;Not with\nAda;Bne\nBen;\n", "Row 2, column B: nobody in the list is called “Bne”. Did you mean “Ben”?"),
        ("Name;With\nAda;Ada\n", "Row 2, column B: “Ada” is named in their own row"),
        ('Name\nAda\n"Ben\nCem\nDora\n', "Row 3: a quotation mark opens here"),
        ('Name\nAda\n"Ben\nCem"\n', "Row 3, column A: the name “Ben Cem” goes over several lines"),
        ("Name\nA\x07da\n", "Row 2, column A: the name “A\x07da” goes over several lines or has signs"),
        ("Name\nA\0da\n", "save the list in your spreadsheet as CSV"),
        ("PK\x03\x04 a workbook", "save the list in your spreadsheet as CSV"),
        ("Name,Interests\nAda,chess,poetry\n", "Row 2: there are more cells than headings"),
        ("First name,Last name\nAda,Lovelace\n", "First and last name stand in one column."),
        ("Name;Never ever put with\nAda;Ben\nBen;\n", "Row 1, column B: “Never ever put with” seems to say"),
        (
            "Name;Not wiht\nAda;Bne\nBen;\n",
            "call it “Not with”, “Must be with” or “Met before”, or leave the column out.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_row_and_column(text: str, fault: str) -> None:
    with pytest.raises(BadList) as raised:
        read(text.encode())
    assert any(said.startswith(fault) or fault in said for said in raised.value.faults)


@pytest.mark.parametrize(
    ("text", "language", "fault"),
    [
        (
            "Name;Erfahrung\nAda;9\n",
            None,
            "Zeile 2, Spalte B: „9“ ist keine Stufe; schreib 1 (neu) bis 5 (sehr erfahren).",
        ),
        (
            "Name;Nicht mit\nAda;Bne\nBen;\n",
            None,
            "Zeile 2, Spalte B: in der Liste heißt niemand „Bne“. Ist „Ben“ gemeint?",
        ),
        ("Name;Level\nAda;9\n", "de", "Zeile 2, Spalte B: „9“ ist keine Stufe; schreib 1 (neu) bis 5 (sehr erfahren)."),
        ("Name;Erfahrung\nAda;9\n", "en", "Row 2, column B: “9” is no level; write 1 (new) to 5 (veteran)."),
        (
            "Erfahrung\n3\n",
            None,
            "Zeile 1: Keine Spalte heißt „Name“; gespann pair --template de (oder en) zeigt, was ",
        ),
    ],
)
def test_faults_are_told_in_the_language_that_was_asked_for_else_in_that_of_the_headings(
    text: str, language: Language | None, fault: str
) -> None:
    with pytest.raises(BadList) as raised:
        read(text.encode(), language)
    assert raised.value.faults[0].startswith(fault)


def test_all_faults_are_said_at_once_up_to_ten() -> None:
    rows = "".join(f"P{i};x\n" for i in range(14))
    with pytest.raises(BadList) as raised:
        read(f"Name;Level\n{rows}".encode())
    assert len(raised.value.faults) == 11
    assert raised.value.faults[-1] == "And 4 more."
    assert raised.value.faults[9].startswith("Row 11, column B")


@pytest.mark.parametrize(
    "cell",
    ["Müller, Anna", " müller,  anna", "Müller, Anna; Maier, Ben", "Maier, Ben, Müller, Anna", "Mu\u0308ller, Anna"],
)
def test_a_name_with_a_comma_is_found_alone_and_among_others(cell: str) -> None:
    found = read(f'Name;Nicht mit\n"Müller, Anna";\n"Maier, Ben";\nCem;"{cell}"\n'.encode()).source.instance
    wanted = {("Cem", "Müller, Anna"), ("Cem", "Maier, Ben")} if "Maier" in cell else {("Cem", "Müller, Anna")}
    assert found.keep_apart == wanted


def test_an_umlaut_is_the_same_however_it_is_composed_and_what_nobody_sees_does_not_count() -> None:
    found = read(
        "Name;Mo\u0308chte lernen;Nicht mit\nMüller;Töpfern;\nAda\u200b;To\u0308pfern;Mu\u0308ller\nBen;;ada\n".encode()
    )
    assert found.notes == ()
    mueller, ada, _ = found.source.instance.people
    assert mueller.learn == ada.learn == ("Töpfern",)
    assert len(found.source.instance.keep_apart) == 2


def test_whom_somebody_has_met_may_be_absent_but_never_silently() -> None:
    found = read(b"Name,Met before\nAda,Benn; Zoe\nBen,\n")
    assert found.source.instance.met == frozenset()
    (note,) = found.notes
    assert note.startswith("Not in the list, and so left out of whom people have met: ")
    assert note.endswith(": Benn (row 2; did you mean “Ben”?), Zoe (row 2).")


def test_a_heading_that_comes_close_to_one_is_told_and_one_that_means_nothing_just_so() -> None:
    found = read(b"Name,Intrests,Shoe size,Not wiht,\nAda,chess,40,,x\n")
    (note,) = found.notes
    near = "Intrests (did you mean “Interests”?), Shoe size, Not wiht (did you mean “Not with”?), E"
    assert note.startswith(f"Not read: {near}. ")


def test_languages_are_read_however_they_are_written_and_those_that_nobody_knows_are_told() -> None:
    cells = ("Deutsch und Englisch", "DE-AT", "Deutsch (Muttersprache, aus Wien)", "German B2 & fr", "Dothrakisch, de")
    rows = "".join(f'P{i};"{cell}"\n' for i, cell in enumerate(cells))
    found = read(f"Name;Sprachen\n{rows}".encode())
    spoken = [person.langs for person in found.source.instance.people]
    assert spoken == [("de", "en"), ("de",), ("de",), ("de", "fr"), ("dothrakisch", "de")]
    (note,) = found.notes
    assert note.startswith("Als eigene Sprachen gelesen: dothrakisch (Zeile 6).")
