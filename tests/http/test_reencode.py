"""What comes out of an uploaded picture, and what is refused."""

import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from server.http.reencode import LARGEST_PICTURE, LONGEST_EDGE, Refused, reencode

SECRET = b"Mara's garden, 52.5N 13.4E"


def written(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def noise(width: int, height: int) -> Image.Image:
    """The worst there is to compress."""
    return Image.frombytes("RGB", (width, height), random.Random(7).randbytes(3 * width * height))


def read(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data), formats=["WEBP"])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_comes_back_as_webp_with_its_size(kind: str) -> None:
    made = reencode(written(Image.new("RGB", (40, 30), "red"), kind))
    assert (made.width, made.height) == read(made.data).size == (40, 30)
    red, green, blue = read(made.data).convert("RGB").getpixel((20, 15))  # type: ignore[misc]
    assert red > 240
    assert max(green, blue) < 15


def test_k10_what_cameras_note_is_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = 6  # to be turned by a quarter
    data = written(Image.new("RGB", (40, 30)), "JPEG", exif=exif, comment=SECRET, icc_profile=SECRET)
    assert data.count(SECRET) == 3
    made = reencode(data + SECRET)
    assert (made.width, made.height) == (30, 40)
    assert SECRET not in made.data
    assert not read(made.data).getexif()
    assert "icc_profile" not in read(made.data).info


def test_drawings_stay_sharp_and_clear_where_they_were() -> None:
    drawing = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    drawing.putpixel((3, 4), (1, 2, 3, 255))
    made = read(reencode(written(drawing, "PNG")).data)
    assert made.getpixel((3, 4)) == (1, 2, 3, 255)
    assert made.getpixel((9, 9))[3] == 0  # type: ignore[index]


def test_however_large_it_comes_it_is_kept_small() -> None:
    made = reencode(written(noise(3000, 1000), "PNG"))
    assert max(made.width, made.height) <= LONGEST_EDGE
    assert len(made.data) <= LARGEST_PICTURE


def test_only_the_first_frame_of_a_film_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    made = read(reencode(written(frames[0], "WEBP", save_all=True, append_images=frames[1:])).data)
    assert getattr(made, "n_frames", 1) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"BM" + bytes(60),
        b"RIFF\x00\x00\x00\x00WAVE",
        b"%PDF-1.7",
        b"\x00\x00\x00\x20ftypheic",
    ],
)
def test_what_is_no_picture_of_three_kinds_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        reencode(data)
    assert refused.value.fault == "kind"


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kB that claims to be this large."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(1 << 20), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(6000, 5000), (20_000, 20_000), (1 << 30, 1 << 30)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    with pytest.raises(Refused) as refused:
        reencode(bomb(*size))
    assert refused.value.fault in {"pixels", "broken"}


def test_whatever_the_bytes_are_it_is_a_picture_or_refused() -> None:
    chance = random.Random(11)
    seeds = [written(noise(16, 16), kind) for kind in ("PNG", "JPEG", "WEBP")]
    refused = 0
    for _ in range(600):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            reencode(bytes(data[: chance.randint(len(data) // 2, len(data))]))
        except Refused:
            refused += 1
    assert refused > 100
