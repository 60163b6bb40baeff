"""Templates escape in HTML, not in plain text, and never print a hole."""

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from server.text.templates import environment


@pytest.mark.parametrize(("name", "shown"), [("a.html", "Hallo &lt;b&gt;,"), ("a.txt", "Hallo <b>,")])
def test_escaping_by_kind(tmp_path: Path, name: str, shown: str) -> None:
    (tmp_path / name).write_text("{{ t('mail-hello', name=who) }}", encoding="utf-8")
    assert environment(folder=tmp_path).get_template(name).render(language="de", who="<b>") == shown


def test_a_missing_variable_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("{{ nobody }}", encoding="utf-8")
    with pytest.raises(UndefinedError):
        environment(folder=tmp_path).get_template("a.html").render(language="de")
