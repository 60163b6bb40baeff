"""What is said in the workshops of the tour."""

from msgspec import Struct

from server.core.state import Language


class Scene(Struct, frozen=True):
    """What is said in a workshop of this language."""

    title: str
    series: str
    working_on: tuple[str, str]
    interests: str
    lines: tuple[str, str]
    idea: str
    announcement: str
    cast: dict[str, tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]
    """By name: what they work on, interests, what they can show, what they want to learn."""


SCENES: dict[Language, Scene] = {
    "de": Scene(
        "Gemeinsam schreiben",
        "Feierabendrunde",
        ("Ein Leitfaden für neue Kolleginnen und Kollegen", "Ein Rundbrief, den jemand liest"),
        "Schreiben, Zeitungen",
        ("\n- Freitags, fünf Minuten\n- höchstens drei Dinge", "\n- jede Woche schreibt ihn jemand anderes"),
        "Ein Wochenbrief, den alle am Freitag in fünf Minuten lesen",
        "In fünf Minuten machen wir eine Pause.",
        {
            "Ayse": ("Ein Lehrplan für Werkstätten", ("Holz", "Unterricht"), ("Zeichnen",), ("Programmieren",)),
            "Ben": ("Unser Küchenplan", ("Garten", "Kochen"), ("Backen",), ("Buchhaltung",)),
            "Chiara": ("Ein Archiv, das man findet", ("Bücher", "Ordnung"), ("Ablage",), ("Filmen",)),
            "Dmytro": ("Ein Kurs für Neue", ("Unterricht",), ("Programmieren",), ("Zeichnen",)),
            "Emilia": ("", (), (), ()),
            "Fatou Konaté-Brinkhoff": (
                "Wie wir Sitzungen kürzen, ohne dass jemand fehlt",
                ("Ordnung",),
                (),
                ("Backen",),
            ),
        },
    ),
    "en": Scene(
        "Writing together",
        "Evenings",
        ("A guide for new colleagues", "A newsletter that people read"),
        "writing, newspapers",
        ("\n- Fridays, five minutes\n- three things at most", "\n- somebody new writes it every week"),
        "A weekly letter that everybody reads on Friday in five minutes",
        "We take a break in five minutes.",
        {
            "Ayse": ("A syllabus for workshops", ("wood", "teaching"), ("drawing",), ("programming",)),
            "Ben": ("Our kitchen rota", ("gardening", "cooking"), ("baking",), ("accounting",)),
            "Chiara": ("An archive in which one finds things", ("books", "order"), ("filing",), ("film",)),
            "Dmytro": ("A course for newcomers", ("teaching",), ("programming",), ("drawing",)),
            "Emilia": ("", (), (), ()),
            "Fatou Konaté-Brinkhoff": ("How to shorten meetings without losing anybody", ("order",), (), ("baking",)),
        },
    ),
}
