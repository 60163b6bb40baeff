"""When a group starts and ends.  Nothing ticks: state and instant say it all, so a restart loses nothing."""

from server.core.state import (
    ARRIVAL_MS,
    AUTO_CLOSE_MS,
    HELP_LASTS_MS,
    NOTICE_MS,
    UNFINISHED_CLOSE_MS,
    Closed,
    Group,
    Help,
    HelpClaimed,
    NoHelp,
    Paused,
    Round,
    Workshop,
)


def notice_until(running: Round) -> int:
    """Until when the groups are only announced (rule R1)."""
    return running.published_at + NOTICE_MS + running.paused_ms


def announced(running: Round, at: int) -> bool:
    """Whether its groups are only announced yet: a pause holds the notice as it holds all else (rules R1, R5)."""
    return (running.clock.since if isinstance(running.clock, Paused) else at) < notice_until(running)


def starts_by_itself_at(running: Round) -> int:
    """When a group's clock starts that has not found each other (rule R2)."""
    return notice_until(running) + ARRIVAL_MS


def starts_at(running: Round, group: Group) -> int:
    """Both said 'I'm here', or 90 seconds after the notice (rule R2)."""
    return starts_by_itself_at(running) if group.here_at is None else group.here_at


def ends_at(running: Round, group: Group) -> int:
    """The soft end: the group is told, and keeps its paper until the facilitator ends the round (rule R4).

    While the round is paused, the time left is `ends_at - paused.since`.
    """
    return _after(running, group, running.task.minutes * 60_000 + running.extra_s * 1000)


def thinks_until(running: Round, group: Group) -> int | None:
    """Until when its members think alone; None if they do not, or all are done (rule K7)."""
    if not running.task.think_s or group.thought_at is not None:
        return None
    return _after(running, group, running.task.think_s * 1000)


def swaps_at(running: Round, group: Group) -> int:
    """Half time, between the thinking alone and the end; added time comes behind it (rule K8)."""
    think_ms = running.task.think_s * 1000
    return _after(running, group, think_ms + (running.task.minutes * 60_000 - think_ms) // 2)


def _after(running: Round, group: Group, ms: int) -> int:
    """When so much of the group's time is gone: pauses move it, as they stand still for it."""
    pauses = running.paused_ms - group.here_paused_ms if group.here_at is not None else 0  # else moved with the start
    return starts_at(running, group) + ms + pauses


def closes_itself_at(workshop: Workshop) -> int | None:
    """Two hours after its last round ended or should have ended (rule W5).

    While rounds are left, or the clock stands still, people may be at lunch: twelve hours then.  None before the first
    round and when it is closed.
    """
    if isinstance(workshop.phase, Closed) or not workshop.rounds:
        return None
    last = workshop.rounds[-1]
    span = AUTO_CLOSE_MS if last.number >= workshop.design.rounds else UNFINISHED_CLOSE_MS
    if last.ended_at is not None:
        return last.ended_at + span
    ends = max((ends_at(last, group) for group in last.groups.values()), default=last.published_at)
    return ends + (UNFINISHED_CLOSE_MS if isinstance(last.clock, Paused) else span)


def help_now(group: Group, at: int) -> Help:
    """A claimed call clears by itself five minutes after someone took it (rule H4)."""
    if isinstance(group.help, HelpClaimed) and at - group.help.claimed_at > HELP_LASTS_MS:
        return NoHelp()
    return group.help
