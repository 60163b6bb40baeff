"""Every page in every dress: phone and laptop, light and dark, in the language of whoever looks at it."""

import asyncio
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path

from playwright.async_api import Locator

from tests.browser.axe import violations
from tests.browser.person import SIZES, Device, Person, Scheme

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
CHECKED: frozenset[tuple[Device, Scheme]] = frozenset({("phone", "light"), ("laptop", "dark")})
"""Where axe looks: contrast hangs on the scheme, sizes on the device; all four would find the same again."""


class Gallery:
    """Pictures as `NAME-LANGUAGE-DEVICE-SCHEME.png`; what is wrong with a page becomes a fault of the person there."""

    def __init__(self, folder: Path, *, only: Mapping[str, str] | None = None) -> None:
        """`only` these views are taken, as on the screen and under the names that it gives them; else all, whole."""
        self.folder = folder
        self.only = only

    async def take(
        self, name: str, *people: Person, quick: bool = False, at: Callable[[Person], Locator] | None = None
    ) -> None:
        """`quick` leaves axe out, where the page stands for ten seconds only (a story checks those).  `at` is what a
        picture of one screen must have in it."""
        await asyncio.gather(*(self._take(name, who, quick, at and at(who)) for who in people))

    async def _take(self, name: str, who: Person, quick: bool, at: Locator | None) -> None:
        before = who.page.viewport_size
        for device, scheme in product(SIZES, SCHEMES):
            width, height = SIZES[device]
            await who.page.set_viewport_size({"width": width, "height": height})
            await who.page.emulate_media(color_scheme=scheme)
            view = f"{name}-{who.language}-{device}-{scheme}"
            if self.only is not None:
                if view in self.only:
                    if at:
                        await at.scroll_into_view_if_needed()
                    await who.shot(self.folder / f"{self.only[view]}.png")
                continue
            await who.check_width(view)
            await who.shot(self.folder / f"{view}.png", whole=True)
            if not quick and (device, scheme) in CHECKED:
                who.faults += [f"{view}: {each}" for each in await violations(who.page)]
        if before:
            await who.page.set_viewport_size(before)
        await who.page.emulate_media(color_scheme="light")
