"""Metrics: counts and times. No label can name a person, a chat or a text."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Metrics:
    """All metrics of one service, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.updates = Counter("raasta_updates", "Updates taken in", registry=self._registry)
        self.turns = Counter("raasta_turns", "Turns", ["event", "outcome"], registry=self._registry)
        self.turn_wait = Histogram(
            "raasta_turn_wait_seconds", "From arrival to the turn", buckets=SECONDS, registry=self._registry
        )
        self.parcels = Counter("raasta_parcels", "Parcels", ["lane", "kind", "outcome"], registry=self._registry)
        self.delivery = Histogram(
            "raasta_delivery_seconds", "From the turn to delivery", ["lane"], buckets=SECONDS, registry=self._registry
        )
        self.inbox_waiting = Gauge("raasta_inbox_waiting", "Updates that wait for a turn", registry=self._registry)
        self.outbox_waiting = Gauge("raasta_outbox_waiting", "Parcels that wait", ["lane"], registry=self._registry)
        self.throttled = Counter("raasta_throttled", "Answers 429", registry=self._registry)

    def page(self) -> bytes:
        """The page that Prometheus reads."""
        return generate_latest(self._registry)
