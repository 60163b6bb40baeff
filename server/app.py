"""The composition root of the web server: everything is made and wired here, and nowhere else."""

import asyncio
import errno
import gc
import json
import logging
import logging.config
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, cast

import uvicorn
import uvloop
from litestar import Litestar
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ControllerRouterHandler
from msgspec import structs
from redis.asyncio import Redis

import web
from server.http import (
    assets,
    coffee,
    design,
    drafts,
    errors,
    followup,
    operating,
    pages,
    participants,
    pictures,
    publicly,
    reports,
    series,
    showcase,
    signin,
    sockets,
    telling,
    workshops,
)
from server.http.assets import Assets, NotBuilt
from server.http.guards import provide_facilitator, provide_services, same_origin, unhurried
from server.http.headers import Headers
from server.http.heads import Headed
from server.http.limits import Limits
from server.http.services import Services
from server.http.watching import Watched
from server.live.framing import GespannWebSocketProtocol
from server.live.hubs import Hubs
from server.live.planner import Planner
from server.protocol.messages import MAX_FRAME
from server.protocol.schema import encoded
from server.settings import Settings
from server.store.embedded import EmbeddedError, EmbeddedValkey
from server.store.journal import Journal
from server.store.keeper import Keeper, keep_alive
from server.store.keys import Retention
from server.store.ports import NotSaved
from server.store.store import Store, open_store
from server.workspace.rooms import Rooms

log = logging.getLogger("gespann")

VERSION = "0.1.0"
MAX_BODY = 512 * 1024
"""Bytes; the largest honest body is a new workshop with all its tasks."""
YOUNG = 2_000
"""New objects after which the garbage collector looks through them.  At 700 most of what it met was still in use."""
GRACE_S = 5
"""How long open requests and sockets may take to end after SIGTERM."""


def now() -> int:
    return time.time_ns() // 1_000_000


def build_app(
    settings: Settings,
    store: Store,
    *,
    clock: Callable[[], int] = now,
    front: Assets | None = None,
    slow_s: float = 1.0,
    ask_again_s: float = 20.0,
    warm: bool = False,
    journal: Journal | None = None,
    more: Sequence[ControllerRouterHandler] = (),
) -> Litestar:
    """The application over an open store, which stays the caller's.

    Raises NotBuilt if there is no front end.  `slow_s` is the pace of who guesses codes, `ask_again_s` that of asking
    whether an open socket may stay, `warm` starts the planner's process before it is needed, `journal` notes who was
    erased, `more` are the demo's own pages.
    """
    built = front or Assets(web.ROOT / "dist")

    @asynccontextmanager
    async def serving(app: Litestar) -> AsyncIterator[None]:
        planner = Planner()
        hubs = Hubs(store, planner, clock)
        rooms = Rooms(store.documents, store.presence, clock, hubs.store_is)
        app.state["services"] = Services(
            settings=settings,
            store=store,
            hubs=hubs,
            rooms=rooms,
            limits=Limits(clock, store.limits, slow_s),
            assets=built,
            clock=clock,
            journal=journal,
            ask_again_s=ask_again_s,
        )
        await hubs.start()
        await rooms.start()
        # Nobody waits for it: the first draft does, if it comes within the child's first second.
        warming = asyncio.create_task(planner.start()) if warm else None
        try:
            yield
        finally:
            await rooms.close()
            await hubs.close()
            if warming is not None:
                warming.cancel()
                await asyncio.wait([warming])
            planner.close()

    return Litestar(
        [
            *publicly.HANDLERS,
            *signin.HANDLERS,
            *workshops.HANDLERS,
            *design.HANDLERS,
            *drafts.HANDLERS,
            *participants.HANDLERS,
            *pages.HANDLERS,
            *showcase.HANDLERS,
            *pictures.HANDLERS,
            *followup.HANDLERS,
            *coffee.HANDLERS,
            *reports.HANDLERS,
            *series.HANDLERS,
            *operating.HANDLERS,
            *telling.HANDLERS,
            *sockets.HANDLERS,
            assets.static_file,
            *more,
        ],
        lifespan=[serving],
        dependencies={
            "services": Provide(provide_services),
            "facilitator": Provide(provide_facilitator),
        },
        guards=[same_origin, unhurried],
        exception_handlers=errors.HANDLERS,
        after_exception=[errors.of_a_socket],
        before_send=[Headers(settings)],
        request_max_body_size=MAX_BODY,
        logging_config=None,
        debug=False,
        openapi_config=OpenAPIConfig(
            title="Gespann",
            version=VERSION,
            description="Everything that the product's own pages do goes through this and /schema/live.json.",
            path="/schema",
            render_plugins=[JsonRenderPlugin()],  # the others load scripts from elsewhere
            use_handler_docstrings=True,
        ),
    )


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Store]:
    """Raises CannotServe."""
    if settings.redis_url is None:
        raise RuntimeError("whoever serves starts the database of our own first, and says where it is")
    kept = Retention(
        settings.people_days, settings.workshop_days, settings.series_days, exchange_days=settings.exchange_days
    )
    try:
        store = await open_store(settings.redis_url, now, kept)
    except ValueError as fault:
        raise CannotServe(f"GESPANN_REDIS_URL is no address of a database ({fault}).") from None
    async with store:
        yield store


class CannotServe(Exception):
    """One sentence for the operator."""


def serve(settings: Settings) -> None:
    """Serves until SIGTERM or Ctrl-C, with a database of our own where the settings name none.

    Raises CannotServe: no front end, a taken port, a data folder that is no use.
    """
    logging.config.dictConfig(_logging(debug=settings.debug))
    listening = _listen(settings.host, settings.port)
    try:
        if settings.redis_url is not None:
            run(settings, listening)
            return
        valkey = EmbeddedValkey(settings.data_dir)
        try:
            url = valkey.start()
            log.info("a database of our own in %s: GESPANN_REDIS_URL=%s for the workers", settings.data_dir, url)
            run(structs.replace(settings, redis_url=url), listening, valkey)
        finally:
            valkey.stop()
    except EmbeddedError as fault:
        raise CannotServe(str(fault)) from None
    except NotBuilt:
        raise CannotServe("The pages have not been built; run ./go build first.") from None
    finally:
        listening.close()


def run(settings: Settings, listening: socket.socket, own: EmbeddedValkey | None = None) -> None:
    """Serves on this socket until SIGTERM or Ctrl-C, and keeps a database of our `own` alive.

    Raises NotBuilt, and CannotServe if no erasure could be noted.
    """
    journal = Journal(settings.journal)
    try:
        journal.ready()
    except OSError as fault:
        raise CannotServe(
            f"The journal {journal.path} can't be written ({fault.strerror}); set GESPANN_JOURNAL to a file that can."
        ) from None
    host, port = listening.getsockname()[:2]

    async def living() -> None:
        async with _opened(settings) as store:
            try:
                await store.ping()
            except NotSaved as away:
                log.warning("the database does not answer (%s); people are told so, and it is tried again", away)
            app = build_app(settings, store, warm=True, journal=journal, more=_of_the_demo() if settings.demo else ())
            async with app.lifespan():
                settle()
                log.info("serving on http://%s:%d", f"[{host}]" if ":" in host else host, port)
                async with _kept(own):
                    await _Server(_config(settings, app)).serve([listening])

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(living())


def settle() -> None:
    """Nobody waits for the garbage collector: what was made at the start stays to the end, and need not be looked at.

    A full collection stopped a server with 800 sockets for 0.2 s, most of it for our libraries.  What a full room has
    by the thousand is made whole and never changes: such structs are `gc=False`, since no cycle can lead through them.
    """
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])


@asynccontextmanager
async def _kept(own: EmbeddedValkey | None) -> AsyncIterator[None]:
    keeping = None if own is None else asyncio.create_task(keep_alive(Keeper(own, log.warning)))
    try:
        yield
    finally:
        if keeping is not None:
            keeping.cancel()
            await asyncio.wait([keeping])


def _config(settings: Settings, app: Litestar) -> uvicorn.Config:
    return uvicorn.Config(
        Headed(Watched(app)),
        lifespan="off",  # `run` does that, so that what fails at the start is told in one place
        http="httptools",
        ws=GespannWebSocketProtocol,
        ws_max_size=MAX_FRAME,
        ws_per_message_deflate=False,  # three times the memory a connection
        access_log=False,  # `Watched` writes one that holds no secrets
        server_header=False,
        log_config=None,
        proxy_headers=True,
        forwarded_allow_ips=list(settings.proxies),
        timeout_graceful_shutdown=GRACE_S,
    )


class _Server(uvicorn.Server):
    """Ends by returning.  uvicorn would raise the signal again, which kills us before the store and its child ended."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)


def _of_the_demo() -> Sequence[ControllerRouterHandler]:
    from server.demo import routes  # noqa: PLC0415 - an installation never loads the demo

    return cast("list[ControllerRouterHandler]", routes.HANDLERS)


def _listen(host: str, port: int) -> socket.socket:
    """Bound before anything is started, so that a taken port is one sentence.  Raises CannotServe."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=4096)
    except OSError as fault:
        why = "is taken" if fault.errno == errno.EADDRINUSE else f"can't be used ({fault.strerror})"
        raise CannotServe(f"{host}:{port} {why}; set GESPANN_HOST and GESPANN_PORT to another.") from None


def schemas() -> dict[str, str]:
    """What programs are written against: the files of `gespann schema`, by name."""
    described = build_app(Settings(), Store(Redis(), now), front=Assets.none()).openapi_schema.to_schema()
    openapi = json.dumps(described, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    return {"openapi.json": openapi, "live.json": encoded().decode()}


def _logging(*, debug: bool) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"level": "DEBUG" if debug else "INFO", "handlers": ["console"]},
        "loggers": {"uvicorn.error": {"level": "INFO"}, "asyncio": {"level": "WARNING"}},
    }
