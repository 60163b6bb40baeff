"""The facilitator leads a running round."""

from typing import assert_never

from server.core import commands as c
from server.core import rejections as no
from server.core.clock import announced
from server.core.decide import draft
from server.core.events import AnyEvent, RoundEnded, RoundExtended, RoundPaused, RoundResumed, RoundTakenBack
from server.core.state import Paused, Round, Working, Workshop

LONGEST_EXTENSION_S = 60 * 60


def decide(state: Workshop, command: c.ExtendRound | c.PauseRound | c.ResumeRound | c.EndRound) -> tuple[AnyEvent, ...]:
    current = the_round(state, command.round)
    match command:
        case c.ExtendRound(number, extra_s, seconds):
            if extra_s != current.extra_s:
                raise no.AlreadyDone
            if not 0 < seconds <= LONGEST_EXTENSION_S:
                raise no.NotAllowed
            return (RoundExtended(number, seconds),)
        case c.PauseRound(number):
            return () if isinstance(current.clock, Paused) else (RoundPaused(number),)
        case c.ResumeRound(number):
            return (RoundResumed(number),) if isinstance(current.clock, Paused) else ()
        case c.EndRound(number):
            return (RoundEnded(number),)
        case _:
            assert_never(command)


def take_back(state: Workshop, command: c.TakeBackRound, at: int) -> tuple[AnyEvent, ...]:
    """Rule R11: its draft stands again, with who came and without who went meanwhile."""
    if command.taken_back != len(state.taken_back):
        raise no.AlreadyDone
    if not announced(the_round(state, command.round), at):
        raise no.RoundHasBegun(round=command.round)
    before = state.phase.draft if isinstance(state.phase, Working) else None
    stands = (draft.recorded(before, draft.caught_up(state, before)),) if before else ()
    return (RoundTakenBack(command.round), *stands)


def the_round(state: Workshop, number: int) -> Round:
    """The running round, if it is the one that was meant (a stale tab means an earlier one)."""
    if not isinstance(state.phase, Working) or state.rounds[-1].number != number:
        raise no.NoRoundIsRunning(round=number)
    return state.rounds[-1]
