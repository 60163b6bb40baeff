"""What came of a workshop, counted on its days and frozen (rule E9): later, records that have come to their date are
missing.
"""

from server.core.followup import report
from server.core.followup.exchange import Opened
from server.core.followup.report import LEAST, Later, Openings
from server.core.groups import met
from server.core.state import Closed, Workshop
from server.store.store import Store


async def due_at(store: Store, state: Workshop | None, exchange_ms: int) -> int | None:
    """When the next of it is to be counted, or was; None: there is nothing left to count."""
    if state is None or not isinstance(state.phase, Closed):
        return None
    if _groups(state) >= LEAST and await store.reports.frozen(state.id, Openings) is None:
        return report.openings_at(state.phase.at, exchange_ms)
    if await store.reports.frozen(state.id, Later) is not None:
        return None
    at = report.later_at(state.phase.at, exchange_ms)
    counted = at <= store.clock() and report.later(await store.people.grown(state.id), at) is None
    return None if counted else at


async def count(store: Store, state: Workshop, exchange_ms: int) -> None:
    """What is due by now; again, it stays as it was."""
    if not isinstance(state.phase, Closed):
        return
    closed_at, now = state.phase.at, store.clock()
    openings_at, later_at = report.openings_at(closed_at, exchange_ms), report.later_at(closed_at, exchange_ms)
    if openings_at <= now:
        pairs = [sorted(pair) for pair in met(state)]
        relations = [await store.relations.relation(state.id, one, other) for one, other in pairs]
        opened = sum(isinstance(relation, Opened) and relation.at <= openings_at for relation in relations)
        openings = report.openings(_groups(state), len(pairs), opened, openings_at)
        if openings is not None:
            await store.reports.freeze(state.id, openings)
    if later_at <= now:
        later = report.later(await store.people.grown(state.id), now)
        if later is not None:
            await store.reports.freeze(state.id, later)


def _groups(state: Workshop) -> int:
    return sum(len(round_.groups) for round_ in state.rounds)
