"""`gespann pair`: from a list or an instance to groups, in one command."""

import os
import re
import sys
from pathlib import Path, PurePath
from typing import Literal

import click
import msgspec

from server.core.pairing import format as pairing_format
from server.core.pairing.format import Source
from server.core.pairing.instance import BadInstance
from server.core.pairing.rules import LARGEST_GROUP
from server.core.state import Language
from server.sheets import columns, listing

Kind = Literal["json", "csv", "html"]
BLANK = b"\xef\xbb\xbf \t\r\n"
SUFFIXES: dict[str, Kind] = {".json": "json", ".csv": "csv", ".html": "html", ".htm": "html"}


class Unusable(ValueError):
    """What the command was given can't be used; the text says why, a sentence per line."""


class Size(click.ParamType[tuple[int, int]]):
    """A or A..B people per group."""

    name = "A|A..B"

    def convert(
        self, value: str | tuple[int, int], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"(\d)(?:\.\.(\d))?", value)
        low, high = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 2 <= low <= high <= LARGEST_GROUP:
            self.fail(f"{value!r} is no size; write 2 for pairs, or A..B with numbers from 2 to {LARGEST_GROUP}.")
        return low, high


class Given(msgspec.Struct, frozen=True):
    source: Source
    kind: Kind
    language: Language
    notes: tuple[str, ...] = ()


def read(people: str, language: Language | None = None) -> Given:
    """An instance or a list, told apart by name, else by how it begins; - is standard input. Raises Unusable."""
    name = "Standard input" if people == "-" else people
    try:
        with click.open_file(people, "rb") as file:
            data = file.read()
    except OSError as fault:
        raise Unusable(f"{name} can't be read: {fault.strerror}.") from None
    if not data.strip(BLANK):
        raise Unusable(f"{name} is empty; gespann pair --template en (or de) shows what a list needs.")
    suffix = PurePath(people).suffix.lower()
    is_json = suffix == ".json" or (suffix not in {".csv", ".tsv", ".txt"} and _looks_like_json(data))
    try:
        if is_json:
            return Given(pairing_format.read(data), "json", "en")
        found = listing.read(data, language)
    except BadInstance as bad:
        raise Unusable(bad.sentence) from None
    except listing.BadList as bad:
        raise Unusable("\n".join(bad.faults)) from None
    return Given(found.source, "csv", found.language, found.notes)


def _looks_like_json(data: bytes) -> bool:
    return data.lstrip(BLANK)[:1] in {b"{", b"["}


def run(
    people: str,
    *,
    size: tuple[int, int],
    rounds: int,
    seed: int,
    output: Path | None,
    to: Kind | None,
    language: Language | None,
) -> None:
    """Reads, plans, writes. Raises Unusable."""
    # Here and not above: numpy and scipy take half a second, which no other command of `gespann` shall wait.
    from server.core.pairing.outcome import answer, plan  # noqa: PLC0415
    from server.sheets import written  # noqa: PLC0415

    kind = to or (None if output is None else SUFFIXES.get(output.suffix.lower()))
    if output is not None and kind is None:
        raise Unusable(f"{output}: the name must end in {', '.join(SUFFIXES)}, or --to must say what to write.")
    _spare(people, output)
    given = read(people, language)
    words = language or given.language
    for note in given.notes:
        click.echo(note, err=True)
    if not given.source.instance.people:
        raise Unusable("There is nobody among the people; a plan needs at least one.")
    try:
        found = plan(given.source.instance, size, rounds, seed)
    except BadInstance as bad:
        raise Unusable(bad.sentence) from None
    for note in written.notes(found, given.source.instance, words):
        click.echo(note, err=True)
    match kind or given.kind:
        case "json":
            data = answer(found, given.source) + b"\n"
        case "csv":
            data = written.table(found, words)
        case "html":
            data = written.sheet(found, given.source, words)
    write(data, output)


def _spare(people: str, output: Path | None) -> None:
    """What is written never takes the place of what was read. Raises Unusable."""
    try:
        read_from = os.fstat(sys.stdin.fileno()) if people == "-" else Path(people).stat()
        same = output is not None and output.is_file() and os.path.samestat(read_from, output.stat())
    except (OSError, ValueError):
        return  # a pipe, or a file that isn't there: reading or writing says so
    if same:
        raise Unusable(f"{output} is the list itself, and would be lost; give -o another name.")


def write(data: bytes, output: Path | None) -> None:
    """To the file, or to standard output. Raises Unusable."""
    if output is None:
        click.echo(data, nl=False)
        return
    try:
        output.write_bytes(data)
    except OSError as fault:
        raise Unusable(f"{output} can't be written: {fault.strerror}.") from None


def template(language: Language, output: Path | None) -> None:
    """Writes the example list, never over a list that may have been filled in since. Raises Unusable."""
    if output is not None and output.exists():
        raise Unusable(f"{output} is there already, and may hold a list; give -o another name.")
    write(columns.template(language).encode("utf-8-sig"), output)
