"""A list of people (CSV) as an instance. What is wrong with it is said with row and column, all at once."""

import csv
from collections import Counter
from difflib import get_close_matches

import msgspec

from server.core.pairing.format import Source
from server.core.pairing.instance import Instance, Person, pair
from server.core.state import Language
from server.sheets.columns import LEVELS, NO, TONGUES, YES, understood

SHOWN = 10
MIDDLE = 3
"""The level of people who state none."""
PAIRS = ("keep_apart", "must_pair", "met")


class BadList(ValueError):
    """`faults`: a sentence each, with row and column, at most SHOWN and one that counts the rest."""

    def __init__(self, faults: list[str]) -> None:
        more = len(faults) - SHOWN
        self.faults = [*faults[:SHOWN], *([f"And {more} more."] if more > 0 else [])]
        super().__init__("\n".join(self.faults))


class Listing(msgspec.Struct, frozen=True):
    """`language`: that of most headings. `unread`: headings of columns that mean nothing here."""

    source: Source
    language: Language
    unread: tuple[str, ...]


class _Row(msgspec.Struct):
    number: int  # as the spreadsheet counts: the heading is row 1
    cells: dict[str, str]


def read(data: bytes) -> Listing:
    """Raises BadList: no heading for names, nobody in it, cells that can't be read, names that nobody has."""
    text = decoded(data)
    heading, *body = _table(text) or [(1, [])]
    columns: dict[int, str] = {}
    languages: Counter[Language] = Counter()
    unread: list[str] = []
    faults: list[str] = []
    for at, title in enumerate(heading[1]):
        known = understood(title)
        if known is None:
            unread += [title.strip()] if title.strip() else []
        elif known[0] in columns.values():
            faults.append(f"Row 1, column {_letter(at)}: there are two columns for “{title.strip()}”.")
        else:
            columns[at] = known[0]
            languages[known[1]] += 1
    if "name" not in columns.values():
        raise BadList(
            ["Row 1: no column is headed “Name”; gespann pair --template en (or de) shows what a list needs."]
        )
    rows = [
        _Row(number, {field: cells[at].strip() if at < len(cells) else "" for at, field in columns.items()})
        for number, cells in body
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        faults.append("Row 2: nobody is in the list.")
    letters = {field: _letter(at) for at, field in columns.items()}
    instance = _Reader(rows, letters, faults).instance()
    if faults:
        raise BadList(faults)
    spelling = {person.id: person.id for person in instance.people}
    language: Language = "de" if languages["de"] > languages["en"] else "en"
    return Listing(Source(instance, spelling), language, tuple(unread))


def decoded(data: bytes) -> str:
    """As spreadsheets save text: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _table(text: str) -> list[tuple[int, list[str]]]:
    """(row number, cells), from the first row that isn't empty on; numbers as a spreadsheet counts rows."""
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    comma = max(";,\t", key=lambda sign: (first.count(sign), sign == ";"))
    if first.casefold().startswith("sep="):
        comma, lines = first.strip()[4:5] or ";", lines[lines.index(first) + 1 :]
    try:
        rows = list(enumerate(csv.reader(lines, delimiter=comma), start=1))
    except csv.Error as error:
        raise BadList([f"The list can't be read as a table: {error}."]) from None
    while rows and not any(cell.strip() for cell in rows[0][1]):
        rows.pop(0)
    return rows


class _Reader:
    def __init__(self, rows: list[_Row], letters: dict[str, str], faults: list[str]) -> None:
        self.rows, self.letters, self.faults = rows, letters, faults
        self.names: dict[str, str] = {}  # folded, as written
        self.at: dict[str, int] = {}
        self.spelled: dict[tuple[str, str], str] = {}

    def instance(self) -> Instance:
        for row in self.rows:
            self._name(row)
        spoken = Counter(tongue for row in self.rows for tongue in _tongues(row.cells.get("langs", "")))
        usual = min(spoken, key=lambda tongue: (-spoken[tongue], tongue), default="-")
        people = [self._person(row, usual) for row in self.rows if row.cells["name"]]
        pairs = {field: frozenset(two for row in self.rows for two in self._pairs(row, field)) for field in PAIRS}
        if self.faults:
            return Instance(())
        return Instance(tuple(people), met=pairs["met"], keep_apart=pairs["keep_apart"], must_pair=pairs["must_pair"])

    def _fault(self, row: _Row, field: str, what: str) -> None:
        self.faults.append(f"Row {row.number}, column {self.letters[field]}: {what}")

    def _name(self, row: _Row) -> None:
        name = row.cells["name"] = " ".join(row.cells["name"].split())
        if not name:
            self._fault(row, "name", "the name is missing.")
        elif _fold(name) in self.names:
            before = self.at[_fold(name)]
            self._fault(row, "name", f"“{name}” is in row {before} already; add something that tells them apart.")
        else:
            self.names[_fold(name)], self.at[_fold(name)] = name, row.number

    def _person(self, row: _Row, usual: str) -> Person:
        cell = row.cells.get
        level = cell("level", "")
        if level and _fold(level) not in LEVELS:
            self._fault(row, "level", f"“{level}” is no level; write 1 (new) to 5 (veteran).")
        trio = _fold(cell("trio", ""))
        if trio not in YES | NO:
            self._fault(row, "trio", f"“{cell('trio')}” is neither yes nor no.")
        return Person(
            id=row.cells["name"],
            level=LEVELS.get(_fold(level), MIDDLE),
            tags=self._words("interest", cell("tags", "")),
            langs=_tongues(cell("langs", "")) or (usual,),
            teach=self._words("skill", cell("teach", "")),
            learn=self._words("skill", cell("learn", "")),
            employer=_fold(cell("employer", "")) or None,
            trio=trio in YES,
        )

    def _words(self, kind: str, cell: str) -> tuple[str, ...]:
        """Spelled as whoever wrote the word first, so that the same word is the same."""
        found = (self.spelled.setdefault((kind, _fold(part)), part) for part in _parts(cell))
        return tuple(dict.fromkeys(found))

    def _pairs(self, row: _Row, field: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for other in _parts(row.cells.get(field, "")):
            known = self.names.get(_fold(other))
            if known is None and field == "met":
                continue  # who isn't here needn't be kept from anyone
            if known is None:
                near = get_close_matches(_fold(other), self.names, 1)
                hint = f" Did you mean “{self.names[near[0]]}”?" if near else ""
                self._fault(row, field, f"nobody in the list is called “{other}”.{hint}")
            elif known == row.cells["name"]:
                self._fault(row, field, f"“{other}” is named in their own row.")
            else:
                found.append(pair(row.cells["name"], known))
        return found


def _fold(words: str) -> str:
    return " ".join(words.split()).casefold()


def _parts(cell: str) -> list[str]:
    for sign in ";|/\n":
        cell = cell.replace(sign, ",")
    return [" ".join(part.split()) for part in cell.split(",") if part.strip()]


def _tongues(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(TONGUES.get(_fold(part), _fold(part)) for part in _parts(cell)))


def _letter(at: int) -> str:
    """A spreadsheet's name of a column: A, B … Z, AA."""
    return (_letter(at // 26 - 1) if at >= 26 else "") + chr(65 + at % 26)
