"""Mending: what it takes to give people a place when others come and go, beside planning the whole room anew.

    python -m tests.bench.repair

People leave and come, one at a time, until a share of the room has changed; the groups are mended after each. The exit
code is 1 if a goal is missed. The goal in milliseconds is for an idle machine of 2026.
"""

import argparse
import random
import statistics
import sys

from msgspec.structs import replace

from server.core.pairing.instance import Instance
from server.core.pairing.repair import Group, mend, moved, worth
from server.core.pairing.round import plan_round
from tests.bench.harness import goal, pin
from tests.bench.pairing import timed
from tests.bench.populations import POPULATIONS


def without(groups: list[Group], who: str) -> list[Group]:
    """Who leaves takes nobody along; a partner left alone waits for a place."""
    rest = [tuple(i for i in group if i != who) for group in groups]
    return [group for group in rest if len(group) > 1]


class Series:
    """One room: seconds per mending and per plan, people touched, and the share of the optimum in the end."""

    def __init__(self, whole: Instance, people: int, changes: int, plans: int) -> None:
        draw = random.Random(1)
        here = {person.id for person in whole.people[:people]}

        def room() -> Instance:
            return replace(whole, people=tuple(person for person in whole.people if person.id in here))

        groups = [group.members for group in plan_round(room(), 1).groups]
        self.mending, self.planning = list[float](), list[float]()
        self.touched, self.touched_anew = list[int](), list[int]()
        for number in range(changes):
            if number % 2:
                here.add(draw.choice([person.id for person in whole.people if person.id not in here]))
            else:
                gone = draw.choice(sorted(here))
                here.discard(gone)
                groups = without(groups, gone)
            now = room()
            seconds, mended = timed(lambda now=now, groups=groups: mend(now, groups))  # type: ignore[misc]
            self.mending.append(seconds)
            seated = {i for group in groups for i in group}
            self.touched.append(len(mended.moved) + sum(i not in seated for group in mended.groups for i in group))
            if number < plans:
                seconds, plan = timed(lambda now=now, number=number: plan_round(now, number))  # type: ignore[misc]
                self.planning.append(seconds)
                self.touched_anew.append(len(moved(groups, [group.members for group in plan.groups])))
            groups = list(mended.groups)
        best, reached = plan_round(room(), 1), worth(room(), groups)
        self.share = reached.points / best.bound
        self.left_over = len(here) - reached.placed - len(best.unplaced)
        self.trios = -reached.trios - best.trios


def main(people: int, per_cent: float, plans: int) -> bool:
    changes = max(2, round(people * per_cent / 100) // 2 * 2)
    print(f"\n{people} people, {changes} come or go: ms (median, slowest), people touched; then all planned anew")
    found: list[Series] = []
    for kind, make in POPULATIONS.items():
        each = Series(make(people + changes, 1), people, changes, plans)
        found.append(each)
        print(
            f"{kind:<18}{1000 * statistics.median(each.mending):>8.1f}{1000 * max(each.mending):>8.1f}"
            f"{max(each.touched):>4}{1000 * statistics.median(each.planning):>10.0f}{max(each.touched_anew):>6}"
            f"{each.share:>9.4f} of the optimum, {each.left_over} more left over, {each.trios} more trios"
        )
    ratio = statistics.median(statistics.median(s.planning) / statistics.median(s.mending) for s in found)
    print()
    reached = (
        goal("median ms", statistics.median(1000 * statistics.median(s.mending) for s in found), 10, least=False),
        goal("people touched", max(max(s.touched) for s in found), 8, least=False),
        goal("share of the optimum", min(s.share for s in found), 0.99, least=True),
        goal("people left over who needn't be", max(s.left_over for s in found), 0, least=False),
        goal("time of a new plan to ours", ratio, 8, least=True),
    )
    return all(reached)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.repair", description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--per-cent", type=float, default=4.0, help="2 %% of the people come, as many go")
    parser.add_argument("--plans", type=int, default=4, help="so many times all is planned anew, too")
    pin(1)
    sys.exit(not main(**vars(parser.parse_args())))
