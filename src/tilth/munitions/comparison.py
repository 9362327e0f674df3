"""The claimed failure rate beside the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tilth import data
from tilth.munitions._answer import Expectation
from tilth.munitions._errors import MunitionError
from tilth.munitions._evidence import level_of
from tilth.munitions._model import model
from tilth.munitions._rows import RateRow, read_rows
from tilth.munitions.catalogue import Munition

__all__ = ["Claimed", "Published", "claims_on", "published", "share_given"]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A rate that somebody claims for a munition, and what it would leave of so many submunitions.

    Attributes
    ----------
    row : str
        Row of the table, empty for a rate that the asker gives.
    who : str
    low, high : float or None
        Ends of the claim; the same twice for one figure, None where it is open.
    left_low, left_high : float or None
        Those rates times the submunitions (least and most of a range).
    """

    row: str
    who: str
    low: float | None
    high: float | None
    left_low: float | None
    left_high: float | None

    @property
    def words(self) -> str:
        """The claim and what follows, at three digits."""
        rate = _span(self.low, self.high, lambda share: f"{100 * share:.3g}", " %")
        return f"{rate} -> {_span(self.left_low, self.left_high, _three_digits, '')}"

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "row": self.row,
            "who": self.who,
            "rate": [self.low, self.high],
            "unexploded": [self.left_low, self.left_high],
        }


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure as a plot shows it: setting, ends, how near it is, whether it was used."""

    row: str
    group: str
    label: str
    low: float | None
    high: float | None
    point: float | None
    level: str
    why_not: str


def share_given(text: str | float) -> float:
    """Return a claimed rate as a share: ``0.0235`` or ``"2.35%"``.

    Raises
    ------
    MunitionError
        For what is no share from 0 to 1; a bare 2.35 is refused, since it may be meant as per cent or not.

    Examples
    --------
    >>> share_given("2.35%")
    0.0235
    """
    plain = str(text).strip()
    percent = plain.endswith("%")
    try:
        value = float(plain.rstrip("% "))
    except ValueError:
        raise MunitionError(f"rate is {text!r}; give a share such as 0.0235, or 2.35%") from None
    share = round(value / 100, 10) if percent else value
    if not 0 <= share <= 1:
        meant = f": {value:g} per cent is {value / 100:g}, or write {value:g}%" if 1 < value <= 100 else ""
        raise MunitionError(f"rate is {text!r}; give a share from 0 to 1{meant}")
    return share


def claims_on(
    answer: Expectation,
    munition: Munition,
    *,
    claimed: float | None = None,
    rates: Iterable[Mapping[str, Any]] | None = None,
) -> tuple[Claimed, ...]:
    """Return what officials claim for this munition, then for its family.

    The claim that the asker gives comes first. Rows not read at their source, and those on hazardous duds
    only, are no claims on the rate.

    Examples
    --------
    >>> from tilth.munitions import expect, find
    >>> print(claims_on(expect("m864", 1000), find("m864"))[0].words)
    at most 2.35 % -> at most 1,690
    """
    rows = read_rows(data.table("failure_rates") if rates is None else rates)
    excluded = dict(answer.excluded)
    official = [row for row in rows if _is_claim(row)]
    levels = {row.id: level_of(munition, row) for row in official}
    order = [level for level in model()["levels"] if level != "all"]
    near = [
        row for level in order for row in official if levels[row.id] == level and not excluded.get(row.id)
    ]
    own = [_claimed(answer, "", "as given", claimed, claimed)] if claimed is not None else []
    return (*own, *(_claimed(answer, row.id, row.who, *_ends(row)) for row in near))


def _is_claim(row: RateRow) -> bool:
    return model()["groups"].get(row.setting) == "claim" and row.id not in model()["regrouped"]


def _ends(row: RateRow) -> tuple[float | None, float | None]:
    return (row.point, row.point) if row.point is not None else (row.low, row.high)


def _claimed(answer: Expectation, row: str, who: str, low: float | None, high: float | None) -> Claimed:
    fired = answer.submunitions if isinstance(answer.submunitions, tuple) else (answer.submunitions,) * 2
    least, most = (low, high) if fired[0] == fired[1] else (low or high, high or low)
    return Claimed(
        row,
        who,
        low,
        high,
        None if least is None else least * fired[0],
        None if most is None else most * fired[1],
    )


def published(
    answer: Expectation, munition: Munition, rates: Iterable[Mapping[str, Any]] | None = None
) -> tuple[Published, ...]:
    """Return every row that gives a rate, near ones first within each setting."""
    rows = read_rows(data.table("failure_rates") if rates is None else rates)
    excluded = dict(answer.excluded)
    found = [
        _published(row, level_of(munition, row), excluded.get(row.id, ""))
        for row in rows
        if {*_seen(row)} != {None}
    ]
    order: Sequence[str] = model()["levels"]
    groups = ("claim", "test", "combat", "expert", "other")
    return tuple(sorted(found, key=lambda row: (groups.index(row.group), order.index(row.level), row.row)))


def _published(row: RateRow, level: str, why: str) -> Published:
    group = model()["regrouped"].get(row.id, {}).get("group") or model()["groups"].get(row.setting, "other")
    label = ", ".join(part for part in (row.told, row.place, row.year) if part)
    return Published(row.id, group, label, *_seen(row), level, why)


def _seen(row: RateRow) -> tuple[float | None, float | None, float | None]:
    """Return low, high and point; finds over items fired where a row gives only these."""
    if row.tested and row.failed is not None and {row.low, row.high, row.point} == {None}:
        return row.failed / row.tested, None, None
    return row.low, row.high, row.point


def _span(low: float | None, high: float | None, words: Any, unit: str) -> str:
    if low is None and high is None:
        return "not said"
    if low is None or high is None:
        side, value = ("at least", low) if high is None else ("at most", high)
        return f"{side} {words(value)}{unit}"
    return f"{words(low)}{unit}" if low == high else f"{words(low)} to {words(high)}{unit}"


def _three_digits(value: float) -> str:
    return f"{float(f'{value:.3g}'):,.0f}" if value >= 100 else f"{value:.3g}"
