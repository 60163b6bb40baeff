"""Languages as people write them into a cell."""

import re

from server.sheets.columns import fold, parts

NAMES = {
    fold(name): code
    for code, names in {
        "ar": "Arabisch Arabic",
        "bg": "Bulgarisch Bulgarian",
        "cs": "Tschechisch Czech",
        "da": "Dänisch Danish",
        "de": "Deutsch German",
        "el": "Griechisch Greek",
        "en": "Englisch English",
        "es": "Spanisch Spanish Español",
        "fa": "Persisch Farsi Persian",
        "fi": "Finnisch Finnish",
        "fr": "Französisch French Français",
        "he": "Hebräisch Hebrew",
        "hi": "Hindi",
        "hr": "Kroatisch Croatian",
        "hu": "Ungarisch Hungarian",
        "it": "Italienisch Italian Italiano",
        "ja": "Japanisch Japanese",
        "ko": "Koreanisch Korean",
        "ku": "Kurdisch Kurdish",
        "nl": "Niederländisch Dutch Nederlands",
        "no": "Norwegisch Norwegian",
        "pl": "Polnisch Polish Polski",
        "pt": "Portugiesisch Portuguese Português",
        "ro": "Rumänisch Romanian",
        "ru": "Russisch Russian",
        "sr": "Serbisch Serbian",
        "sv": "Schwedisch Swedish",
        "tr": "Türkisch Turkish Türkçe",
        "uk": "Ukrainisch Ukrainian",
        "vi": "Vietnamesisch Vietnamese",
        "zh": "Chinesisch Chinese",
    }.items()
    for name in (code, *names.split())
}
"""What a language is called, to its code."""


def tongues(cell: str) -> dict[str, bool]:
    """The languages of a cell, by code where one is known; and whether it is known."""
    told = re.sub(r"(\S)\s*\([^)]*\)", r"\1", cell)  # in brackets stands how well
    words = [word for part in parts(told) for word in re.split(r"\s+(?:und|and)\s+|[&+]", part) if word.strip()]
    return dict(map(_tongue, words))


def _tongue(word: str) -> tuple[str, bool]:
    name = re.sub(r"\s+[abc][12]$", "", fold(word))  # German C1
    region = re.fullmatch(r"([a-z]{2})[-_][a-z]{2,4}", name)  # de-AT
    code = NAMES.get(region[1] if region else name)
    return code or name, code is not None
