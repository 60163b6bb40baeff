"""The names of things: who and what an event speaks of.  Ids only; nothing here is personal."""

from typing import NewType

WorkshopId = NewType("WorkshopId", str)
FacilitatorId = NewType("FacilitatorId", str)
PersonId = NewType("PersonId", str)
"""A participant of one workshop; the same human in another workshop has another id."""
GroupId = NewType("GroupId", str)
"""`r<round>g<index>`, unique within a workshop."""
PlaceId = NewType("PlaceId", str)
TaskId = NewType("TaskId", str)
PictureId = NewType("PictureId", str)
TextId = NewType("TextId", str)
"""A free text (idea, announcement) that stands in the workshop's texts, never in its log."""
