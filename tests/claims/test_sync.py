"""Merging copies is a union: in any order, with nothing lost, and nothing altered let in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tilth.claims import (
    Claim,
    Installation,
    Ledger,
    LedgerError,
    ledger_digest,
    picture,
    pictures,
    pull,
    review_claim,
    verify,
)

Strike = Callable[..., Claim]
SUBJECTS = ["strike:1", "strike:2", "strike:3"]
NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def other(new_address: Callable[[], str], tmp_path: Path) -> Ledger:
    """A second, empty ledger with a key of its own."""
    return Ledger.create(new_address(), Installation(tmp_path / "other home"))


def test_pull__new_batches__are_counted(ledger: Ledger, other: Ledger, strike: Strike) -> None:
    ledger.append([strike(1), strike(2)])
    ledger.append([strike(3)])
    done = pull(other.store, ledger.store)
    assert (done.batches, done.claims) == (2, 3)


def test_pull__new_log__is_told_with_its_owner(
    ledger: Ledger, other: Ledger, strike: Strike, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILTH_USER", "ann@field")
    log = ledger.append([strike(1)]).log
    assert pull(other.store, ledger.store).new_logs == ((log, "ann@field"),)


def test_pull__again__takes_nothing(ledger: Ledger, other: Ledger, strike: Strike) -> None:
    ledger.append([strike(1)])
    pull(other.store, ledger.store)
    again = pull(other.store, ledger.store)
    assert (again.batches, again.claims, again.new_logs) == (0, 0, ())


def test_pull__claim_held_by_both__is_stored_once_with_both_entries(
    ledger: Ledger, other: Ledger, strike: Strike
) -> None:
    ledger.append([strike(1)])
    other.append([strike(1)], state="accepted")
    pull(other.store, ledger.store)
    found = verify(other.store)
    assert (found.claims, found.entries, found.holds) == (1, 2, True)


def test_pull__claim_accepted_in_one_copy__counts_as_accepted(
    ledger: Ledger, other: Ledger, strike: Strike
) -> None:
    ledger.append([strike(1)], now=NOON)
    other.append([strike(1)], state="accepted", now=NOON + timedelta(days=1))
    pull(ledger.store, other.store)
    (item,) = picture(ledger.store, "strike:1").claims
    assert (item.state, item.recorded_at[:10]) == ("accepted", "2024-03-05")


def test_pull__copies_that_took_from_each_other__are_equal(
    ledger: Ledger, other: Ledger, strike: Strike
) -> None:
    ledger.append([strike(1)])
    other.append([strike(2)])
    assert ledger_digest(ledger.store) != ledger_digest(other.store)
    pull(ledger.store, other.store)
    pull(other.store, ledger.store)
    assert ledger_digest(ledger.store) == ledger_digest(other.store)


def test_pull__differing_values__become_a_conflict_and_none_is_lost(
    ledger: Ledger, other: Ledger, strike: Strike
) -> None:
    ledger.append([strike(1)], state="accepted")
    other.append([strike(1, values={"rounds": 4})], state="accepted")
    pull(ledger.store, other.store)
    (told,) = picture(ledger.store, "strike:1").conflicts.values()
    assert sorted(side.value for side in told.sides) == [3, 4]


def test_pull__appending_afterwards__continues_the_own_log(
    ledger: Ledger, other: Ledger, strike: Strike
) -> None:
    mine = ledger.append([strike(1)]).log
    other.append([strike(2)])
    pull(ledger.store, other.store)
    assert ledger.append([strike(3)]).log == mine


def test_pull__from_a_file_into_the_other_store__carries_all(
    ledger: Ledger, file_ledger: Ledger, strike: Strike
) -> None:
    file_ledger.append([strike(1, source="source:é", part_of="a" * 64)])
    pull(ledger.store, file_ledger.store)
    assert ledger_digest(ledger.store) == ledger_digest(file_ledger.store)
    assert verify(ledger.store).holds


# --- what is not let in ---------------------------------------------------------------------------

ALTERED = [
    "UPDATE tilth_claim SET body = replace(body, '2023-07-07', '2023-07-08') WHERE claim_no = 1",
    "UPDATE tilth_entry SET state = 1 WHERE seq = 1",
    "UPDATE tilth_entry SET note = '{}' WHERE seq = 1",
    "UPDATE tilth_batch SET recorded_at = '2020-01-01T00:00:00.000Z' WHERE batch_no = 1",
    "UPDATE tilth_batch SET recorded_by = 'somebody' WHERE batch_no = 2",
    "UPDATE tilth_batch SET tool = 'hand' WHERE batch_no = 2",
    "UPDATE tilth_batch SET signature = (SELECT signature FROM tilth_batch WHERE batch_no = 2)",
    "DELETE FROM tilth_entry WHERE seq = 2",
    "DELETE FROM tilth_entry",
    "DELETE FROM tilth_claim WHERE claim_no = 1",
    "DELETE FROM tilth_batch WHERE batch_no = 1",
    "DELETE FROM tilth_log",
    "UPDATE tilth_log SET log = 'mine'",
]


@pytest.mark.parametrize("statement", ALTERED)
def test_pull__altered_copy__is_refused_and_nothing_is_taken(
    ledger: Ledger, other: Ledger, strike: Strike, tampered: Callable[..., None], statement: str
) -> None:
    ledger.append([strike(1), strike(2)])
    ledger.append([strike(3)])
    tampered(ledger.store, statement)
    with pytest.raises(LedgerError):
        pull(other.store, ledger.store)
    assert (len(other), verify(other.store).logs) == (0, 0)


def test_pull__known_log_under_another_key__is_refused(
    ledger: Ledger, other: Ledger, strike: Strike, tampered: Callable[..., None]
) -> None:
    ledger.append([strike(1)])
    pull(other.store, ledger.store)
    ledger.append([strike(2)])
    tampered(other.store, "UPDATE tilth_log SET public_key = :key", key=b"k" * 32)
    with pytest.raises(LedgerError, match="another key"):
        pull(other.store, ledger.store)


def test_pull__into_a_ledger_that_cannot_be_written__is_refused(
    ledger: Ledger, strike: Strike, file_ledger: Ledger, tmp_path: Path
) -> None:
    ledger.append([strike(1)])
    closed = Ledger.open(tmp_path / "file.gpkg", read_only=True)
    with pytest.raises(LedgerError, match="reading only"):
        pull(closed.store, ledger.store)


# --- three copies, edited apart -------------------------------------------------------------------


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three copies of one project that three people wrote in, with conflicts and a dispute."""
    folder = tmp_path_factory.mktemp("three")
    point = {"geometry": {"type": "Point", "coordinates": [36.25, 50.0]}, "accuracy_m": 50}

    def strike(number: int, rounds: int) -> Claim:
        values = {"rounds": rounds}
        return Claim(kind="strike", subject=f"strike:{number}", values=values, place=point)

    base = Ledger.create(folder / "base.gpkg", Installation(folder / "base"))
    first = base.append([strike(1, 3), strike(2, 1)], state="accepted").added
    base.close()
    paths = []
    for number, who in enumerate(("ann", "ben", "cem")):
        path = Path(shutil.copy(folder / "base.gpkg", folder / f"{who}.gpkg"))
        copy = Ledger.open(path, Installation(folder / who))
        copy.append([strike(1, 4 + number), strike(3, 10)], state="accepted")
        verdict = "reject" if who == "cem" else "accept"
        copy.append([review_claim(first[1], verdict, f"entity:{who}", on="2024")], state="accepted")
        copy.close()
        paths.append(path)
    return paths


def told(ledger: Ledger) -> dict[str, Any]:
    found = pictures(ledger.store, SUBJECTS)
    conflicts = {
        (subject, name): told.sides
        for subject, about in found.items()
        for name, told in about.conflicts.items()
    }
    return {"conflicts": conflicts, "statuses": {subject: about.statuses for subject, about in found.items()}}


PAIRS = [(one, other) for one in range(3) for other in range(3) if one != other]


@given(order=st.lists(st.sampled_from(PAIRS), max_size=5), closing=st.permutations(PAIRS))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pull__three_copies_merged_in_any_order__are_the_same_ledger(
    three: list[Path], tmp_path: Path, order: list[tuple[int, int]], closing: list[tuple[int, int]]
) -> None:
    copies = [Ledger.open(shutil.copy(path, tmp_path / path.name)) for path in three]
    for into, source in [*order, *closing, *closing]:
        pull(copies[into].store, copies[source].store)
    assert len({ledger_digest(copy.store) for copy in copies}) == 1
    assert all(told(copy) == told(copies[0]) for copy in copies)
    assert [(verify(copy.store).claims, verify(copy.store).holds) for copy in copies] == [(9, True)] * 3


def test_pull__three_copies_merged__list_every_side(three: list[Path], tmp_path: Path) -> None:
    merged = Ledger.open(shutil.copy(three[0], tmp_path / "merged.gpkg"))
    for path in three[1:]:
        pull(merged.store, Ledger.open(path, read_only=True).store)
    found = told(merged)
    sides = found["conflicts"][("strike:1", "rounds")]
    assert sorted(side.value for side in sides) == [3, 4, 5, 6]
    assert {status.name for status in found["statuses"]["strike:2"].values()} == {"disputed"}
