"""What falls due for a state, counted by hand from Articles 3, 4 and 7."""

from __future__ import annotations

import pytest

from tilth.law import Extension, LawError, Participation, Report, calendar


def dates(state: str, on: str, heading: str, **given: object) -> list[tuple[str, str]]:
    return [(each["date"], each["duty"]) for each in calendar(state, on, **given)[heading]]  # type: ignore[arg-type]


def test_calendar__south_sudan__first_report_and_terms_ahead() -> None:
    # in force 1 February 2024, first report 30 July 2024: clusterconvention.org; then 8 and 10 years
    assert dates("SSD", "2024-03-01", "coming") == [
        ("2024-07-30", "initial_report"),
        ("2025-04-30", "next_report"),
        ("2026-04-30", "next_report"),
        ("2032-02-01", "stockpile_destruction"),
        ("2034-02-01", "clearance"),
    ]


def test_calendar__vanuatu_before_entry__entry_into_force_comes_first() -> None:
    found = calendar("VUT", "2026-02-15")["coming"]
    assert [each["date"] for each in found][:2] == ["2026-03-01", "2026-08-28"]
    assert found[0]["article"] == "Art. 17"


def test_calendar__no_record_of_reports__calls_none_overdue() -> None:
    found = calendar("NGA", "2025-06-01")
    assert found["overdue"] == []
    assert [each["date"] for each in found["past"]] == ["2024-01-28", "2024-04-30", "2025-04-30"]


def test_calendar__record_of_reports__tells_late_and_overdue_ones() -> None:
    reports = [Report(2024, "initial", "2024-02-10", "a"), Report(2024, "annual", "2024-04-01", "b")]
    found = calendar("NGA", "2025-06-01", reports=reports)
    assert [(each["date"], each["status"]) for each in found["reported"]] == [
        ("2024-01-28", "submitted late"),
        ("2024-04-30", "submitted"),
    ]
    assert [(each["date"], each["days_late"]) for each in found["overdue"]] == [("2025-04-30", 32)]


def test_calendar__state_that_left__nothing_is_coming() -> None:
    assert dates("LTU", "2025-06-01", "coming") == []


def test_calendar__withdrawal_notified__ends_what_comes_after_it() -> None:
    notice = Participation.from_mapping(
        {"state": "NZL", "regime": "ccm", "withdrawal_notified": "2026-03-10"}
    )
    assert dates("NZL", "2026-04-01", "coming", facts=[notice]) == [
        ("2026-04-30", "next_report"),
        ("2026-09-10", "standing"),
    ]


def test_calendar__extension_granted__moves_clearance() -> None:
    granted = Extension.from_mapping(
        {
            "state": "LAO",
            "duty": "clearance",
            "granted": "2024-09-12",
            "deadline": "2030-08-01",
            "status": "granted",
        }
    )
    assert ("2030-08-01", "clearance") in dates("LAO", "2026-01-01", "coming", extensions=[granted])
    assert ("2030-08-01", "clearance") not in dates("LAO", "2026-01-01", "coming")


def test_calendar__outsider__has_the_reason() -> None:
    assert any("not in force" in note for note in calendar("USA", "2026-01-01")["notes"])


@pytest.mark.parametrize("state,on,message", [
    ("Atlantis", "2026-01-01", "no state 'Atlantis'"),
    ("SSD", "2010-01-01", "did not exist on 2010-01-01"),
    ("PHL", "2026-02-30", "date of the question"),
])  # fmt: skip
def test_calendar__bad_request__is_refused(state: str, on: str, message: str) -> None:
    with pytest.raises(LawError, match=message):
        calendar(state, on)
