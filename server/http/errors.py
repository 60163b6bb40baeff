"""Every exception becomes an answer: `{code, fields}` for a program, a page in their language for a person."""

import logging
from typing import Any

from litestar import MediaType, Request, Response
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException, SerializationException, ValidationException
from litestar.types import ExceptionHandlersMap, Scope

from server.core.rejections import Rejection
from server.core.state import Language
from server.http.pages import say
from server.http.problems import BadField, BadRequest, NotFound, NotSaved, Problem, TooLarge, TooManyReads
from server.http.services import language_of
from server.store import ports
from server.text.locales import shipped, text

log = logging.getLogger("gespann.http")

Fields = dict[str, str | int]
Answered = Request[Any, Any, Any]

_REJECTED = {"not-allowed": 403, "unknown-thing": 404, "workshop-closed": 410}
_FOR_PROGRAMS = ("/api/", "/health/", "/metrics", "/schema/", "/static/")


def refused(request: Answered, problem: Problem) -> Response[Any]:
    seconds = problem.fields.get("seconds") or 60 * int(problem.fields.get("minutes", 0))
    headers = {"retry-after": str(seconds)} if seconds else {}
    if isinstance(problem, TooManyReads):
        headers["refresh"] = str(seconds)  # a page that was opened too soon goes on by itself
    return _answer(request, problem.status, problem.code, problem.fields, headers)


def rejected(request: Answered, rejection: Rejection) -> Response[Any]:
    return _answer(request, _REJECTED.get(rejection.code, 409), rejection.code, rejection.fields)


def not_saved(request: Answered, _: ports.StoreError) -> Response[Any]:
    log.warning("the store refused %s %s", request.method, request.scope.get("path_template"))
    return refused(request, NotSaved())


def of_litestar(request: Answered, error: HTTPException) -> Response[Any]:
    """A body that does not fit, an unknown address, a wrong method; what is ours to mend is logged."""
    match error.status_code:
        case 400 if isinstance(error, ValidationException):
            return refused(request, BadField(field=_field(error), reason="shape"))
        case 404:
            return refused(request, NotFound())
        case 405:
            return _answer(request, 405, "not-found", {}, dict(error.headers or {}))
        case 413:
            return refused(request, TooLarge())
        case status if 400 <= status < 500:
            return _answer(request, status, BadRequest.code, {})
        case _:
            return unexpected(request, error)


def not_json(request: Answered, _: SerializationException) -> Response[Any]:
    return refused(request, BadRequest())


def unexpected(request: Answered, error: Exception) -> Response[Any]:
    """The log gets the traceback and the address's template: the address itself may hold a secret."""
    log.error("%s %s failed", request.method, request.scope.get("path_template"), exc_info=error)
    return _answer(request, 500, "server", {})


async def of_a_socket(error: Exception, scope: Scope) -> None:
    """A hook: no exception handler is asked about websockets, so what went wrong there is logged here."""
    expected = isinstance(error, (Problem, Rejection, ports.StoreError, HTTPException))
    if scope["type"] == ScopeType.WEBSOCKET and not expected:
        log.error("SOCKET %s failed", scope.get("path_template"), exc_info=error)


HANDLERS: ExceptionHandlersMap = {
    Problem: refused,
    Rejection: rejected,
    ports.StoreError: not_saved,
    HTTPException: of_litestar,
    SerializationException: not_json,
    Exception: unexpected,
}


def sentence(language: Language, code: str, fields: Fields) -> str:
    """What happened, what is safe, what to do."""
    words = shipped()
    for id_ in (f"error-{code}", f"rejection-{code}"):
        if words.has(language, id_):
            return words.text(language, id_, **fields)
    return text(language, "error-unknown")


def _field(error: ValidationException) -> str:
    """The name of the first field that does not fit, as the form spells it: `tasks.0.minutes`."""
    faults = error.extra if isinstance(error.extra, list) else []
    first = faults[0] if faults and isinstance(faults[0], dict) else {}
    return str(first.get("key", "")).removeprefix("$.").replace("[", ".").replace("]", "")


def _answer(
    request: Answered, status: int, code: str, fields: Fields, headers: dict[str, str] | None = None
) -> Response[Any]:
    if request.scope["path"].startswith(_FOR_PROGRAMS):
        body = {"code": code, "fields": fields}
        return Response(body, status_code=status, media_type=MediaType.JSON, headers=headers)
    words = sentence(language_of(request), code, fields)
    page = say(request, "page-error-heading", words, status=status, way="page-home")
    page.headers.update(headers or {})
    return page
