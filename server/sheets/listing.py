"""A list of people (CSV) as an instance. What is wrong with it is said with row and column, all at once, in the
language of its headings."""

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

import msgspec

from server.core.pairing.format import Source
from server.core.pairing.instance import Instance, Person, pair
from server.core.state import Language
from server.sheets.columns import HEADERS, LEVELS, NO, YES, fold, nearest, parts, understood
from server.sheets.tongues import tongues
from server.text.locales import text

SHOWN = 10
MIDDLE = 3
"""The level of people who state none."""
UNSAID = "-"
"""The language of a list in which nobody states any."""
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
    """`language`: that of most headings. `notes`: what was left aside, or read in a way that may not be meant."""

    source: Source
    language: Language
    notes: tuple[str, ...]


class _Row(msgspec.Struct):
    """`number`: as the spreadsheet counts, the heading is row 1. `unread`: the cells of columns that mean nothing."""

    number: int
    cells: dict[str, str]
    unread: dict[int, str]


def read(data: bytes, language: Language | None = None) -> Listing:
    """Raises BadList: no heading for names, nobody in it, cells that can't be read, names that nobody has.

    Faults are told in `language`; None: in that of most headings.
    """
    heading, *body = _table(decoded(data), language or "en") or [(1, [])]
    known_titles = [understood(title) for title in heading[1]]
    languages = Counter(each for known in known_titles if known for each in known[1])
    spoken: Language = "de" if languages["de"] > languages["en"] else "en"
    columns: dict[int, str] = {}
    unread: dict[int, str] = {}
    faults = _Faults(language or spoken)
    for at, (title, known) in enumerate(zip(heading[1], known_titles, strict=True)):
        if known is None:
            unread[at] = title.strip()
        elif known[0] in columns.values():
            faults.say("list-two-columns", 1, _letter(at), title=title.strip())
        else:
            columns[at] = known[0]
    if "name" not in columns.values():
        faults = _Faults(faults.language)  # whatever else is wrong follows from it
        faults.say("list-no-names", 1)
        raise BadList(faults)
    rows: list[_Row] = []
    for number, cells in body:
        filled = {at: cell.strip() for at, cell in enumerate(cells) if cell.strip()}
        if filled:
            known_cells = {field: filled.get(at, "") for at, field in columns.items()}
            rows.append(_Row(number, known_cells, {at: filled[at] for at in unread.keys() & filled.keys()}))
        if max(filled, default=0) >= len(heading[1]):
            faults.say("list-too-many-cells", number)
    if not rows:
        faults.say("list-nobody", 2)
    reader = _Reader(rows, {field: _letter(at) for at, field in columns.items()}, faults)
    instance, notes = reader.instance(), reader.notes(unread)
    if faults.said:
        raise BadList(faults)
    spelling = {person.id: person.id for person in instance.people}
    no_level = frozenset(row.cells["name"] for row in rows if not row.cells.get("level"))
    return Listing(Source(instance, spelling, no_level), spoken, notes)


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
    faults = _Faults(language)
    if content.startswith("PK\x03\x04") or not {"\0", "\ufffd"}.isdisjoint(content):
        faults.say("list-no-text")
        raise BadList(faults)
    lines = content.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    comma = max(";,\t", key=lambda sign: (first.count(sign), sign == ";"))
    if first.casefold().startswith("sep="):
        comma, lines = first.strip()[4:5] or ";", lines[lines.index(first) + 1 :]
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in csv.reader(lines, delimiter=comma, strict=True):
            rows.append((len(rows) + 1, cells))
    except csv.Error:
        faults.say("list-no-table", len(rows) + 1)
        raise BadList(faults) from None
    while rows and not any(cell.strip() for cell in rows[0][1]):
        rows.pop(0)
    return rows


class _Reader:
    def __init__(self, rows: list[_Row], letters: dict[str, str], faults: _Faults) -> None:
        self.rows, self.letters, self.faults = rows, letters, faults
        self.names: dict[str, str] = {}  # by what finds it (`_key`), as written
        self.at: dict[str, int] = {}
        self.spelled: dict[tuple[str, str], str] = {}
        self.absent: list[str] = []
        self.strange: dict[str, str] = {}

    def instance(self) -> Instance:
        for row in self.rows:
            self._name(row)
        spoken = Counter(tongue for row in self.rows for tongue in self._tongues(row))
        usual = min(spoken, key=lambda tongue: (-spoken[tongue], tongue), default=UNSAID)
        people = [self._person(row, usual) for row in self.rows if row.cells["name"]]
        pairs = {field: frozenset(two for row in self.rows for two in self._pairs(row, field)) for field in PAIRS}
        if self.faults.said:
            return Instance(())
        return Instance(tuple(people), met=pairs["met"], keep_apart=pairs["keep_apart"], must_pair=pairs["must_pair"])

    def notes(self, unread: Mapping[int, str]) -> tuple[str, ...]:
        """What was left aside. A column that seems to say who is to be with whom isn't: that is a fault."""
        language, told = self.faults.language, list[str]()
        for at, title in unread.items():
            near = nearest(title)
            filled = any(at in row.unread for row in self.rows)
            if filled and ((near and near[0] in PAIRS) or self._names_others(at)):
                known = {field: HEADERS[field][language][0] for field in PAIRS}
                self.faults.say("list-who-with-whom", 1, _letter(at), title=title, **known)
            elif near and near[0] not in self.letters:
                told.append(text(language, "list-title-near", title=title, near=near[1]))
            elif title or filled:
                told.append(title or _letter(at))
        found = {"list-unread": told, "list-not-here": self.absent, "list-tongues": list(self.strange.values())}
        return tuple(text(language, id_, names=_some(names)) for id_, names in found.items() if names)

    def _names_others(self, at: int) -> bool:
        """Whether most cells of a column name people of the list, and not their own."""
        cells = [(row.cells["name"], self._named(row.unread[at])) for row in self.rows if at in row.unread]
        others = [all(known not in {None, own} for _, known in named) for own, named in cells]
        return 2 * sum(others) > len(others)

    def _fault(self, row: _Row, field: str, id_: str, /, **about: str) -> None:
        self.faults.say(id_, row.number, self.letters[field], **about)

    def _name(self, row: _Row) -> None:
        written = row.cells["name"]
        name = row.cells["name"] = " ".join(written.split())
        if not name:
            self._fault(row, "name", "list-no-name")
        elif any(unicodedata.category(sign) == "Cc" for sign in written.replace("\t", " ")):
            self._fault(row, "name", "list-broken-name", name=name)
        elif _key(name) in self.names:
            before = self.at[_key(name)]
            self._fault(row, "name", "list-same-name", name=name, row=str(before))
        else:
            self.names[_key(name)], self.at[_key(name)] = name, row.number

    def _person(self, row: _Row, usual: str) -> Person:
        cell = row.cells.get
        level = cell("level", "")
        if level and fold(level) not in LEVELS:
            self._fault(row, "level", "list-no-level", level=level)
        trio = fold(cell("trio", ""))
        if trio not in YES | NO:
            self._fault(row, "trio", "list-no-answer", answer=cell("trio", ""))
        return Person(
            id=row.cells["name"],
            level=LEVELS.get(fold(level), MIDDLE),
            tags=self._words("interest", cell("tags", "")),
            langs=tuple(tongues(cell("langs", ""))) or (usual,),
            teach=self._words("skill", cell("teach", "")),
            learn=self._words("skill", cell("learn", "")),
            employer=fold(cell("employer", "")) or None,
            trio=trio in YES,
        )

    def _words(self, kind: str, cell: str) -> tuple[str, ...]:
        """Spelled as whoever wrote the word first, so that the same word is the same."""
        found = (self.spelled.setdefault((kind, fold(part)), part) for part in parts(cell))
        return tuple(dict.fromkeys(found))

    def _tongues(self, row: _Row) -> list[str]:
        """Those of a row; one that isn't known may be another written in a way of its own."""
        found = tongues(row.cells.get("langs", ""))
        for tongue, known in found.items():
            if not known and tongue not in self.strange:
                self.strange[tongue] = text(self.faults.language, "list-of-row", name=tongue, row=str(row.number))
        return list(found)

    def _pairs(self, row: _Row, field: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for other, known in self._named(row.cells.get(field, "")):
            if known == row.cells["name"]:
                self._fault(row, field, "list-own-row", name=other)
            elif known is not None:
                found.append(pair(row.cells["name"], known))
            else:
                self._unknown(row, field, other)
        return found

    def _named(self, cell: str) -> Iterator[tuple[str, str | None]]:
        """Whom a cell names: as it is written there, and who that is. A name may have a comma in it."""
        words = parts(cell)
        while words:
            most = next((n for n in range(len(words), 0, -1) if _key(",".join(words[:n])) in self.names), 1)
            written, words = ", ".join(words[:most]), words[most:]
            yield written, self.names.get(_key(written))

    def _unknown(self, row: _Row, field: str, name: str) -> None:
        """Whoever is to be with somebody, or not, must be here; who was met needn't."""
        close = get_close_matches(_key(name), self.names, 1)
        near = {"near": self.names[close[0]]} if close else {}
        if field != "met":
            self._fault(row, field, "list-unknown-near" if near else "list-unknown", name=name, **near)
            return
        of_row = {"name": name, "row": str(row.number), **near}
        self.absent.append(text(self.faults.language, "list-of-row-near" if near else "list-of-row", **of_row))


def _key(name: str) -> str:
    return ",".join(map(fold, parts(name)))


def _some(names: list[str]) -> str:
    return ", ".join([*names[:SHOWN], *(["…"] if len(names) > SHOWN else [])])


def _letter(at: int) -> str:
    """A spreadsheet's name of a column: A, B … Z, AA."""
    return (_letter(at // 26 - 1) if at >= 26 else "") + chr(65 + at % 26)
