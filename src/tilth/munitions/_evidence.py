"""Which rows count for a question, at which distance and with what weight, and why the others do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tilth.munitions._model import model
from tilth.munitions._names import keys
from tilth.munitions._rows import RateRow
from tilth.munitions.catalogue import Munition

__all__ = ["Piece", "weigh"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One independent piece of evidence, kept as (items, failures) or as an interval of rates.

    Attributes
    ----------
    row : str
        Identifier of the row.
    level : str
        ``munition``, ``family`` or ``all``: how near it is to what was asked.
    form : str
        ``count``, ``rate`` (a rate without its count) or ``interval`` (a range or a bound).
    low, high : float
        The rate, twice, or the ends of the interval.
    tested : float or None
        Items tested, for a count.
    weight : float
        Its part in the likelihood.
    unit : str
        Family, with the place for rows about several families: far rows of one unit share one weight.
    """

    row: str
    level: str
    form: str
    low: float
    high: float
    tested: float | None
    weight: float
    unit: str

    @property
    def bound(self) -> bool:
        """True for an interval with one open end, which says little about a rate."""
        return self.form == "interval" and (self.low <= 0 or self.high >= 1)


def weigh(
    munition: Munition, rows: Sequence[RateRow], setting: str
) -> tuple[tuple[Piece, ...], tuple[tuple[str, str], ...]]:
    """Return the pieces of evidence, nearest first, and (row, reason) for every row left out."""
    allowed: Mapping[str, float] = model()["settings"][setting]
    why = {row.id: _fault(row, allowed, setting) for row in rows}
    echoes = _echoes(rows, why)
    for row in rows:
        why[row.id] = why[row.id] or echoes.reasons.get(row.id, "")
    used = [_joined(row, echoes.members.get(row.id, ())) for row in rows if not why[row.id]]
    pieces = [
        _piece(munition, row, figures, allowed[row.setting]) for row in used if (figures := _figures(row))
    ]
    order: list[str] = model()["levels"]
    shared = sorted(_share(pieces), key=lambda piece: order.index(piece.level))
    return tuple(shared), tuple((row.id, why[row.id]) for row in rows if why[row.id])


def _fault(row: RateRow, allowed: Mapping[str, float], setting: str) -> str:
    left_out = model()["left_out"]
    for column, value in (
        ("verification", row.verification),
        ("setting", row.setting),
        ("count_use", row.count_use),
    ):
        if value in left_out[column]:
            return _claim(row) if value == "official claim" else str(left_out[column][value])
    for part, reason in left_out["rate_kind"].items():
        if part in row.kind:
            return str(reason)
    if row.setting not in allowed:
        given = repr(row.setting) if row.setting else "not given"
        return f"setting {given} does not count for {setting!r}"
    return "" if _figures(row) else "gives no rate"


def _claim(row: RateRow) -> str:
    if row.point is None and row.low is None and row.high is not None:
        return "an official upper bound without count"
    return str(model()["left_out"]["setting"]["official claim"])


def _figures(row: RateRow) -> tuple[str, float, float] | None:
    if row.tested and row.failed is not None:
        seen = row.failed / row.tested
        if row.count_use == "lower_bound":
            return "interval", seen, 1.0
        if row.count_use in ("", "count"):
            return "count", seen, seen
    if row.point is not None:
        return "rate", row.point, row.point
    if row.low is None and row.high is None:
        return None
    return "interval", row.low or 0.0, 1.0 if row.high is None else row.high


@dataclass(frozen=True, slots=True)
class _Echoes:
    """Rows that repeat others: why they do not count alone, and whom they join."""

    reasons: Mapping[str, str]
    members: Mapping[str, tuple[RateRow, ...]]


def _echoes(rows: Sequence[RateRow], why: Mapping[str, str]) -> _Echoes:
    known = {row.id: row for row in rows}
    reasons: dict[str, str] = {}
    members: dict[str, tuple[RateRow, ...]] = {}
    heads: dict[str, str] = {}
    for row in rows:
        if why[row.id]:
            continue
        origin = _origin(row, known)
        if origin is None:
            reasons[row.id] = f"goes back to several rows through {', '.join(row.origins)}: counted there"
        elif origin != row.id and not _echo_may_lead(origin, why):
            reasons[row.id] = f"repeats {origin}, which is left out: {why[origin]}"
        else:
            head = heads.setdefault(origin, row.id)
            if head != row.id:
                reasons[row.id] = f"same origin as {head}: counted once"
                members[head] = (*members.get(head, ()), row)
    return _Echoes(reasons, members)


def _echo_may_lead(origin: str, why: Mapping[str, str]) -> bool:
    return not why[origin] or why[origin] == model()["left_out"]["verification"]["located"]


def _origin(row: RateRow, known: Mapping[str, RateRow]) -> str | None:
    """Return the row this one goes back to (itself when to none given), None when to several."""
    passed = {row.id}
    while True:
        origins = [origin for origin in row.origins if origin in known]
        if len(origins) > 1:
            return None
        if not origins or origins[0] in passed:
            return row.id
        passed.add(origins[0])
        row = known[origins[0]]


def _joined(row: RateRow, echoes: Sequence[RateRow]) -> RateRow:
    """Return the row with the range its echoes add; a clean count, or bounds only, stay as they are."""
    figures = [found for each in (row, *echoes) if (found := _figures(each))]
    closed = [low for _, low, high in figures if low > 0 and high < 1]
    if not echoes or not closed or figures[0][0] == "count":
        return row
    low = min(low for _, low, _ in figures if low > 0)
    high = max(high for _, _, high in figures if high < 1)
    return replace(row, low=low, high=high, point=low if low == high else None, tested=None, failed=None)


def _piece(munition: Munition, row: RateRow, figures: tuple[str, float, float], weight: float) -> Piece:
    form, low, high = figures
    place = row.place.partition(" (")[0] if row.family in model()["mixed_families"] else ""
    tested = row.tested if form == "count" else None
    return Piece(row.id, _level(munition, row), form, low, high, tested, weight, f"{row.family}|{place}")


def _level(munition: Munition, row: RateRow) -> str:
    if row.family in model()["mixed_families"]:
        return "all"
    own = {key for name in munition.names for key in keys(name)}
    if own & row.about:
        return "munition"
    inside = {key for item in munition.submunitions for key in keys(item.name)}
    same = munition.family and row.family == munition.family
    return "family" if same or inside & row.about else "all"


def _share(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with far ones sharing the weight of their family: a family is one witness."""
    sizes = Counter(piece.unit for piece in pieces if piece.level == "all")
    return [
        replace(piece, weight=piece.weight / sizes[piece.unit]) if piece.level == "all" else piece
        for piece in pieces
    ]
