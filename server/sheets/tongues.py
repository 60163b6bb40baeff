"""Languages as people write them into a cell."""

import re
from functools import cache

from server.sheets.columns import fold, parts

OWN = {
    "es": "Español",
    "fa": "Farsi",
    "fr": "Français",
    "it": "Italiano",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "tr": "Türkçe",
}
"""What speakers call their language, where German and English call it otherwise."""

NONE = {"mul", "und", "zxx"}
"""CLDR's codes for several, an unknown and no language."""


def tongues(cell: str) -> dict[str, bool]:
    """The languages of a cell, by code where one is known; and whether it is known."""
    told = re.sub(r"(\S)\s*\([^)]*\)", r"\1", cell)  # in brackets stands how well
    words = [word for part in parts(told) for word in re.split(r"\s+(?:und|and)\s+|[&+]", part) if word.strip()]
    return dict(map(_tongue, words))


def _tongue(word: str) -> tuple[str, bool]:
    name = re.sub(r"\s+[abc][12]$", "", fold(word))  # German C1
    region = re.fullmatch(r"([a-z]{2,3})[-_][a-z]{2,4}", name)  # de-AT
    code = _codes().get(name) or (_codes().get(region[1]) if region else None)
    return code or name, code is not None


@cache
def _codes() -> dict[str, str]:
    """What a language is called, in German and English, to its code; that of a region's kind (Flemish) to its whole."""
    from babel import Locale  # noqa: PLC0415 - `gespann --help` must not load it

    called = [(code.split("_")[0], name) for lang in ("de", "en") for code, name in Locale(lang).languages.items()]
    codes = [(code, code) for code, _ in called]  # after the names: 'yi' is Yiddish, not the Yi of China
    return {fold(name): code for code, name in (*called, *OWN.items(), *codes) if code not in NONE}
