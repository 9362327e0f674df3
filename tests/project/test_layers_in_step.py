"""Layers kept step by step equal layers made anew from the ledger, whatever is recorded in which order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tilth.claims import Claim, Installation, ledger_digest, review_claim
from tilth.project import Project, rebuild

pytestmark = pytest.mark.slow

_KINDS = {
    "strike": ("rounds", 4),
    "evidence_point": ("count", 2),
    "survey_box": ("found", 3),
    "hazardous_area": ("area_stated_m2", 900),
    "activity": ("found", 1),
    "accident": ("injured", 1),
    "transfer": ("item", "155 mm"),
    "statement": ("content", "words"),
}
_NEED_PLACE = ("strike", "evidence_point", "survey_box", "hazardous_area", "activity")
_AREAS = ("survey_box", "hazardous_area")
_VERDICTS = ("accept", "reject", "retract", "reopen")
_EXAMPLE = count(1)

tellings = st.fixed_dictionaries(
    {
        "do": st.just("tell"),
        "kind": st.sampled_from(sorted(_KINDS)),
        "subject": st.integers(1, 3),
        "extra": st.integers(0, 1),
        "place": st.integers(-1, 2),
        "access": st.sampled_from(["public", "public", "personal"]),
        "state": st.sampled_from(["proposed", "accepted"]),
        "part": st.booleans(),
    }
)
reviews = st.fixed_dictionaries(
    {
        "do": st.just("review"),
        "target": st.integers(0, 30),
        "verdict": st.sampled_from([*_VERDICTS, "correct", "settle"]),
        "by": st.sampled_from(["entity:a", "entity:b"]),
    }
)
steps = st.lists(st.one_of(tellings, tellings, reviews), min_size=1, max_size=14)


class _Writer:
    """Carries out steps on a project, each as a batch of its own."""

    def __init__(self, project: Project, name: str) -> None:
        self.project, self.name = project, name
        self.told: list[Claim] = []
        self.last: dict[tuple[str, str], str] = {}

    def do(self, step: dict[str, Any]) -> None:
        if step["do"] == "tell":
            self._tell(step)
        elif self.told:
            self._review(step)

    def _tell(self, step: dict[str, Any]) -> None:
        parent = self.told[-1].id if step["part"] and self.told else None
        claim = _claim(step, self.name, parent)
        self.project.append([claim], state=step["state"])
        self.told.append(claim)

    def _review(self, step: dict[str, Any]) -> None:
        target = self.told[step["target"] % len(self.told)]
        verdict, by = step["verdict"], step["by"]
        extra: dict[str, Any] = {}
        if verdict == "settle":
            extra = {"settles": "place"}
        if verdict == "correct":
            extra = {"replacement": self._replacement(target).id}
        after = self.last.get((target.id, by))
        review = review_claim(target.id, verdict, by, after=after, **extra)
        self.last[target.id, by] = review.id
        self.project.append([review], state="accepted")

    def _replacement(self, target: Claim) -> Claim:
        field, value = _KINDS[target.kind]
        changed = value + 7 if isinstance(value, int) else f"{value} corrected"
        content = target.to_json() | {"values": {field: changed}}
        claim = Claim.from_json(content)
        self.project.append([claim])
        self.told.append(claim)
        return claim


def _claim(step: dict[str, Any], name: str, parent: str | None) -> Claim:
    kind, place = step["kind"], step["place"]
    field, value = _KINDS[kind]
    values = {field: value + step["extra"] if isinstance(value, int) else f"{value} {step['extra']}"}
    number = 0 if place < 0 and kind in _NEED_PLACE else place
    return Claim(
        kind=kind,
        subject=f"{kind}:{name}-{step['subject']}",
        values=values,
        place=None if number < 0 else {"geometry": _shape(kind, number), "accuracy_m": 10 + number},
        access=step["access"],
        part_of=parent,
    )


def _shape(kind: str, number: int) -> dict[str, Any]:
    x, y = 37.0 + number / 10, 48.0
    if kind not in _AREAS:
        return {"type": "Point", "coordinates": [x, y]}
    ring = [[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y + 0.01], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


_RELAXED = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@_RELAXED
@given(steps=steps)
def test_layers__any_steps__equal_those_made_anew(
    project: Project, drawn: Callable[[Project], dict[str, list[Any]]], steps: list[dict[str, Any]]
) -> None:
    writer = _Writer(project, f"x{next(_EXAMPLE)}")
    for step in steps:
        writer.do(step)
    kept = drawn(project)
    rebuild(project.store)
    assert kept == drawn(project)


@pytest.fixture
def copies(project: Project, tmp_path: Path) -> Any:
    """Yield the project and a copy that another installation writes in."""
    with Project.create(tmp_path / "copy.gpkg", Installation(tmp_path / "other home")) as other:
        yield project, other


@_RELAXED
@given(ours=steps, theirs=steps)
def test_layers__two_copies_synced__are_the_same_in_both(
    copies: tuple[Project, Project],
    drawn: Callable[[Project], dict[str, list[Any]]],
    ours: list[dict[str, Any]],
    theirs: list[dict[str, Any]],
) -> None:
    here, there = copies
    name = f"y{next(_EXAMPLE)}"
    for copy, listed in ((here, ours), (there, theirs)):
        writer = _Writer(copy, name)
        for step in listed:
            writer.do(step)
    here.sync(there)
    assert drawn(here) == drawn(there)


@_RELAXED
@given(ours=steps, theirs=steps)
def test_layers__after_sync__equal_those_made_anew(
    copies: tuple[Project, Project],
    drawn: Callable[[Project], dict[str, list[Any]]],
    ours: list[dict[str, Any]],
    theirs: list[dict[str, Any]],
) -> None:
    here, there = copies
    name = f"z{next(_EXAMPLE)}"
    for copy, listed in ((here, ours), (there, theirs)):
        writer = _Writer(copy, name)
        for step in listed:
            writer.do(step)
    here.sync(there)
    kept = drawn(there)
    rebuild(there.store)
    assert kept == drawn(there)


def test_layers__placed_subject_told_more_of_without_place__show_all_its_claims(
    project: Project, drawn: Callable[[Project], dict[str, list[Any]]]
) -> None:
    step = {"kind": "transfer", "subject": 1, "access": "public"}
    project.append([_claim(step | {"extra": 0, "place": 0}, "p", None)])
    project.append([_claim(step | {"extra": 1, "place": -1}, "p", None)])
    assert len(drawn(project)["claim_place"][0][0]["claims"].split()) == 2


def test_sync__two_copies__hold_the_same_ledger(copies: tuple[Project, Project]) -> None:
    here, there = copies
    step = {"kind": "strike", "subject": 1, "extra": 0, "place": 0, "access": "public"}
    here.append([_claim(step, "s", None)])
    there.append([_claim(step | {"extra": 1}, "s", None)])
    here.sync(there)
    assert ledger_digest(here.store) == ledger_digest(there.store)
