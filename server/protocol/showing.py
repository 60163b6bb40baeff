"""A view on its way to everybody who has it: rendered once, the patch and the snapshot encoded at most once each."""

from functools import cached_property

import msgspec

from server.core.views.shapes import AnyView, ViewName
from server.protocol import patch
from server.protocol.frames import Frame
from server.protocol.messages import Patch, Snapshot

_json = msgspec.json.Encoder()


class Showing:
    """One state of a view.  `version` counts this view's changes in this process, from 1."""

    def __init__(self, name: ViewName, view: AnyView, before: "Showing | None" = None) -> None:
        self.name = name
        self.view = view
        self.version: int = before.version + 1 if before else 1
        self._change = patch.make(before.view, view) if before else {}

    @property
    def changed(self) -> bool:
        """False if nothing of it can be seen on the wire."""
        return self.version == 1 or bool(self._change)

    @cached_property
    def snapshot(self) -> Frame:
        return Frame.json(Snapshot(self.name, self.version, msgspec.Raw(_json.encode(self.view))))

    @cached_property
    def patch(self) -> Frame:
        """From the version before to this one."""
        return Frame.json(Patch(self.name, self.version - 1, self.version, self._change))

    def frame_for(self, version: int) -> Frame:
        """What a viewer who has `version` (0: nothing) needs to have this one."""
        return self.patch if version and version == self.version - 1 else self.snapshot


def next_showing(name: ViewName, view: AnyView, before: Showing | None) -> Showing:
    """`before` itself if this view looks the same."""
    after = Showing(name, view, before)
    return after if before is None or after.changed else before
