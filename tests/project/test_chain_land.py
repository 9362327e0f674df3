"""Areas drawn from a project's evidence, and their account."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tilth.claims import Claim, recorded_by_id
from tilth.project import (
    Project,
    account_areas,
    draw_hazardous_areas,
    latest_run,
    layer_rows,
    pictures_of,
    review_claims,
)


def _evidence(number: int, lon: float) -> Claim:
    return Claim(
        kind="evidence_point",
        subject=f"evidence_point:{number}",
        values={"evidence_kind": "submunition", "count": 1, "date": "2024-05-01"},
        place={"geometry": {"type": "Point", "coordinates": [lon, 48.0]}, "accuracy_m": 10},
    )


@pytest.fixture
def found(project: Project) -> list[Claim]:
    """Return two pieces of evidence far apart, recorded in the project."""
    claims = [_evidence(1, 37.0), _evidence(2, 37.5)]
    project.append(claims)
    return claims


def _areas(project: Project) -> set[str]:
    return {picture.subject for picture in pictures_of(project, "hazardous_area")}


def test_draw__no_evidence__is_none(project: Project) -> None:
    assert draw_hazardous_areas(project) is None


def test_draw__two_places__makes_two_areas(project: Project, found: list[Claim]) -> None:
    draw_hazardous_areas(project)
    assert len(_areas(project)) == 2


def test_draw__twice__makes_no_second_run(project: Project, found: list[Claim]) -> None:
    assert draw_hazardous_areas(project)[1] == draw_hazardous_areas(project)[1]


def test_draw__twice__adds_no_claim(project: Project, found: list[Claim]) -> None:
    draw_hazardous_areas(project)
    before = len(project.ledger)
    draw_hazardous_areas(project)
    assert len(project.ledger) == before


def test_draw__areas__are_in_the_layer(project: Project, found: list[Claim]) -> None:
    draw_hazardous_areas(project)
    assert {row["subject"] for row in layer_rows(project.store, "hazardous_area")} == _areas(project)


def test_draw__run__names_every_claim_it_used(project: Project, found: list[Claim]) -> None:
    key = draw_hazardous_areas(project)[1]
    run = recorded_by_id(project.store, [key])[0]
    assert run.claim.values["inputs"] == sorted(claim.id for claim in found)


def test_draw__evidence_rejected__takes_its_area_back(project: Project, found: list[Claim]) -> None:
    draw_hazardous_areas(project)
    review_claims(project, [("reject", found[0].id)], by="jj")
    draw_hazardous_areas(project)
    assert len(_areas(project)) == 1


def test_draw__rejected_evidence_reopened__brings_its_area_back(project: Project, found: list[Claim]) -> None:
    draw_hazardous_areas(project)
    first = _areas(project)
    for verdict in ("reject", "reopen"):
        review_claims(project, [(verdict, found[0].id)], by="jj")
        draw_hazardous_areas(project)
    assert _areas(project) == first


def test_draw__evidence_rejected_again__takes_its_area_back_again(
    project: Project, found: list[Claim]
) -> None:
    draw_hazardous_areas(project)
    for verdict in ("reject", "reopen", "reject"):
        review_claims(project, [(verdict, found[0].id)], by="jj")
        draw_hazardous_areas(project)
    assert len(_areas(project)) == 1


def test_draw__rejected_evidence_reopened__the_newest_run_counts_both(
    project: Project, found: list[Claim]
) -> None:
    draw_hazardous_areas(project)
    for verdict in ("reject", "reopen"):
        review_claims(project, [(verdict, found[0].id)], by="jj")
        draw_hazardous_areas(project)
    assert latest_run(project, "areas.draw", "all").claim.values["result"]["evidence"] == 2


def _area(number: int, product: str | None = None) -> Claim:
    ring = [[37, 48], [37.01, 48], [37.01, 48.01], [37, 48.01], [37, 48]]
    place: dict[str, Any] = {"geometry": {"type": "Polygon", "coordinates": [ring]}}
    if product is None:
        values: dict[str, Any] = {"classification": "SHA"}
        return Claim(
            kind="hazardous_area",
            subject=f"hazardous_area:{number}",
            values=values,
            place=place,
            valid="2023-01-01/..",
        )
    values = {"product": product, "hazardous_area": "hazardous_area:1", "date": "2024-01-01"}
    return Claim(kind="release", subject=f"release:{number}", values=values, place=place)


def test_account__no_areas__is_none(project: Project) -> None:
    assert account_areas(project, "2025-01-01") is None


def test_account__area_cleared__balances(project: Project) -> None:
    project.append([_area(1), _area(1, "cleared")])
    total = account_areas(project, "2025-01-01")[0]["total"]
    gone = total["cancelled"] + total["reduced"] + total["cleared"]
    closing = total["opening"] + total["found"] - gone + total["corrections"]
    assert closing == pytest.approx(total["closing"], abs=1)


def test_account__area_wholly_cleared__closes_at_nothing(project: Project) -> None:
    project.append([_area(1), _area(1, "cleared")])
    assert account_areas(project, "2025-01-01")[0]["total"]["closing"] == pytest.approx(0, abs=1)


def test_account__before_the_clearance__closes_at_the_whole_area(project: Project) -> None:
    # 0.01 x 0.01 degree at 48.005 N: M dphi x N cos(phi) dlambda on WGS84, 1111.84 m x 745.95 m.
    project.append([_area(1), _area(1, "cleared")])
    closing = account_areas(project, "2023-06-01")[0]["total"]["closing"]
    assert closing == pytest.approx(1_111.85 * 746.8, rel=2e-3)


def test_account__run__names_its_claims(project: Project) -> None:
    claims = [_area(1), _area(1, "cleared")]
    project.append(claims)
    key = account_areas(project, "2025-01-01")[1]
    run = recorded_by_id(project.store, [key])[0].claim
    assert run.values["inputs"] == sorted(claim.id for claim in claims)


def test_account__by_a_property__adds_up_to_the_total(tmp_path: Path) -> None:
    with Project.create(tmp_path / "by.gpkg") as project:
        corners = [[21, 44], [21.01, 44], [21.01, 44.01], [21, 44.01], [21, 44]]
        east = [[lon + 0.1, lat] for lon, lat in corners]
        project.append(
            Claim(
                kind="hazardous_area",
                subject=f"hazardous_area:{name}",
                values={"classification": name},
                place={"geometry": {"type": "Polygon", "coordinates": [ring]}},
            )
            for name, ring in (("SHA", corners), ("CHA", east))
        )
        done = account_areas(project, "2024", "classification")
    assert done is not None
    parts = {part["region"]: part["total"]["closing"] for part in done[0]["by"]}
    assert set(parts) == {"SHA", "CHA"}
    assert sum(parts.values()) == pytest.approx(done[0]["total"]["closing"])
