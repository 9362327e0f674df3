"""Rows on who joined what, and Article 17 against every printed date."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from tilth.law import LawError, Participation, participations
from tilth.law._calendar import after, braked, next_yearly
from tilth.law._regimes import regime_facts
from tilth.times import PartialDate

COMPUTED = [
    each
    for each in participations()
    if isinstance(each.consent_date, PartialDate) and isinstance(each.in_force, PartialDate)
]


def test_participations__convention__has_112_parties_12_signatories_and_one_former_party() -> None:
    # counts: companion note of the party table (data/ccm_parties.md in the shared set)
    rows = [each.status for each in participations() if each.origin.startswith("ccm_parties")]
    assert [rows.count(status) for status in ("party", "signatory", "former_party")] == [112, 12, 1]


def test_entry_into_force__41_dates_printed_by_a_source__agree_with_article_17() -> None:
    # 41: companion note of the party table; in_force_basis tells which rows a source prints a date for
    printed = [each for each in COMPUTED if each.in_force_basis == "stated_and_computed"]
    printed = [each for each in printed if each.origin.startswith("ccm_parties")]
    assert len(printed) == 41
    entry = regime_facts("ccm")["entry"]
    assert [str(each.in_force) for each in printed] == [
        str(after(date.fromisoformat(str(each.consent_date)), entry)) for each in printed
    ]


@pytest.mark.parametrize("row", COMPUTED, ids=lambda row: f"{row.regime}-{row.state}")
def test_entry_into_force__every_printed_date__is_what_the_article_gives(row: Participation) -> None:
    assert isinstance(row.consent_date, PartialDate)
    assert isinstance(row.in_force, PartialDate)
    assert after(row.consent_date.earliest, regime_facts(row.regime)["entry"]) == row.in_force.earliest


@pytest.mark.parametrize("deposit,in_force", [
    (date(2010, 2, 16), date(2010, 8, 1)),  # day of the thirtieth instrument
    (date(2010, 2, 28), date(2010, 8, 1)),
    (date(2010, 3, 1), date(2010, 9, 1)),
    (date(2023, 2, 28), date(2023, 8, 1)),  # Nigeria, clusterconvention.org
    (date(2023, 8, 3), date(2024, 2, 1)),  # South Sudan, clusterconvention.org
    (date(2025, 9, 5), date(2026, 3, 1)),  # Vanuatu, icblcmc.org
])  # fmt: skip
def test_entry_into_force__published_date__is_the_first_of_the_sixth_month(
    deposit: date, in_force: date
) -> None:
    assert after(deposit, regime_facts("ccm")["entry"]) == in_force


@pytest.mark.parametrize("start,term,end", [
    (date(2023, 8, 31), {"months": 6}, date(2024, 2, 29)),
    (date(2024, 9, 6), {"months": 6}, date(2025, 3, 6)),
    (date(2010, 8, 1), {"years": 10}, date(2020, 8, 1)),
    (date(2024, 2, 29), {"years": 1}, date(2025, 2, 28)),
    (date(2023, 8, 1), {"days": 180}, date(2024, 1, 28)),
])  # fmt: skip
def test_after__term__ends_on_the_day_counted_by_hand(start: date, term: dict[str, int], end: date) -> None:
    assert after(start, term) == end


def test_braked__two_conflicts_under_way__waits_for_the_later_end() -> None:
    conflicts = [(date(2020, 1, 1), date(2022, 1, 1)), (date(2020, 6, 1), date(2023, 1, 1))]
    assert braked(date(2021, 1, 1), conflicts) == date(2023, 1, 1)


@pytest.mark.parametrize("day,due", [
    (date(2024, 4, 30), date(2024, 4, 30)),
    (date(2024, 5, 1), date(2025, 4, 30)),
])  # fmt: skip
def test_next_yearly__day__is_on_or_after_it(day: date, due: date) -> None:
    assert next_yearly(day, 4, 30) == due


def test_participations__shared_party_table__has_the_same_dates(shared: Path) -> None:
    packaged = {each.state: each for each in participations() if each.origin.startswith("ccm_parties")}
    with (shared / "data" / "ccm_parties.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            mine = packaged[row["iso3"]]
            dates = [str(each or "") for each in (mine.in_force, mine.signed, mine.withdrawal_effective)]
            assert dates == [row["in_force"], row["signed"], row["withdrawal_effective"]]


def test_from_mapping__table_columns__are_taken_as_they_are() -> None:
    row = {"iso3": "BLZ", "regime": "CCM", "provisional_application": "2014-09-02", "source_url": "a"}
    found = Participation.from_mapping(row)
    assert (found.state, found.regime, str(found.provisional_from), found.sources) == (
        "BLZ", "ccm", "2014-09-02", ("a",))  # fmt: skip


def test_from_mapping__national_row__keeps_the_name_of_the_law() -> None:
    found = Participation.from_mapping({"iso3": "USA", "regime": "NATIONAL:DoD policy 2017"})
    assert (found.regime, found.law) == ("national:USA", "DoD policy 2017")


@pytest.mark.parametrize("row,message", [
    ({"regime": "CCM"}, "needs a state"),
    ({"state": "LTU", "regime": "ottawa"}, "the regimes are ccm"),
    ({"state": "LTU", "regime": "CCM", "signed": "03.12.2008"}, "YYYY-MM-DD"),
])  # fmt: skip
def test_from_mapping__bad_row__is_refused_with_advice(row: dict[str, str], message: str) -> None:
    with pytest.raises(LawError, match=message):
        Participation.from_mapping(row)


def test_participations__rows_given__replace_the_packaged_ones() -> None:
    assert len(participations([{"state": "LTU", "regime": "CCM"}])) == 1
