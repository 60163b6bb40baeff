"""Workshops over the real store; two registries of hubs stand for two server processes."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any
from weakref import ref

import msgspec
import pytest

from server.core import commands as c
from server.core.events import DraftRecorded
from server.core.evolve import replay
from server.core.ids import GroupId, PersonId
from server.core.people import Profile
from server.core.rejections import AlreadyDone
from server.core.state import Design
from server.live.around import Around
from server.live.hub import Hub
from server.live.hubs import Hubs
from server.live.planner import Planner
from server.protocol.frames import BROKEN
from server.protocol.messages import DocumentSaved
from server.store import keys
from server.store.ports import DocumentNews
from server.store.store import Store
from server.workspace.rooms import SAVED, SAY_SAVED
from tests.conftest import now
from tests.live.eventually import eventually
from tests.live.viewer import LEAD, Browser, W, create, join, process, watching
from tests.store.proxy import proxied


@pytest.fixture
async def hubs(fresh_valkey: str, planner: Planner) -> AsyncIterator[Hubs]:
    async with process(fresh_valkey, planner) as hubs:
        yield hubs


@pytest.fixture
async def others(fresh_valkey: str, planner: Planner) -> AsyncIterator[Hubs]:
    """A second server process."""
    async with process(fresh_valkey, planner) as hubs:
        yield hubs


async def publish(lead: Browser) -> str:
    """Drafts and publishes; the first group."""
    assert (await lead.do(t="draftGroups"))["t"] == "done"
    await eventually(lambda: lead.console.get("draft"))
    assert (await lead.do(t="publishDraft", revision=lead.console["draft"]["revision"]))["t"] == "done"
    await eventually(lambda: lead.console.get("wall"))
    return str(next(iter(lead.console["wall"])))


async def replays(store: Store, hubs: Hubs) -> bool:
    entries = await store.log.read(W)
    return replay((entry.events, entry.at) for entry in entries) == await hubs.state(W)


async def test_a_newcomer_gets_a_welcome_and_views(hubs: Hubs, store: Store) -> None:
    await create(hubs, store, "ada")
    async with watching(hubs) as lead, watching(hubs, "ada") as ada:
        await ada.sees("room", joined=1, present=1, phase="gathering", title="Title")
        await ada.sees("seat", person="ada", name="Ada")
        await eventually(lambda: lead.console.get("people", {}).get("ada", {}).get("present"))
        assert ada.messages[0]["t"] == "welcome"
        assert ada.messages[0]["role"] == "participant"
        assert "console" not in ada.views
        assert set(lead.views) == {"console"}
    await eventually(lambda: len(hubs) == 0)


async def test_a_round_over_two_processes(hubs: Hubs, others: Hubs, store: Store) -> None:
    """Commands of both; each sees the other's; nothing lost, nothing doubled."""
    await create(hubs, store, "ada", "bob")
    async with watching(hubs) as lead, watching(hubs, "ada") as ada, watching(others, "bob") as bob:
        group = await publish(lead)
        await bob.sees("room", phase="working")
        await eventually(lambda: bob.seat.get("group"))
        assert [p["name"] for p in bob.seat["group"]["partners"]] == ["Ada"]
        asked_a = [ada.ask(t="tickStep", group=group, step=step % 5, done=step < 5) for step in range(10)]
        asked_b = [bob.ask(t="sayReady", group=group, ready=number % 2 == 0) for number in range(9)]
        await eventually(lambda: len(ada.answers) == len(asked_a) and len(bob.answers) == len(asked_b))
        assert {a["t"] for a in (ada.answers | bob.answers).values()} == {"done"}
        await eventually(lambda: ada.group.get("partners", [{}])[0].get("ready"))
        await eventually(lambda: bob.group.get("ready") and bob.group.get("id") and "done" not in bob.group)
        entries = await store.log.read(W)
        assert [e.command for e in entries].count("p:ada:1") == 1
        assert len([e for e in entries if e.command.startswith(("p:ada", "p:bob"))]) == 19
        assert await replays(store, hubs)
        assert await replays(store, others)


async def test_somebody_who_joins_elsewhere_is_seen_with_their_name(hubs: Hubs, others: Hubs, store: Store) -> None:
    await create(hubs, store)
    async with watching(hubs) as lead:
        await lead.sees("console", people={})
        await join(others, store, "ada")
        await eventually(lambda: "ada" in lead.console["people"])
        assert lead.console["people"]["ada"]["name"] == "Ada"
        names = [
            m["patch"]["people"]["ada"].get("name")
            for m in lead.messages
            if m.get("patch", {}).get("people", {}).get("ada")
        ]
        assert names[0] == "Ada"
        await store.people.put_profile(W, PersonId("ada"), Profile("Ada Lovelace"))
        await store.redis.publish(keys.changed(W), "")
        await eventually(lambda: lead.console["people"]["ada"]["name"] == "Ada Lovelace")


async def test_words_reach_everybody_with_their_event(hubs: Hubs, others: Hubs, store: Store) -> None:
    await create(hubs, store, "ada", "bob")
    async with watching(hubs) as lead, watching(others, "bob") as bob:
        await bob.sees("room", joined=2)
        assert (await lead.do(t="announceText", text="Five minutes"))["t"] == "done"
        await eventually(lambda: bob.views["room"].get("announcement"))
        assert bob.views["room"]["announcement"]["text"] == "Five minutes"
        shown = [m["patch"]["announcement"]["text"] for m in bob.messages if "announcement" in m.get("patch", {})]
        assert shown == ["Five minutes"]  # never without its words
        group = await publish(lead)
        assert (await bob.do(t="noteIdeaText", group=group, text="A garden"))["t"] == "done"
        await eventually(lambda: bob.group.get("idea") == "A garden")


async def test_the_same_request_again_happens_once(hubs: Hubs, others: Hubs, store: Store) -> None:
    """Also over another server, also when it could not happen a second time."""
    await create(hubs, store, "ada", "bob")
    async with watching(hubs) as lead:
        assert (await lead.do(t="draftGroups"))["t"] == "done"
        await eventually(lambda: lead.console.get("draft"))
        revision = lead.console["draft"]["revision"]
        first = await lead.do("publish", t="publishDraft", revision=revision)
        again = await lead.do("publish", t="publishDraft", revision=revision)
        assert first == again
    async with watching(others) as elsewhere:
        assert await elsewhere.do("publish", t="publishDraft", revision=revision) == first
        refused = await elsewhere.do("other", t="publishDraft", revision=revision)
        assert (refused["t"], refused["code"]) == ("refused", "already-done")


async def test_r11_a_round_that_is_taken_back_leaves_everybodys_page(hubs: Hubs, others: Hubs, store: Store) -> None:
    await create(hubs, store, "ada", "bob")
    async with watching(hubs) as lead, watching(others) as second, watching(others, "ada") as ada:
        group = await publish(lead)
        await eventually(lambda: ada.group.get("id") == group)
        await second.sees("console", phase="working")
        assert (await lead.do(t="takeBackRound", round=1, takenBack=0))["t"] == "done"
        assert (await second.do("second", t="takeBackRound", round=1, takenBack=0))["code"] == "already-done"
        await ada.sees("room", phase="gathering", round=0)
        await ada.sees("seat", group=None, takenBack=True)
        await second.sees("console", phase="gathering", takenBack=1)
        revision = second.console["draft"]["revision"]
        assert (await second.do("third", t="publishDraft", revision=revision))["t"] == "done"
        await eventually(lambda: ada.group)
        assert ada.group["id"] != group
        assert "takenBack" not in ada.seat
        assert await replays(store, hubs)
        assert await replays(store, others)


async def test_a_refusal_says_why(hubs: Hubs, store: Store) -> None:
    await create(hubs, store, "ada")
    async with watching(hubs) as lead, watching(hubs, "ada") as ada:
        assert await lead.do(t="draftGroups") == {
            "t": "refused",
            "id": "1",
            "code": "nobody-to-group",
            "fields": {"people": 1},
        }
        assert (await ada.do(t="sayHere", group="r1g0"))["code"] == "no-round-running"
        assert (await ada.do(t="closeWorkshop"))["code"] == "not-allowed"


async def test_a_place_that_is_not_offered_cannot_be_taken(hubs: Hubs, store: Store) -> None:
    """Rule R7."""
    await create(hubs, store, "ada", "bob", "cleo", "dan")
    async with watching(hubs) as lead, watching(hubs, "ada") as ada:
        await publish(lead)
        await eventually(lambda: ada.seat.get("group"))
        mine = ada.seat["group"]["id"]
        other = next(group for group in lead.console["wall"] if group != mine)
        assert (await ada.do(t="takePlace", group=other))["code"] == AlreadyDone.code
        partner = next(m for m in lead.console["wall"][mine]["members"] if m != "ada")
        there = lead.console["wall"][other]["members"]
        async with AsyncExitStack() as stack:
            for name in there:
                await stack.enter_async_context(watching(hubs, name))
            async with watching(hubs, partner) as leaving:
                assert (await leaving.do(t="leaveGroup", group=mine))["t"] == "done"
            await eventually(lambda: (ada.seat.get("offered") or {}).get("group") == other)
            assert (await ada.do(t="takePlace", group=other))["t"] == "done"
            await eventually(lambda: ada.group.get("id") == other)


async def test_a_plan_is_computed_anew_when_somebody_comes(hubs: Hubs, store: Store, planner: Planner) -> None:
    await create(hubs, store, "ada", "bob", "cleo")

    class Slow(Planner):
        plans = 0

        async def plan(self, *args: object, **kwargs: object) -> object:  # type: ignore[override] # passes through
            self.plans += 1
            made = await planner.plan(*args, **kwargs)  # type: ignore[arg-type] # passes through
            if self.plans == 1:
                await join(hubs, store, "dan")
            return made

    slow = hubs.planner = Slow()
    async with watching(hubs) as lead:
        first, second = lead.ask(t="draftGroups"), lead.ask(t="draftGroups")
        await eventually(lambda: {first, second} <= set(lead.answers))
        assert lead.answers[first]["t"] == "done"
        assert lead.answers[second]["code"] == "already-done"  # one is under way
        await eventually(lambda: lead.console.get("draft"))
        placed = {m for group in lead.console["draft"]["groups"] for m in group["members"]}
        assert placed == {"ada", "bob", "cleo", "dan"}
        assert slow.plans == 2


async def test_d12_a_draft_is_shown_before_its_ways_out_are_found(hubs: Hubs, store: Store, planner: Planner) -> None:
    """Those take longer than the draft; a lock meanwhile costs them nothing."""
    found = asyncio.Event()

    class Thorough(Planner):
        async def plan(self, *args: object, **kwargs: object) -> object:  # type: ignore[override] # passes through
            return await planner.plan(*args, **kwargs)  # type: ignore[arg-type] # passes through

        async def explain(self, *args: object, **kwargs: object) -> object:  # type: ignore[override] # passes through
            await found.wait()
            return await planner.explain(*args, **kwargs)  # type: ignore[arg-type] # passes through

    hubs.planner = Thorough()
    await create(hubs, store, *"abcdef")
    for who in "def":
        await store.people.put_profile(W, PersonId(who), Profile(who, langs=("pl",)))
    async with watching(hubs) as lead:
        assert (await lead.do(t="draftGroups"))["t"] == "done"
        await eventually(lambda: lead.console.get("draft"))
        draft = lead.console["draft"]
        assert not {"ways", "shortfalls"} & draft.keys()
        members = draft["groups"][0]["members"]
        assert (await lead.do(t="lockGroup", revision=draft["revision"], members=members, locked=True))["t"] == "done"
        found.set()
        await eventually(lambda: lead.console["draft"].get("ways"))
        assert lead.console["draft"]["ways"][0]["t"] == "host"
        assert lead.console["draft"]["shortfalls"][0]["t"] == "several_trios"
        assert lead.console["draft"]["groups"][0]["locked"]
        assert await replays(store, hubs)


async def test_d2_a_stale_tab_plans_away_nothing_that_another_hand_has_changed(hubs: Hubs, store: Store) -> None:
    await create(hubs, store, "ada", "bob", "cleo", "dan")
    async with watching(hubs) as lead:
        assert (await lead.do(t="draftGroups", shown=0))["t"] == "done"
        await eventually(lambda: lead.console.get("draft"))
        assert (await lead.do(t="draftGroups", shown=0))["code"] == "draft-stale"
        groups = [group["members"] for group in lead.console["draft"]["groups"]]
        revision = lead.console["draft"]["revision"]
        swap = {"t": "swapPeople", "revision": revision, "a": groups[0][0], "b": groups[1][0]}
        assert (await lead.do(**swap))["t"] == "done"
        assert (await lead.do(t="draftGroups", shown=revision))["code"] == "draft-stale"
        await eventually(lambda: lead.console["draft"]["revision"] > revision)
        by_hand = [group["members"] for group in lead.console["draft"]["groups"]]
        assert by_hand != groups
        assert (await lead.do(t="draftGroups", shown=lead.console["draft"]["revision"]))["t"] == "done"


async def test_a_resync_brings_the_view_whole(hubs: Hubs, store: Store) -> None:
    await create(hubs, store, "ada")
    async with watching(hubs, "ada") as ada:
        await ada.sees("room", joined=1)
        before = len(ada.messages)
        ada.say('{"t":"resync","view":"room"}')
        await eventually(lambda: any(m["t"] == "snapshot" for m in ada.messages[before:]))


async def test_w12_who_is_taken_out_hears_no_more_of_the_room(hubs: Hubs, store: Store) -> None:
    """Neither on the page that is open nor by asking for the view again; their own seat they see."""
    await create(hubs, store, "ada", "bob")
    async with watching(hubs) as lead, watching(hubs, "ada") as ada, watching(hubs, "bob") as bob:
        await ada.sees("room", joined=2)
        assert (await lead.do(t="removeParticipant", person="ada"))["t"] == "done"
        await ada.sees("seat", removed=True)
        before = ada.views["room"]
        assert (await lead.do(t="announceText", text="Five minutes"))["t"] == "done"
        ada.say('{"t":"resync","view":"room"}')
        ada.say('{"t":"resync","view":"seat"}')
        await eventually(lambda: bob.views["room"].get("announcement"))
        await eventually(lambda: ada.messages[-1].get("view") == "seat")
        assert ada.views["room"] == before
        async with watching(hubs, "ada") as again:
            await again.sees("seat", removed=True)
            assert "room" not in again.views


async def test_all_participants_get_the_same_frames(hubs: Hubs, store: Store) -> None:
    await create(hubs, store, "ada", "bob")
    async with watching(hubs) as lead, watching(hubs, "ada") as ada, watching(hubs, "bob") as bob:
        await ada.sees("room", present=2)
        await bob.sees("room", present=2)
        await lead.do(t="announceText", text="Hello")
        await eventually(lambda: ada.views["room"].get("announcement") and bob.views["room"].get("announcement"))
        shared = [f for f in ada.frames_seen if any(f is g for g in bob.frames_seen)]
        assert any(b"Hello" in frame.payload for frame in shared)


async def test_a_store_that_is_away_is_said_and_comes_back_by_itself(
    fresh_valkey: str, store: Store, planner: Planner
) -> None:
    async with proxied(fresh_valkey) as proxy, process(proxy.url, planner) as hubs:
        await create(hubs, store, "ada", "bob")
        async with watching(hubs) as lead, watching(hubs, "ada") as ada:
            group = await publish(lead)
            await proxy.stop()
            answer = await ada.do("tick", t="tickStep", group=group, step=0, done=True)
            assert answer["t"] == "notSaved"
            await eventually(lambda: {"t": "saving", "ok": False} in lead.messages)
            assert "done" not in ada.group
            await proxy.start()
            await eventually(lambda: {"t": "saving", "ok": True} in lead.messages)
            assert (await ada.do("tick", t="tickStep", group=group, step=0, done=True))["t"] == "done"
            await eventually(lambda: ada.group.get("done") == [0])
            assert ada.closed is None
        assert await replays(store, hubs)


async def test_an_append_whose_reply_was_lost_happened_once(fresh_valkey: str, store: Store, planner: Planner) -> None:
    async with proxied(fresh_valkey) as proxy, process(proxy.url, planner) as hubs:
        await create(hubs, store, "ada", "bob")
        async with watching(hubs) as lead, watching(hubs, "ada") as ada:
            group = await publish(lead)
            proxy.marker, proxy.lose = b"tickStep", 0
            for step in range(5):
                proxy.marker, proxy.lose = b"stepTicked", 1
                assert (await ada.do(t="tickStep", group=group, step=step, done=True))["t"] == "done"
            assert proxy.lost == 5
            await eventually(lambda: ada.group.get("done") == [0, 1, 2, 3, 4])
        ticks = [e for e in await store.log.read(W) if e.command.startswith("p:ada")]
        assert len(ticks) == 5
        assert await replays(store, hubs)


async def test_a_saved_document_is_told_to_its_members_in_every_process(hubs: Hubs, others: Hubs, store: Store) -> None:
    await create(hubs, store, "ada", "bob", "cleo", "dan")
    async with watching(hubs) as lead, watching(others, "ada") as ada, AsyncExitStack() as stack:
        group = await publish(lead)
        members = lead.console["wall"][group]["members"]
        everybody = {"ada": ada}
        for name in ("bob", "cleo", "dan"):
            everybody[name] = await stack.enter_async_context(watching(hubs, name))
        for browser in everybody.values():
            await eventually(lambda browser=browser: browser.seat.get("group"))  # type: ignore[misc] # bound now
        said = msgspec.json.encode(DocumentSaved(GroupId(group), "AA=="))
        await store.documents.whisper(W, SAVED, b"of another version")
        await store.documents.whisper(W, SAVED, said)
        wanted = {"t": "documentSaved", "group": group, "upTo": "AA=="}
        for name in members:
            await eventually(lambda name=name: wanted in everybody[name].messages)  # type: ignore[misc] # bound now
        assert not any(wanted in everybody[name].messages for name in set(everybody) - set(members))


async def test_who_comes_back_has_what_is_saved_said_again(hubs: Hubs, others: Hubs, store: Store) -> None:
    """The word may have passed while the live socket was away, or the connection to the store."""

    async def asked(news: AsyncIterator[DocumentNews]) -> None:
        async for heard in news:
            if heard.group == group and heard.passing == SAY_SAVED:
                return

    await create(hubs, store, "ada", "bob")
    async with watching(hubs) as lead:
        group = GroupId(await publish(lead))
        news = store.documents.follow()
        await store.documents.subscribe(W, group)
        async with watching(others, "ada"), asyncio.timeout(5):
            await asked(news)
            await others.store.documents.subscribe(W, SAVED)  # as when the channel is there again
            await asked(news)


async def test_a_workshop_that_does_not_exist(hubs: Hubs) -> None:
    async with watching(hubs, "ada") as ada:
        await eventually(lambda: ada.closed)
        assert ada.closed is not None
        assert ada.closed[0] == 4404
    assert len(hubs) == 0
    assert not listened(hubs)
    assert await hubs.state(W) is None


def listened(hubs: Hubs) -> list[str]:
    """The channels that this process wants to hear."""
    log, documents = hubs.store.log, hubs.store.documents
    return [*log._subscriptions._wanted, *documents._subscriptions._wanted]  # type: ignore[attr-defined] # of the port's implementation


class Hanging(Planner):
    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()

    async def plan(self, *_args: object, **_kwargs: object) -> Any:
        self.begun.set()
        await asyncio.Event().wait()


async def test_a_hub_that_nobody_watches_any_more_listens_to_nothing(hubs: Hubs, store: Store) -> None:
    await create(hubs, store, "ada")
    async with watching(hubs, "ada") as ada:
        await ada.sees("room", joined=1)
        assert listened(hubs)
    await eventually(lambda: len(hubs) == 0)
    assert not listened(hubs)


async def test_a_hub_that_breaks_leaves_no_plan_and_no_subscription(
    hubs: Hubs, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await create(hubs, store, "ada", "bob")
    hubs.planner = hanging = Hanging()
    async with watching(hubs) as lead:
        asked = lead.ask(t="draftGroups")
        await eventually(hanging.begun.is_set)
        (hub,) = hubs._open.values()

        async def broken(_now: float) -> None:
            raise RuntimeError("a bug")

        monkeypatch.setattr(hub, "_work", broken)
        hub.changed(around=False)
        await eventually(lambda: lead.closed)
        assert lead.closed is not None
        assert lead.closed[0] == BROKEN
        await eventually(lambda: not hub.requests.busy)
        assert asked not in lead.answers
    assert len(hubs) == 0
    assert not listened(hubs)


async def test_a_hub_that_stops_says_that_what_is_planned_is_not_saved(hubs: Hubs, store: Store) -> None:
    await create(hubs, store, "ada", "bob")
    hubs.planner = hanging = Hanging()
    async with watching(hubs) as lead:
        asked = lead.ask(t="draftGroups")
        await eventually(hanging.begun.is_set)
        (hub,) = hubs._open.values()
        await hub.stop()
        await eventually(lambda: asked in lead.answers)
        assert lead.answers[asked]["t"] == "notSaved"


async def test_what_filled_a_room_that_everybody_left_needs_no_garbage_collector(hubs: Hubs, store: Store) -> None:
    """Which would free it with that of other rooms at once, while somebody waits."""
    await create(hubs, store, "ada", "bob")
    gc.disable()
    try:
        async with watching(hubs) as lead:
            assert (await lead.do(t="draftGroups"))["t"] == "done"
            (hub,) = hubs._open.values()
            profiles = ref(hub._around.now.profiles)
            assert profiles()
            del hub
        await eventually(lambda: len(hubs) == 0)
        await eventually(lambda: profiles() is None)
    finally:
        gc.enable()


async def test_commands_that_come_by_http_are_decided_without_a_hub(hubs: Hubs, others: Hubs, store: Store) -> None:
    await create(hubs, store, "ada")
    version = await hubs.decide(W, c.CloseWorkshop(), LEAD, "close", now())
    assert await hubs.decide(W, c.CloseWorkshop(), LEAD, "close", now()) == version
    with pytest.raises(AlreadyDone):
        await others.decide(W, c.CloseWorkshop(), LEAD, "close-2", now())


async def test_a_rush_of_people_over_two_processes(hubs: Hubs, others: Hubs, store: Store) -> None:
    await create(hubs, store)
    async with watching(hubs) as lead, watching(others) as second:
        names = [f"p{number}" for number in range(30)]
        await asyncio.gather(*(join((hubs, others)[i % 2], store, name) for i, name in enumerate(names)))
        for browser in (lead, second):
            await eventually(lambda browser=browser: set(browser.console.get("people", ())) == set(names))  # type: ignore[misc] # bound now
        await eventually(lambda: all(p["name"] for p in lead.console["people"].values()))
        assert await replays(store, hubs)
        assert await replays(store, others)


@pytest.mark.parametrize("langs", [("de",), ("pl",)], ids=["kept apart", "no common language"])
async def test_p2_p4_a_facilitators_swap_tells_nothing_of_a_wish_and_no_round_breaks_it(
    hubs: Hubs, store: Store, langs: tuple[str, ...]
) -> None:
    await create(hubs, store, "ada", "bob", "cem", "dan")
    for person in ("bob", "dan"):
        await store.people.put_profile(W, PersonId(person), Profile(person.title(), langs=("de", "pl")))
    ada = Profile("Ada", langs=("de",), not_with=(PersonId("cem"),) if langs == ("de",) else ())
    await store.people.put_profile(W, PersonId("ada"), ada)
    await store.people.put_profile(W, PersonId("cem"), Profile("Cem", langs=langs))

    def together(draft: dict[str, Any]) -> set[str]:
        return next(set(g["members"]) for g in draft["groups"] if "ada" in g["members"])

    async with watching(hubs) as lead:
        await eventually(lambda: len(lead.console.get("people", {})) == 4)
        assert (await lead.do(t="draftGroups"))["t"] == "done"
        await eventually(lambda: lead.console.get("draft"))
        draft = lead.console["draft"]
        assert "cem" not in together(draft)
        (partner,) = together(draft) - {"ada"}
        answer = await lead.do(t="swapPeople", revision=draft["revision"], a=partner, b="cem")
        if langs == ("pl",):
            assert (answer["t"], answer["code"], answer.get("fields", {})) == ("refused", "impossible-swap", {})
            other = "bob" if partner == "dan" else "dan"
            assert (await lead.do(t="swapPeople", revision=draft["revision"], a=partner, b=other))["t"] == "done"
            return
        assert answer["t"] == "done"
        await eventually(lambda: together(lead.console["draft"]) == {"ada", "cem"})
        draft = lead.console["draft"]
        assert (await lead.do(t="publishDraft", revision=draft["revision"]))["code"] == "draft-unfit"
        await eventually(lambda: "cem" not in together(lead.console["draft"]))


async def test_p4_a_swap_and_a_plan_know_what_people_have_just_answered(
    hubs: Hubs, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People are read now and then; what hangs on them doesn't go by what was read before."""
    monkeypatch.setattr("server.live.hub.PEOPLE_S", 3600)
    told = 0

    def changed(hub: Hub, *, around: bool) -> None:
        nonlocal told
        told += around
        was(hub, around=around)

    was = Hub.changed
    monkeypatch.setattr(Hub, "changed", changed)

    async def speaks(name: str, lang: str) -> None:
        before = told
        await store.people.put_profile(W, PersonId(name), Profile(name.title(), langs=(lang,)))
        await eventually(lambda: told > before)

    await create(hubs, store, "ada", "bob", "cem", "dan")
    async with watching(hubs) as lead:
        await eventually(lambda: len(lead.console.get("people", {})) == 4)
        assert (await lead.do(t="draftGroups"))["t"] == "done"
        await eventually(lambda: lead.console.get("draft"))
        draft = lead.console["draft"]
        (a, b), (one, two) = (g["members"] for g in draft["groups"])
        await speaks(a, "pl")
        await speaks(b, "pl")
        swap = await lead.do(t="swapPeople", revision=draft["revision"], a=b, b=one)
        assert swap.get("code") == "impossible-swap"
        await speaks(one, "pl")
        await speaks(b, "fr")
        await speaks(two, "fr")
        assert (await lead.do(t="draftGroups"))["t"] == "done"
        await eventually(lambda: {a, one} in [set(g["members"]) for g in lead.console["draft"]["groups"]])
        planned = [e.events[0] for e in await store.log.read(W) if e.command.startswith("f:")]
        assert isinstance(planned[-1], DraftRecorded)
        assert {frozenset(g.members) for g in planned[-1].draft.groups} == {frozenset({a, one}), frozenset({b, two})}


async def test_people_are_read_anew_when_they_change_and_not_with_every_command(
    hubs: Hubs, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a room of a thousand that takes longer than everything else that a command does."""
    monkeypatch.setattr("server.live.hub.PEOPLE_S", 0.0)
    read, was = 0, Around.read_all

    async def read_all(self: Around, design: Design | None) -> None:
        nonlocal read
        read += 1
        await was(self, design)

    monkeypatch.setattr(Around, "read_all", read_all)
    await create(hubs, store, "ada", "bob")
    async with watching(hubs) as lead:

        async def called(name: str) -> None:
            await store.people.put_profile(W, PersonId("ada"), Profile(name))
            await eventually(lambda: lead.console.get("people", {}).get("ada", {}).get("name") == name)

        await called("Ada B")
        before = read
        for sits_out in (True, False, True):
            assert (await lead.do(t="sitOut", person="bob", sitsOut=sits_out))["t"] == "done"
        await called("Ada C")
        assert read == before + 1


def sizes(who: Browser) -> list[int]:
    """Of the groups in the draft, as soon as this process knows of one."""
    return sorted(len(group["members"]) for group in who.console.get("draft", {}).get("groups", ()))


async def test_d7_who_loses_their_partner_in_a_draft_gets_another_at_once_and_locked_groups_stay(
    hubs: Hubs, others: Hubs, store: Store
) -> None:
    """Over two processes, both of which see it: it happens once."""
    await create(hubs, store, "ada", "bob", "cem", "dan", "eve")
    async with watching(hubs) as lead, watching(others) as second:
        assert (await lead.do(t="draftGroups"))["t"] == "done"
        await eventually(lambda: lead.console.get("draft"))
        draft = lead.console["draft"]
        pair = next(group["members"] for group in draft["groups"] if len(group["members"]) == 2)
        assert (await lead.do(t="sitOut", person=pair[0], sitsOut=True))["t"] == "done"
        await eventually(lambda: sizes(second) == [2, 2])
        assert "unplaced" not in second.console["draft"]
        locked = second.console["draft"]["groups"][0]["members"]
        revision = second.console["draft"]["revision"]
        assert (await second.do("lock", t="lockGroup", revision=revision, members=locked, locked=True))["t"] == "done"
        assert (await lead.do(t="sitOut", person=pair[0], sitsOut=False))["t"] == "done"
        await eventually(lambda: sizes(lead) == [2, 3])
        assert locked in [g["members"] for g in lead.console["draft"]["groups"] if g.get("locked")]
    entries = await store.log.read(W)
    assert len([entry for entry in entries if entry.command.startswith("mend:")]) == 2


async def test_d7_what_the_best_plan_would_gain_is_offered_and_taken_when_asked(hubs: Hubs, store: Store) -> None:
    await create(hubs, store, "ada", "bob", "cem", "dan", "eve", "fin")
    for name, interest in (("ada", "x"), ("bob", "y"), ("cem", "x"), ("dan", "y"), ("eve", "z"), ("fin", "z")):
        await store.people.put_profile(W, PersonId(name), Profile(name.title(), interests=(interest,)))
    async with watching(hubs) as lead:
        await eventually(lambda: len(lead.console.get("people", {})) == 6)
        assert (await lead.do(t="draftGroups"))["t"] == "done"
        await eventually(lambda: lead.console.get("draft"))
        assert (await lead.do(t="swapPeople", revision=lead.console["draft"]["revision"], a="ada", b="bob"))[
            "t"
        ] == "done"
        await eventually(lambda: any({"ada", "dan"} == set(g["members"]) for g in lead.console["draft"]["groups"]))
        assert (await lead.do(t="letSitOut", people=["eve", "fin"]))["t"] == "done"
        await eventually(lambda: lead.console["draft"].get("better"))
        assert lead.console["draft"]["better"]["moved"] == 4
        gain = lead.console["draft"]["better"]["points"]
        assert gain > 0

        def points() -> int:
            return sum(g["points"] for g in lead.console["draft"]["groups"])

        before, revision = points(), lead.console["draft"]["revision"]
        assert (await lead.do("old", t="takeBetter", revision=revision - 1))["code"] == "draft-stale"
        taken = await lead.do("take", t="takeBetter", revision=revision)
        assert taken["t"] == "done"
        await eventually(lambda: any({"ada", "cem"} == set(g["members"]) for g in lead.console["draft"]["groups"]))
        assert points() == before + gain, "what was offered, and nothing else"
        assert "better" not in lead.console["draft"]
        assert lead.console["draft"]["bound"] == points()
        assert await lead.do("take", t="takeBetter", revision=revision) == taken
        assert (await lead.do("more", t="takeBetter", revision=revision))["code"] == "draft-stale"


async def test_d7_p2_an_offered_plan_that_a_wish_forbids_by_now_is_not_taken(hubs: Hubs, store: Store) -> None:
    await create(hubs, store, "ada", "bob", "cem", "dan")
    for name, interest in (("ada", "x"), ("bob", "y"), ("cem", "x"), ("dan", "y")):
        await store.people.put_profile(W, PersonId(name), Profile(name.title(), interests=(interest,)))
    async with watching(hubs) as lead:
        await eventually(lambda: len(lead.console.get("people", {})) == 4)
        assert (await lead.do(t="draftGroups"))["t"] == "done"
        await eventually(lambda: lead.console.get("draft"))
        swap = {"a": "ada", "b": "bob"}
        assert (await lead.do(t="swapPeople", revision=lead.console["draft"]["revision"], **swap))["t"] == "done"
        await store.people.put_profile(W, PersonId("dan"), Profile("Dan", interests=("y",), employer="new"))
        await eventually(lambda: lead.console["draft"].get("better"))
        wish = Profile("Ada!", interests=("x",), not_with=(PersonId("cem"),))
        await store.people.put_profile(W, PersonId("ada"), wish)
        await eventually(lambda: lead.console["people"]["ada"]["name"] == "Ada!")
        draft = lead.console["draft"]
        assert draft.get("better"), "it stands, or it would tell of the wish"
        assert (await lead.do(t="takeBetter", revision=draft["revision"]))["code"] == "draft-stale"
        await eventually(lambda: "better" not in lead.console["draft"])
        assert lead.console["draft"]["groups"] == draft["groups"]


async def test_d8_p12_a_wish_that_comes_while_a_draft_stands_is_met_when_it_is_to_be_published(
    hubs: Hubs, store: Store
) -> None:
    """Even where the two are locked.  Until then nothing tells of it, and the refusal names nobody."""
    await create(hubs, store, "ada", "bob", "cem", "dan")
    async with watching(hubs) as lead:
        assert (await lead.do(t="draftGroups"))["t"] == "done"
        await eventually(lambda: lead.console.get("draft"))
        draft = lead.console["draft"]
        one, other = together = draft["groups"][0]["members"]
        await lead.do(t="lockGroup", revision=draft["revision"], members=together, locked=True)
        await store.people.put_profile(W, PersonId(one), Profile(one, not_with=(PersonId(other),)))
        await eventually(lambda: lead.console["people"][one]["name"] == one)
        draft = lead.console["draft"]
        assert together in [g["members"] for g in draft["groups"] if g.get("locked")]
        refused = await lead.do(t="publishDraft", revision=draft["revision"])
        assert (refused["t"], refused["code"], refused.get("fields", {})) == ("refused", "draft-unfit", {})
        await eventually(lambda: together not in [g["members"] for g in lead.console["draft"]["groups"]])
        draft = lead.console["draft"]
        assert [len(g["members"]) for g in draft["groups"]] == [2, 2]
        assert not any(g.get("locked") for g in draft["groups"])
        assert (await lead.do(t="publishDraft", revision=draft["revision"]))["t"] == "done"
        await eventually(lambda: lead.console.get("wall"))
        assert {one, other} not in [set(tile["members"]) for tile in lead.console["wall"].values()]


async def test_d8_how_good_a_draft_could_be_is_unknown_once_answers_have_changed(hubs: Hubs, store: Store) -> None:
    await create(hubs, store, "ada", "bob", "cem", "dan")
    async with watching(hubs) as lead:
        assert (await lead.do(t="draftGroups"))["t"] == "done"
        await eventually(lambda: lead.console.get("draft", {}).get("bound") is not None)
        groups = [g["members"] for g in lead.console["draft"]["groups"]]
        await store.people.put_profile(W, PersonId("ada"), Profile("Ada", employer="Somewhere"))
        await eventually(lambda: "bound" not in lead.console["draft"])
        assert [g["members"] for g in lead.console["draft"]["groups"]] == groups


async def test_who_changes_their_mind_all_the_time_is_told_to_wait(hubs: Hubs, store: Store) -> None:
    await create(hubs, store, "ada", "bob")
    async with watching(hubs, "ada") as ada:
        answers = [await ada.do(f"{k}", t="sitOut", person="ada", sitsOut=k % 2 == 0) for k in range(8)]
    assert [answer["t"] for answer in answers[:6]] == ["done"] * 6
    assert answers[-1]["code"] == "too-many-changes"
