"""What happens in a group: arriving, steps, ready, help, ideas, showcase, leaving, taking an offered place."""

from typing import assert_never

from server.core import commands as c
from server.core import rejections as no
from server.core.clock import help_now
from server.core.events import (
    AnyEvent,
    HelpCleared,
    HelpTaken,
    HelpWanted,
    IdeaNoted,
    MemberHere,
    MemberJoined,
    MemberLeft,
    MemberThought,
    ReadyChanged,
    RolesSwapped,
    ShowcaseAgreed,
    ShowcaseProposed,
    ShowcaseWithdrawn,
    StepTicked,
)
from server.core.groups import chairs, company
from server.core.ids import GroupId, PersonId
from server.core.state import Group, HelpAsked, HelpClaimed, NoHelp, Working, Workshop

MOST_IDEAS = 100
"""Of one group: far more than people have, and a bound for who sends them by machine."""

ByMember = (
    c.SayHere
    | c.TickStep
    | c.SayReady
    | c.SayThought
    | c.SwapRoles
    | c.NoteIdea
    | c.ProposeShowcase
    | c.AgreeShowcase
    | c.WithdrawShowcase
    | c.LeaveGroup
    | c.TakePlace
)


def decide(state: Workshop, command: ByMember, by: c.Actor, at: int) -> tuple[AnyEvent, ...]:
    assert isinstance(by, c.ByParticipant)  # noqa: S101 - `_check_actor` made sure
    me = by.id
    match command:
        case c.NoteIdea(group, idea):
            if len(_past_or_present(state, group, me).ideas) >= MOST_IDEAS:
                raise no.TooManyIdeas(most=MOST_IDEAS)
            return (IdeaNoted(group, me, idea),)
        case c.ProposeShowcase(group, text):
            _stayed(state, group, me)
            return (ShowcaseProposed(group, me, text),)
        case c.AgreeShowcase(group, text):
            proposed = _stayed(state, group, me).showcase
            if proposed is None or proposed.text != text:
                raise no.ShowcaseChanged
            return () if me in proposed.yes else (ShowcaseAgreed(group, me),)
        case c.WithdrawShowcase(group):
            return () if _past_or_present(state, group, me).showcase is None else (ShowcaseWithdrawn(group, me),)
        case c.TakePlace(group):
            return _take_place(state, group, me)
        case c.SayHere(group):
            mine = _mine(state, group, me)
            return () if me in mine.here else (MemberHere(group, me),)
        case c.TickStep(group, step, done):
            mine = _mine(state, group, me)
            if not 0 <= step < state.rounds[-1].task.steps:
                raise no.UnknownThing(what="step")
            return () if (step in mine.done) == done else (StepTicked(group, me, step, done),)
        case c.SayThought(group):
            return () if me in _mine(state, group, me).thought else (MemberThought(group, me),)
        case c.SwapRoles(group, swaps):
            if _mine(state, group, me).swaps != swaps:
                raise no.AlreadyDone
            if not state.rounds[-1].task.roles:
                raise no.UnknownThing(what="role")
            return (RolesSwapped(group, me),)
        case c.SayReady(group, ready):
            return _say_ready(_mine(state, group, me), me, ready=ready, at=at)
        case c.LeaveGroup(group):
            _mine(state, group, me)
            return (MemberLeft(group, me),)
        case _:
            assert_never(command)


def ask_help(state: Workshop, command: c.AskHelp, by: c.Actor, at: int) -> tuple[AnyEvent, ...]:
    """By a member; a facilitator may only settle a call (rule H2)."""
    if isinstance(by, c.ByParticipant):
        mine = _mine(state, command.group, by.id)
        if command.wanted:
            return (HelpWanted(mine.id, by.id),) if isinstance(help_now(mine, at), NoHelp) else ()
    elif command.wanted:
        raise no.NotAllowed
    else:
        mine = _running(state, command.group)
    return () if isinstance(mine.help, NoHelp) else (HelpCleared(mine.id),)


def claim_help(state: Workshop, command: c.ClaimHelp, by: c.Actor, at: int) -> tuple[AnyEvent, ...]:
    """The first facilitator has it; the second is told (rule H1)."""
    assert isinstance(by, c.ByFacilitator)  # noqa: S101 - `_check_actor` made sure
    match help_now(_running(state, command.group), at):
        case HelpAsked():
            return (HelpTaken(command.group, by.id),)
        case HelpClaimed(claimed_by=claimed_by) if claimed_by == by.id:
            return ()
        case _:
            raise no.AlreadyDone


def _say_ready(mine: Group, me: PersonId, *, ready: bool, at: int) -> tuple[AnyEvent, ...]:
    """A group that is ready needs no help any more (rule H3)."""
    if (me in mine.ready) == ready:
        return ()
    changed = ReadyChanged(mine.id, me, ready)
    everybody = ready and mine.ready | {me} >= set(mine.members)
    if everybody and not isinstance(help_now(mine, at), NoHelp):
        return (changed, HelpCleared(mine.id))
    return (changed,)


def _take_place(state: Workshop, group: GroupId, me: PersonId) -> tuple[AnyEvent, ...]:
    target = _running(state, group)
    if me in target.members:
        raise no.AlreadyDone
    if not target.members or len(target.members) >= chairs(state.design):
        raise no.UnknownThing(what="place")
    return (MemberJoined(group, me),)


def _running(state: Workshop, group: GroupId) -> Group:
    if not isinstance(state.phase, Working):
        raise no.NoRoundIsRunning(round=len(state.rounds))
    if group not in state.rounds[-1].groups:
        raise no.UnknownThing(what="group")
    return state.rounds[-1].groups[group]


def _mine(state: Workshop, group: GroupId, me: PersonId) -> Group:
    found = _running(state, group)
    if me not in found.members:
        raise no.NotYourGroup
    return found


def _stayed(state: Workshop, group: GroupId, me: PersonId) -> Group:
    """Who left the group early has no say in what it shows, but may take it back (rule K5)."""
    found = _past_or_present(state, group, me)
    if me not in found.members:
        raise no.NotYourGroup
    return found


def _past_or_present(state: Workshop, group: GroupId, me: PersonId) -> Group:
    """An idea may be noted after the round, and after the close (rule W6)."""
    for r in state.rounds:
        if group in r.groups:
            if me in company(r.groups[group]):
                return r.groups[group]
            raise no.NotYourGroup
    raise no.UnknownThing(what="group")
