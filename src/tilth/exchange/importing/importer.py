"""A file in one go: its sheets, a mapping for each, what would happen, and making it so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tilth.claims import Claim
from tilth.exchange._errors import ExchangeError
from tilth.exchange.importing._collecting import cycles_put_off
from tilth.exchange.importing._contract import contract_mapping, is_contract
from tilth.exchange.importing._layers import chosen, kind_of_layer, refused_whole, unfit
from tilth.exchange.importing._repeats import with_parent
from tilth.exchange.importing.mapping import Mapping
from tilth.exchange.importing.outcome import Outcome, Say, commit
from tilth.exchange.importing.proposing import propose
from tilth.exchange.importing.sheets import Sheet, read_sheets
from tilth.exchange.importing.trying import try_out
from tilth.exchange.importing.xlsform import Form
from tilth.exchange.intake import Intake, RowProblem
from tilth.exchange.sources import source_of_file
from tilth.project import Project

__all__ = ["import_file", "mapping_for", "outcomes_of", "summary_json"]


def import_file(
    project: Project,
    path: Path,
    *,
    kind: str | None = None,
    mapping: Mapping | None = None,
    layers: Sequence[str] = (),
    country: str = "",
    series: str = "",
    complete: bool = False,
    form: Form | None = None,
    dry_run: bool = False,
    synthetic: bool = False,
    say: Say | None = None,
) -> list[Outcome]:
    """Take a file into a project, or with `dry_run` only say what would happen; an outcome a sheet.

    Parameters
    ----------
    kind
        What the rows are. Layers of a file of several whose own names say another kind keep that kind,
        and say so; name a layer under `layers` to override it.
    mapping
        A mapping settled before, used for every sheet that it fits.
    layers
        Names of the layers or sheets to take; all when empty.
    country
        ISO 3166 code: points outside it are pointed out.
    series, complete
        See `Mapping`.
    form
        The form that the rows were submitted with, see `read_form`.
    say
        Told the step, how much of it is done, and of how much.

    Raises
    ------
    ExchangeError
        The file cannot be read, its rows cannot be told, or the mapping does not fit.
    """
    made: list[Outcome] = []
    source = source_of_file(path, synthetic=synthetic, series=mapping.series if mapping else series)
    desk = _Desk(project, source, kind, mapping, layers, (country, series, complete), form, synthetic, say)
    sheets = chosen(read_sheets(path), layers, path)
    with cycles_put_off():
        for sheet in sheets:
            outcome = desk.outcome(sheet, made, alone=len(sheets) == 1)
            if not dry_run:
                commit(project, outcome, say=say)
            made.append(outcome)
    return made


@dataclass(frozen=True, slots=True)
class _Desk:
    """One file at work."""

    project: Project
    source: Claim
    kind: str | None
    mapping: Mapping | None
    layers: Sequence[str]
    given: tuple[str, str, bool]
    form: Form | None
    synthetic: bool
    say: Say | None

    def outcome(self, sheet: Sheet, before: Sequence[Outcome], *, alone: bool) -> Outcome:
        """Return what would become of a sheet; one of several that cannot be told is refused whole."""
        kind = None if sheet.parent and not self.layers else self.kind
        own, words = kind_of_layer(sheet, kind, forced=bool(self.layers))
        fault = unfit(sheet, own, self.mapping)
        if fault is not None:
            return refused_whole(sheet, own, self.source, fault)
        try:
            settled = self._mapping(sheet, own, before)
        except ExchangeError as error:
            if alone:
                raise
            return refused_whole(
                sheet, own, self.source, (str(error), "name it with --layer and --as, or a profile")
            )
        made = try_out(self.project, sheet, settled, self.source, synthetic=self.synthetic, say=self.say)
        if words:
            problem = RowProblem(0, sheet.layer, "layer", sheet.layer, "layer rule", "advisory", *words)
            made.problems.insert(0, problem)
        return made

    def _mapping(self, sheet: Sheet, kind: str | None, before: Sequence[Outcome]) -> Mapping:
        country, series, complete = self.given
        settled = mapping_for(
            sheet, kind, self.mapping, country=country, series=series, complete=complete, form=self.form
        )
        if sheet.parent and before and self.mapping is None:
            return with_parent(settled, sheet, before[0].mapping)
        return settled


def mapping_for(
    sheet: Sheet,
    kind: str | None,
    mapping: Mapping | None = None,
    *,
    country: str = "",
    series: str = "",
    complete: bool = False,
    form: Form | None = None,
) -> Mapping:
    """Return the mapping to use: the one settled before, the contract's, or a proposed one."""
    if mapping is None and is_contract(sheet, kind):
        table = kind or _contract_kind(sheet)
        return replace(contract_mapping(sheet, table), country=country, series=series, complete=complete)
    made = propose(sheet, kind, country=country, series=series, base=mapping, form=form)
    if mapping is None:
        return replace(made, complete=complete)
    return replace(mapping, questions=made.questions, country=country or mapping.country)


def _contract_kind(sheet: Sheet) -> str:
    from tilth.exchange.importing._kinds import table_kind

    return str(table_kind(list(sheet.columns)))


def summary_json(intakes: Sequence[Intake]) -> dict[str, Any]:
    """Return one document with the keys of the contract; of several sheets the sums, and the counts of each.

    Problems stand once, each with the name of its part.
    """
    if len(intakes) == 1:
        return intakes[0].to_json()
    names = ("rows", "accepted", "refused", "duplicates", "unchanged", "claims_added")
    sums: dict[str, Any] = {name: sum(getattr(intake, name) for intake in intakes) for name in names}
    sums["problems"] = list(_problems(intakes))
    sums["profile"] = ", ".join(dict.fromkeys(intake.profile for intake in intakes if intake.profile))
    parts = [{k: v for k, v in intake.to_json().items() if k != "problems"} for intake in intakes]
    return sums | {"parts": parts}


def _problems(intakes: Sequence[Intake]) -> Iterator[dict[str, Any]]:
    for intake in intakes:
        for problem in intake.problems:
            yield {"part": intake.name, **problem.to_json()}


def outcomes_of(outcomes: Sequence[Outcome]) -> list[Intake]:
    """Return the accounts of outcomes."""
    return [outcome.intake for outcome in outcomes]
