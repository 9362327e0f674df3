"""Which rows the failure model learns from, in which form, and why the others are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tilth.munitions._echoes import echoes
from tilth.munitions._model import constant, family_of, model
from tilth.munitions._names import keys
from tilth.munitions._rows import RateRow
from tilth.munitions.catalogue import Munition, catalogue

__all__ = ["Evidence", "Piece", "level_of", "sort_rows"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One independent piece of evidence in the form in which the likelihood takes it.

    Attributes
    ----------
    row : str
        Identifier of the row.
    unit : str
        Family of submunition; for rows about several types ``mixed|place``.
    group : str
        ``test``, ``combat``, ``expert`` or ``claim``.
    form : str
        ``point`` (a rate without its count), ``range``, ``upper`` or ``lower`` (bounds), ``recovered``
        (items found of items fired), ``sized`` (a rate with the number fired), ``count``, or ``unopened``
        (carriers that did not open of carriers fired).
    low, high : float
        The rate, twice; or the ends of the range, 0 or 1 where it is open.
    tested, failed : float or None
        Items tested or fired, and failures or finds, where the form needs them.
    load : float or None
        Submunitions in one carrier, where the row tells which.
    """

    row: str
    unit: str
    group: str
    form: str
    low: float
    high: float
    tested: float | None = None
    failed: float | None = None
    load: float | None = None

    @property
    def bound(self) -> bool:
        """True for what says little about a rate: a bound, a share recovered, or unopened carriers."""
        return self.form in ("upper", "lower", "recovered", "unopened")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The pieces to learn from, and (row, reason) for every row left out."""

    pieces: tuple[Piece, ...]
    excluded: tuple[tuple[str, str], ...]


def sort_rows(rows: Sequence[RateRow]) -> Evidence:
    """Return what the model learns from and what it leaves out; every row is in one of the two.

    Rows of one origin give one piece: the first that may be used, with the range that its echoes add.
    """
    why = {row.id: _fault(row) for row in rows}
    found = echoes(rows, why)
    for row in rows:
        why[row.id] = why[row.id] or found.reasons.get(row.id, "")
    used = [_joined(row, found.members.get(row.id, ())) for row in rows if not why[row.id]]
    return Evidence(
        tuple(piece for row in used if (piece := _piece(row))),
        tuple((row.id, why[row.id]) for row in rows if why[row.id]),
    )


def level_of(munition: Munition, row: RateRow) -> str:
    """Return how near a row is to a munition: ``munition``, ``family`` or ``all``."""
    if row.family in model()["mixed_families"]:
        return "all"
    if {key for name in munition.names for key in keys(name)} & row.about:
        return "munition"
    inside = {key for item in munition.submunitions for key in keys(item.name)}
    same = munition.families and unit_of(row) in munition.families
    return "family" if same or inside & row.about else "all"


def unit_of(row: RateRow) -> str:
    """Return the family of a row, by what it is about when it names none; mixed rows go by place."""
    if row.family in model()["mixed_families"]:
        return f"{row.family}|{row.place.partition(' (')[0]}"
    if row.family:
        return row.family
    named = _carrier(row)
    if named is not None and named.family:
        return named.family
    return next((family for key in sorted(row.about) if (family := family_of(key).name)), row.told)


def _carrier(row: RateRow) -> Munition | None:
    """Return the munition of the catalogue that a row names, when it is just one."""
    found = [m for m in catalogue() if {key for name in m.names for key in keys(name)} & row.about]
    return found[0] if len(found) == 1 else None


def _fault(row: RateRow) -> str:
    rules = model()["left_out"]
    if row.id in rules["rows"]:
        return str(rules["rows"][row.id])
    for column, value in (
        ("verification", row.verification),
        ("setting", row.setting),
        ("count_use", row.count_use),
    ):
        if value in rules[column]:
            return str(rules[column][value])
    for part, reason in rules["rate_kind"].items():
        if part in row.kind:
            return str(reason)
    if row.setting not in model()["groups"]:
        given = repr(row.setting) if row.setting else "not given"
        return f"setting {given} is none of {', '.join(model()['groups'])}"
    return "" if _form(row) else "gives no rate"


def _form(row: RateRow) -> tuple[str, float, float] | None:
    """Return the form with the rate or range it has, None when the row gives no rate."""
    if row.tested and row.failed is not None:
        seen = row.failed / row.tested
        if row.kind == model()["unopened"]["rate_kind"]["value"]:
            return "unopened", seen, seen
        if row.count_use == "lower_bound":
            return ("recovered" if "recovered" in row.kind else "lower"), seen, 1.0
        if row.count_use in ("", "count"):
            return "count", seen, seen
    if row.point is not None:
        sized = bool(row.tested) and row.count_use == "n_only"
        return ("sized" if sized else "point"), row.point, row.point
    if row.low is None and row.high is None:
        return None
    return _range(row.low or 0.0, 1.0 if row.high is None else row.high)


def _range(low: float, high: float) -> tuple[str, float, float] | None:
    if low == high:
        return "point", low, high
    if low <= 0 and high >= 1:
        return None
    return ("upper" if low <= 0 else "lower" if high >= 1 else "range"), low, high


def _joined(row: RateRow, members: Sequence[RateRow]) -> RateRow:
    """Return the row with what its echoes add: a wider range, or the larger number recovered."""
    forms = [(each, form) for each in (row, *members) if (form := _form(each))]
    if not members or forms[0][1][0] in ("count", "unopened"):
        return row
    if all(form in ("recovered", "lower") for _, (form, _, _) in forms):
        best = max(forms, key=lambda pair: pair[1][1])[0]
        return replace(best, id=row.id)
    if not any(low > 0 and high < 1 for _, (_, low, high) in forms):
        return row
    low = min(low for _, (_, low, _) in forms if low > 0)
    high = max(high for _, (_, _, high) in forms if high < 1)
    if (low, high) == forms[0][1][1:]:
        return row
    return replace(row, low=low, high=high, point=low if low == high else None, tested=None, failed=None)


def _within(rate: float, least: float, *, point: bool) -> float:
    """Return a rate kept off 0 and 1, where the logit has no value; an open end of a range stays open."""
    return rate if rate in (0.0, 1.0) and not point else min(max(rate, least), 1 - least)


def _piece(row: RateRow) -> Piece | None:
    found = _form(row)
    if found is None:
        return None
    form, low, high = found
    counted = form in ("count", "sized", "recovered", "unopened")
    named = _carrier(row)
    groups: Mapping[str, str] = model()["groups"]
    group = model()["regrouped"].get(row.id, {}).get("group") or groups[row.setting]
    least, mixed = constant("likelihood", "least_rate"), model()["mixed_families"]
    if not counted:
        low, high = (_within(rate, least, point=form == "point") for rate in (low, high))
    return Piece(
        row=row.id,
        unit=unit_of(row),
        group=group,
        form=form,
        low=low,
        high=high,
        tested=row.tested if counted else None,
        failed=row.failed if form in ("count", "recovered", "unopened") else None,
        load=float(named.load) if counted and named and named.load and row.family not in mixed else None,
    )
