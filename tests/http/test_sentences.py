"""Whatever is refused, the person reads a sentence in their language."""

from collections.abc import Iterator

import pytest

from server.core.rejections import Rejection
from server.core.state import Language
from server.http.problems import Problem
from server.text.locales import shipped


def codes(prefix: str, kind: type[Problem] | type[Rejection]) -> Iterator[str]:
    yield f"{prefix}-{kind.code}"
    for child in kind.__subclasses__():
        yield from codes(prefix, child)


RAISED = sorted({*codes("error", Problem), *codes("rejection", Rejection)} - {"rejection-rejection"})
CODES = [*RAISED, "rejection-bad-text"]  # the last is the live socket's own


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_sentence(code: str, language: Language) -> None:
    assert shipped().has(language, code)


def test_there_are_codes_to_check() -> None:
    assert {"error-unknown-code", "rejection-draft-stale"} <= set(CODES)
