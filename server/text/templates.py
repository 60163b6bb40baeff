"""Jinja templates for pages and mails.  HTML is escaped, plain text is not; a missing variable is an error."""

from importlib.resources.abc import Traversable

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

import web
from server.core.state import Language
from server.text.locales import Locales, shipped


def environment(locales: Locales | None = None, folder: Traversable | None = None) -> Environment:
    """An environment over `web/templates`.

    Templates say `{{ t('id', name=…) }}`, in the language of the context's `language`; what they get is plain text,
    escaped like any other value.
    """
    words = locales or shipped()
    made = Environment(
        loader=FileSystemLoader(str(folder or web.ROOT / "templates")),
        autoescape=select_autoescape(("html", "svg", "xml"), default_for_string=True, default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    @pass_context
    def t(context: Context, id_: str, /, **variables: str | int) -> str:
        language: Language = context["language"]
        return words.text(language, id_, **variables)

    made.globals["t"] = t
    return made
