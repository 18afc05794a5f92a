"""A token bucket: so many at once, then so many a second."""

from dataclasses import dataclass, field


@dataclass
class Bucket:
    """Holds at most `capacity` tokens and gains `per_second`. Time is passed in."""

    capacity: float
    per_second: float
    _tokens: float = field(init=False)
    _at: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self._tokens = self.capacity

    def ready_at(self, now: float) -> float:
        """The earliest time at which a token can be taken."""
        self._fill(now)
        return now if self._tokens >= 1 else now + (1 - self._tokens) / self.per_second

    def take(self, now: float) -> None:
        """Take a token, into debt if there is none: what overtakes still counts."""
        self._fill(now)
        self._tokens -= 1

    def is_full(self, now: float) -> bool:
        """Whether the bucket says no more than a new one would."""
        self._fill(now)
        return self._tokens >= self.capacity

    def _fill(self, now: float) -> None:
        gained = max(0.0, now - self._at) * self.per_second
        self._tokens = min(self.capacity, self._tokens + gained)
        self._at = max(self._at, now)
