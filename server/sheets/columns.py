"""The columns of a list: how people head them, in German or English, and the template that shows how."""

import unicodedata
from difflib import get_close_matches

from server.core.state import Language

HEADERS: dict[str, dict[Language, tuple[str, ...]]] = {
    "name": {"de": ("Name", "Person", "Teilnehmer", "Teilnehmerin"), "en": ("Name", "Participant", "Id")},
    "level": {"de": ("Erfahrung", "Stufe", "Niveau"), "en": ("Level", "Experience")},
    "langs": {"de": ("Sprachen", "Sprache"), "en": ("Languages", "Language")},
    "tags": {"de": ("Interessen", "Themen"), "en": ("Interests", "Tags", "Topics")},
    "teach": {"de": ("Kann zeigen", "Zeigt", "Bietet"), "en": ("Can show", "Teaches", "Teach", "Shows")},
    "learn": {"de": ("Will lernen", "Möchte lernen", "Lernt"), "en": ("Wants to learn", "Learns", "Learn")},
    "employer": {"de": ("Arbeitgeber", "Firma", "Organisation"), "en": ("Employer", "Company", "Organization")},
    "trio": {"de": ("Trio", "Zu dritt"), "en": ("Trio",)},
    "keep_apart": {
        "de": ("Nicht mit", "Nicht zusammen mit", "Getrennt von"),
        "en": ("Not with", "Not together with", "Keep apart", "Keep apart from"),
    },
    "must_pair": {"de": ("Muss mit", "Zusammen mit"), "en": ("Must be with", "With", "Together with")},
    "met": {"de": ("Kennt schon", "Schon getroffen", "Getroffen"), "en": ("Met before", "Met", "Knows")},
}
"""Field of the format (but `name`), to the headings that are understood; the first of each stands in the template."""

EXAMPLES: dict[Language, tuple[str, ...]] = {
    "de": (
        "Ada|3|Deutsch, Englisch|Lyrik, Schach|Python|Töpfern|Firma A||Cem||",
        "Ben|neu|Deutsch|Schach|Töpfern|Python|Firma B|ja|||Ada",
        "Cem|erfahren|Deutsch, Türkisch|Lyrik|Fotografie||||||",
        "Dora|2|Deutsch|Schach||Fotografie|||||",
    ),
    "en": (
        "Ada|3|English, German|Poetry, Chess|Python|Pottery|Company A||Cem||",
        "Ben|new|English|Chess|Pottery|Python|Company B|yes|||Ada",
        "Cem|experienced|English, Turkish|Poetry|Photography||||||",
        "Dora|2|English|Chess||Photography|||||",
    ),
}

LEVELS = {
    **{str(level): level for level in range(1, 6)},
    **dict.fromkeys(["neu", "new", "anfänger", "anfängerin", "einsteiger", "einsteigerin", "beginner"], 1),
    **dict.fromkeys(["etwas", "some", "wenig", "little"], 2),
    **dict.fromkeys(["mittel", "medium", "intermediate"], 3),
    **dict.fromkeys(["erfahren", "experienced", "fortgeschritten", "advanced"], 4),
    **dict.fromkeys(["profi", "veteran", "veteranin", "expert", "expertin", "experte"], 5),
}

YES, NO = {"ja", "j", "yes", "y", "x", "1", "true", "wahr", "✓"}, {"", "nein", "n", "no", "0", "false", "falsch", "-"}


def understood(heading: str) -> tuple[str, tuple[Language, ...]] | None:
    """(field, languages in which it is called so) of a heading, however it is cased or spaced; None for a column that
    means nothing here.
    """
    wanted = fold(heading.replace("_", " "))
    for field, languages in HEADERS.items():
        spoken = tuple(lang for lang, names in languages.items() if wanted in map(fold, names))
        if spoken:
            return field, spoken
    return None


def nearest(heading: str) -> tuple[str, str] | None:
    """(field, heading) that one which isn't understood comes close to."""
    headings = {
        fold(name): (field, name) for field, spoken in HEADERS.items() for each in spoken.values() for name in each
    }
    near = get_close_matches(fold(heading.replace("_", " ")), headings, 1, 0.75)
    return headings[near[0]] if near else None


def fold(words: str) -> str:
    """The same for the same word, however it is cased, spaced or composed; marks that nobody sees don't count."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", words) if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split()).casefold()


def parts(cell: str) -> list[str]:
    """The several things in a cell."""
    for sign in ";|/\n":
        cell = cell.replace(sign, ",")
    return [" ".join(part.split()) for part in cell.split(",") if part.strip()]


def template(language: Language) -> str:
    """A list with all columns and four people, for a spreadsheet in that language (German ones want semicolons)."""
    comma = ";" if language == "de" else ","
    rows = [[names[language][0] for names in HEADERS.values()], *(row.split("|") for row in EXAMPLES[language])]
    return "".join(comma.join(f'"{cell}"' if "," in cell else cell for cell in row) + "\r\n" for row in rows)
