"""How many tables speak which language, and who sits at them: so that as many as possible are seated.

People count by what they speak. For given numbers of tables per language it is a flow (kinds of people to languages,
between `low` and `high` seats per table), solved exactly; the numbers of tables are climbed to.
"""

from collections.abc import Mapping, Sequence

import msgspec

Kind = tuple[str, ...]
"""The languages of a person, sorted."""


class Quarter(msgspec.Struct, frozen=True):
    """`tables` tables that speak `language`, and who starts at them (indices; between low and high per table)."""

    language: str
    tables: int
    people: tuple[int, ...]


def quarters(langs: Sequence[Kind], order: Sequence[int], low: int, high: int, enough: int = 0) -> tuple[Quarter, ...]:
    """A quarter per language that gets tables. Who is in none can't be seated with the others, as far as was found.

    `enough`: a quarter with so many tables needs nobody from another; languages get as many where speakers suffice.
    `order`: everyone's index, equally experienced people side by side; each quarter gets its share of all parts of it.
    """
    kinds: dict[Kind, list[int]] = {}
    for i in order:
        kinds.setdefault(langs[i], []).append(i)
    hall = _Hall({kind: len(people) for kind, people in kinds.items()}, low, high)
    tables = hall.climb(enough)
    flow = hall.seat(tables) or {}
    place = {person: rank for rank, person in enumerate(order)}
    chosen: dict[str, list[int]] = {language: [] for language in tables}
    for kind, people in kinds.items():
        counts = {language: flow.get((kind, language), 0) for language in tables}
        given = dict.fromkeys(tables, 0)
        seated = sum(counts.values())
        for number, person in enumerate(people[:seated]):
            # Whoever lags most behind its share of this kind: so all levels of the kind go everywhere.
            language = max(
                tables,
                key=lambda tongue: (
                    counts[tongue] * (number + 1) - given[tongue] * seated,
                    counts[tongue] > given[tongue],
                    tongue,
                ),
            )
            given[language] += 1
            chosen[language].append(person)
    return tuple(
        Quarter(language, number, tuple(sorted(chosen[language], key=place.__getitem__)))
        for language, number in tables.items()
        if number
    )


class _Hall:
    def __init__(self, kinds: Mapping[Kind, int], low: int, high: int) -> None:
        self.kinds, self.low, self.high = kinds, low, high
        self.people = sum(kinds.values())
        speakers: dict[str, int] = {}
        for kind, count in kinds.items():
            for language in kind:
                speakers[language] = speakers.get(language, 0) + count
        self.speakers = {
            tongue: speakers[tongue]
            for tongue in sorted(speakers, key=lambda tongue: (-speakers[tongue], tongue))
            if speakers[tongue] >= low
        }

    def climb(self, enough: int) -> dict[str, int]:
        """Tables per language: most people seated, then nobody who needs a rare language beside another such."""
        if not self.speakers:
            return {}
        main, *others = self.speakers
        tables, best = self._with_main({}, main)
        improving = True
        while improving and best < self.people:
            improving = False
            for step in self._steps(others):
                more = {tongue: tables.get(tongue, 0) + step.get(tongue, 0) for tongue in others}
                if any(count < 0 or count * self.low > self.speakers[tongue] for tongue, count in more.items()):
                    continue
                trial, seated = self._with_main(more, main)
                if seated > best:
                    tables, best, improving = trial, seated, True
                    break
        return self._widened(self._spread_out(tables, best, main), best, main, enough)

    def _steps(self, others: Sequence[str]) -> list[dict[str, int]]:
        one = [{tongue: 1} for tongue in others] + [{tongue: -1} for tongue in others]
        two = [{a: 1, b: sign} for a in others for b in others if a != b for sign in (1, -1)]
        return one + (two if len(others) <= 12 else [])

    def _with_main(self, others: Mapping[str, int], main: str) -> tuple[dict[str, int], int]:
        """The best number of tables for the main language beside these; and how many are then seated."""
        taken = sum(others.values())
        best: tuple[dict[str, int], int] = ({}, -1)
        for number in range(min(self.speakers[main], self.people - taken * self.low) // self.low, -1, -1):
            trial = {main: number, **others}
            flow = self.seat(trial)
            seated = -1 if flow is None else sum(flow.values())
            if seated > best[1]:
                best = (trial, seated)
            if seated == self.people or (best[1] >= 0 and number * self.high < self.speakers[main] // 2):
                break
        return best

    def _spread_out(self, tables: dict[str, int], best: int, main: str) -> dict[str, int]:
        """A table more for a language while two who depend on it would sit side by side, and nobody is lost by it."""
        moved = True
        while moved:
            moved = False
            for language in [tongue for tongue in tables if tongue != main and tables[tongue]]:
                depend = sum(count for kind, count in self.kinds.items() if language in kind and main not in kind)
                more = tables[language] + 1
                if more > depend or more * self.low * 4 > self.speakers[language] * 3:
                    continue
                trial, seated = self._with_main(
                    {tongue: more if tongue == language else t for tongue, t in tables.items() if tongue != main}, main
                )
                if seated == best:
                    tables, moved = trial, True
        return tables

    def _widened(self, tables: dict[str, int], best: int, main: str, enough: int) -> dict[str, int]:
        """Tables for quarters of their own, as long as the main language keeps one."""
        for language in sorted(tables, key=lambda tongue: (-self.speakers[tongue], tongue)):
            if language != main and 0 < tables[language] < enough <= self.speakers[language] // self.low:
                others = {tongue: count for tongue, count in tables.items() if tongue != main}
                trial, seated = self._with_main({**others, language: enough}, main)
                if seated == best and trial[main] >= enough:
                    tables = trial
        return tables

    def seat(self, tables: Mapping[str, int]) -> dict[tuple[Kind, str], int] | None:
        """People per kind and language, as many as can be; None if some table stays below `low`."""
        flow: dict[tuple[Kind, str], int] = {}
        free = dict(self.kinds)
        for seats in (self.low, self.high):
            room = {
                tongue: t * seats - sum(flow.get((k, tongue), 0) for k in self.kinds) for tongue, t in tables.items()
            }
            while self._augment(flow, free, room):
                pass
            if seats == self.low and any(room.values()):
                return None
        return flow

    def _augment(self, flow: dict[tuple[Kind, str], int], free: dict[Kind, int], room: dict[str, int]) -> bool:
        """One shortest way from free people to a language with room, over people who could sit elsewhere."""
        came: dict[str, tuple[Kind, str | None]] = {}
        queue: list[str] = []
        for kind, count in free.items():
            for language in kind if count else ():
                if language in room and language not in came:
                    came[language] = (kind, None)
                    queue.append(language)
        for language in queue:
            if room[language]:
                return self._push(flow, free, room, came, language)
            for kind in self.kinds:
                if flow.get((kind, language), 0):
                    for other in kind:
                        if other in room and other not in came:
                            came[other] = (kind, language)
                            queue.append(other)
        return False

    def _push(
        self,
        flow: dict[tuple[Kind, str], int],
        free: dict[Kind, int],
        room: dict[str, int],
        came: Mapping[str, tuple[Kind, str | None]],
        end: str,
    ) -> bool:
        way: list[tuple[Kind, str | None, str]] = []
        at: str | None = end
        while at is not None:
            kind, before = came[at]
            way.append((kind, before, at))
            at = before
        amount = min(
            room[end],
            free[way[-1][0]],
            *(flow[kind, before] for kind, before, _ in way if before is not None),
            room[end],
        )
        for kind, before, after in way:
            flow[kind, after] = flow.get((kind, after), 0) + amount
            if before is not None:
                flow[kind, before] -= amount
        free[way[-1][0]] -= amount
        room[end] -= amount
        return True
