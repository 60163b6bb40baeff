"""Two people who sit together in a round of a real workshop."""

from random import Random

from server.core.commands import PublishDraft
from server.core.people import Profile
from server.demo.workshop import prepare
from server.http.guards import SESSION_COOKIE
from server.protocol.messages import DraftGroups
from tests.browser.stage import Stage
from tests.faults.client import Device


async def seated(stage: Stage) -> tuple[str, str, Device, Device]:
    """The workshop, the group, and the devices of the two."""
    keys, code = await prepare(stage.valkey.url, "de")
    sites = tuple(server.url for server in stage.servers)
    two = [Device(sites, Random(number)) for number in range(2)]
    for number, device in enumerate(two):
        profile = Profile(f"P{number}", "de", langs=("de",))
        body = {"code": code, "profile": profile, "address": None, "key": f"{number:032x}"}
        await device.request("POST", f"/api/workshops/{keys.workshop}/participants", body)
    async with Device(sites, Random(2), {SESSION_COOKIE: keys.session}) as lead:
        lead.open(f"/live/{keys.workshop}?role=facilitator")
        await lead.sees("everybody", lambda views: len(views.get("console", {}).get("people", [])) == 2)
        await lead.do(DraftGroups())
        await lead.sees("a draft", lambda views: bool(views["console"].get("draft")))
        await lead.do(PublishDraft(lead.views["console"]["draft"]["revision"]))
        await lead.sees("a group", lambda views: bool(views["console"].get("wall")))
        (group,) = lead.views["console"]["wall"]
    return keys.workshop, group, *two
