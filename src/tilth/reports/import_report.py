"""The report of an import: every row's fate, every refusal with its reason, as a page and as a table."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

from markupsafe import Markup

from tilth import __version__
from tilth.reports._page import environment, write_page

__all__ = ["import_page", "write_import_report"]

_COLUMNS = ("part", "row", "record", "fate", "severity", "rule", "field", "value", "reason", "advice")
_GRAVITY = ("refused", "warning", "advisory", "info")
_SHOWN = 200
"""Lines of one rule on the page; the table beside it holds all."""
_COUNTS = (
    ("Rows", "rows"),
    ("Accepted", "accepted"),
    ("Refused", "refused"),
    ("Twice in the file", "duplicates"),
    ("Known before", "unchanged"),
)


def write_import_report(
    file: str, parts: Sequence[Mapping[str, Any]], folder: Path, *, dry_run: bool = False
) -> list[Path]:
    """Write ``import.html`` and ``import.csv`` into a folder; return where they are.

    The table holds a line for each row of the file and for each thing found, so that nothing is left out.

    Parameters
    ----------
    file
        Name of the file that was imported.
    parts
        For each sheet the account with the keys of the contract, and with ``source`` (identifier of the
        file's claim), ``questions``, and ``fates``: row, record, fate, note, names of what differs.
    """
    page = write_page(folder / "import.html", import_page(file, parts, dry_run=dry_run))
    table = write_page(folder / "import.csv", _table(parts))
    return [page, table]


def import_page(file: str, parts: Sequence[Mapping[str, Any]], *, dry_run: bool = False) -> str:
    """Return the report as one HTML page.

    Examples
    --------
    >>> part = {"name": "a.csv", "kind": "strike", "rows": 1, "accepted": 1, "refused": 0,
    ...     "duplicates": 0, "unchanged": 0, "problems": [], "source": "ab"}
    >>> 'data-claims="ab"' in import_page("a.csv", [part])
    True
    """
    told = [_part(number, part) for number, part in enumerate(parts, 1)]
    banners = ["A trial: nothing was written into the project."] if dry_run else []
    context: dict[str, Any] = {
        "css": Markup((files("tilth.reports") / "templates" / "style.css").read_text("utf-8")),
        "version": __version__,
        "title": f"Import of {file}",
        "lead": "What became of every row, what was refused and why, and what to do about it.",
        "banners": banners,
        "contents": [(part["anchor"], part["name"]) for part in told],
        "parts": told,
        "whole": _whole(parts),
        "notes": [],
        "claims": [],
        "project": file,
        "basis": "Values that concern persons are not shown.",
    }
    return environment().get_template("import.html").render(context)


def _whole(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return the sums of all parts, None when there is only one."""
    if len(parts) < 2:
        return None
    counts = [(words, sum(part[name] for part in parts)) for words, name in _COUNTS]
    return {"counts": counts, "source": parts[0].get("source", "")}


def _part(number: int, part: Mapping[str, Any]) -> dict[str, Any]:
    lines = sorted(part["problems"], key=lambda line: (_GRAVITY.index(line["severity"]), line["row"]))
    advice = {(line["rule"], line["severity"]): line["advice"] for line in lines}
    count = Counter((line["rule"], line["severity"]) for line in lines)
    by_rule = [
        {"rule": rule, "severity": severity, "count": many, "advice": advice[rule, severity]}
        for (rule, severity), many in sorted(
            count.items(), key=lambda pair: (_GRAVITY.index(pair[0][1]), -pair[1])
        )
    ]
    shown = _first_of_each(lines)
    return {
        "anchor": f"part-{number}",
        "name": part["name"],
        "kind": part["kind"],
        "profile": part.get("profile", ""),
        "source": part.get("source", ""),
        "questions": part.get("questions", []),
        "counts": [(words, part[name]) for words, name in _COUNTS],
        "by_rule": by_rule,
        "problems": shown,
        "left_out": len(lines) - len(shown),
    }


def _first_of_each(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the first lines of each rule, so that one rule cannot hide the others."""
    seen: Counter[tuple[str, str]] = Counter()
    shown = []
    for line in lines:
        key = line["rule"], line["severity"]
        seen[key] += 1
        if seen[key] <= _SHOWN:
            shown.append(line)
    return shown


def _table(parts: Sequence[Mapping[str, Any]]) -> str:
    stream = StringIO()
    writer = csv.DictWriter(stream, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for part in parts:
        for line in _lines(part):
            writer.writerow({name: _safe(value) for name, value in line.items()})
    return stream.getvalue()


def _lines(part: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the lines of a part by row: first what became of the row, then what was found in it."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    for problem in part["problems"]:
        found.setdefault(problem["row"], []).append(problem)
    fates = {row: (record, fate, note) for row, record, fate, note, _ in part.get("fates", ())}
    for row in sorted({*found, *fates}):
        record, fate, note = fates.get(row, ("", "", ""))
        if fate:
            yield {"part": part["name"], "row": row, "record": record, "fate": fate, "reason": note}
        for problem in found.get(row, ()):
            yield {"part": part["name"], "fate": fate, **problem}


def _safe(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "@", "\t", "\r"):
        return f"'{value}"
    return value
