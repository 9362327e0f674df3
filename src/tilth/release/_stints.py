"""How long each area stood on each face: until the first release that is not certainly before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tilth.release._columns import Columns
from tilth.release._days import FIRST, NEVER
from tilth.release._rules import rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["EXITS", "SPAN", "Stints", "stints_of"]

EXITS = ("cleared", "reduced", "cancelled", "corrections", "reclassified", "open")
"""How a spell may end; the last two are no release."""
_CORRECTED, _OPEN = 3, 5
SPAN = 2**32
"""More than any day: a face times this plus a day sorts by face, then day."""


@dataclass(frozen=True, slots=True)
class Stints:
    """How long each area stood on each face, sorted by face and start."""

    face: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    exit: NDArray[np.int64]
    area: NDArray[np.int64]
    release: NDArray[np.int64]


def stints_of(
    face: NDArray[np.int64],
    area: NDArray[np.int64],
    freed: NDArray[np.int64],
    release: NDArray[np.int64],
    records: Columns,
) -> Stints:
    """Return each area on each face until the first release that is not certainly before it."""
    import numpy as np

    strength = {word: at for at, word in enumerate((*rule("precedence"), "correction"))}
    rank = np.array([strength.get(word, 0) for word in records.kind], dtype=np.int64)[release]
    when = records.day[release]
    order = np.lexsort((release, rank, when, freed))
    freed, release, when = freed[order], release[order], when[order]
    start = records.day[area]
    by = _closers(freed, release, when, face, start)
    end = np.where(by >= 0, np.maximum(records.day[by], start), records.until[area])
    struck = records.until[area] < end
    end = np.where(struck, records.until[area], end)
    exits = _exits(by, struck | ((by < 0) & (records.until[area] < NEVER)), records)
    order = np.lexsort((area, start, face))
    release_of = np.where(exits < _CORRECTED, by, np.where(struck, -1, by))
    return Stints(*(told[order] for told in (face, start, end, exits, area, release_of)))


def _closers(
    freed: NDArray[np.int64],
    release: NDArray[np.int64],
    when: NDArray[np.int64],
    face: NDArray[np.int64],
    start: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return the release that closes each area on each face, -1 where none does.

    It is the first that is not certainly before the area; one without a day frees whatever is there.
    """
    import numpy as np

    if not len(freed):
        return np.full(len(face), -1, dtype=np.int64)
    keys, last = freed * SPAN + when, len(freed) - 1
    undated = np.searchsorted(keys, face * SPAN)
    has_undated = _is_of(freed, undated, face) & (when[np.minimum(undated, last)] == FIRST)
    at = np.where(has_undated, undated, np.searchsorted(keys, face * SPAN + start))
    made: NDArray[np.int64] = np.where(_is_of(freed, at, face), release[np.minimum(at, last)], -1)
    return made


def _is_of(freed: NDArray[np.int64], at: NDArray[np.int64], face: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return whether the release at a place in the sorted list is one of the face."""
    import numpy as np

    made: NDArray[np.bool_] = (at < len(freed)) & (freed[np.minimum(at, len(freed) - 1)] == face)
    return made


def _exits(by: NDArray[np.int64], struck: NDArray[np.bool_], records: Columns) -> NDArray[np.int64]:
    import numpy as np

    number = {word: at for at, word in enumerate(EXITS)} | {"correction": _CORRECTED}
    product = np.array([number.get(word, _OPEN) for word in records.kind], dtype=np.int64)
    made: NDArray[np.int64] = np.where(struck, _CORRECTED, np.where(by >= 0, product[by], _OPEN))
    return made
