"""Chance from a seed alone: SplitMix64 (Steele, Lea, Flood 2014), the same on every machine and for ever."""

from collections.abc import MutableSequence
from typing import TypeVar

T = TypeVar("T")
_WORD = (1 << 64) - 1


class Lot:
    """A sequence of draws fixed by `seed` (any integer)."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _WORD

    def below(self, limit: int) -> int:
        """0..limit-1; `limit` is far below 2**64, so that the remainder favours nobody noticeably."""
        self._state = self._state + 0x9E3779B97F4A7C15 & _WORD
        z = self._state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & _WORD
        z = (z ^ z >> 27) * 0x94D049BB133111EB & _WORD
        return (z ^ z >> 31) % limit

    def shuffle(self, things: MutableSequence[T]) -> None:
        """In place (Fisher and Yates)."""
        for i in range(len(things) - 1, 0, -1):
            j = self.below(i + 1)
            things[i], things[j] = things[j], things[i]
