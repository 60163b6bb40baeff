"""A command and the state decide what happens; nothing else does.  Rules: server/core/RULES.md."""

from typing import assert_never

from server.core import commands as c
from server.core import rejections as no
from server.core.decide import draft, group, people, running
from server.core.events import Announced, AnyEvent, DesignChanged, FacilitatorAdded, WorkshopClosed, WorkshopCreated
from server.core.state import Closed, Workshop

AnyCommand = (
    c.CreateWorkshop
    | c.ChangeDesign
    | c.AddFacilitator
    | c.RecordDraft
    | c.ExplainDraft
    | c.LockGroup
    | c.SwapPeople
    | c.SitOut
    | c.LetSitOut
    | c.ChangeWeights
    | c.ChangeSize
    | c.DiscardDraft
    | c.PublishDraft
    | c.ExtendRound
    | c.PauseRound
    | c.ResumeRound
    | c.EndRound
    | c.TakeBackRound
    | c.ClaimHelp
    | c.Announce
    | c.CloseWorkshop
    | c.RemoveParticipant
    | c.JoinWorkshop
    | c.SayHere
    | c.TickStep
    | c.SayReady
    | c.SayThought
    | c.SwapRoles
    | c.AskHelp
    | c.NoteIdea
    | c.ProposeShowcase
    | c.AgreeShowcase
    | c.WithdrawShowcase
    | c.LeaveGroup
    | c.TakePlace
)


def decide(state: Workshop | None, command: AnyCommand, by: c.Actor, at: int) -> tuple[AnyEvent, ...]:
    """The events that `command` of `by` leads to at `at`; empty if it changes nothing.

    Raises a `Rejection` that says why it cannot happen.
    """
    if isinstance(command, c.CreateWorkshop):
        return _create(state, command, by)
    if state is None:
        raise no.UnknownThing(what="workshop")
    _check_actor(state, command, by)
    if isinstance(state.phase, Closed) and not isinstance(command, AFTER_CLOSE):
        if isinstance(command, c.CloseWorkshop):
            raise no.AlreadyDone
        raise no.WorkshopIsClosed
    match command:
        case c.AddFacilitator(facilitator):
            return () if facilitator in state.facilitators else (FacilitatorAdded(facilitator),)
        case c.ChangeDesign():
            return _change(state, command)
        case c.JoinWorkshop():
            return people.join(state, command)
        case c.SitOut():
            return people.sit_out(state, command)
        case c.LetSitOut():
            return people.let_sit_out(state, command)
        case c.ChangeWeights():
            return draft.weigh(state, command)
        case c.ChangeSize():
            return draft.resize(state, command)
        case c.RemoveParticipant():
            return people.remove(state, command)
        case c.RecordDraft():
            return draft.record(state, command)
        case c.ExplainDraft():
            return draft.explain(state, command)
        case c.LockGroup():
            return draft.lock(state, command)
        case c.SwapPeople():
            return draft.swap(state, command)
        case c.DiscardDraft():
            return draft.discard(state, command)
        case c.PublishDraft():
            return draft.publish(state, command)
        case c.ExtendRound() | c.PauseRound() | c.ResumeRound() | c.EndRound():
            return running.decide(state, command)
        case c.TakeBackRound():
            return running.take_back(state, command, at)
        case c.ClaimHelp():
            return group.claim_help(state, command, by, at)
        case c.AskHelp():
            return group.ask_help(state, command, by, at)
        case (
            c.SayHere()
            | c.TickStep()
            | c.SayReady()
            | c.SayThought()
            | c.SwapRoles()
            | c.NoteIdea()
            | c.ProposeShowcase()
            | c.AgreeShowcase()
            | c.WithdrawShowcase()
            | c.LeaveGroup()
            | c.TakePlace()
        ):
            return group.decide(state, command, by, at)
        case c.Announce(text):
            return (Announced(text),)
        case c.CloseWorkshop():
            return (WorkshopClosed(by_itself=isinstance(by, c.ByClock)),)
        case _:
            assert_never(command)


def _create(state: Workshop | None, command: c.CreateWorkshop, by: c.Actor) -> tuple[AnyEvent, ...]:
    if not isinstance(by, c.ByFacilitator):
        raise no.NotAllowed
    if state is not None:
        raise no.AlreadyDone
    return (WorkshopCreated(command.workshop, by.id, command.design),)


def _change(state: Workshop, command: c.ChangeDesign) -> tuple[AnyEvent, ...]:
    """Rule W11.  An edition that comes after a newer one changes nothing: what counts is what was written last."""
    if not command.tasks:
        raise no.UnknownThing(what="task")
    if command.edition <= state.design.edition:
        return ()
    return (DesignChanged(command.edition, command.places, command.tasks),)


AFTER_CLOSE = (c.NoteIdea, c.ProposeShowcase, c.AgreeShowcase, c.WithdrawShowcase)
BY_PARTICIPANTS = (
    *(c.SayHere, c.TickStep, c.SayReady, c.SayThought, c.SwapRoles),
    *(*AFTER_CLOSE, c.LeaveGroup, c.TakePlace),
)
BY_EITHER = (c.SitOut, c.RemoveParticipant, c.AskHelp)


def _check_actor(state: Workshop, command: AnyCommand, by: c.Actor) -> None:
    """Rule W2: facilitators lead, participants act for themselves, the clock closes and mends drafts."""
    match by:
        case c.ByFacilitator(id_):
            allowed = id_ in state.facilitators and not isinstance(command, (*BY_PARTICIPANTS, c.JoinWorkshop))
        case c.ByParticipant(id_):
            if isinstance(command, c.JoinWorkshop):
                allowed = command.person == id_
            else:
                member = id_ in state.participants and not state.participants[id_].gone
                allowed = member and (
                    command.person == id_
                    if isinstance(command, (c.SitOut, c.RemoveParticipant))
                    else isinstance(command, (*BY_PARTICIPANTS, *BY_EITHER))
                )
        case c.ByClock():
            allowed = isinstance(command, (c.CloseWorkshop, c.RecordDraft))
        case _:
            assert_never(by)
    if not allowed:
        raise no.NotAllowed
