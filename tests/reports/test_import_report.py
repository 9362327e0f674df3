"""The report of an import: escaped, safe for spreadsheets, and no rule hides another."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from tilth.reports import import_page, write_import_report


def part(**more: Any) -> dict[str, Any]:
    """Return the account of a sheet."""
    counts = {"rows": 1, "accepted": 0, "refused": 1, "duplicates": 0, "unchanged": 0}
    return {"name": "a.csv", "kind": "strike", "problems": [], "source": "ab", **counts, **more}


def problem(rule: str = "place", value: str = "", **more: Any) -> dict[str, Any]:
    """Return one line."""
    told = {"row": 1, "record": "r", "field": "f", "value": value, "rule": rule, "severity": "refused"}
    return {**told, "reason": "why", "advice": "do", **more}


def test_page__value_with_markup__is_escaped() -> None:
    page = import_page("a.csv", [part(problems=[problem(value="<script>alert(1)</script>")])])
    assert "<script>" not in page


def test_page__trial__says_so() -> None:
    assert "A trial: nothing was written" in import_page("a.csv", [part()], dry_run=True)


def test_page__one_rule_with_very_many_lines__does_not_hide_another() -> None:
    many = [problem("geometry", row=row) for row in range(1, 1_000)]
    page = import_page("a.csv", [part(problems=[*many, problem("impossible_date", severity="advisory")])])
    assert "impossible date" in page.split("Row by row")[1]


def test_page__several_parts__has_their_sum() -> None:
    page = import_page("a.gpkg", [part(rows=3), part(rows=4)])
    assert ">7</data>" in page.split("All parts together")[1]


def test_table__cell_like_a_formula__is_no_formula(tmp_path: Path) -> None:
    write_import_report("a.csv", [part(problems=[problem(value="=HYPERLINK(1)")])], tmp_path)
    with (tmp_path / "import.csv").open(encoding="utf-8") as stream:
        assert [row["value"] for row in csv.DictReader(stream)] == ["'=HYPERLINK(1)"]
