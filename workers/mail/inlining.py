"""The styles of mails, written into their elements: many mail programs read no stylesheet.

Once per template, as it is loaded, and not once per mail: parsing a whole mail takes longer than all else about it.
That a template need not be whole for it is a promise of the stylesheet: its rules name elements and classes, and never
where an element stands.  A test holds what comes of it against css-inline's own reading of whole mails.
"""

import re

import css_inline
from jinja2 import Environment
from jinja2.ext import Extension

FRAME = "mails/letter.html"
"""Whose first stylesheet is that of all mails; its second one, the dark one, stays as it is."""
_SHEET = re.compile(r"<style>\n(.*?)</style>\n", re.DOTALL)
_TAG = re.compile(r'<(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?:\s+[a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r'\s(class|style)="([^"]*)"')


class Inlining(Extension):
    """For an environment that loads nothing but mails."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._styles: dict[str, str] = {}
        """By a bare element, as `<p class="small">`."""
        self._inliner: css_inline.CSSInliner | None = None

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if name is None or not name.endswith(".html"):
            return source
        sheet = _SHEET.search(source) if name == FRAME else None
        return _TAG.sub(self._styled, source if sheet is None else source.replace(sheet[0], ""))

    def _styled(self, tag: re.Match[str]) -> str:
        own = dict(_ATTRIBUTE.findall(tag["attributes"]))
        style = self._style(tag["name"], own.get("class", ""))
        if not style:
            return tag[0]
        others = re.sub(r'\sstyle="[^"]*"', "", tag["attributes"])
        return f'<{tag["name"]}{others} style="{style}{own.get("style", "")}">'

    def _style(self, name: str, classes: str) -> str:
        """What the stylesheet says of such an element: declarations, each with a semicolon behind it."""
        bare = f'<{name} class="{classes}">'
        if bare not in self._styles:
            inlined = self._with_sheet().inline(f"{bare}</{name}>")
            found = re.search(rf'<{name}\b[^>]*\sstyle="([^"]*)"', inlined)
            self._styles[bare] = "" if found is None else found[1]
        return self._styles[bare]

    def _with_sheet(self) -> css_inline.CSSInliner:
        if self._inliner is None:
            assert self.environment.loader is not None  # noqa: S101 - what is loaded has one
            frame, _, _ = self.environment.loader.get_source(self.environment, FRAME)
            sheet = _SHEET.search(frame)
            assert sheet is not None, f"{FRAME} has no stylesheet"  # noqa: S101 - ours
            # Whatever a template may ever name, nothing is fetched.
            self._inliner = css_inline.CSSInliner(extra_css=sheet[1], load_remote_stylesheets=False)
        return self._inliner
