"""Every message exists in both languages with the same variables; nothing is silently left out."""

from pathlib import Path

import pytest
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

import web
from server.text.locales import LANGUAGES, BrokenLocale, Locales, MissingText, entries, shipped, text

FOLDER = Path(str(web.ROOT / "locales"))
FILES = sorted({file.name for language in LANGUAGES for file in (FOLDER / language).glob("*.ftl")})


class Variables(Visitor):
    """The variables that an entry prints, in any of its branches.

    What only selects a branch may differ: one language has a plural where the other has none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802 - the visitor's naming
        self.found.add(node.id.name)

    def visit_SelectExpression(self, node: fluent.SelectExpression) -> None:  # noqa: N802 - the visitor's naming
        for variant in node.variants:
            self.visit(variant)


def inventory(file: Path) -> dict[str, set[str]]:
    """Names of messages, terms and attributes with their variables."""
    found = {}
    for entry in entries(file.read_text(encoding="utf-8")):
        variables = Variables()
        variables.visit(entry)
        found[("-" if isinstance(entry, fluent.Term) else "") + entry.id.name] = variables.found
        for attribute in entry.attributes:
            variables = Variables()
            variables.visit(attribute)
            found[f"{entry.id.name}.{attribute.id.name}"] = variables.found
    return found


@pytest.mark.parametrize("name", FILES)
def test_both_languages_have_the_same_messages_and_variables(name: str) -> None:
    german, english = (inventory(FOLDER / language / name) for language in LANGUAGES)
    assert german.keys() == english.keys()
    assert german == english


def test_all_files_load_together() -> None:
    assert shipped(strict=True).has("de", "mail-hello")


def test_a_message_is_plain_text_with_its_variables() -> None:
    assert text("de", "mail-hello", name="<Mara>") == "Hallo <Mara>,"


def locale(folder: Path, de: dict[str, str], en: dict[str, str]) -> Path:
    for language, files in (("de", de), ("en", en)):
        (folder / language).mkdir()
        for name, content in files.items():
            (folder / language / name).write_text(content, encoding="utf-8")
    return folder


def test_what_does_not_parse_is_refused_at_load(tmp_path: Path) -> None:
    with pytest.raises(BrokenLocale, match=r"de/a\.ftl, line 2"):
        Locales(locale(tmp_path, {"a.ftl": "good = x\nthis is { no fluent\n"}, {}))


def test_a_message_has_one_place(tmp_path: Path) -> None:
    with pytest.raises(BrokenLocale, match="defines x again"):
        Locales(locale(tmp_path, {"a.ftl": "x = 1\n", "b.ftl": "x = 2\n"}, {}))


def test_english_fills_a_gap_unless_strict(tmp_path: Path) -> None:
    folder = locale(tmp_path, {}, {"a.ftl": "x = yes { $n }\n"})
    assert Locales(folder).text("de", "x", n=1) == "yes 1"
    with pytest.raises(MissingText):
        Locales(folder, strict=True).text("de", "x", n=1)
    with pytest.raises(MissingText):
        Locales(folder, strict=True).text("en", "x")
    with pytest.raises(MissingText):
        Locales(folder).text("de", "nowhere")


def test_what_is_made_in_short_is_what_fluent_makes() -> None:
    """Every message of text and variables, with text that means something to format strings and to Fluent."""
    locales = shipped(strict=True)
    short = 0
    for language in LANGUAGES:
        for file in FILES:
            for id_, names in inventory(FOLDER / language / file).items():
                if not names or "." in id_ or id_.startswith("-"):
                    continue
                for value in ("{x} } {0} %s {{", 7):
                    variables: dict[str, str | int] = dict.fromkeys(names, value)
                    try:
                        wanted = locales._made(language, id_, variables)
                    except MissingText:
                        continue  # it wants a number, or another variable to choose by
                    assert locales.text(language, id_, **variables) == wanted, id_
                    short += isinstance(value, str)
    assert short > 100
