"""What we know of a person and of a workshop's words.  It stands outside the log, each with an end date."""

from typing import Literal

from msgspec import Struct

from server.core.ids import PersonId, PictureId, PlaceId, TaskId
from server.core.state import Language

NAME_LENGTH = 60
LINE_LENGTH = 200
"""Most characters of an idea, a line about oneself, an announcement, an answer."""


class Profile(Struct, frozen=True, gc=False, rename="camel", forbid_unknown_fields=True):
    """What a participant told us.  Everything but the name may be missing."""

    name: str
    language: Language = "en"
    """Of the pages they see; what they can speak with a partner is `langs`."""
    level: int | None = None
    """1 (new to this) to 5 (veteran)."""
    langs: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    teach: tuple[str, ...] = ()
    learn: tuple[str, ...] = ()
    employer: str = ""
    working_on: str = ""
    trio: bool = False
    """'A trio, please'; private."""
    not_with: tuple[PersonId, ...] = ()
    """'Not with this person'; private, never shown to anybody."""
    timezone: str = "Europe/Berlin"
    """IANA name, as the browser says it."""


class Address(Struct, frozen=True, rename="camel"):
    """A mail address.  Until its owner clicked a mailed link it is a claim and gets no text and no contact fields."""

    address: str
    confirmed_at: int | None = None
    unsubscribed_at: int | None = None
    refused_at: int | None = None
    """When a mail server said that there is no such address; none is sent there for a while (rule M7)."""


class TaskPicture(Struct, frozen=True):
    """A picture of a task; its pixels stand in the store."""

    id: PictureId
    alt: str
    """What is to be seen, for who can't see it."""
    width: int
    height: int


class TaskText(Struct, frozen=True, rename="camel"):
    id: TaskId
    title: str
    brief: str
    """Markdown."""
    steps: tuple[str, ...]
    starter: str = ""
    roles: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    """What may help a group that is stuck."""
    pictures: tuple[TaskPicture, ...] = ()


class PlaceName(Struct, frozen=True):
    id: PlaceId
    name: str


class Brochure(Struct, frozen=True, rename="camel"):
    """The words of a workshop, written by its facilitator."""

    title: str
    facilitator: str
    """The name that participants read."""
    tasks: tuple[TaskText, ...]
    places: tuple[PlaceName, ...]


Feeling = Literal[1, 2, 3, 4, 5]
"""1 'not at all' … 5 'very much'; shown in words."""


class Reflection(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The three questions, once per workshop and person; private."""

    learned: Feeling | None = None
    could_grow: Feeling | None = None
    look_forward: Feeling | None = None
    line: str = ""


Grown = Literal["yes", "notYet", "no"]
"""Six weeks later: did something grow?"""
GROWN_ANSWERS: tuple[Grown, ...] = ("yes", "notYet", "no")
