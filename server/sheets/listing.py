"""A list of people (CSV) as an instance. What is wrong with it is said with row and column, all at once, in the
language of its headings."""

import csv
from collections import Counter
from difflib import get_close_matches

import msgspec

from server.core.pairing.format import Source
from server.core.pairing.instance import Instance, Person, pair
from server.core.state import Language
from server.sheets.columns import LEVELS, NO, TONGUES, YES, understood
from server.text.locales import text

SHOWN = 10
MIDDLE = 3
"""The level of people who state none."""
PAIRS = ("keep_apart", "must_pair", "met")


class BadList(ValueError):
    """`faults`: a sentence each, with row and column, at most SHOWN and one that counts the rest."""

    def __init__(self, faults: "_Faults") -> None:
        more = len(faults.said) - SHOWN
        self.faults = [*faults.said[:SHOWN], *([text(faults.language, "list-more", count=more)] if more > 0 else [])]
        super().__init__("\n".join(self.faults))


class _Faults:
    """Sentences in one language, by the ids of `sheets.ftl`."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.said: list[str] = []

    def say(self, id_: str, row: int | None = None, column: str | None = None, /, **about: str) -> None:
        sentence = text(self.language, id_, **about)
        if column is not None:
            sentence = text(self.language, "list-cell", row=str(row), column=column, fault=sentence)
        elif row is not None:
            sentence = text(self.language, "list-row", row=str(row), fault=sentence)
        self.said.append(sentence)


class Listing(msgspec.Struct, frozen=True):
    """`language`: that of most headings. `unread`: headings of columns that mean nothing here."""

    source: Source
    language: Language
    unread: tuple[str, ...]


class _Row(msgspec.Struct):
    number: int  # as the spreadsheet counts: the heading is row 1
    cells: dict[str, str]


def read(data: bytes, language: Language | None = None) -> Listing:
    """Raises BadList: no heading for names, nobody in it, cells that can't be read, names that nobody has.

    Faults are told in `language`; None: in that of most headings.
    """
    heading, *body = _table(decoded(data), language or "en") or [(1, [])]
    known_titles = [understood(title) for title in heading[1]]
    languages = Counter(each for known in known_titles if known for each in known[1])
    spoken: Language = "de" if languages["de"] > languages["en"] else "en"
    columns: dict[int, str] = {}
    unread: list[str] = []
    faults = _Faults(language or spoken)
    for at, (title, known) in enumerate(zip(heading[1], known_titles, strict=True)):
        if known is None:
            unread += [title.strip()] if title.strip() else []
        elif known[0] in columns.values():
            faults.say("list-two-columns", 1, _letter(at), title=title.strip())
        else:
            columns[at] = known[0]
    if "name" not in columns.values():
        faults = _Faults(faults.language)  # whatever else is wrong follows from it
        faults.say("list-no-names", 1)
        raise BadList(faults)
    rows = [
        _Row(number, {field: cells[at].strip() if at < len(cells) else "" for at, field in columns.items()})
        for number, cells in body
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        faults.say("list-nobody", 2)
    letters = {field: _letter(at) for at, field in columns.items()}
    instance = _Reader(rows, letters, faults).instance()
    if faults.said:
        raise BadList(faults)
    spelling = {person.id: person.id for person in instance.people}
    return Listing(Source(instance, spelling), spoken, tuple(unread))


def decoded(data: bytes) -> str:
    """As spreadsheets save text: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _table(content: str, language: Language) -> list[tuple[int, list[str]]]:
    """(row number, cells), from the first row that isn't empty on; numbers as a spreadsheet counts rows."""
    lines = content.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    comma = max(";,\t", key=lambda sign: (first.count(sign), sign == ";"))
    if first.casefold().startswith("sep="):
        comma, lines = first.strip()[4:5] or ";", lines[lines.index(first) + 1 :]
    try:
        rows = list(enumerate(csv.reader(lines, delimiter=comma), start=1))
    except csv.Error as error:
        faults = _Faults(language)
        faults.say("list-no-table", fault=str(error))
        raise BadList(faults) from None
    while rows and not any(cell.strip() for cell in rows[0][1]):
        rows.pop(0)
    return rows


class _Reader:
    def __init__(self, rows: list[_Row], letters: dict[str, str], faults: _Faults) -> None:
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
        if self.faults.said:
            return Instance(())
        return Instance(tuple(people), met=pairs["met"], keep_apart=pairs["keep_apart"], must_pair=pairs["must_pair"])

    def _fault(self, row: _Row, field: str, id_: str, /, **about: str) -> None:
        self.faults.say(id_, row.number, self.letters[field], **about)

    def _name(self, row: _Row) -> None:
        name = row.cells["name"] = " ".join(row.cells["name"].split())
        if not name:
            self._fault(row, "name", "list-no-name")
        elif _fold(name) in self.names:
            before = self.at[_fold(name)]
            self._fault(row, "name", "list-same-name", name=name, row=str(before))
        else:
            self.names[_fold(name)], self.at[_fold(name)] = name, row.number

    def _person(self, row: _Row, usual: str) -> Person:
        cell = row.cells.get
        level = cell("level", "")
        if level and _fold(level) not in LEVELS:
            self._fault(row, "level", "list-no-level", level=level)
        trio = _fold(cell("trio", ""))
        if trio not in YES | NO:
            self._fault(row, "trio", "list-no-answer", answer=cell("trio", ""))
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
                if near:
                    self._fault(row, field, "list-unknown-near", name=other, near=self.names[near[0]])
                else:
                    self._fault(row, field, "list-unknown", name=other)
            elif known == row.cells["name"]:
                self._fault(row, field, "list-own-row", name=other)
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
