"""A shared location → its region, worked out in memory and forgotten: the nearest known town decides."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from bot.vocabulary import Region

FURTHEST_KM: Final = 120.0
_EARTH_KM: Final = 6371.0

Points = Mapping[Region, Sequence[tuple[float, float]]]


def region_at(latitude: float, longitude: float, points: Points) -> Region:
    """The region of the nearest of `points` (degrees), or `abroad` beyond 120 km of all; `none` for what is no place."""
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return "none"
    distances = [
        (_distance(latitude, longitude, north, east), region)
        for region, towns in points.items()
        for north, east in towns
    ]
    nearest, region = min(distances, default=(math.inf, "none"))
    return region if nearest <= FURTHEST_KM else "abroad"


def _distance(latitude: float, longitude: float, north: float, east: float) -> float:
    """Great-circle distance in km (haversine)."""
    a, b = math.radians(latitude), math.radians(north)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(east - longitude) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))
