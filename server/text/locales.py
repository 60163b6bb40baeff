"""Fluent messages, one bundle per language made of all its `.ftl` files.

TextError
├── BrokenLocale     a file does not parse, or two files define the same id; raised at load
└── MissingText      no language has the id; or, when strict, the asked one lacks it or a variable is missing
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast as fluent

import web
from server.core.state import Language

LANGUAGES: tuple[Language, ...] = ("de", "en")
FALLBACK: Language = "en"
SMALL = 13
"""Numbers below it are kept with what was made of them: those of signs, and most counts."""


class TextError(Exception):
    pass


class BrokenLocale(TextError):
    pass


class MissingText(TextError):
    pass


class Locales:
    """All messages of all languages.  Strict, a gap raises; else English fills it, since a page beats a stack trace."""

    def __init__(self, folder: Traversable, *, strict: bool = False) -> None:
        self._strict = strict
        self._bundles: dict[Language, Any] = {}
        self._plain: dict[Language, dict[str, str]] = {}
        for language in LANGUAGES:
            self._bundles[language], self._plain[language] = _bundle(language, folder / language)
        self._fixed: dict[tuple[Language, str, frozenset[tuple[str, str | int]]], str] = {}
        """Messages without variables or with small numbers, made once; what anybody typed is never kept."""

    def text(self, language: Language, id_: str, /, **variables: str | int) -> str:
        """The message `id_` with its variables, unescaped plain text.  Raises MissingText."""
        kinds = {type(value) for value in variables.values()}
        if kinds == {str} and (pattern := self._plain[language].get(id_)) is not None:
            try:
                return pattern.format_map(variables)
            except KeyError:
                return self._made(language, id_, variables)
        if kinds <= {int} and all(0 <= value < SMALL for value in variables.values() if isinstance(value, int)):
            made = language, id_, frozenset(variables.items())
            words = self._fixed.get(made)
            if words is None:
                words = self._fixed[made] = self._made(language, id_, variables)
            return words
        return self._made(language, id_, variables)

    def _made(self, language: Language, id_: str, variables: Mapping[str, str | int]) -> str:
        for each in (language,) if self._strict else (language, FALLBACK):
            bundle = self._bundles[each]
            if not bundle.has_message(id_):
                continue
            pattern = bundle.get_message(id_).value
            if pattern is None:
                continue
            words, faults = bundle.format_pattern(pattern, variables)
            if faults and self._strict:
                raise MissingText(f"{each}: {id_}: {faults[0]}")
            return str(words)
        raise MissingText(f"{language}: {id_}")

    def has(self, language: Language, id_: str) -> bool:
        return bool(self._bundles[language].has_message(id_))


@cache
def shipped(*, strict: bool = False) -> Locales:
    """The locales of the `web` folder, read once per process.  Raises BrokenLocale."""
    return Locales(web.ROOT / "locales", strict=strict)


def text(language: Language, id_: str, /, **variables: str | int) -> str:
    """A shipped message; see `Locales.text`."""
    return shipped().text(language, id_, **variables)


def entries(source: str) -> list[fluent.Message | fluent.Term]:
    """The messages and terms of one file.  Raises BrokenLocale."""
    return _checked(FluentResource(source), source)


def _checked(resource: fluent.Resource, source: str) -> list[fluent.Message | fluent.Term]:
    """The messages and terms.  Fluent reads on silently past what it cannot parse; this raises BrokenLocale."""
    found: list[fluent.Message | fluent.Term] = []
    for entry in resource.body:
        if isinstance(entry, fluent.Junk):
            line = source.count("\n", 0, entry.span.start if entry.span else 0) + 1
            raise BrokenLocale(f"line {line}: {(entry.content or '').strip()[:60]!r} is no Fluent")
        if isinstance(entry, fluent.Message | fluent.Term):
            found.append(entry)
    return found


def _plain(entry: fluent.Message | fluent.Term) -> str | None:
    """A message that is text and variables and nothing else, as a format string.

    Where all variables are text, Fluent puts them in as they are; walking its tree takes twenty times as long.
    """
    parts: list[str] = []
    for element in entry.value.elements if isinstance(entry, fluent.Message) and entry.value else ():
        match element:
            case fluent.TextElement(value=words):
                parts.append(words.replace("{", "{{").replace("}", "}}"))
            case fluent.Placeable(expression=fluent.VariableReference(id=fluent.Identifier(name=name))):
                parts.append(f"{{{name}}}")
            case _:
                return None
    return "".join(parts) or None


def _bundle(language: Language, folder: Traversable) -> tuple[Any, dict[str, str]]:
    """And its plain messages."""
    bundle = FluentBundle([language], use_isolating=False)  # isolation marks would end up in subjects and addresses
    origin: dict[str, str] = {}
    plain: dict[str, str] = {}
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".ftl")), key=lambda f: f.name)
    for file in files:
        source = file.read_text(encoding="utf-8")
        resource = FluentResource(source)
        try:
            found = _checked(resource, source)
        except BrokenLocale as fault:
            raise BrokenLocale(f"{language}/{file.name}, {fault}") from None
        for entry in found:
            name = f"-{entry.id.name}" if isinstance(entry, fluent.Term) else entry.id.name
            if name in origin:
                raise BrokenLocale(f"{language}/{file.name} defines {name} again; it stands in {origin[name]}")
            origin[name] = file.name
            if (pattern := _plain(entry)) is not None:
                plain[name] = pattern
        bundle.add_resource(resource)
    return bundle, plain
