"""What is known of one munition: its row, Article 2, published rates, what one round leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from tilth.data import table
from tilth.law import cluster_munition
from tilth.munitions import Munition, expect, published
from tilth.munitions import catalogue as shipped

__all__ = ["munition_page"]


def munition_page(munition: Munition, rates: Iterable[Mapping[str, Any]] | None = None) -> dict[str, Any]:
    """Return the row of the catalogue with ``article2``, ``rates``, ``excluded`` and ``one_round``.

    ``rates`` has every published figure about the munition or its family, not only those the model learns
    from; each says how far it was verified.
    """
    rows = list(table("failure_rates") if rates is None else rates)
    answer = expect(munition, 1, rates=rates)
    near = [row for row in published(answer, munition, rows) if row.level != "all"]
    told = {row["row_id"]: row for row in rows}
    figure = answer.unexploded
    return {
        **asdict(munition),
        "loads": list(munition.loads),
        "article2": article2(munition),
        "rates": [_rate(told[row.row], row.level, row.why_not) for row in near],
        "one_round": f"{figure.median:.0f} (90% {figure.p05:.0f} to {figure.p95:.0f})",
    }


def article2(munition: Munition) -> dict[str, Any]:
    """Return whether the Convention's definition covers it; from its load when it is new."""
    if any(each.id == munition.id for each in shipped()):
        return dict(cluster_munition(munition.id))
    load = munition.load
    return dict(cluster_munition({"submunitions": load} if load else {"name": munition.designation}))


def _rate(row: Mapping[str, Any], level: str, why: str) -> dict[str, Any]:
    return {
        "row": row["row_id"],
        "about": row.get("munition_or_submunition", ""),
        "level": level,
        "setting": row.get("setting", ""),
        "rate": _words(row),
        "place": row.get("place", ""),
        "year": row.get("year", ""),
        "who": row.get("who_says_it", ""),
        "verification": row.get("verification", ""),
        "left_out": why or None,
        "source_url": row.get("source_url", ""),
    }


def _words(row: Mapping[str, Any]) -> str:
    low, high, point = (_percent(row.get(name)) for name in ("rate_low", "rate_high", "rate_point"))
    if point:
        return f"{point} %" + (f", at most {high} %" if high else "")
    if low and high:
        return f"{low} to {high} %"
    if low or high:
        return f"at least {low} %" if low else f"at most {high} %"
    tested, failed = row.get("n_tested"), row.get("n_failed")
    return f"{int(float(failed)):,} of {int(float(tested)):,}" if tested and failed else "no figure"


def _percent(cell: Any) -> str:
    return f"{100 * float(cell):.3g}" if cell not in (None, "") else ""
