"""A large project to serve: strikes, statements of many sources, areas; kept for the next run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench._claims import strikes
from tilth.claims import Claim, Installation
from tilth.project import Project, add_facts, rebuild
from tilth.project.search import Index

__all__ = ["large_project"]

_BATCH = 20_000
_WORDS = (
    *(
        "minister",
        "delivery",
        "ammunition",
        "convention",
        "village",
        "orchard",
        "rockets",
        "denied",
        "report",
    ),
    *("survey", "hospital", "river", "announced", "parliament", "farmers", "shells", "confirmed", "market"),
)
_STATES = ("USA", "UKR", "RUS", "DEU", "LAO", "VNM", "SYR", "LBN", "IRQ", "GBR", "LTU", "KHM")
_TOPICS = ("transfer", "use", "production", "stockpile", "treaty", "harm", "contamination", "clearance")


def large_project(folder: Path, claims: int, areas: int) -> Path:
    """Return a project with about so many claims, made when it is not there yet."""
    path = folder / f"web-{claims}-{areas}.gpkg"
    done = path.with_suffix(".done")
    if done.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with Project.create(path, Installation(folder / "home")) as project:
        add_facts(project)
        said = claims // 15
        made = _all(claims - areas - said, areas, said)
        while batch := list(islice(made, _BATCH)):
            project.ledger.append(batch, tool="bench", state="proposed")
        rebuild(project.store)
        index = Index(project)
        index.refresh(lambda *_: None)
        index.close()
    done.touch()
    return path


def _all(strike_count: int, areas: int, said: int) -> Iterator[Claim]:
    yield from strikes(0, strike_count)
    yield from _areas(areas)
    yield from _entities()
    yield from _statements(said)


def _areas(count: int) -> Iterator[Claim]:
    for number in range(count):
        west, south, side = 30 + number % 331 / 10, 45 + number // 331 / 100, 0.002 + number % 7 / 10_000
        corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
        ring = [[round(west + x, 6), round(south + y, 6)] for x, y in corners]
        yield Claim(
            kind="hazardous_area",
            subject=f"hazardous_area:bench-{number:06d}",
            values={
                "local_id": f"HA-{number:06d}",
                "classification": ("SHA", "CHA")[number % 2],
                "status": ("open", "worked_on", "closed")[number % 3],
            },
            place={"geometry": {"type": "Polygon", "coordinates": [ring]}, "accuracy_m": 10},
        )


def _entities() -> Iterator[Claim]:
    for number in range(300):
        yield Claim(kind="entity", subject=f"entity:speaker-{number}", values={"name": f"Speaker {number}"})


def _statements(count: int) -> Iterator[Claim]:
    for number in range(count):
        source = f"source:article-{number // 20}"
        if number % 20 == 0:
            text = " ".join(_sentence(number + at) for at in range(20))
            values = {"title": f"Article {number // 20}", "lang": "en", "text": text}
            yield Claim(kind="source", subject=source, values=values)
            start = 0
        words = _sentence(number)
        yield Claim(
            kind="statement",
            subject=f"statement:bench-{number}",
            values={"content": words, "topic": _TOPICS[number % 8], "about": [_STATES[number * 7 % 12]]},
            speaker=f"entity:speaker-{number * 13 % 300}",
            mode="indirect",
            stance=("supports", "denies", "neutral")[number % 3],
            said_on=f"20{15 + number % 9}-{1 + number % 12:02d}-{1 + number % 28:02d}",
            source=source,
            span=(start, start + len(words)),
        )
        start += len(words) + 1


def _sentence(number: int) -> str:
    chosen = [_WORDS[(number * step + step) % len(_WORDS)] for step in (1, 3, 5, 7, 11)]
    return f"the {' '.join(chosen)} case {number} in {_STATES[number * 7 % 12]}."
