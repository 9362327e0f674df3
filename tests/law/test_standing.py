"""Standings by date, hand-checked against the packaged party table and the treaty text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.law import LawError, Participation, participations, standing
from tilth.times import PartialDate

YOUNG = {"SSD", "MNE", "PLW"}  # came into being within the days tried
CCM = [
    each
    for each in participations()
    if each.regime == "ccm" and (each.signed or each.consent_date) and each.state not in YOUNG
]
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))
ORDER = ("outsider", "signatory", "provisional", "party", "former_party")


@pytest.mark.parametrize("state,regime,on,expected", [
    ("LTU", "ccm", "2008-12-02", "outsider"),
    ("LTU", "ccm", "2008-12-03", "signatory"),
    ("LTU", "ccm", "2011-03-23", "signatory"),
    ("LTU", "ccm", "2011-03-24", "provisional"),
    ("LTU", "ccm", "2011-08-31", "provisional"),
    ("LTU", "ccm", "2011-09-01", "party"),
    ("LTU", "ccm", "2025-03-05", "party"),
    ("LTU", "ccm", "2025-03-06", "former_party"),
    ("VUT", "ccm", "2025-09-04", "outsider"),
    ("VUT", "ccm", "2026-02-28", "signatory"),
    ("VUT", "ccm", "2026-03-01", "party"),
    ("NOR", "ccm", "2008-12-03", "provisional"),
    ("DEU", "ccm", "2010-07-31", "signatory"),
    ("DEU", "ccm", "2010-08-01", "party"),
    ("USA", "ccm", "2023-07-07", "outsider"),
    ("BRA", "ccm", "2023-07-07", "outsider"),
    ("CYP", "ccm", "2024-01-01", "signatory"),
    ("USA", "att", "2013-09-24", "outsider"),
    ("USA", "att", "2019-07-17", "signatory"),
    ("USA", "att", "2019-07-18", "outsider"),
    ("UKR", "att", "2023-07-07", "signatory"),
    ("POL", "att", "2015-03-16", "signatory"),
    ("POL", "att", "2015-03-17", "party"),
    ("LTU", "att", "2015-03-17", "unclear"),
    ("CZE", "att", "2014-07-10", "signatory"),
    ("CZE", "att", "2020-01-01", "unclear"),
    ("PER", "att", "2020-01-01", "unclear"),
    ("GBR", "eu_2008_944", "2019-12-31", "party"),
    ("GBR", "eu_2008_944", "2020-06-01", "unclear"),
    ("GBR", "eu_2008_944", "2021-01-01", "former_party"),
    ("HRV", "eu_2008_944", "2013-06-30", "outsider"),
    ("HRV", "eu_2008_944", "2013-07-01", "party"),
    ("UKR", "ccw_p5", "2006-11-12", "party"),
    ("DEU", "national:DEU", "2009-06-10", "outsider"),
    ("DEU", "national:DEU", "2009-06-11", "party"),
    ("SYR", "ihl", "2012-01-01", "party"),
])  # fmt: skip
def test_standing__day__is_as_the_tables_say(state: str, regime: str, on: str, expected: str) -> None:
    assert standing(state, regime, on).standing == expected


@pytest.mark.parametrize("on,possible", [
    ("2025-03", ("party", "former_party")),
    ("2025", ("party", "former_party")),
    ("2024", ("party",)),
    ("2025-04", ("former_party",)),
    ("2011", ("signatory", "provisional", "party")),
])  # fmt: skip
def test_standing__partial_date__lists_every_standing_it_may_be(on: str, possible: tuple[str, ...]) -> None:
    assert standing("LTU", "ccm", on).possible == possible


def test_standing__partial_date_across_a_change__is_unclear_with_the_reason_first() -> None:
    found = standing("LTU", "ccm", "2025-03")
    assert found.standing == "unclear"
    assert "party or former_party" in found.reasons[0]


def test_standing__party_that_left__ends_the_day_before_the_withdrawal() -> None:
    found = standing("LTU", "ccm", "2020-01-01")
    assert (found.since, found.until) == ("2011-09-01", "2025-03-05")


def test_standing__withdrawal__cites_article_20() -> None:
    assert "Art. 20(3)" in standing("LTU", "ccm", "2025-03-06").reasons[0]


def test_standing__single_source__is_flagged() -> None:
    assert "single-sourced" in standing("SWE", "ccm", "2020-01-01").flags


def test_standing__double_source__is_not_flagged() -> None:
    assert standing("DEU", "ccm", "2020-01-01").flags == ()


def test_standing__date_after_the_table_was_checked__is_flagged_with_that_day() -> None:
    assert "as of 2026-01-23" in standing("DEU", "ccm", "2026-02-01").flags


def test_standing__fact_from_general_knowledge__is_flagged_not_verified() -> None:
    assert "not verified" in standing("GBR", "eu_2008_944", "2022-01-01").flags


def test_standing__row_used__is_named() -> None:
    assert standing("LTU", "ccm", "2020-01-01").facts == ("ccm_parties:LTU",)


@pytest.mark.parametrize("on", ["2023-07-07", date(2023, 7, 7), PartialDate(2023, 7, 7)])
def test_standing__date_of_any_kind__is_taken(on: str | date | PartialDate) -> None:
    assert standing("LTU", "ccm", on).standing == "party"


def test_standing__newer_claim_of_withdrawal__wins_over_the_table() -> None:
    claim = Participation.from_mapping(
        {"state": "NZL", "regime": "ccm", "withdrawal_notified": "2027-01-10", "origin": "claim:abc"}
    )
    assert standing("NZL", "ccm", "2027-07-10", [claim]).standing == "former_party"
    assert standing("NZL", "ccm", "2027-07-09", [claim]).facts == ("ccm_parties:NZL", "claim:abc")


def test_standing__newer_claim_of_accession__wins_over_not_party() -> None:
    claim = Participation.from_mapping({"state": "USA", "regime": "CCM", "consent_date": "2030-01-15"})
    assert [standing("USA", "ccm", on, [claim]).standing for on in ("2030-06-30", "2030-07-01")] == [
        "signatory",
        "party",
    ]


def made_up(**dates: str) -> Participation:
    """Return a state that was party from the day the Convention entered into force."""
    return Participation.from_mapping({"state": "X", "regime": "ccm", "in_force": "2010-08-01", **dates})


CONFLICT = (date(2027, 3, 1), date(2028, 2, 1))


@pytest.mark.parametrize("conflicts,on,expected", [
    ((), "2027-07-09", "party"),
    ((), "2027-07-10", "former_party"),
    ((CONFLICT,), "2027-07-10", "party"),
    ((CONFLICT,), "2028-01-31", "party"),
    ((CONFLICT,), "2028-02-01", "former_party"),
    (((date(2027, 3, 1), date(2027, 7, 9)),), "2027-07-10", "former_party"),
    (((date(2027, 7, 11), None),), "2027-07-10", "former_party"),
    (((date(2027, 3, 1), None),), "2090-01-01", "party"),
])  # fmt: skip
def test_standing__withdrawal_in_armed_conflict__waits_for_its_end(
    conflicts: tuple[tuple[date, date | None], ...], on: str, expected: str
) -> None:
    # Art. 20(3): six months after receipt, and not before the end of a conflict under way that day
    notice = made_up(withdrawal_notified="2027-01-10")
    assert standing("X", "ccm", on, [notice], conflicts).standing == expected


def test_standing__partial_notice__leaves_the_month_open() -> None:
    notice = made_up(withdrawal_notified="2027-01")
    assert standing("X", "ccm", "2027-07-15", [notice]).possible == ("party", "former_party")


def test_standing__printed_date_against_the_rule__is_kept_and_flagged() -> None:
    row = Participation.from_mapping(
        {"state": "X", "regime": "ccm", "consent_date": "2012-01-15", "in_force": "2012-08-01"}
    )
    found = standing("X", "ccm", "2012-07-15", [row])
    assert found.standing == "signatory"
    assert any("differs" in flag for flag in standing("X", "ccm", "2013-01-01", [row]).flags)


def test_standing__withdrawal_without_joining__is_refused() -> None:
    row = Participation.from_mapping({"state": "X", "regime": "ccm", "withdrawal_notified": "2020-01-01"})
    with pytest.raises(LawError, match="give in_force"):
        standing("X", "ccm", "2021-01-01", [row])


def test_standing__dates_in_the_wrong_order__are_refused() -> None:
    with pytest.raises(LawError, match="correct the dates"):
        standing("X", "ccm", "2021-01-01", [made_up(withdrawal_effective="2009-01-01")])


@given(st.sampled_from(CCM), DAYS, DAYS)
def test_standing__later_day__never_steps_back(row: Participation, one: date, two: date) -> None:
    early, late = sorted((one, two))
    places = [ORDER.index(standing(row.state, "ccm", day).standing) for day in (early, late)]
    assert places == sorted(places)


@given(st.sampled_from(CCM), DAYS)
def test_standing__change_from_one_day_to_the_next__falls_on_a_listed_date(
    row: Participation, day: date
) -> None:
    before = standing(row.state, "ccm", PartialDate.from_date(day))
    if before.until is None:
        assert standing(row.state, "ccm", date(2060, 1, 1)).standing == before.standing
    else:
        next_day = date.fromordinal(date.fromisoformat(before.until).toordinal() + 1)
        listed = {str(each) for each in (row.signed, row.consent_date, row.provisional_from, row.in_force,
                                         row.withdrawal_effective) if each}  # fmt: skip
        assert next_day.isoformat() in listed


@given(st.sampled_from(CCM), DAYS)
def test_standing__month__holds_the_standing_of_each_of_its_days(row: Participation, day: date) -> None:
    month = standing(row.state, "ccm", PartialDate(day.year, day.month))
    assert standing(row.state, "ccm", day).standing in month.possible
