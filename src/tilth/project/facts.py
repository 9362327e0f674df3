"""The shipped fact tables as claims, so that every figure leads to a row and newer claims can win."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import yaml

from tilth import __version__
from tilth.claims import Appended, Claim, Property, problems_of, vocabulary
from tilth.data import table, tables
from tilth.project.project import Project

__all__ = ["add_facts", "claims_of_rows", "columns_of", "fact_claims"]

_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|to)\s*(\d+(?:\.\d+)?)")
_WHOLE = re.compile(r"[+-]?\d+")


@cache
def _mapping() -> dict[str, dict[str, Any]]:
    text = (files("tilth.data") / "facts" / "claims.yaml").read_text("utf-8")
    mapping: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return mapping


def columns_of(name: str) -> Mapping[str, Any]:
    """Return how rows of a fact table become claims: ``kind``, ``subject``, ``constants``, ``columns``.

    Examples
    --------
    >>> columns_of("failure_rates")["kind"]
    'failure_rate'
    """
    return _mapping()[name]


def claims_of_rows(name: str, rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[Claim | None, Claim]]:
    """Yield the source (None when no page is named) and the claim of each row of a table."""
    rule = columns_of(name)
    for row in rows:
        source = _source(row.get("source_url", ""))
        yield source, _claim(rule, row, source)


def add_facts(project: Project) -> Appended:
    """Append the fact tables to a project: rows read at their source as accepted, others as proposed.

    What the project holds already stays as it is, so a newer tilth adds only what is new.
    """
    tool = f"facts@{__version__}"
    claims = list(fact_claims())
    seen = [claim for claim, located in claims if not located]
    first = project.append(seen, tool=tool, state="accepted")
    second = project.append([claim for claim, located in claims if located], tool=tool)
    added, unchanged = first.added + second.added, first.unchanged + second.unchanged
    return Appended(added, unchanged, first.log, first.first_seq, second.head or first.head)


def fact_claims() -> Iterator[tuple[Claim, bool]]:
    """Yield each row of each table as a claim, and whether it is only located (not read at its source).

    Examples
    --------
    >>> sum(claim.kind == "treaty_action" for claim, _ in fact_claims()) > 200
    True
    """
    yielded: set[str] = set()
    for name, rule in _mapping().items():
        for row in table(name) if name in tables() else ():
            source = _source(row.get("source_url", ""))
            if source is not None and source.subject not in yielded:
                yielded.add(source.subject)
                yield source, False
            yield _claim(rule, row, source), row.get("verification") == "located"


def _source(url: str) -> Claim | None:
    first = url.split(" ")[0].rstrip(";,")
    if not first.startswith(("http://", "https://")):
        return None
    key = sha256(first.encode()).hexdigest()[:16]
    return Claim(kind="source", subject=f"source:{key}", values={"url": first, "title": first[:300]})


def _claim(rule: Mapping[str, Any], row: Mapping[str, str], source: Claim | None) -> Claim:
    """Return the claim of a row; what does not fit its property is kept in the original words."""
    kind = vocabulary()[rule["kind"]]
    values: dict[str, Any] = dict(rule["constants"])
    wording: dict[str, str] = {}
    for column, name in rule["columns"].items():
        cell = row.get(column, "").strip()
        if not cell:
            continue
        value = _value(cell, kind.properties[name])
        if value is None or _refused(rule["kind"], name, value):
            wording[name] = cell
        else:
            values[name] = value
    subject = f"{rule['kind']}:{re.sub(r'[^A-Za-z0-9_.-]+', '-', rule['subject'].format(**row))}"
    return Claim(
        kind=rule["kind"],
        subject=subject,
        values=values,
        wording=wording,
        source=source.subject if source else None,
    )


def _value(cell: str, item: Property) -> Any:
    """Return the cell in the property's type, None when it does not fit."""
    if item.many:
        parts = [_one(part.strip(), item) for part in cell.split(";") if part.strip()]
        return None if None in parts else parts
    return _one(cell, item)


def _one(cell: str, item: Property) -> Any:
    if item.type == "ref":
        return f"{item.to}:{cell}"
    if item.type not in ("number", "integer", "amount"):
        return cell
    between = _RANGE.fullmatch(cell) if item.type == "amount" else None
    if between:
        return {"low": float(between[1]), "high": float(between[2])}
    try:
        return int(cell) if _WHOLE.fullmatch(cell) else float(cell)
    except ValueError:
        return None


def _refused(kind: str, name: str, value: Any) -> bool:
    faults = problems_of(Claim(kind=kind, subject=f"{kind}:x", values={name: value}))
    return any(fault.field == f"values.{name}" for fault in faults)
