"""The README's pictures, from a real workshop: `./go shell python -m tests.browser.screenshots`."""

import asyncio
from pathlib import Path

from tests.browser.gallery import Gallery
from tests.browser.theatre import open_theatre
from tests.browser.tour import tour

FOLDER = Path("deploy/screenshots")
PICTURES = {
    "console-draft-en-laptop-light": "draft",
    "console-wall-en-laptop-light": "wall",
    "beacon-en-phone-light": "beacon",
    "work-en-laptop-light": "work",
    "close-offering-en-phone-dark": "exchange",
}
"""A view of the gallery, and what the picture is called."""


async def main() -> None:
    async with open_theatre("screenshots") as theatre:
        await tour(theatre, Gallery(FOLDER, only=PICTURES), "en")


if __name__ == "__main__":
    asyncio.run(main())
