"""Claims to measure with: strikes as an import makes them, different each time, the same for a seed."""

from __future__ import annotations

from collections.abc import Iterator

from tilth.claims import Claim

__all__ = ["strikes"]


def strikes(first: int, count: int) -> Iterator[Claim]:
    """Yield `count` strike claims numbered from `first`; four claims share one subject."""
    for number in range(first, first + count):
        day = f"20{15 + number % 9:02d}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        yield Claim(
            kind="strike",
            subject=f"strike:bench-{number // 4:07d}",
            values={
                "date": day,
                "munition": ("m26", "m483a1", "m864")[number % 3],
                "rounds": 1 + number % 40,
                "certainty": (number % 90 + 10) / 100,
                "record_id": f"r{number:08d}",
            },
            source=f"source:bench-{number // 5000}",
            valid=day,
            reliability="ABCDEF"[number % 6],
            credibility=1 + number % 6,
            place={
                "geometry": {
                    "type": "Point",
                    "coordinates": [30 + number % 9973 / 1000, 45 + number % 7919 / 1000],
                },
                "accuracy_m": 50 + number % 200,
            },
        )
