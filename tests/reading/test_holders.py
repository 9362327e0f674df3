"""Who held which office when: the table, and titles resolved by the article's date."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tilth.reading._holders import holders
from tilth.reading._register import register

OFFICES = {
    "head_of_state", "head_of_government", "defence_minister", "foreign_minister", "security_adviser",
    "security_council_vice_chair",
}  # fmt: skip
MAIN = ("USA", "RUS", "UKR", "GBR", "DEU", "FRA", "ESP", "ITA", "NLD", "POL", "LTU", "CAN", "ISR")


def test_table__each_row__has_a_source_and_says_whether_it_was_seen() -> None:
    wrong = [
        row
        for row in holders()
        if not row.source.startswith("https://") or row.verification not in ("seen", "located")
    ]
    assert wrong == []


def test_table__offices_states_and_dates__are_well_formed() -> None:
    day = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
    wrong = [
        row
        for row in holders()
        if row.office not in OFFICES
        or not re.fullmatch("[A-Z]{3}", row.state)
        or not day.fullmatch(row.since)
        or (row.until and (not day.fullmatch(row.until) or row.until < row.since[: len(row.until)]))
    ]
    assert wrong == []


def test_table__one_office__is_still_held_by_one_person_at_most() -> None:
    still = Counter((row.state, row.office) for row in holders() if not row.until)
    assert [key for key, count in still.items() if count > 1] == []


@pytest.mark.parametrize("state", MAIN)
@pytest.mark.parametrize("office", ["head_of_government", "defence_minister", "foreign_minister"])
def test_table__main_states__know_the_holder_in_most_years(state: str, office: str) -> None:
    if state == "USA" and office == "head_of_government":
        office = "head_of_state"
    words = register("en")
    years = [f"{year}-03-01" for year in range(2007, 2026)]
    known = [day for day in years if words.holder(office, state, day) is not None]
    assert len(known) >= 17, sorted(set(years) - set(known))


# Terms as their governments list them: https://www.defense.gov, https://www.mil.gov.ua, https://www.gov.uk,
# https://www.president.gov.ua and https://www.bundesregierung.de, lists of former office holders.
@pytest.mark.parametrize(
    "office, state, day, name",
    [
        ("head_of_state", "USA", "2023-07-07", "Joe Biden"),
        ("head_of_state", "USA", "2018", "Donald Trump"),
        ("defence_minister", "UKR", "2023-07-07", "Oleksii Reznikov"),
        ("defence_minister", "RUS", "2024-06", "Andrei Belousov"),
        ("head_of_state", "UKR", "2014-12-01", "Petro Poroshenko"),
        ("head_of_government", "DEU", "2010", "Angela Merkel"),
        ("foreign_minister", "GBR", "2015-06-01", "Philip Hammond"),
        ("head_of_government", "GBR", "2023-07-08", "Rishi Sunak"),
    ],
)
def test_office__on_a_day__is_who_held_it(office: str, state: str, day: str, name: str) -> None:
    found = register("en").holder(office, state, day)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "office, state, day",
    [
        ("head_of_state", "USA", "1950"),
        ("head_of_state", "ZZZ", "2023"),
        ("head_of_state", None, "2023"),
        ("head_of_state", "USA", None),
        ("head_of_government", "GBR", "2022"),  # three in that year
    ],
)
def test_office__not_clear__is_nobody(office: str, state: str | None, day: str | None) -> None:
    assert register("en").holder(office, state, day) is None
