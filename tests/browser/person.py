"""People with a browser of their own: what they see is found by role and by the words of their language."""

import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Literal, Self

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Locator,
    Page,
    Request,
    Response,
    WebError,
    async_playwright,
)
from playwright.async_api import expect as playwright_expect

from server.core.state import Language
from server.text.locales import shipped
from tests.browser.axe import violations
from tests.browser.network import slow_down

Device = Literal["phone", "laptop"]
Scheme = Literal["light", "dark"]
Role = Literal[
    "button", "link", "heading", "textbox", "checkbox", "radio", "group", "dialog", "article", "timer", "region"
]

SIZES: dict[Device, tuple[int, int]] = {"phone": (390, 844), "laptop": (1280, 800)}
LOCALES: dict[Language, str] = {"de": "de-DE", "en": "en-GB"}
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
RESULTS = Path("test-results")
PATIENCE_MS = 15_000

playwright_expect.set_options(timeout=PATIENCE_MS)
expect = playwright_expect

UNREACHABLE = re.compile(
    r"ERR_CONNECTION_|ERR_EMPTY_RESPONSE|ERR_INVALID_HTTP|ERR_SOCKET|WebSocket connection to .* failed"
)
"""What a browser says of a server that is down."""
REFUSED = re.compile(r"Failed to load resource: .* status of 4\d\d")
"""What a browser says by itself of an answer that is a refusal."""

MOST_STOPS = 100
"""Of the keyboard, once around the page."""
WHERE = """
control => {
  const here = document.activeElement;
  const there = here === control;
  const shown = () => {
    const { top, bottom } = here.getBoundingClientRect();
    const marked = [here, ...(here.labels ?? [])].some((each) => {
      const style = getComputedStyle(each);
      return style.outlineStyle !== "none" || style.boxShadow !== "none";
    });
    return (marked || here.isContentEditable) && bottom > 0 && top < innerHeight;
  };
  return {
    there,
    beside: !there && here.type === "radio" && here.name === control.name,
    writing: !there && here.isContentEditable,
    hidden: here !== document.body && here.tabIndex >= 0 && !shown() ? here.outerHTML.slice(0, 200) : "",
  };
}
"""
"""Whether a control has the focus, or another answer to the same question; and whether one sees who has it."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium, headless.  Raises AssertionError with what to do if there is none."""
    import os

    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert path, "no Chromium found; install it or name one in CHROMIUM (./go test does both)"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


class Person:
    """One browser profile with one page, and everything that went wrong on it."""

    def __init__(
        self, name: str, base: str, language: Language, context: BrowserContext, page: Page, *, keyboard: bool
    ) -> None:
        """`keyboard`: they have no mouse and no touch screen; what they press, fill and tick they reach by Tab."""
        self.name = name
        self.keyboard = keyboard
        self.base = base
        self.language: Language = language
        self.context = context
        self.page = page
        self.faults: list[str] = []
        self._excused: list[re.Pattern[str]] = []
        context.on("console", self._said)
        context.on("weberror", self._threw)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)
        context.on("dialog", self._asked)

    @classmethod
    async def enter(
        cls,
        browser: Browser,
        name: str,
        base: str,
        *,
        device: Device = "laptop",
        language: Language = "en",
        scheme: Scheme = "light",
        keyboard: bool = False,
    ) -> Self:
        width, height = SIZES[device]
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            locale=LOCALES[language],
            timezone_id="Europe/Berlin",
            color_scheme=scheme,
            has_touch=device == "phone",
            is_mobile=device == "phone",
        )
        context.set_default_timeout(PATIENCE_MS)
        await slow_down(context, name)
        return cls(name, base, language, context, await context.new_page(), keyboard=keyboard)

    async def leave(self) -> None:
        """Gone, without a word to anybody."""
        await self.context.close()

    # -- what they see -----------------------------------------------------------------------------------------------

    def words(self, id_: str, /, **variables: str | int) -> str:
        """The message as a page in their language shows it.  Raises MissingText."""
        return shipped(strict=True).text(self.language, id_, **variables)

    def role(self, role: Role, id_: str, /, **variables: str | int) -> Locator:
        return self.page.get_by_role(role, name=self.words(id_, **variables), exact=True)

    def button(self, id_: str, /, **variables: str | int) -> Locator:
        return self.role("button", id_, **variables)

    def heading(self, id_: str, /, **variables: str | int) -> Locator:
        return self.role("heading", id_, **variables)

    def field(self, id_: str, /, **variables: str | int) -> Locator:
        return self.page.get_by_label(self.words(id_, **variables), exact=True)

    def text(self, id_: str, /, **variables: str | int) -> Locator:
        return self.page.get_by_text(self.words(id_, **variables), exact=True)

    async def click(self, id_: str, /, **variables: str | int) -> None:
        await self.press(self.button(id_, **variables))

    async def fill(self, id_: str, value: str, /, **variables: str | int) -> None:
        await self.enter_into(self.field(id_, **variables), value)

    async def press(self, control: Locator) -> None:
        if not self.keyboard:
            await control.click()
            return
        await self.reach(control)
        await self.page.keyboard.press("Enter")

    async def enter_into(self, field: Locator, value: str) -> None:
        if not self.keyboard:
            await field.fill(value)
            return
        await self.reach(field)
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.press("Delete")
        await self.page.keyboard.type(value)

    async def tick(self, box: Locator) -> None:
        """A box, or one of several answers."""
        if not self.keyboard:
            await box.check()
            return
        await self.reach(box)
        if not await box.is_checked():
            await self.page.keyboard.press("Space")
        await expect(box).to_be_checked()

    async def reach(self, control: Locator) -> None:
        """By Tab, among answers by the arrows; whatever has the focus on the way there can be seen to have it.

        Raises AssertionError if it is not among the first MOST_STOPS.
        """
        await expect(control).to_be_visible()
        for _ in range(MOST_STOPS):
            at = await control.evaluate(WHERE)
            if at["hidden"]:
                self.faults.append(f"the focus can't be seen: {at['hidden']}")
            if at["there"]:
                return
            if at["writing"]:
                await self.page.keyboard.press("Escape")
            await self.page.keyboard.press("ArrowDown" if at["beside"] else "Tab")
        raise AssertionError(f"{self.name} can't reach {control} by keyboard")

    async def sees(self, id_: str, /, **variables: str | int) -> None:
        """A heading with these words."""
        await expect(self.heading(id_, **variables)).to_be_visible()

    async def reads(self, id_: str, /, **variables: str | int) -> None:
        await expect(self.text(id_, **variables).first).to_be_visible()

    async def is_refused(self, field: Locator, id_: str, /, **variables: str | int) -> None:
        """What is wrong stands in these words, tied to the field, and the keyboard is there."""
        await expect(field).to_have_accessible_description(re.compile(re.escape(self.words(id_, **variables))))
        await expect(field).to_have_attribute("aria-invalid", "true")
        await expect(field).to_be_focused()

    async def goto(self, path: str) -> None:
        await self.page.goto(path if path.startswith("http") else self.base + path)

    # -- what must hold on every page --------------------------------------------------------------------------------

    async def look(self, name: str) -> None:
        """Keeps a picture, and notes what makes this page hard to use: axe's findings, sideways scrolling."""
        self.faults += [f"{name}: {each}" for each in await violations(self.page)]
        await self.check_width(name)
        await self.shot(RESULTS / "stories" / f"{name}-{self.name}.png")

    async def check_width(self, name: str) -> None:
        found = await self.page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
        if found[0] > found[1]:
            self.faults.append(f"{name}: {found[0]} px wide on a screen of {found[1]} px")

    async def shot(self, path: Path, *, whole: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=path, full_page=whole, animations="disabled", caret="initial")

    @contextmanager
    def cut_off(self) -> Iterator[None]:
        """Within this, their server may be out of reach: what the browser says of that is no fault of the page."""
        with self.excusing(UNREACHABLE):
            yield

    def excuse(self, pattern: re.Pattern[str]) -> None:
        """From here on, this is no fault of the page."""
        self._excused.append(pattern)

    @contextmanager
    def excusing(self, pattern: re.Pattern[str]) -> Iterator[None]:
        self._excused.append(pattern)
        try:
            yield
        finally:
            self._excused.remove(pattern)

    def _fault(self, words: str) -> None:
        if not any(pattern.search(words) for pattern in self._excused):
            self.faults.append(words)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._fault(f"console: {message.text} ({message.location.get('url', '')})")

    def _threw(self, error: WebError) -> None:
        self._fault(f"uncaught: {error.error}")

    async def _asked(self, dialog: Dialog) -> None:
        """No page of ours opens the browser's own boxes: somebody's words ran as a script."""
        self._fault(f"the browser's own box: {dialog.message}")
        await dialog.dismiss()

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before it came
            self._fault(f"failed: {request.method} {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self._fault(f"answered {response.status}: {response.request.method} {response.url}")


async def state_of(page: Page) -> dict[str, Any]:
    """For a failure's report: where they are, and what they read."""
    return {"url": page.url, "text": (await page.locator("body").inner_text())[:2000]}
