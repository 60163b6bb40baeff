"""Why people meet again, as data that a reader can check."""

import msgspec


class FewStrangers(msgspec.Struct, frozen=True, tag="few_strangers", tag_field="t"):
    """`person` sits with `needed` others at least over all rotations, but may sit with only `strangers` new ones."""

    person: str
    strangers: int
    needed: int


class FewPairs(msgspec.Struct, frozen=True, tag="few_pairs", tag_field="t"):
    """At the tables of `people`, `needed` pairs at least sit together over all rotations.

    Among those whom these may sit with (each with their own), only `fresh` pairs may meet and haven't yet.
    `people` empty: these are all who speak nothing but `languages`; or if these are empty, too, it is counted over all
    tables and all people.
    """

    people: tuple[str, ...]
    fresh: int
    needed: int
    languages: tuple[str, ...] = ()


class FewSpeakers(msgspec.Struct, frozen=True, tag="few_speakers", tag_field="t"):
    """`people` speak nothing but `languages`, of which there can be `tables` tables: they and others are `speakers`,
    and tables at which none of them can sit have `elsewhere` seats at least (0: no matter).

    However they are spread over tables, over all rotations `needed` pairs at least that one of them is in (`among`:
    that two of them are) sit together, and only `fresh` such pairs may meet and haven't yet.
    """

    languages: tuple[str, ...]
    people: int
    speakers: int
    tables: int
    fresh: int
    needed: int
    among: bool
    elsewhere: int = 0


class FewTables(msgspec.Struct, frozen=True, tag="few_tables", tag_field="t"):
    """Who sat together sits apart next time: so there are tables * tables ways at most, one each, for `people`.

    `languages`: these are the people who speak nothing else, and the tables that there can be of them; empty: of all.
    """

    people: int
    tables: int
    languages: tuple[str, ...] = ()


class SatTogether(msgspec.Struct, frozen=True, tag="sat_together", tag_field="t"):
    """All of `people` have met each other. Over `tables` tables, `again` pairs of them at least sit together again."""

    people: tuple[str, ...]
    tables: int
    again: int


class NoOrthogonalSquares(msgspec.Struct, frozen=True, tag="no_orthogonal_squares", tag_field="t"):
    """Rotations of `order` tables of `order` without a repeat are two, and one more per orthogonal Latin square.

    There are no two orthogonal ones of order 6 (Tarry 1900), so `rotations` is all that is possible without repeats.
    """

    order: int
    rotations: int


class OddClusters(msgspec.Struct, frozen=True, tag="odd_clusters", tag_field="t"):
    """Without repeats the people of each cluster could only be with each other and with `blocking`, in any round.

    Each cluster is odd in number, so in every round more people would have no place in a pair than are left over or in
    trios; two of them find one by meeting again: at least `each` repeats in each round.
    """

    clusters: tuple[tuple[str, ...], ...]
    blocking: tuple[tuple[str, ...], ...]
    each: int


class TriedAll(msgspec.Struct, frozen=True, tag="tried_all", tag_field="t"):
    """All plans of so many `rounds` for `people`, who can be with nobody else, were tried: none has fewer `repeats`."""

    people: tuple[str, ...]
    rounds: int
    repeats: int


WhyRepeats = (
    FewStrangers | FewSpeakers | FewPairs | FewTables | SatTogether | NoOrthogonalSquares | OddClusters | TriedAll
)


class RepeatsNeeded(msgspec.Struct, frozen=True, tag="repeats_needed", tag_field="t"):
    """People meet again `found` times; no plan has fewer than `at_least`. `why`: the reasons that make them necessary.

    `found` above `at_least`: with more search there could be fewer.
    """

    found: int
    at_least: int
    why: tuple[WhyRepeats, ...]
