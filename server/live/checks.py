"""What a command must pass besides `decide`: what hangs on people and presence, which the log doesn't hold."""

from collections.abc import Callable

from server.core.commands import PublishDraft, RecordDraft, SwapPeople, TakePlace
from server.core.decide import AnyCommand
from server.core.ids import PersonId
from server.core.pairing.problem import problem, without_wishes
from server.core.pairing.rules import illegal
from server.core.pairing.swaps import price
from server.core.rejections import AlreadyDone, DraftIsStale, DraftIsUnfit, ImpossibleSwap
from server.core.state import Gathering, Workshop
from server.core.views.offers import offered_place
from server.core.views.shapes import Surroundings
from server.live.scribe import Check, anything


def check_of(command: AnyCommand, person: PersonId | None, around: Callable[[], Surroundings]) -> Check:
    """Raises a Rejection when asked about a state in which the command may not happen; `person` sent it, or a
    facilitator (None).  `around` tells what is known at that moment.
    """
    match command:
        case TakePlace(group) if person is not None:

            def offered(state: Workshop | None, at: int) -> None:
                """Rule R7: only a place that is offered right now can be taken."""
                place = offered_place(state, around(), person, at) if state else None
                if place is None or place.group != group:
                    raise AlreadyDone

            return offered
        case SwapPeople(_, a, b):

            def possible(state: Workshop | None, _at: int) -> None:
                """Rule P4, also for a facilitator's hand; and not P2, which is for publishing: a swap that only a wish
                could refuse would tell of it.
                """
                draft = state.phase.draft if state and isinstance(state.phase, Gathering) else None
                if state is None or draft is None:
                    return  # `decide` knows the word for that
                instance = without_wishes(problem(state, around().profiles))
                here = {someone.id for someone in instance.people}
                if {a, b} <= here and not price(instance, [g.members for g in draft.groups], a, b).possible:
                    raise ImpossibleSwap

            return possible
        case PublishDraft():

            def legal(state: Workshop | None, _at: int) -> None:
                """Rules P2, P4: wishes and languages may have changed since the draft was planned."""
                draft = state.phase.draft if state and isinstance(state.phase, Gathering) else None
                if state is None or draft is None:
                    return
                if illegal(problem(state, around().profiles), [g.members for g in draft.groups]):
                    raise DraftIsUnfit

            return legal
        case RecordDraft(groups=groups):

            def still_legal(state: Workshop | None, _at: int) -> None:
                """Rules P2, P4: the plan was offered some time ago."""
                if state and illegal(problem(state, around().profiles), [g.members for g in groups]):
                    raise DraftIsStale

            return still_legal
        case _:
            return anything
