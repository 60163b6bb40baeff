"""The plain-JSON format of instances and answers (FORMAT.md), in both directions."""

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from server.core.pairing.instance import BadInstance, Instance, Mode, Pair, Person, Weights
from server.core.pairing.plan import Plan

FORMAT = "pairing-instance/1"

Name = str | int
"""Ids, tags, skills and languages: a string or an integer in the file, a string here."""


class _Person(msgspec.Struct):
    id: Name
    level: int
    tags: list[Name] = []
    langs: list[Name] = []
    teach: list[Name] = []
    learn: list[Name] = []
    employer: str | int | float | bool | None = None
    trio: bool = False
    trio_seats: int = 0
    left_over: int = 0
    helped: int = 0


class _Weights(msgspec.Struct):
    experience: int
    experience_mode: Mode
    interests: int
    skills: int
    employer: int


class _Instance(msgspec.Struct):
    format: str
    people: list[_Person]
    weights: _Weights
    n: int | None = None
    met: list[tuple[Name, Name]] = []
    keep_apart: list[tuple[Name, Name]] = []
    must_pair: list[tuple[Name, Name]] = []


class Source(msgspec.Struct, frozen=True):
    """An instance with its ids as the file spells them: `spelling` maps an id here to the string or integer there.

    `no_level`: whose level the file doesn't hold; they count as the middle.
    """

    instance: Instance
    spelling: Mapping[str, Name]
    no_level: frozenset[str] = frozenset()


def from_json(data: bytes) -> Instance:
    """The instance that a file holds. Unknown fields are ignored.

    Raises BadInstance: not JSON, not this format, a contradiction; the sentence says what and, where known, where.
    """
    return read(data).instance


def read(data: bytes) -> Source:
    """As `from_json`, and how the file spells its ids, for an answer in the same spelling."""
    try:
        raw = msgspec.json.decode(data, type=_Instance)
    except msgspec.ValidationError as error:
        raise BadInstance(f"The instance doesn't follow the format: {in_words(str(error))}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInstance(f"The instance isn't valid JSON: {error}.") from error
    if raw.format != FORMAT:
        raise BadInstance(f'The format is "{raw.format}"; this reads "{FORMAT}".')
    if raw.n is not None and raw.n != len(raw.people):
        raise BadInstance(f"n is {raw.n}, but there are {len(raw.people)} people.")
    spelling: dict[str, Name] = {}
    for person in raw.people:
        if str(person.id) in spelling:
            raise BadInstance(f'Two people have the id "{person.id}".')
        spelling[str(person.id)] = person.id
    w = raw.weights
    instance = Instance(
        people=_people(raw.people),
        weights=Weights(w.experience, w.experience_mode, w.interests, w.skills, w.employer),
        met=_pairs("met", raw.met, None),
        keep_apart=_pairs("keep_apart", raw.keep_apart, spelling),
        must_pair=_pairs("must_pair", raw.must_pair, spelling),
        trio_seats={str(person.id): person.trio_seats for person in raw.people if person.trio_seats},
        left_over={str(person.id): person.left_over for person in raw.people if person.left_over},
        helped={str(person.id): person.helped for person in raw.people if person.helped},
    )
    return Source(instance, spelling)


KINDS = {
    "int": "a whole number",
    "float": "a number with a fraction",
    "str": "a text",
    "bool": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
}


def in_words(error: str) -> str:
    """What msgspec says of a value and where it stands, for who doesn't know its types."""
    said, _, where = error.partition(" - at `$")
    for expected, got in re.findall(r"^Expected `([^`]+)`, got `([^`]+)`$", said):
        said = f"{_kinds(got)} stands where {_kinds(expected)} belongs"
    at = where.strip("`.")
    return (f"at {at}: " if at else "") + said.replace("`", '"')


def _kinds(types: str) -> str:
    return " or ".join(KINDS.get(each, each) for each in types.split(" | "))


def to_json(plan: Plan, source: Source | None = None) -> bytes:
    """An answer of one round. With `source`, ids are spelled as in the file it was read from."""
    return to_json_rounds([plan], source)


def to_json_rounds(plans: Sequence[Plan], source: Source | None = None) -> bytes:
    """An answer of several rounds, in order."""
    spelling: Mapping[str, Name] = {} if source is None else source.spelling

    def spelled(ids: Iterable[str]) -> list[Name]:
        return [spelling.get(i, i) for i in ids]

    answer = {
        "rounds": [{"groups": [spelled(group.members) for group in plan.groups]} for plan in plans],
        "unplaced": [spelled(plan.unplaced) for plan in plans],
        "report": {"rounds": [_report(plan) for plan in plans]},
    }
    return msgspec.json.encode(answer)


def _report(plan: Plan) -> dict[str, object]:
    return {
        "person_points": plan.points,
        "bound": plan.bound,
        "share": round(plan.share, 6),
        "trios": plan.trios,
        "proven": plan.proven,
        "witness": plan.witness,
    }


def _people(raw: Sequence[_Person]) -> tuple[Person, ...]:
    tags, skills, langs = _Names("tag"), _Names("skill"), _Names("language")
    employers: dict[object, str] = {}
    return tuple(
        Person(
            id=str(person.id),
            level=person.level,
            tags=tags.read(person.tags),
            langs=langs.read(person.langs),
            teach=skills.read(person.teach),
            learn=skills.read(person.learn),
            employer=None if person.employer is None else _employer(employers, person.employer),
            trio=person.trio,
        )
        for person in raw
    )


def _employer(known: dict[object, str], value: object) -> str:
    """One text per value of the file: 7 and 7.0 are one employer, 7 and "7" are two."""
    key = (isinstance(value, str), value)
    text = value if isinstance(value, str) and not value.startswith("#") else f"#{value}"
    return known.setdefault(key, text)


class _Names:
    """Strings or integers as strings; a file that uses both 7 and "7" for one kind of thing is refused."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.known: dict[str, Name] = {}

    def read(self, names: Sequence[Name]) -> tuple[str, ...]:
        for name in names:
            if self.known.setdefault(str(name), name) != name:
                raise BadInstance(f'The {self.kind} {name} stands both as a number and as the string "{name}".')
        return tuple(str(name) for name in names)


def _pairs(field: str, pairs: Sequence[tuple[Name, Name]], known: Mapping[str, Name] | None) -> frozenset[Pair]:
    for two in pairs:
        for name in two:
            if known is not None and str(name) not in known:
                raise BadInstance(f'A pair in {field} names "{name}", who isn\'t among the people.')
    return frozenset((str(a), str(b)) for a, b in pairs)
