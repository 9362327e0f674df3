"""Figures of reports: the word from the method, each activity once."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.release import ActivityReport, counted_once, product_of


def report(key: str, kind: str, month: str, **stated: float) -> ActivityReport:
    figures_are = stated.pop("figures_are", None)
    return ActivityReport(key, "a", kind, month, "clearance", stated, figures_are)  # type: ignore[arg-type]


def m2(*reports: ActivityReport) -> dict[str, float]:
    return dict(counted_once(reports)[0].m2)


@pytest.mark.parametrize(
    "method, product",
    [("NTS", "cancelled"), ("desk", "cancelled"), ("TS", "reduced"), ("clearance", "cleared"),
     ("BAC", "cleared"), ("eod_spot", None), ("marking", None), (None, None)],
)  # fmt: skip
def test_product_of__method__gives_the_word(method, product) -> None:
    assert product_of(method) == product


def test_counted_once__progress_reports__are_added() -> None:
    assert m2(
        report("1", "progress", "2024-01", cleared=100), report("2", "progress", "2024-02", cleared=50)
    ) == {"cleared": 150}


def test_counted_once__progress_then_completion__counts_the_completion() -> None:
    reports = [
        report("1", "progress", "2024-01", cleared=400),
        report("2", "completion", "2024-02", cleared=1000),
    ]
    assert m2(*reports) == {"cleared": 1000}


def test_counted_once__progress_then_completion__says_why_progress_is_left_out() -> None:
    reports = [
        report("1", "progress", "2024-01", cleared=400),
        report("2", "completion", "2024-02", cleared=1000),
    ]
    assert counted_once(reports)[0].left_out == {"1": "its figures are within those of 2"}


def test_counted_once__running_totals__the_newest_counts() -> None:
    reports = [
        ActivityReport(str(n), "a", "progress", f"2024-0{n}", "TS", {"reduced": 100.0 * n}, "running_total")
        for n in (1, 2, 3)
    ]
    assert m2(*reports) == {"reduced": 300}


def test_counted_once__handover__adds_nothing() -> None:
    reports = [
        report("1", "completion", "2024-01", cleared=400),
        report("2", "handover", "2024-03", cleared=400),
    ]
    assert m2(*reports) == {"cleared": 400}


def test_counted_once__handover_alone__has_no_figure() -> None:
    assert m2(report("2", "handover", "2024-03", cleared=400)) == {}


def test_counted_once__reduced_by_nts__is_cancelled_and_said_so() -> None:
    (told,) = counted_once([ActivityReport("1", "a", "completion", "2024", "NTS", {"reduced": 70.0})])
    assert (dict(told.m2), told.renamed) == (
        {"cancelled": 70.0}, ("1: reported as reduced, counted as cancelled",)
    )  # fmt: skip


def test_counted_once__reduced_without_technical_asset__is_cancelled() -> None:
    (told,) = counted_once(
        [ActivityReport("1", "a", "completion", "2024", "TS", {"reduced_without_asset": 9.0})]
    )
    assert dict(told.m2) == {"cancelled": 9.0}


def test_counted_once__two_activities__are_apart() -> None:
    reports = [ActivityReport("1", name, "completion", None, "TS", {"reduced": 1.0}) for name in ("a", "b")]
    assert [told.activity for told in counted_once(reports)] == ["a", "b"]


REPORTS = st.lists(
    st.builds(
        ActivityReport,
        st.integers(0, 6).map(str),
        st.just("a"),
        st.sampled_from(["progress", "completion", "handover"]),
        st.integers(0, 60).map(lambda n: (date(2024, 1, 1) + timedelta(n)).isoformat()),
        st.just("clearance"),
        st.fixed_dictionaries({"cleared": st.integers(1, 9).map(float)}),
    ).map(lambda report: replace(report, id=f"{report.kind} {report.id}")),
    max_size=8,
)


@given(REPORTS, st.randoms(use_true_random=False))
def test_counted_once__replayed_in_another_order__changes_nothing(reports, order: random.Random) -> None:
    replayed = order.sample(reports * 3, 3 * len(reports))
    assert [told.m2 for told in counted_once(replayed)] == [told.m2 for told in counted_once(reports)]


@given(REPORTS)
def test_counted_once__with_a_completion__is_the_figure_of_one_report(reports) -> None:
    if any(one.kind == "completion" for one in reports):
        assert m2(*reports)["cleared"] in {one.stated_m2["cleared"] for one in reports}
