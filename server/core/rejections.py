"""Why a command was refused.

    Rejection
    ├── NotAllowed            this person may not ask for that
    ├── UnknownThing          no such group, person, draft, step …
    ├── WorkshopIsClosed
    ├── WorkshopIsFull
    ├── RoundIsRunning        first end the round
    ├── NoRoundIsRunning      there is no running round, or it is another one by now
    ├── RoundHasBegun         it is announced no more, and can't be taken back
    ├── NoRoundsLeft
    ├── DraftIsStale          the draft has changed since; look again
    ├── PeopleChanged         someone came or went while the plan was computed
    ├── DraftIsUnfit          a rule forbids one of its groups by now; it is mended, and nobody says which it was
    ├── NobodyToGroup         fewer than two people take part
    ├── BrokenDraft           the groups don't fit the people (twice, unknown, alone)
    ├── AlreadyDone           someone was faster, or this was the second click
    ├── BadWeights            what counts doesn't add up to 100
    ├── ImpossibleSwap        the people of a group would share no language
    ├── TooManyIdeas          fields: most
    ├── TooManyChanges        by one person in a short time
    ├── ShowcaseChanged       other words than those that the yes was for; or they were taken back
    └── NotYourGroup

Each carries the fields that its sentence needs; `code` names the sentence in `web/locales` (`rejection-<code>`).
"""

from typing import ClassVar


class Rejection(Exception):
    code: ClassVar[str] = "rejection"

    def __init__(self, **fields: str | int) -> None:
        super().__init__(self.code, fields)
        self.fields = fields


class NotAllowed(Rejection):
    code = "not-allowed"


class UnknownThing(Rejection):
    code = "unknown-thing"


class WorkshopIsClosed(Rejection):
    code = "workshop-closed"


class WorkshopIsFull(Rejection):
    code = "workshop-full"


class RoundIsRunning(Rejection):
    code = "round-running"


class NoRoundIsRunning(Rejection):
    code = "no-round-running"


class RoundHasBegun(Rejection):
    code = "round-begun"


class NoRoundsLeft(Rejection):
    code = "no-rounds-left"


class DraftIsStale(Rejection):
    code = "draft-stale"


class PeopleChanged(Rejection):
    code = "people-changed"


class DraftIsUnfit(Rejection):
    code = "draft-unfit"


class NobodyToGroup(Rejection):
    code = "nobody-to-group"


class BrokenDraft(Rejection):
    code = "broken-draft"


class AlreadyDone(Rejection):
    code = "already-done"


class BadWeights(Rejection):
    code = "bad-weights"


class ImpossibleSwap(Rejection):
    code = "impossible-swap"


class TooManyIdeas(Rejection):
    code = "too-many-ideas"


class TooManyChanges(Rejection):
    code = "too-many-changes"


class ShowcaseChanged(Rejection):
    code = "showcase-changed"


class NotYourGroup(Rejection):
    code = "not-your-group"
