"""The account of a project's land, kept as a run; every figure leads to its polygons and claims."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tilth.project._errors import ProjectError
from tilth.project.land_borders import borders_of
from tilth.project.land_partition import land_key, partition_of
from tilth.project.land_records import STANDING, pictures_of
from tilth.project.land_reports import stated_apart
from tilth.project.project import Project
from tilth.project.runs import record_run, run_claim

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from tilth.release import Partition, Shares

__all__ = ["account_areas", "account_cells"]

_OWN = ("region", "class", "organisation", "month")
_REGION = "admin_unit"
_INPUTS_IN_RUN = 5_000
_DIFFERENCES_IN_RUN = 200


def account_areas(
    project: Project,
    on: str,
    by: str = _REGION,
    *,
    since: str | None = None,
    known_on: str | None = None,
    borders: Sequence[tuple[str, BaseGeometry]] | None = None,
    opening_known_on: str | None = None,
    statuses: Collection[str] = STANDING,
    keep_run: bool = True,
) -> tuple[dict[str, Any], str | None] | None:
    """Record the account of areas on a date; None when there are no areas.

    Returns the account as plain values (keys of the contract) and the identifier of its run; a project
    open for reading only keeps no run.

    Parameters
    ----------
    by
        What the rows are: region, class, organisation, month, or a property of an area that names its
        region. Where no area names its admin_unit, the borders of the project's units decide.
    since
        First day of the period.
    known_on
        Only what was recorded by that date counts.
    borders
        Name and polygon of each region.
    opening_known_on
        Date on which the opening was told; what has become known since goes into the corrections.
    statuses
        Status of claims that count: ``("accepted",)`` leaves out what waits for review.
    keep_run
        Whether the account is recorded; a page that is only looked at records nothing.
    """
    from tilth.release import account_of

    key = land_key(project, known_on, statuses)
    made = partition_of(project, known_on=known_on, statuses=statuses, key=key)
    if not len(made.records) and not made.without_area:
        return None
    made, kind, regions = _rows(project, made, by, borders)
    done = account_of(
        made, on, since=since, known_on=known_on, by=kind, regions=regions,
        opening_m2=_opening(project, on, since, opening_known_on, statuses),
    )  # fmt: skip
    stated = stated_apart(project, made, on, known_on=known_on, statuses=statuses, key=key)
    done = replace(done, differences=(*done.differences, *stated.differences))
    told = done.to_json()
    told["by_kind"] = by if kind == "region" else kind
    told["apart"] |= stated.apart
    told["counts_claims"] = sorted(statuses)
    told["partition"] = key
    return told, _recorded(project, made, told) if keep_run else None


def account_cells(
    project: Project,
    line: str,
    on: str,
    by: str = _REGION,
    *,
    name: str | None = None,
    since: str | None = None,
    known_on: str | None = None,
    borders: Sequence[tuple[str, BaseGeometry]] | None = None,
    statuses: Collection[str] = STANDING,
) -> list[dict[str, Any]]:
    """Return the polygons and claims behind one figure of the account, the largest first.

    Each row is as `tilth.release.cells` gives it, with its polygon under ``geometry``.

    Parameters
    ----------
    line
        Line of the account: opening, found, cleared ...
    name
        Row of the account; the total when not given.
    """
    from tilth.release import cells

    made = partition_of(project, known_on=known_on, statuses=statuses)
    made, kind, regions = _rows(project, made, by, borders)
    found = cells(made, line, on, since=since, by=kind, name=name, regions=regions)
    return [row | {"geometry": made.polygons[row["face"]]} for row in found]


def _rows(
    project: Project, made: Partition, by: str, borders: Sequence[tuple[str, BaseGeometry]] | None
) -> tuple[Partition, str, Shares | None]:
    """Return the partition with its regions, what the rows are, and land by borders."""
    if by in _OWN and by != "region":
        return made, by, None
    if borders is None and by in ("region", _REGION) and not any(made.records.region):
        borders = borders_of(project)
    if borders:
        from tilth.release import shares_within

        return made, "region", shares_within(made, [name for name, _ in borders], _array(borders))
    return (made if by in ("region", _REGION) else _by_property(project, made, by)), "region", None


def _array(borders: Sequence[tuple[str, BaseGeometry]]) -> Any:
    import numpy as np

    made = np.empty(len(borders), dtype=object)
    made[:] = [land for _, land in borders]
    return made


def _by_property(project: Project, made: Partition, by: str) -> Partition:
    """Return the partition with another property of the areas as their region."""
    import numpy as np

    from tilth.claims import vocabulary

    known = vocabulary()["hazardous_area"].properties
    if by not in known:
        raise ProjectError(
            f"an account by {by!r} is not known: allowed are {', '.join(_OWN)} and the properties of an area,"
            f" such as {', '.join(sorted(known)[:8])} ..."
        )
    named = {
        picture.subject: str(value)
        for picture in pictures_of(project, "hazardous_area")
        if (value := picture.value(by)) is not None
    }
    region = np.array([named.get(key, "") for key in made.records.id], dtype=object)
    region[~made.records.is_area] = ""
    return replace(made, records=replace(made.records, region=region))


def _opening(
    project: Project, on: str, since: str | None, opening_known_on: str | None, statuses: Collection[str]
) -> float | None:
    if opening_known_on is None:
        return None
    if since is None:
        raise ProjectError("an opening as it was known then needs the first day of the period: give --from")
    from tilth.release import account_of

    before = partition_of(project, known_on=opening_known_on, statuses=statuses)
    return account_of(before, on, since=since).total["opening"]


def _recorded(project: Project, made: Partition, told: Mapping[str, Any]) -> str | None:
    """Keep the account as a run; of very many claims and differences only the number and the hash."""
    if project.store.read_only:
        return None
    claims = sorted({claim for row in made.records.claims for claim in row})
    few = len(claims) <= _INPUTS_IN_RUN
    result = {**told, "differences": told["differences"][:_DIFFERENCES_IN_RUN]}
    if not few:
        result["claims"] = len(claims)
    key = told["on"] if told["from"] is None else f"{told['from']}/{told['on']}"
    claim = run_claim("account", str(key), result, inputs=claims if few else ())
    return record_run(project, claim)
