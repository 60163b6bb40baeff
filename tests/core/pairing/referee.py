"""An independent referee: judges a round from FORMAT.md alone and finds the best one by trying all.

It shares nothing with the engine but the input types, and is written for being obviously right, not for speed. Only
`one_after_another` is the engine's own: what several rounds at once are compared with.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import combinations

from msgspec.structs import replace

from server.core.pairing.instance import Instance, Person, Weights, pair
from server.core.pairing.round import plan_round

DISTANCE = {"mix": [0, 500, 1000, 900, 800], "similar": [1000, 700, 400, 150, 0]}
Group = tuple[str, ...]


def score(a: Person, b: Person, w: Weights) -> int:
    ex = DISTANCE[w.experience_mode][abs(a.level - b.level)]
    union = set(a.tags).union(b.tags)
    jac = 1000 * len(set(a.tags).intersection(b.tags)) // len(union) if union else 0
    sk = 0
    for shows, wants in ((a.teach, b.learn), (b.teach, a.learn)):
        fitting = set(shows).intersection(wants)
        sk += 450 if fitting else 0
        sk += 50 if len(fitting) > 1 else 0
    de = 0 if a.employer == b.employer else 1000
    return (w.experience * ex + w.interests * jac + w.skills * sk + w.employer * de) // 10


def worth(instance: Instance, group: Sequence[str]) -> int:
    who = {person.id: person for person in instance.people}
    total = sum(score(who[a], who[b], instance.weights) for a, b in combinations(group, 2))
    return 2 * total // (len(group) - 1)


def illegal(instance: Instance, groups: Sequence[Sequence[str]]) -> list[str]:
    """What is wrong with these groups by the hard rules, must-pairs aside; empty if all is well."""
    who = {person.id: person for person in instance.people}
    wrong, seen = [], set[str]()
    for group in groups:
        if len(group) not in (2, 3):
            wrong.append(f"size {group}")
        for i in group:
            if i in seen or i not in who:
                wrong.append(f"twice or unknown {i}")
            seen.add(i)
        if not any(all(lang in who[i].langs for i in group) for lang in who[group[0]].langs):
            wrong.append(f"language {group}")
        wrong += [f"apart {a} {b}" for a, b in combinations(group, 2) if pair(a, b) in instance.keep_apart]
    return wrong


def missed(instance: Instance, groups: Sequence[Sequence[str]]) -> set[tuple[str, str]]:
    together = {pair(a, b) for group in groups for a, b in combinations(group, 2)}
    return set(instance.must_pair) - together


def judgement(instance: Instance, groups: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """A plan as a tuple that is greater the better the plan is."""
    who = {person.id: person for person in instance.people}
    trios = [group for group in groups if len(group) == 3]
    seats = {i: instance.trio_seats.get(i, 0) for i in who}
    met = sum(pair(a, b) in instance.met for group in groups for a, b in combinations(group, 2))
    only_late = sum(len(group) for group in groups if all(i in instance.late for i in group))
    return (
        sum(len(group) for group in groups),
        -len(trios),
        sum(min(9, instance.left_over.get(i, 0)) for group in groups for i in group),
        -met,
        -only_late,
        sum(who[i].trio for group in trios for i in group),
        -sum(min(9, seats[i] - min(seats.values())) for group in trios for i in group),
        -sum(helping(instance, a, b) + helping(instance, b, a) for group in groups for a, b in combinations(group, 2)),
        sum(worth(instance, group) for group in groups),
    )


def judgement_of_all(instance: Instance, rounds: Sequence[Sequence[Sequence[str]]]) -> tuple[int, ...]:
    """Several rounds as such a tuple; who helped before is left aside."""
    total = [0] * 8
    now = replace(instance, helped={})
    for groups in rounds:
        placed, trios, owed, met, late, wishes, _, _, points = judgement(now, groups)
        # Seats are counted from the fewest that anybody had before the first round.
        fewest = min(instance.trio_seats.get(person.id, 0) for person in instance.people)
        seats = [i for group in groups if len(group) == 3 for i in group]
        had = sum(min(9, instance.trio_seats.get(i, 0) - fewest) for i in seats)
        had += sum(now.trio_seats.get(i, 0) - instance.trio_seats.get(i, 0) for i in seats)
        total = [a + b for a, b in zip(total, (placed, trios, owed, met, late, wishes, -had, points), strict=True)]
        over = {person.id for person in instance.people} - {i for group in groups for i in group}
        now = replace(
            now,
            met=now.met | {pair(a, b) for group in groups for a, b in combinations(group, 2)},
            must_pair=frozenset(),
            late=frozenset(),
            trio_seats={p.id: now.trio_seats.get(p.id, 0) + (p.id in seats) for p in now.people},
            left_over={p.id: now.left_over.get(p.id, 0) + (p.id in over) for p in now.people},
        )
    return tuple(total)


def one_after_another(instance: Instance, rounds: int, seed: int) -> list[list[Group]]:
    """Each round planned by itself, with what those before it have brought."""
    found: list[list[Group]] = []
    for _ in range(rounds):
        plan = plan_round(instance, seed)
        found.append([group.members for group in plan.groups])
        seats = {i for group in found[-1] if len(group) == 3 for i in group}
        instance = replace(
            instance,
            met=instance.met | {pair(a, b) for group in found[-1] for a, b in combinations(group, 2)},
            must_pair=frozenset(),
            late=frozenset(),
            trio_seats={p.id: instance.trio_seats.get(p.id, 0) + (p.id in seats) for p in instance.people},
            left_over={p.id: instance.left_over.get(p.id, 0) + (p.id in plan.unplaced) for p in instance.people},
            helped={},
        )
    return found


def helping(instance: Instance, a: str, b: str) -> bool:
    """Whether b is new and a, experienced, has helped more often than a quarter of the experienced."""
    level = {person.id: person.level for person in instance.people}
    loads = sorted(instance.helped.get(i, 0) for i in level if level[i] >= 4)
    return level[a] >= 4 and level[b] <= 2 and instance.helped.get(a, 0) > loads[len(loads) // 4]


def best_by_trying_all(instance: Instance, must: set[tuple[str, str]]) -> tuple[int, ...]:
    """The best judgement of all legal plans that keep the pairs in `must`."""
    ids = [person.id for person in instance.people]

    def plans(rest: list[str]) -> Iterator[list[Group]]:
        if not rest:
            yield []
            return
        first, others = rest[0], rest[1:]
        yield from plans(others)
        for size in (1, 2):
            for chosen in combinations(others, size):
                group = (first, *chosen)
                if not illegal(instance, [group]):
                    for plan in plans([i for i in others if i not in chosen]):
                        yield [group, *plan]

    return max(
        judgement(instance, plan)
        for plan in plans(ids)
        if all(any(a in group and b in group for group in plan) for a, b in must)
    )


def crowd(seed: int, n: int, *, tongues: int = 2, rules: bool = True) -> Instance:
    """A random room; small `tongues`-lists and many rules make it awkward on purpose."""
    draw = random.Random(f"{seed}/{n}/{tongues}/{rules}")
    langs = [f"l{k}" for k in range(tongues)]
    density = draw.choice([0.05, 0.2, 0.5, 0.8])
    people = tuple(
        Person(
            id=f"p{i}",
            level=draw.randint(1, 5),
            tags=tuple(draw.sample("abcdefgh", draw.randint(0, 4))),
            langs=tuple(draw.sample(langs, draw.choice([1, 1, 1, min(2, tongues)]))),
            teach=tuple(draw.sample("uvwxyz", draw.randint(0, 3))),
            learn=tuple(draw.sample("uvwxyz", draw.randint(0, 3))),
            employer=draw.choice([None, "x", "y", "z"]),
            trio=draw.random() < 0.2,
        )
        for i in range(n)
    )
    ids = [person.id for person in people]
    shares = [draw.choice([0, 0.05, 0.3, 0.6]), density if draw.random() < 0.5 else 0]

    def some(share: float) -> frozenset[tuple[str, str]]:
        return frozenset(pair(a, b) for a, b in combinations(ids, 2) if draw.random() < share)

    first = draw.randint(0, 70)
    second = draw.randint(0, 100 - first)
    third = draw.randint(0, 100 - first - second)
    return Instance(
        people=people,
        weights=Weights(first, draw.choice(["mix", "similar"]), second, third, 100 - first - second - third),
        met=some(shares[0]),
        keep_apart=some(shares[1]) if rules else frozenset(),
        must_pair=some(draw.choice([0, 0, 0.05, 0.1])) if rules else frozenset(),
        late=frozenset(i for i in ids if draw.random() < 0.3),
        trio_seats={i: draw.randint(0, 2) for i in ids if draw.random() < 0.4},
        left_over={i: draw.randint(0, 2) for i in ids if draw.random() < 0.4},
        helped={i: draw.randint(0, 3) for i in ids if draw.random() < 0.5},
    )
