"""A picture that somebody uploads, made harmless: told by its first bytes, decoded once, written anew as WebP.

What is kept is pixels: no places, cameras and names, no second frame, nothing behind the end.  A bomb is refused by
what its header says, before a pixel is decoded.
"""

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Final, Literal

from msgspec import Struct
from PIL import Image, ImageOps

LARGEST_UPLOAD: Final = 12_000_000
"""Bytes: what a phone's camera makes."""
MOST_PIXELS: Final = 26_000_000
LONGEST_EDGE: Final = 1600
LARGEST_PICTURE: Final = 400_000
"""Bytes of what is kept."""

Fault = Literal["kind", "broken", "pixels"]

_KINDS: Final = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"))

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class Refused(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


class Reencoded(Struct, frozen=True):
    data: bytes
    """WebP."""
    width: int
    height: int


def reencode(data: bytes) -> Reencoded:
    """Takes a second for a large one, a core and a hundred megabytes: one at a time, not on the event loop.  Raises
    Refused.
    """
    kind = _kind(data)
    if kind is None:
        raise Refused("kind")
    try:
        return _smallest(_pixels(data, kind))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("pixels") from None
    except Refused:
        raise
    except Exception as error:  # whatever a decoder says of bytes that are no picture
        raise Refused("broken") from error


def _kind(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for magic, kind in _KINDS if data.startswith(magic)), None)


def _pixels(data: bytes, kind: str) -> Image.Image:
    """Upright, at most LONGEST_EDGE wide and high."""
    with Image.open(BytesIO(data), formats=[kind]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("pixels")
        opened.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))  # a JPEG is decoded at the size that is needed
        upright = ImageOps.exif_transpose(opened)
        clear = upright.has_transparency_data
        picture = upright.convert("RGBA" if clear else "RGB")
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    picture.info.clear()
    return picture


def _smallest(picture: Image.Image) -> Reencoded:
    """Without loss where that is small (drawings, screenshots), else as good as fits."""
    for tried, options in _tries(picture):
        out = BytesIO()
        tried.save(out, "WEBP", method=4, **options)
        if out.tell() <= LARGEST_PICTURE:
            return Reencoded(out.getvalue(), tried.width, tried.height)
    raise Refused("pixels")


def _tries(picture: Image.Image) -> Iterator[tuple[Image.Image, dict[str, int | bool]]]:
    if picture.getcolors(1 << 16):
        yield picture, {"lossless": True}
    for edge, quality in ((LONGEST_EDGE, 84), (LONGEST_EDGE, 70), (1200, 65), (800, 60)):
        smaller = picture.copy()
        smaller.thumbnail((edge, edge))
        yield smaller, {"quality": quality}
