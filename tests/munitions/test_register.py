"""Holdings and transfers: what counts on a date, what expired, where speakers differ."""

from __future__ import annotations

from typing import Any

import pytest

from tilth.munitions import Entry, MunitionError, moves, rounds_told, stock


def entry(kind: str, key: str = "a", speaker: str = "the ministry", **values: Any) -> Entry:
    return Entry(key, f"{kind}:{key}", kind, values, {}, speaker, None, "accepted")


def held(key: str = "a", **values: Any) -> Entry:
    return entry("stockpile", key, **({"holder": "EST", "munition": "dm642"} | values))


def sent(key: str = "t", **values: Any) -> Entry:
    return entry("transfer", key, **({"supplier": "USA", "recipient": "UKR"} | values))


def test_moves__between_two_states__are_theirs() -> None:
    told = [sent("1"), sent("2", recipient="ISR"), sent("3", supplier="TUR")]
    assert [each.claim for each in moves(told, supplier="USA", recipient="UKR")] == ["1"]


def test_moves__several_recipients__count_for_each() -> None:
    """T16: India, South Korea, Taiwan and others."""
    assert len(moves([sent("1", recipient="IND;KOR;TWN and others")], recipient="TWN")) == 1


@pytest.mark.parametrize(
    "date, kept",
    [("2023-07-07", True), ("2022", False), ("2023", True), ("1990s", False), ("2005 to 2007", False)],
)
def test_moves__since_a_date__leave_out_what_is_certainly_earlier(date: str, kept: bool) -> None:
    found = moves([sent("1", announced=date)], since="2023-02-01")
    assert bool(found) is kept


def test_moves__without_a_date__are_kept_at_the_end() -> None:
    found = moves([sent("undated"), sent("dated", announced="2024")], since="2023")
    assert [each.claim for each in found] == ["dated", "undated"]


def test_moves__since_no_date__is_refused() -> None:
    with pytest.raises(MunitionError, match="give one such as 2024"):
        moves([sent()], since="lately")


@pytest.mark.parametrize(
    "expiry, on, words",
    [
        ("2020", "2024-01-01", "expired"),
        ("2030", "2024-01-01", "not expired"),
        ("2023-01/2026-12", "2024-06-01", "cannot say"),
        ("2024", "2024-06-01", "cannot say"),
    ],
)
def test_expiry__as_a_dated_range__is_three_valued(expiry: str, on: str, words: str) -> None:
    (found,) = stock([held(expiry=expiry)], "EST", on)
    assert found.expired == {"a": words}


def test_stock__declared_less_destroyed__is_what_the_speaker_leaves() -> None:
    """By hand: 500 to 600 declared, 100 destroyed, 20 acquired: 420 to 520."""
    told = [
        held("a", munitions_count={"low": 500, "high": 600}),
        entry(
            "stockpile_change", "b", holder="EST", munition="dm642", change="destroyed", munitions_count=100
        ),
        entry("stockpile_change", "c", holder="EST", munition="dm642", change="acquired", munitions_count=20),
    ]
    (found,) = stock(told, "EST", "2025")
    assert found.sums == (("the ministry", 420.0, 520.0),)


def test_stock__speakers_that_do_not_meet__stand_side_by_side() -> None:
    told = [held("a", munitions_count=500), held("b", speaker="a newspaper", munitions_count=3000)]
    told[1] = entry("stockpile", "b", "a newspaper", holder="EST", munition="dm642", munitions_count=3000)
    (found,) = stock(told, "EST", "2025")
    assert (found.differ, [who for who, _, _ in found.sums]) == (True, ["the ministry", "a newspaper"])


def test_stock__speakers_whose_ranges_meet__do_not_contradict() -> None:
    told = [
        held("a", munitions_count={"low": 500, "high": 900}),
        entry("stockpile", "b", "other", holder="EST", munition="dm642", munitions_count=800),
    ]
    assert stock(told, "EST", "2025")[0].differ is False


def test_stock__more_gone_than_held__is_never_below_nought() -> None:
    told = [
        held("a", munitions_count=10),
        entry("stockpile_change", "b", holder="EST", munition="dm642", change="used", munitions_count=50),
    ]
    assert stock(told, "EST", "2025")[0].sums[0][1:] == (0.0, 0.0)


def test_stock__what_lies_after_the_date__is_left_out() -> None:
    told = [held("a", as_of="2020"), held("b", as_of="2026")]
    assert [each.claim for each in stock(told, "EST", "2024-01-01")[0].held] == ["a"]


@pytest.mark.parametrize(
    "status, counted", [("delivered", True), ("announced", True), ("refused", False), ("denied", False)]
)
def test_stock__transfer__counts_unless_it_did_not_happen(status: str, counted: bool) -> None:
    found = stock([sent("t", status=status, quantity=5)], "USA", "2025")
    assert bool(found) is counted


def test_stock__transfer__goes_from_one_and_comes_to_the_other() -> None:
    told = [sent("t", quantity=5)]
    assert (len(stock(told, "USA", "2025")[0].gone), len(stock(told, "UKR", "2025")[0].come)) == (1, 1)


def test_stock__money_of_a_package__is_no_number_of_munitions() -> None:
    (found,) = stock([sent("t", value_usd=800_000_000)], "USA", "2025")
    assert found.sums == ()


def test_stock__nothing_said__is_empty() -> None:
    assert stock([held()], "LTU", "2025") == []


@pytest.mark.parametrize(
    "text, rounds",
    [
        ('undisclosed; press: "hundreds of thousands"', (100_000, 999_999)),
        ("thousands (Estonian media); stock size classified", (1000, 9999)),
        ("305 live and 230 inert", (305, 305)),
        ("1,300", (1300, 1300)),
        ("a small number", (1, 9)),
        ("not disclosed", None),
        ("210 million USD over three years; number unknown", None),
        ("seven recipient countries in all (with Saudi Arabia)", None),
        ("0", None),
    ],
)
def test_rounds_told__in_the_words_of_the_tables__are_read_or_none(text: str, rounds: Any) -> None:
    """Quantities of transfers.csv; money and counts of countries are no rounds."""
    assert rounds_told(text) == rounds
