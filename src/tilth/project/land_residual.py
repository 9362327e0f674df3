"""What may remain in the released land of an area: by the model, and by samples, each for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tilth.claims import Picture
from tilth.errors import TilthError
from tilth.project.area_facts import area_named, outline_of
from tilth.project.area_work import work_facts
from tilth.project.land_records import pictures_of
from tilth.project.project import Project
from tilth.release import assumptions, passes, sample_size, sampling_rule, shown_by_sample

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["residual_statement"]

_LEFT = (1, 5, 20)
"""Numbers of items left for which the chance to pass is told."""


def residual_statement(
    project: Project, area: str, *, confidence: float | None = None, free: float | None = None
) -> dict[str, Any]:
    """Return both statements on what may remain in the released land of an area.

    Keys: area, released_m2, released (pieces: release, product, m2), model, sample. ``model`` is what the
    hazard model says of the released land (interval, assumptions, run), or why there is nothing. ``sample``
    rests on samples searched again alone: for each sampled release a statement, and the size of a sample that
    would show the asked share. Neither says safe or free of items.

    Parameters
    ----------
    confidence, free
        Of the statement from samples; the values of data/release/sampling.yaml when not given.
    """
    picture = area_named(project, area)
    work = work_facts(project, picture.subject, outline_of(picture))
    sure = confidence if confidence is not None else sampling_rule("confidence")
    wanted = free if free is not None else sampling_rule("free")
    return {
        "area": picture.subject,
        "released_m2": work.facts["released_m2"],
        "model": _by_model(project, work.released_land),
        "sample": _by_samples(
            project, _standing(work.releases, work.released_land), work.facts["released_m2"], sure, wanted
        ),
    }


def _standing(releases: Sequence[Picture], land: BaseGeometry | None) -> list[Picture]:
    """Return the releases whose land is still released, in part or whole."""
    if land is None:
        return []
    lands = [(told, outline_of(told)) for told in releases]
    return [told for told, own in lands if own is not None and own.intersection(land).area > 0]


def _by_model(project: Project, land: BaseGeometry | None) -> dict[str, Any]:
    if land is None:
        return {"sentence": "no land of the area is released, so there is nothing to say of it"}
    from tilth.project.area_residual import area_residual

    try:
        found = area_residual(project, land)
    except TilthError as error:
        return {"sentence": f"the model says nothing of this land: {error}"}
    if found is None:
        return {"sentence": "no map of what remains was made: 'tilth hazard map' makes one"}
    told: dict[str, Any] = found.residual.to_json()
    stale = list(found.stale)
    return told | {
        "sentence": found.residual.sentence,
        "run": found.run,
        "problems": [*told["problems"], *stale],
    }


def _by_samples(
    project: Project, releases: Sequence[Picture], released_m2: float, confidence: float, free: float
) -> dict[str, Any]:
    """Return what samples say of each release, and how large a sample of the whole land must be."""
    unit_m2 = sampling_rule("unit_m2")
    units = int(released_m2 / unit_m2)
    wanted = _needed(units, confidence, free)
    samples = pictures_of(project, "sampling")
    told = [row for one in releases for row in _of_release(one, samples, unit_m2, confidence)]
    sentence = " ".join(row["sentence"] for row in told) or (
        "no sample of the released land was searched again, so samples say nothing; "
        f"{wanted['sentence'] if wanted else 'there is too little land for a statement'}"
    )
    return {
        "sentence": sentence,
        "statements": told,
        "needed": wanted,
        "unit_m2": unit_m2,
        "assumptions": list(assumptions()),
        "warning": "not verified: check your national standard",
    }


def _needed(units: int, confidence: float, free: float) -> dict[str, Any] | None:
    if units < 2:
        return None
    size = sample_size(confidence, free, units=units)
    words = f"{size:,} of {units:,} units, none of them found not free, would show {100 * free:.4g} %"
    return {"units": units, "sample": size, "free": free, "confidence": confidence, "sentence": words}


def _of_release(
    release: Picture, samples: Sequence[Picture], unit_m2: float, confidence: float
) -> list[dict[str, Any]]:
    rows = []
    land_m2 = _land_m2(release)
    for sample in samples:
        if _value(sample, "release") != release.subject:
            continue
        units = max(int(land_m2 / unit_m2), 1)
        sampled = min(int(_sampled_m2(sample, land_m2) / unit_m2), units)
        found, detection = int(_value(sample, "found") or 0), float(_value(sample, "detection") or 1.0)
        if sampled < max(found, 1):
            continue
        shown = shown_by_sample(sampled, found, confidence, units=units, detection=detection)
        rows.append(_row(release, sample, shown.to_json(), detection))
    return rows


def _row(release: Picture, sample: Picture, shown: Mapping[str, Any], detection: float) -> dict[str, Any]:
    share = shown["sampled"] / shown["units"]
    unknown = [] if _value(sample, "detection") else ["No chance of detection is on record: 1 was taken."]
    return {
        "release": release.subject,
        "sample": sample.subject,
        **{name: shown[name] for name in ("sampled", "found", "units", "confidence", "free", "sentence")},
        "detection": detection,
        "chance_to_pass_with_items_left": {str(left): passes(left, share, detection) for left in _LEFT},
        "problems": unknown,
        "claims": [item.id for item in sample.claims],
    }


def _sampled_m2(sample: Picture, land_m2: float) -> float:
    told = _value(sample, "area_m2")
    return float(told) if told else float(_value(sample, "share") or 0.0) * land_m2


def _land_m2(release: Picture) -> float:
    from tilth.places import area_m2

    land = outline_of(release)
    return area_m2(land) if land is not None else float(_value(release, "area_m2") or 0.0)


def _value(told: Picture, name: str) -> Any:
    return told.value(name) if name in told.told else None
