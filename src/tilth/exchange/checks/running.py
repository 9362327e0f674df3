"""Running the checks: on rows not yet taken in, and on all that a project holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import text

from tilth.claims import Sealed
from tilth.exchange.checks._countries import country_shape, district_shapes
from tilth.exchange.checks._doubles import check_doubles
from tilth.exchange.checks._outlines import check_outlines, check_overlaps
from tilth.exchange.checks._points import check_points
from tilth.exchange.checks._relations import check_relations
from tilth.exchange.checks._values import check_values
from tilth.exchange.checks.finding import Context, Finding
from tilth.exchange.checks.records import CheckRecord, of_claims, of_pictures
from tilth.exchange.importing._settings import settings
from tilth.exchange.importing.mapping import Mapping
from tilth.exchange.intake import Draft, RowProblem
from tilth.project import Project, pictures_of

__all__ = ["check_project", "check_records", "check_rows"]

_SEVERITY = {"error": "advisory", "warning": "advisory", "info": "info"}
_ORDER = ("error", "warning", "info")


def check_records(records: Sequence[CheckRecord], context: Context) -> list[Finding]:
    """Return all that the checks find among records, the gravest first."""
    found = [
        *check_points(records, context),
        *check_outlines(records),
        *check_overlaps(records),
        *check_doubles(records),
        *check_values(records, context),
        *check_relations(records),
    ]
    return sorted(found, key=lambda one: (_ORDER.index(one.severity), one.rule, one.row, one.subject))


def check_rows(project: Project, mapping: Mapping, rows: Sequence[tuple[Draft, Sealed]]) -> list[RowProblem]:
    """Return what the checks find in rows about to be taken in, as lines of the report."""
    records = list(of_claims((draft.row, draft.record, sealed.claim) for draft, sealed in rows))
    context = Context(
        country=country_shape(mapping.country) if mapping.country else None,
        districts=_districts(project, records),
        near=mapping.place.near,
        subjects=_subjects(project) | {record.subject for record in records},
        today=date.today().isoformat(),
    )
    return [
        RowProblem(
            one.row,
            one.record,
            one.field,
            one.value,
            one.rule,
            _SEVERITY[one.severity],
            one.reason,
            one.advice,
        )
        for one in check_records(records, context)
    ]


def check_project(project: Project, *, country: str = "") -> list[Finding]:
    """Return what the checks find in all that a project holds; nothing is changed.

    Parameters
    ----------
    country
        ISO 3166 code; positions are not held against a country when it is not given.
    """
    records = list(_all(project))
    context = Context(
        country=country_shape(country) if country else None,
        districts=district_shapes(records),
        subjects=_subjects(project),
        today=date.today().isoformat(),
    )
    return check_records(records, context)


def _all(project: Project) -> Iterator[CheckRecord]:
    for kind in settings("kinds"):
        yield from of_pictures(pictures_of(project, kind))


def _districts(project: Project, records: Sequence[CheckRecord]) -> dict[str, object]:
    """Return the project's districts where any record names one."""
    if not any(record.values.get("admin_unit") for record in records):
        return {}
    return district_shapes(list(of_pictures(pictures_of(project, "admin_unit"))))


def _subjects(project: Project) -> frozenset[str]:
    with project.store.reading() as connection:
        rows = connection.execute(text("SELECT DISTINCT subject FROM tilth_claim"))
        return frozenset(str(row[0]) for row in rows)
