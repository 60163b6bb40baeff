"""A stage, a browser and the people of one story; at its end nobody's page may have had a fault."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser
from playwright.async_api import Error as PlaywrightError

import web
from server.core.state import Language
from tests.browser.person import RESULTS, Device, Person, Scheme, chromium
from tests.browser.post import PostOffice
from tests.browser.stage import Stage


class Theatre:
    def __init__(self, stage: Stage, browser: Browser) -> None:
        self.stage = stage
        self.people: list[Person] = []
        self.browser = browser

    @property
    def post(self) -> PostOffice:
        return self.stage.post

    async def person(
        self,
        name: str,
        server: int = 0,
        *,
        device: Device = "laptop",
        language: Language = "en",
        scheme: Scheme = "light",
        keyboard: bool = False,
    ) -> Person:
        """Somebody with a browser of their own, who comes by the server of this number (0 or 1)."""
        base = self.stage.servers[server].url
        who = await Person.enter(
            self.browser, name, base, device=device, language=language, scheme=scheme, keyboard=keyboard
        )
        self.people.append(who)
        return who

    def faults(self) -> list[str]:
        return [f"{who.name}: {fault}" for who in self.people for fault in who.faults]

    async def keep_evidence(self, folder: Path) -> None:
        """How everybody's page looked at last, what was wrong so far, and what the processes said."""
        self.stage.keep_logs(folder)
        (folder / "faults.txt").write_text("\n".join(self.faults()))
        for who in self.people:
            try:
                await who.shot(folder / f"last-{who.name}.png")
            except PlaywrightError:
                continue  # they have left


@asynccontextmanager
async def open_theatre(name: str, *, demo: bool = False, patience: float = 1.0) -> AsyncIterator[Theatre]:
    """`patience` is the workers'.

    Raises AssertionError at the end if any page had a fault: the console, a request, axe, sideways scrolling.
    """
    assert (web.ROOT / "dist/manifest.json").is_file(), "the pages have not been built; run ./go build first"
    async with Stage(demo=demo, worker_options=("--patience", str(patience))) as stage, chromium() as browser:
        theatre = Theatre(stage, browser)
        try:
            yield theatre
        finally:
            await theatre.keep_evidence(RESULTS / name)
        faults = theatre.faults()
        assert not faults, "\n".join(faults)
