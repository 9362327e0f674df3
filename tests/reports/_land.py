"""An area that was surveyed, cleared, inspected and handed over: made up, in a place that does not exist."""

from __future__ import annotations

from typing import Any

from tilth.claims import Claim
from tilth.project import Project

LON, LAT = 106.9, 16.7


def place(*pairs: tuple[float, float]) -> dict[str, Any]:
    """Return a place of corners, in 5,000ths of a degree from the middle; one corner is a point."""
    ring = [[round(LON + x / 5000, 6), round(LAT + y / 5000, 6)] for x, y in pairs]
    if len(ring) == 1:
        return {"geometry": {"type": "Point", "coordinates": ring[0]}, "accuracy_m": 3}
    return {"geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}


def claim(kind: str, key: str, where: dict[str, Any] | None = None, **values: Any) -> Claim:
    """Return a claim of a made-up record."""
    valid = values.pop("valid", None)
    return Claim(
        kind=kind, subject=f"{kind}:{key}", values=values | {"synthetic": "yes"}, place=where, valid=valid
    )


def land_claims() -> list[Claim]:
    """Return the claims."""
    area = [(0, 0), (2, 0), (2.4, 1), (1.6, 2), (0, 2)]
    return [
        claim(
            "hazardous_area", "H7", place(*area), local_id="H7", name="Ban Na field", classification="CHA",
            status="worked_on", terrain="paddy", benchmark=place((-0.2, -0.2)),
            reference_point=place((-0.6, -0.4)), admin_unit="0407", valid="2025-02-01/..",
        ),
        claim("organisation", "clear", name="Clear Land"),
        claim("team", "alpha", name="Alpha", organisation="organisation:clear"),
        claim(
            "activity", "A1", place(*area), local_id="A1", activity_kind="TS",
            organisation="organisation:clear", start="2025-03-01", end="2025-03-10", status="completed",
            hazardous_area=["hazardous_area:H7"], searched_m2=9000, found=2,
        ),
        claim(
            "activity", "A2", place((0, 0), (1.4, 0), (1.4, 2), (0, 2)), local_id="A2", activity_kind="BAC",
            organisation="organisation:clear", start="2025-04-01", end="2025-05-20", status="completed",
            hazardous_area=["hazardous_area:H7"], depth_cm=25, found=3, cleared_m2=33000,
            restrictions="No digging below 25 cm.",
        ),
        claim(
            "release", "R1", place((0, 0), (1.4, 0), (1.4, 2), (0, 2)), product="cleared", method="BAC",
            date="2025-05-20", depth_cm=25, hazardous_area="hazardous_area:H7", activity="activity:A2",
            organisation="organisation:clear", approved_by="National authority", approved_on="2025-06-02",
        ),
        claim(
            "release", "R2", place((1.4, 0), (2, 0), (2.4, 1), (1.6, 2), (1.4, 2)), product="reduced",
            method="TS", date="2025-03-10", hazardous_area="hazardous_area:H7", activity="activity:A1",
            organisation="organisation:clear",
        ),
        claim(
            "find", "F1", place((0.4, 0.6)), category="submunition", model="blu26", quantity=2, depth_cm=8,
            outcome="destroyed", date="2025-04-11", hazardous_area="hazardous_area:H7",
        ),
        claim("find", "F2", place((0.9, 1.4)), category="submunition", model="blu26", quantity=1,
              outcome="destroyed", date="2025-05-02", hazardous_area="hazardous_area:H7"),
        claim("evidence_point", "E1", place((0.5, 0.5)), evidence_kind="submunition", count=1,
              date="2025-01-15"),
        claim("survey_box", "B1", place((0, 0), (0.45, 0), (0.45, 0.45), (0, 0.45)), size_m=10, searched=1,
              detection=0.9, found=0, date="2025-03-02"),
        claim("survey_box", "B2", place((0.45, 0.45), (0.9, 0.45), (0.9, 0.9), (0.45, 0.9)), size_m=10,
              searched=0.8, detection=0.9, found=2, date="2025-03-03"),
        claim("survey_box", "B3", place((1.6, 1.4), (1.9, 1.4), (1.9, 1.6), (1.6, 1.6)), size_m=10,
              access="not_accessible", access_reason="pond"),
        claim(
            "quality_visit", "Q1", place((1, 1)), local_id="Q1", visit_kind="qc_inspection",
            date="2025-05-28", activity="activity:A2", release=["release:R1"], inspecting="organisation:nra",
            inspected="organisation:clear", result="passed_with_remarks",
            nonconformities=[{"type": "marker missing", "severity": "minor"}], measures="marker set again",
        ),
        claim("organisation", "nra", name="National authority"),
        claim("sampling", "S1", place((1, 1)), release="release:R1", date="2025-05-28", area_m2=300, found=0,
              detection=0.95),
        claim(
            "handover", "C1", local_id="C1", date="2025-06-10", hazardous_area=["hazardous_area:H7"],
            release=["release:R1", "release:R2"], handed_by="organisation:clear",
            handed_to="Village of Ban Na",
            community_informed="yes", markers_recorded="yes", restrictions="No digging below 25 cm.",
        ),
        claim("task", "T1", local_id="T1", title="Clear Ban Na field", hazardous_area=["hazardous_area:H7"],
              team=["team:alpha"], priority=1, priority_reason="school path", planned_start="2025-04-01"),
    ]  # fmt: skip


def fill(project: Project) -> None:
    """Put the area into a project, accepted by a person."""
    project.append(land_claims(), state="accepted")
