"""Layers of a file of several: which to take, as what, and which to refuse whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tilth.claims import Claim
from tilth.exchange._errors import ExchangeError
from tilth.exchange.importing._kinds import layer_rule
from tilth.exchange.importing._settings import settings
from tilth.exchange.importing.mapping import Mapping
from tilth.exchange.importing.outcome import Fate, Outcome
from tilth.exchange.importing.sheets import Sheet
from tilth.exchange.intake import RowProblem

__all__ = ["chosen", "kind_of_layer", "refused_whole", "unfit"]


def chosen(sheets: Sequence[Sheet], layers: Sequence[str], path: Path) -> list[Sheet]:
    """Return the sheets of these layers, all when none is named; refuse names that the file lacks."""
    if not layers:
        return list(sheets)
    strange = [name for name in layers if name not in {sheet.layer for sheet in sheets}]
    if strange:
        there = ", ".join(sheet.layer or "one table without a name" for sheet in sheets)
        raise ExchangeError(f"{path.name} has no layer {', '.join(strange)}; there are: {there}")
    return [sheet for sheet in sheets if sheet.layer in layers]


def kind_of_layer(
    sheet: Sheet, kind: str | None, *, forced: bool
) -> tuple[str | None, tuple[str, str] | None]:
    """Return the kind of a layer, and what to tell when its name says another than was given."""
    if kind is None or forced or sheet.geometry is None:
        return kind, None
    if kind not in settings("kinds"):
        return kind, None
    rule = layer_rule(sheet.layer, sheet.shape)
    if rule is None or rule.kind == kind:
        return kind, None
    reason = f"its name says {rule.kind}, and so it was taken, not as {kind}"
    return rule.kind, (reason, f"to take it as {kind} all the same: --layer {sheet.layer}")


def unfit(sheet: Sheet, kind: str | None, mapping: Mapping | None) -> tuple[str, str] | None:
    """Return why a layer is refused whole, and what to do; None when it is not."""
    if sheet.geometry is None or mapping is not None:
        return None
    if kind is None and layer_rule(f"{sheet.layer} {sheet.name}", sheet.shape) is None:
        return (
            f"no rule for a layer of this name with {sheet.shape} geometry",
            "say what it holds with --as KIND",
        )
    if sheet.crs is None:
        return "no CRS", "set the layer's CRS and repeat"
    return None


def refused_whole(sheet: Sheet, kind: str | None, source: Claim, fault: tuple[str, str]) -> Outcome:
    """Return the outcome of a layer of which every row is refused for one reason."""
    reason, advice = fault
    mapping = Mapping(kind=kind or "place_name", name="none")
    problem = RowProblem(1, sheet.layer, "layer", sheet.layer, "layer rule", "refused", reason, advice)
    fates = [Fate(row, str(row), "refused", note=reason) for row in range(1, sheet.rows + 1)]
    return Outcome(sheet, mapping, source, fates, [problem], done=True)
