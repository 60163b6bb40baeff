"""Finite fields and their products: the arithmetic behind seatings in which nobody meets twice.

A ring of order t is the product of the fields GF(q) over the prime powers q that make up t. Elements are the integers
0..t-1; 0 is the zero. `spread` of them differ pairwise by units: as many as the smallest of the fields has elements.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.int64]


class Ring:
    """`add`, `mul`: tables of shape (order, order). `minus[a]` is -a. `apart`: elements that differ by units."""

    def __init__(self, add: Table, mul: Table, apart: tuple[int, ...]) -> None:
        self.order = len(add)
        self.add, self.mul, self.apart = add, mul, apart
        self.minus = np.argmin(add, axis=1)


def prime_powers(order: int) -> tuple[tuple[int, int], ...]:
    """(p, e) for each prime p that divides `order` exactly e times; none for 1."""
    found: list[tuple[int, int]] = []
    p = 2
    while order > 1:
        if p * p > order:
            p = order
        e = 0
        while order % p == 0:
            order //= p
            e += 1
        if e:
            found.append((p, e))
        p += 1
    return tuple(found)


def spread(order: int) -> int:
    """How many elements of the ring of this order differ pairwise by units."""
    return min((p**e for p, e in prime_powers(order)), default=1)


@lru_cache(maxsize=32)
def ring(order: int) -> Ring:
    """The ring of `order` >= 1."""
    whole = Ring(np.zeros((1, 1), np.int64), np.zeros((1, 1), np.int64), (0,))
    for p, e in prime_powers(order):
        whole = _product(whole, _field(p, e))
    return whole


def _product(a: Ring, b: Ring) -> Ring:
    high, low = np.divmod(np.arange(a.order * b.order), b.order)
    add = a.add[high[:, None], high] * b.order + b.add[low[:, None], low]
    mul = a.mul[high[:, None], high] * b.order + b.mul[low[:, None], low]
    if a.order == 1:
        return Ring(add, mul, b.apart)
    return Ring(add, mul, tuple(x * b.order + y for x, y in zip(a.apart, b.apart, strict=False)))


def _field(p: int, e: int) -> Ring:
    """GF(p**e): polynomials over GF(p), digits in base p, modulo the first one whose root generates all but 0."""
    order = p**e
    places = p ** np.arange(e)
    digits = np.arange(order)[:, None] // places % p
    add = ((digits[:, None, :] + digits[None, :, :]) % p) @ places
    for tail in range(order):
        powers = _powers(digits[tail], p)
        if len(powers) == order - 1:
            break
    log = np.zeros(order, np.int64)
    exp = np.array([int(np.dot(power, places)) for power in powers])
    log[exp] = np.arange(order - 1)
    mul = exp[(log[:, None] + log) % (order - 1)]
    mul[0, :] = mul[:, 0] = 0
    return Ring(add, mul, tuple(range(order)))


def _powers(tail: Table, p: int) -> list[tuple[int, ...]]:
    """1, x, x**2 … as digits, until one comes again, where x**e = `tail`."""
    e = len(tail)
    one = (1, *(0,) * (e - 1))
    power, seen = one, list[tuple[int, ...]]()
    while True:
        seen.append(power)
        carry, shifted = power[-1], (0, *power[:-1])
        power = tuple((s + carry * int(t)) % p for s, t in zip(shifted, tail, strict=True))
        if power == one or not any(power) or len(seen) >= p**e:
            return seen
