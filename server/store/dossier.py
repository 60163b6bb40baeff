"""Reads what is held about one person from all the places where it stands."""

from server.core.dossier import Line, Sources
from server.core.evolve import replay
from server.core.followup.plan import groups_of
from server.core.groups import partners
from server.core.ids import PersonId, WorkshopId
from server.store.purge import date_of
from server.store.remembering import remembered_as, remembered_of
from server.store.store import Store


async def gather(store: Store, workshop: WorkshopId, person: PersonId, exchange_ms: int) -> Sources:
    entries = await store.log.read(workshop)
    state = replay((entry.events, entry.at) for entry in entries)
    met = dict.fromkeys(p for _, g in groups_of(state, person) for p in partners(g, person)) if state else {}
    mails = await store.ledger.lines(workshop)
    known = await remembered_as(store, workshop, person)
    return Sources(
        workshop=workshop,
        person=person,
        state=state,
        brochure=await store.workshops.brochure(workshop),
        profile=await store.people.profile(workshop, person),
        address=await store.people.address(workshop, person),
        reflection=await store.people.reflection(workshop, person),
        texts=await store.workshops.texts(workshop),
        thoughts={
            g.id: words
            for _, g in (groups_of(state, person) if state else ())
            for words in (await store.people.thoughts(workshop, [person], g.id)).values()
        },
        relations={other: await store.relations.relation(workshop, person, other) for other in met},
        consents=await store.consents.all(workshop),
        mails=[Line(line.key, line.state, line.due_at) for line in mails],
        series=await remembered_of(store, *known) if known else None,
        deleted_on=date_of(store, state, store.clock(), exchange_ms, mails, person),
    )
