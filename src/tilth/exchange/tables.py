"""Tables of strikes, evidence points and survey boxes (CSV) in the contract's formats as claims."""

from __future__ import annotations

from pathlib import Path

from tilth.exchange._errors import ExchangeError
from tilth.exchange.importing._collecting import cycles_put_off
from tilth.exchange.importing._contract import contract_mapping
from tilth.exchange.importing._kinds import contract_tables, table_kind
from tilth.exchange.importing.outcome import commit
from tilth.exchange.importing.sheets import read_sheets
from tilth.exchange.importing.trying import try_out
from tilth.exchange.intake import Intake
from tilth.exchange.sources import source_of_file
from tilth.project import Project

__all__ = ["table_kind", "take_table"]


def take_table(
    project: Project, path: Path, *, kind: str | None = None, dry_run: bool = False, synthetic: bool = False
) -> Intake:
    """Take a CSV in the contract's formats into the project.

    Raises
    ------
    ExchangeError
        The columns are those of no table that tilth knows.
    """
    [sheet] = read_sheets(path)
    found = table_kind(list(sheet.columns))
    if found is None or (kind is not None and kind != found):
        raise ExchangeError(
            f"{path.name}: columns {', '.join(sheet.columns[:12])} are those of no table tilth knows;"
            + " allowed: "
            + "; ".join(f"{name} with {', '.join(p['recognise'])}" for name, p in contract_tables().items())
            + "; each with id, lon, lat. Name the columns so, or say what the rows are with --as KIND."
        )
    source = source_of_file(path, synthetic=synthetic)
    with cycles_put_off():
        outcome = try_out(project, sheet, contract_mapping(sheet, found), source, synthetic=synthetic)
        return outcome.intake if dry_run else commit(project, outcome)
