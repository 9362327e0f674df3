"""What became of each face over time: the stretches in which it was open."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tilth.release._columns import Columns
from tilth.release._rules import rule
from tilth.release._stints import EXITS, SPAN, Stints, stints_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Spells", "classes", "spells_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Spells:
    """Stretches of time in which a face was open and of one class; from `start` to before `end`.

    Attributes
    ----------
    is_new
        Whether it was found then; else it only changed its class.
    exit
        Number of how it ended, in `EXITS`.
    area, release
        Numbers of the records that opened and closed it; no release: -1.
    cls
        Number of its class in `classes()`.
    """

    face: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    is_new: NDArray[np.bool_]
    exit: NDArray[np.int64]
    area: NDArray[np.int64]
    release: NDArray[np.int64]
    cls: NDArray[np.int64]


def classes() -> list[str]:
    """Return the classes, surest first; the last is that of areas of which no class is told."""
    return [*rule("classes"), ""]


def spells_of(face: NDArray[np.int64], record: NDArray[np.int64], records: Columns) -> Spells:
    """Return the spells of all faces from the pairs of face and record."""
    import numpy as np

    is_area = records.is_area[record]
    stints = stints_of(face[is_area], record[is_area], face[~is_area], record[~is_area], records)
    spell = _joined(stints)
    first = np.flatnonzero(np.r_[True, spell[1:] != spell[:-1]]) if len(spell) else spell
    last = _last_of(stints, spell)
    ranks = _ranks(records)
    by_area = ranks[stints.area]
    whole = Spells(
        face=stints.face[first],
        start=stints.start[first],
        end=stints.end[last],
        is_new=np.ones(len(first), dtype=bool),
        exit=stints.exit[last],
        area=stints.area[first],
        release=stints.release[last],
        cls=np.minimum.reduceat(by_area, first) if len(first) else by_area,
    )
    moved = np.array([bool(moves) for moves in records.moves[stints.area]], dtype=bool)
    mixed = np.zeros(len(first), dtype=bool)
    np.logical_or.at(mixed, spell, moved | (by_area != whole.cls[spell]))
    return _by_class(whole, stints, spell, mixed, records) if mixed.any() else whole


def _ranks(records: Columns) -> NDArray[np.int64]:
    import numpy as np

    known = {word: at for at, word in enumerate(classes())}
    return np.array([known.get(word, len(known) - 1) for word in records.kind], dtype=np.int64)


def _joined(stints: Stints) -> NDArray[np.int64]:
    """Return the number of the spell each stint belongs to; stints that touch are one spell."""
    import numpy as np

    if not len(stints.face):
        return np.zeros(0, dtype=np.int64)
    reach = np.maximum.accumulate(stints.face * SPAN + stints.end)
    begins = np.r_[True, (stints.face * SPAN + stints.start)[1:] > reach[:-1]]
    return np.cumsum(begins) - 1


def _last_of(stints: Stints, spell: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each spell the stint that ends it: the latest, of those the strongest outcome."""
    import numpy as np

    order = np.lexsort((stints.area, stints.exit, -stints.end, spell))
    keep = np.r_[True, spell[order][1:] != spell[order][:-1]] if len(spell) else np.zeros(0, dtype=bool)
    return order[keep]


def _by_class(
    whole: Spells, stints: Stints, spell: NDArray[np.int64], mixed: NDArray[np.bool_], records: Columns
) -> Spells:
    """Cut the spells of more than one class where the class changes."""
    import numpy as np

    starts = np.searchsorted(spell, np.arange(len(mixed) + 1))
    rows: list[tuple[Any, ...]] = []
    for at in np.flatnonzero(mixed).tolist():
        members = range(starts[at], starts[at + 1])
        rows += _cut(whole, at, [_course(stints, member, records) for member in members])
    cut = [np.array(told, dtype=np.int64) for told in zip(*rows, strict=True)]
    kept = ~mixed
    fields = ("face", "start", "end", "is_new", "exit", "area", "release", "cls")
    made = [
        np.r_[getattr(whole, name)[kept], told.astype(getattr(whole, name).dtype)]
        for name, told in zip(fields, cut, strict=True)
    ]
    order = np.lexsort((made[1], made[0]))
    return Spells(*(told[order] for told in made))


def _course(stints: Stints, at: int, records: Columns) -> list[tuple[int, int, int]]:
    """Return the classes of one area on a face: from, until, number of the class."""
    known = {word: number for number, word in enumerate(classes())}
    area, end = int(stints.area[at]), int(stints.end[at])
    start = int(stints.start[at])
    before = [word for day, word in records.moves[area] if day <= start]
    steps = [(start, (before or [records.kind[area]])[-1])]
    steps += [(day, word) for day, word in records.moves[area] if day > start]
    until = [day for day, _ in steps[1:]] + [end]
    return [
        (min(day, end), min(stop, end), known.get(word, len(known) - 1))
        for (day, word), stop in zip(steps, until, strict=True)
    ]


def _cut(whole: Spells, at: int, courses: list[list[tuple[int, int, int]]]) -> list[tuple[Any, ...]]:
    """Return the parts of one spell, of one class each."""
    start, end = int(whole.start[at]), int(whole.end[at])
    days = sorted({day for course in courses for step in course for day in step[:2] if start <= day <= end})
    parts: list[tuple[int, int, int]] = []
    for day, stop in pairwise(days):
        live = [cls for course in courses for first, last, cls in course if first <= day and stop <= last]
        cls = min(live, default=len(classes()) - 1)
        if parts and parts[-1][2] == cls:
            parts[-1] = (parts[-1][0], stop, cls)
        else:
            parts.append((day, stop, cls))
    parts = parts or [(start, end, int(whole.cls[at]))]
    return [
        (
            int(whole.face[at]), day, stop, number == 0,
            int(whole.exit[at]) if number == len(parts) - 1 else EXITS.index("reclassified"),
            int(whole.area[at]), int(whole.release[at]) if number == len(parts) - 1 else -1, cls,
        )
        for number, (day, stop, cls) in enumerate(parts)
    ]  # fmt: skip
