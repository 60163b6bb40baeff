"""The names of things: who and what an event speaks of.  Ids only; nothing here is personal."""

from typing import NewType

WorkshopId = NewType("WorkshopId", str)
FacilitatorId = NewType("FacilitatorId", str)
PersonId = NewType("PersonId", str)
"""A participant of one workshop; the same human in another workshop has another id."""
GroupId = NewType("GroupId", str)
"""`r<round>g<index>`, or `t<rounds taken back>r<round>g<index>`; unique within a workshop."""
PlaceId = NewType("PlaceId", str)
TaskId = NewType("TaskId", str)
PictureId = NewType("PictureId", str)
SeriesId = NewType("SeriesId", str)
Mark = NewType("Mark", str)
"""A proven address within one series; whose it is, only the series's secret and the address together tell."""
TextId = NewType("TextId", str)
"""A free text (idea, announcement) that stands in the workshop's texts, never in its log."""
