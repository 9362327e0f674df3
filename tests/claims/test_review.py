"""Reviews: verdicts are claims, the last one of each reviewer counts, differing ones are a dispute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tilth.claims import (
    Claim,
    Ledger,
    LedgerError,
    Status,
    problems_of,
    recorded_by_id,
    review_claim,
    statuses_of,
)

Strike = Callable[..., Claim]
START = datetime(2024, 3, 5, tzinfo=UTC)
ANN, BEN = "entity:ann", "entity:ben"


@pytest.fixture
def target(ledger: Ledger, strike: Strike) -> str:
    """Identifier of a proposed claim in the ledger."""
    return ledger.append([strike(1)], now=START).added[0]


def status(ledger: Ledger, key: str, known_on: str | None = None) -> Status:
    return statuses_of(ledger.store, recorded_by_id(ledger.store, [key]), known_on)[key]


def say(ledger: Ledger, day: int, target: str, verdict: str, who: str = ANN, **more: Any) -> str:
    claim = review_claim(target, verdict, who, on=f"2024-03-{day:02d}", **more)
    ledger.append([claim], now=START + timedelta(days=day), state="accepted")
    return claim.id


def test_status__nobody_reviewed__is_as_it_came_in(ledger: Ledger, target: str) -> None:
    assert status(ledger, target) == Status("proposed")


def test_status__entered_as_accepted__is_accepted(ledger: Ledger, strike: Strike) -> None:
    key = ledger.append([strike(2)], state="accepted").added[0]
    assert status(ledger, key).name == "accepted"


@pytest.mark.parametrize(
    "verdict, name",
    [("accept", "accepted"), ("reject", "rejected"), ("retract", "retracted"), ("reopen", "proposed")],
)
def test_status__one_verdict__follows_it(ledger: Ledger, target: str, verdict: str, name: str) -> None:
    say(ledger, 1, target, verdict)
    assert status(ledger, target).name == name


def test_status__corrected__names_the_replacement(ledger: Ledger, target: str, strike: Strike) -> None:
    better = ledger.append([strike(1, values={"rounds": 4})], state="accepted").added[0]
    review = say(ledger, 1, target, "correct", replacement=better)
    assert status(ledger, target) == Status("corrected", (review,), better)


def test_status__same_reviewer_twice__the_last_counts(ledger: Ledger, target: str) -> None:
    say(ledger, 1, target, "accept")
    say(ledger, 2, target, "reject")
    assert status(ledger, target).name == "rejected"


def test_status__verdict_after_another__counts_whatever_the_clocks_say(ledger: Ledger, target: str) -> None:
    accept = review_claim(target, "accept", ANN)
    reject = review_claim(target, "reject", ANN, after=accept.id)
    ledger.append([reject], now=START + timedelta(days=1))
    ledger.append([accept], now=START + timedelta(days=2))
    assert status(ledger, target).name == "rejected"


def test_status__verdict_said_to_follow_that_of_another__leaves_it_in_force(
    ledger: Ledger, target: str
) -> None:
    accept = say(ledger, 1, target, "accept", ANN)
    say(ledger, 2, target, "reject", BEN, after=accept)
    assert status(ledger, target).name == "disputed"


def test_status__accepted_again_after_reopening__is_accepted(ledger: Ledger, target: str) -> None:
    say(ledger, 1, target, "accept")
    reopened = say(ledger, 2, target, "reopen")
    say(ledger, 3, target, "accept", after=reopened)
    assert status(ledger, target).name == "accepted"


def test_status__reviewers_differ__is_disputed(ledger: Ledger, target: str) -> None:
    reviews = [say(ledger, 1, target, "accept", ANN), say(ledger, 2, target, "reject", BEN)]
    assert status(ledger, target) == Status("disputed", tuple(sorted(reviews)))


def test_status__reviewers_agree__is_theirs(ledger: Ledger, target: str) -> None:
    say(ledger, 1, target, "accept", ANN)
    say(ledger, 2, target, "accept", BEN)
    assert status(ledger, target).name == "accepted"


def test_status__one_gives_way__dispute_ends(ledger: Ledger, target: str) -> None:
    say(ledger, 1, target, "accept", ANN)
    say(ledger, 2, target, "reject", BEN)
    say(ledger, 3, target, "reject", ANN)
    assert status(ledger, target).name == "rejected"


def test_status__two_replacements__is_disputed(ledger: Ledger, target: str, strike: Strike) -> None:
    four, five = ledger.append([strike(1, values={"rounds": n}) for n in (4, 5)]).added
    say(ledger, 1, target, "correct", ANN, replacement=four)
    say(ledger, 2, target, "correct", BEN, replacement=five)
    assert status(ledger, target).name == "disputed"


def test_status__settled__names_the_property_and_stays_as_it_was(ledger: Ledger, target: str) -> None:
    say(ledger, 1, target, "accept")
    say(ledger, 2, target, "settle", settles="rounds")
    found = status(ledger, target)
    assert (found.name, found.settles) == ("accepted", ("rounds",))


@pytest.mark.parametrize(
    "known_on, name", [("2024-03-05", "proposed"), ("2024-03-06", "accepted"), ("2024-03-07", "disputed")]
)
def test_status__known_on__counts_reviews_recorded_by_then(
    ledger: Ledger, target: str, known_on: str, name: str
) -> None:
    say(ledger, 1, target, "accept", ANN)
    say(ledger, 2, target, "reject", BEN)
    assert status(ledger, target, known_on).name == name


# --- claims taken from others ---------------------------------------------------------------------


def test_status__part_of_a_reviewed_claim__shares_its_status(
    ledger: Ledger, target: str, strike: Strike
) -> None:
    part = ledger.append([strike(5, part_of=target)]).added[0]
    say(ledger, 1, target, "accept")
    assert status(ledger, part).name == "accepted"


def test_status__part_reviewed_itself__has_its_own(ledger: Ledger, target: str, strike: Strike) -> None:
    part = ledger.append([strike(5, part_of=target)]).added[0]
    say(ledger, 1, target, "accept")
    say(ledger, 2, part, "reject")
    assert (status(ledger, part).name, status(ledger, target).name) == ("rejected", "accepted")


def test_status__part_of_an_unreviewed_claim__is_as_it_came_in(
    ledger: Ledger, target: str, strike: Strike
) -> None:
    part = ledger.append([strike(5, part_of=target)], state="accepted").added[0]
    assert status(ledger, part).name == "accepted"


def test_status__part_of_a_claim_elsewhere__is_as_it_came_in(ledger: Ledger, strike: Strike) -> None:
    part = ledger.append([strike(5, part_of="f" * 64)]).added[0]
    assert status(ledger, part).name == "proposed"


# --- making reviews -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {"verdict": "accept"},
        {"verdict": "reject", "reason": "another place"},
        {"verdict": "correct", "replacement": "b" * 64},
        {"verdict": "settle", "settles": "rounds"},
        {"verdict": "accept", "after": "c" * 64, "on": "2024-03"},
    ],
)
def test_review_claim__every_verdict__is_allowed_by_the_vocabulary(more: dict[str, str]) -> None:
    assert problems_of(review_claim("a" * 64, reviewer=ANN, **more)) == []


@pytest.mark.parametrize(
    "more, words",
    [
        ({"verdict": "correct"}, "names the claim that replaces"),
        ({"verdict": "accept", "replacement": "b" * 64}, "names the claim that replaces"),
        ({"verdict": "settle"}, "names the property"),
        ({"verdict": "accept", "settles": "rounds"}, "names the property"),
    ],
)
def test_review_claim__half_said__is_refused(more: dict[str, str], words: str) -> None:
    with pytest.raises(LedgerError, match=words):
        review_claim("a" * 64, reviewer=ANN, **more)


# --- a program that takes back its own proposal ---


def test_program__retracts_its_proposal__it_is_retracted(ledger, strike) -> None:
    claim = strike()
    ledger.append([claim, review_claim(claim.id, "retract", "reader:rules@2")])
    assert statuses_of(ledger.store, recorded_by_id(ledger.store, [claim.id]))[claim.id].name == "retracted"


def test_program__retracts_what_a_person_accepted__the_person_counts(ledger, strike) -> None:
    claim = strike()
    ledger.append([claim, review_claim(claim.id, "accept", "entity:jj")])
    ledger.append([review_claim(claim.id, "retract", "reader:rules@2")])
    assert statuses_of(ledger.store, recorded_by_id(ledger.store, [claim.id]))[claim.id].name == "accepted"
