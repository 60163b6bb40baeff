"""What the browser and the mail reader see: templates, locales and the built front end, found beside this file."""

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

ROOT: "Traversable" = files(__name__)
"""The folder that holds `templates/`, `locales/` and `dist/`; the same in a wheel and in an editable install."""
