"""A token bucket; time comes in as an argument."""

from msgspec import Struct


class Bucket(Struct):
    """Lets `burst` through at once and `a_second` in the long run."""

    a_second: float
    burst: float
    filled: float
    at: int
    """Instant of the last look, in milliseconds."""

    @classmethod
    def full(cls, a_second: float, burst: float, at: int) -> "Bucket":
        return cls(a_second, burst, burst, at)

    def take(self, at: int, cost: float = 1) -> bool:
        """False if it is too much.  A clock that runs backwards fills nothing and takes nothing away."""
        passed = max(0, at - self.at) / 1000
        self.filled = min(self.burst, self.filled + passed * self.a_second)
        self.at = at
        if self.filled < cost:
            return False
        self.filled -= cost
        return True
