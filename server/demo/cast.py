"""Who the simulated participants are, and what they type.  Invented people; the same seed gives the same crowd."""

from random import Random

from msgspec import Struct

from server.core.people import Profile
from server.core.state import Language

NAMES: tuple[str, ...] = (
    "Mara",
    "Jonas",
    "Ayşe",
    "Tomasz",
    "Ines",
    "Paul",
    "Fatou",
    "Elif",
    "Henrik",
    "Noor",
    "Lotte",
    "Bruno",
)
NAMES += ("Carla", "Dmitri", "Esther", "Felix", "Greta", "Hassan", "Ida", "Jamal", "Klara", "Leon", "Mila", "Nuri")
INTERESTS = {
    "de": ("Gärten", "Chor", "Fahrräder", "Typografie", "Brot backen", "Open Data", "Theater", "Wandern"),
    "en": ("gardens", "choir", "bicycles", "typography", "baking bread", "open data", "theatre", "hiking"),
}
SKILLS = {
    "de": ("Löten", "Interviews", "Python", "Zeichnen", "Moderation", "Tabellen", "Schreiben", "Fotografie"),
    "en": ("soldering", "interviews", "Python", "drawing", "facilitation", "spreadsheets", "writing", "photography"),
}
WORKING_ON = {
    "de": (
        "eine Tauschbörse für Werkzeug im Viertel",
        "Briefe, die eine Schule wirklich versteht",
        "ein Kurs für Leute, die neu hier sind",
        "ein Atlas der Bänke in unserer Stadt",
    ),
    "en": (
        "a tool library for our street",
        "letters that a school really understands",
        "a course for people who are new here",
        "an atlas of the benches in our town",
    ),
}
LINES = {
    "de": (
        "Wer liest das eigentlich, und wann?",
        "Wir könnten mit drei Leuten anfangen, die wir kennen.",
        "Das Schwierige ist nicht das Schreiben, sondern das Weglassen.",
        "Vorschlag: jede Woche ein Satz, mehr nicht.",
        "Ich würde das gern bei uns ausprobieren.",
        "Was wäre das Kleinste, das schon hilft?",
    ),
    "en": (
        "Who reads this, and when?",
        "We could start with three people whom we know.",
        "The hard part is not writing but leaving out.",
        "Suggestion: one sentence a week, no more.",
        "I would like to try this where I work.",
        "What is the smallest thing that already helps?",
    ),
}
IDEAS = {
    "de": ("Der Wochenbrief mit einem Satz", "Die Werkzeugkiste im Treppenhaus", "Ein Probelauf mit drei Leuten"),
    "en": ("The weekly letter of one sentence", "The tool box in the stairwell", "A trial with three people"),
}


class Character(Struct, frozen=True):
    profile: Profile
    address: str
    pace: float
    """1 is usual; a slow person has 2 and does everything half as often."""
    likes: float
    """How likely they are to offer a partner their address."""


def crowd(count: int, language: Language, random: Random) -> list[Character]:
    """`count` people who all speak the workshop's language, and every other one that of the pages' other version:
    whoever takes part in that finds a partner.
    """
    return [_character(index, language, random) for index in range(count)]


def _character(index: int, language: Language, random: Random) -> Character:
    name = NAMES[index % len(NAMES)] + ("" if index < len(NAMES) else f" {index // len(NAMES) + 1}")
    skills = random.sample(SKILLS[language], 4)
    return Character(
        profile=Profile(
            name=name,
            language=language,
            level=random.randint(1, 5),
            langs=("de", "en") if index % 2 else (language, *random.choice(((), ("fr",), ("pl",)))),
            interests=tuple(random.sample(INTERESTS[language], 3)),
            teach=tuple(skills[:2]),
            learn=tuple(skills[2:]),
            working_on=random.choice(WORKING_ON[language]),
        ),
        address=f"participant{index + 1}@demo.example",
        pace=random.uniform(0.6, 1.8),
        likes=random.uniform(0.3, 1.0),
    )
