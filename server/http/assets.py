"""The built front end: which files a page needs (Vite's manifest), and the files themselves, read once at the start."""

import gzip
import mimetypes
from collections.abc import Iterator
from hashlib import sha256
from importlib.abc import Traversable
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath
from msgspec import Struct

from server.http.problems import NotFound

PREFIX = "/static"
FOREVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=3600"

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


class NotBuilt(Exception):
    """There is no front end to serve."""


class Chunk(Struct, frozen=True):
    file: str
    css: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()


class Entry(Struct, frozen=True):
    """Addresses for one page's head."""

    script: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]


class File(Struct, frozen=True):
    body: bytes
    zipped: bytes | None
    media_type: str
    tag: str
    cache: str


class Assets:
    """Raises NotBuilt if `folder` holds no manifest."""

    def __init__(self, folder: Traversable) -> None:
        try:
            manifest = (folder / "manifest.json").read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise NotBuilt from None
        self._chunks = msgspec.json.decode(manifest, type=dict[str, Chunk])
        self._files = {path: _read(path, file) for path, file in _walk(folder) if path != "manifest.json"}

    @classmethod
    def none(cls) -> "Assets":
        """For whoever asks the application about itself and draws no page."""
        empty = cls.__new__(cls)
        empty._chunks, empty._files = {}, {}  # noqa: SLF001 - its own
        return empty

    def entry(self, name: str) -> Entry:
        """What the page of `web/src/<name>.ts` loads.  Raises KeyError if it was not built."""
        first = f"web/src/{name}.ts"
        seen = [first]
        for key in seen:  # grows as it goes: what a chunk imports, imports too
            seen += [imported for imported in self._chunks[key].imports if imported not in seen]
        chunks = [self._chunks[key] for key in seen]
        styles = dict.fromkeys(f"{PREFIX}/{style}" for chunk in reversed(chunks) for style in chunk.css)
        return Entry(
            f"{PREFIX}/{chunks[0].file}", tuple(styles), tuple(f"{PREFIX}/{chunk.file}" for chunk in chunks[1:])
        )

    def has(self, path: str) -> bool:
        return path in self._files

    def file(self, path: str) -> File:
        """Raises NotFound."""
        try:
            return self._files[path]
        except KeyError:
            raise NotFound from None


def _walk(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for child in folder.iterdir():
        if child.is_dir():
            yield from _walk(child, f"{prefix}{child.name}/")
        elif not child.name.startswith("."):
            yield prefix + child.name, child


def _read(path: str, file: Traversable) -> File:
    body = file.read_bytes()
    media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    packs = media_type.startswith("text/") or media_type in {"application/json", "image/svg+xml"}
    zipped = gzip.compress(body, 6, mtime=0) if packs and len(body) > 800 else None
    hashed = path.startswith("assets/")  # Vite puts a hash into every name there
    return File(body, zipped, media_type, f'"{sha256(body).hexdigest()[:20]}"', FOREVER if hashed else A_WHILE)


@get(PREFIX + "/{path:path}", include_in_schema=False)
async def static_file(request: Request[Any, Any, Any], path: FromPath[str]) -> Response[bytes]:
    """One file of the front end."""
    file = request.app.state["services"].assets.file(path.lstrip("/"))
    headers = {"cache-control": file.cache, "etag": file.tag, "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == file.tag:
        return Response(b"", status_code=304, headers=headers, media_type=file.media_type)
    if file.zipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.zipped, headers={**headers, "content-encoding": "gzip"}, media_type=file.media_type)
    return Response(file.body, headers=headers, media_type=file.media_type)
