"""The process as data: which moves are allowed, and what the others lack."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilth.release import ReleaseError, State, moves, process

FULL = {
    "has_place": True, "has_date": True, "has_source": True, "has_perimeter": True, "has_benchmark": True,
    "evidence": 2, "direct_evidence": 1, "direct_evidence_left": 0, "surveys": 1, "nts": 1, "ts": 1,
    "searched": True, "clearance_begun": 1, "clearance": 1, "depth_cm": 20, "has_operator": True,
    "has_criteria": True, "has_reason": True, "open_m2": 5000.0, "released_m2": 100.0,
    "completion_reports": 1,
    "quality_passed": 1, "quality_failed": 0, "handovers": 1, "markers_recorded": True,
    "community_informed": True, "restrictions_stated": True, "evidence_after_release": 0,
}  # fmt: skip


def named(name: str, state: State, facts):
    return next(move for move in moves(process(), state, facts) if move.name == name)


def failed(name: str, state: State, facts) -> list[str]:
    return [guard["guard"] for guard in named(name, state, facts).failed]


@pytest.mark.parametrize(
    "name, state, to",
    [
        ("report", State("none", "none"), State("indication", "open")),
        ("suspect", State("indication", "open"), State("SHA", "open")),
        ("confirm", State("SHA", "worked_on"), State("CHA", "worked_on")),
        ("confirm", State("indication", "open"), State("CHA", "open")),
        ("confirm", State("none", "none"), State("CHA", "open")),
        ("start", State("CHA", "open"), State("CHA", "worked_on")),
        ("suspend", State("CHA", "worked_on"), State("CHA", "suspended")),
        ("resume", State("CHA", "suspended"), State("CHA", "open")),
        ("cancel", State("SHA", "open"), State("SHA", "open")),
        ("reduce", State("CHA", "open"), State("CHA", "open")),
        ("clear", State("SHA", "open"), State("SHA", "open")),
        ("hand_over", State("CHA", "closed"), State("CHA", "handed_over")),
    ],
)
def test_moves__all_that_is_asked_for__leads_on(name, state, to) -> None:
    move = named(name, state, FULL)
    assert (move.allowed, move.state) == (True, to)


@pytest.mark.parametrize(
    "name, state, missing, guard",
    [
        ("suspect", State("indication", "open"), {"evidence": 0}, "any_evidence"),
        ("confirm", State("SHA", "open"), {"direct_evidence": 0}, "direct_evidence"),
        ("cancel", State("SHA", "open"), {"nts": 0}, "nts"),
        ("cancel", State("CHA", "open"), {"direct_evidence_left": 1}, "no_direct_evidence"),
        ("cancel", State("SHA", "open"), {"has_criteria": False}, "criteria"),
        ("reduce", State("SHA", "open"), {"searched": False}, "searched"),
        ("clear", State("CHA", "open"), {"depth_cm": 0}, "depth"),
        ("close", State("CHA", "open"), {"open_m2": 5.0}, "nothing_open"),
        ("close", State("CHA", "open"), {"open_m2": 0.0, "quality_failed": 1}, "quality_settled"),
        ("hand_over", State("CHA", "closed"), {"markers_recorded": False}, "markers"),
        ("discard", State("indication", "open"), {"has_reason": False, "direct_evidence_left": 0}, "reason"),
        ("reopen", State("CHA", "closed"), {"quality_failed": 0}, "quality_failed"),
        ("find_again", State("CHA", "handed_over"), {"evidence_after_release": 0}, "evidence_after"),
    ],
)
def test_moves__one_thing_missing__only_that_guard_fails(name, state, missing, guard) -> None:
    assert failed(name, state, FULL | missing) == [guard]


def test_moves__failed_guard__says_what_is_given_needed_and_what_would_meet_it() -> None:
    (guard,) = named("close", State("CHA", "open"), FULL | {"open_m2": 40.0}).failed
    assert (guard["given"], guard["needed"]) == (40.0, "no open land left in the area")
    assert "tilth areas status" in guard["advice"]


def test_moves__from_another_class__says_which() -> None:
    (guard,) = named("discard", State("CHA", "open"), FULL).failed
    assert guard["needed"] == "class indication"


def test_moves__nothing_known__every_move_is_forbidden_with_a_reason() -> None:
    made = moves(process(), State("SHA", "open"), {})
    assert all(move.failed for move in made)


@pytest.mark.parametrize("name", ["cancel", "reduce", "clear", "close", "hand_over", "discard", "reopen"])
def test_moves__that_release_or_close__need_somebody_else(name) -> None:
    assert named(name, State("CHA", "open"), FULL).approvals == 1


def test_moves__rule_read_in_no_standard__carries_its_warning() -> None:
    assert named("close", State("CHA", "open"), FULL).warning == "not verified: check your national standard"


def test_moves__rule_read_in_its_source__has_no_warning() -> None:
    assert named("suspend", State("CHA", "open"), FULL).warning == ""


def test_process__every_rule__has_a_source_and_a_tag() -> None:
    rules = process().rules
    listed = [
        *rules["moves"],
        *rules["activity_moves"],
        *rules["products"].values(),
        *rules["reports"].values(),
    ]
    assert all(rule["source"] and rule["tag"] in ("S", "S2", "P", "K") for rule in listed)


def test_process__every_guard__says_what_would_meet_it() -> None:
    rules = process().rules
    guards = [*rules["guards"].values(), *rules["activity_guards"].values()]
    assert all(guard["needs"] and guard["advice"] for guard in guards)


def test_activity__begun_without_a_place__says_so() -> None:
    made = moves(process(), State("TS", "planned"), {"has_start": True, "has_operator": True}, of="activity")
    begin = next(move for move in made if move.name == "begin")
    assert [guard["guard"] for guard in begin.failed] == ["where"]


def test_activity__completed__moves_no_further() -> None:
    facts = {"has_start": True, "has_end": True, "has_place": True, "has_operator": True, "has_reason": True}
    assert not any(move.allowed for move in moves(process(), State("TS", "completed"), facts, of="activity"))


OWN = """
name: ours
products: {}
reports: {}
guards: {two: {fact: direct_evidence, at_least: 2, needs: two finds, advice: find another}}
moves:
  - {name: confirm, from_class: [SHA], to_class: CHA, to_status: same, guards: [two], tag: S, source: ours}
"""


def test_process__of_a_programme__replaces_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(OWN)
    (move,) = moves(process(path), State("SHA", "open"), {"direct_evidence": 1})
    assert (move.failed[0]["needed"], move.verified) == ("two finds", True)


@pytest.mark.parametrize(
    "text, words",
    [
        ("name: x", "lacks products"),
        (OWN.replace("[two]", "[three]"), "unknown guards three"),
        ("a: [", "no YAML"),
    ],
)
def test_process__of_another_form__is_refused(tmp_path: Path, text, words) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(text)
    with pytest.raises(ReleaseError, match=words):
        process(path)
