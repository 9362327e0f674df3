"""Bulk data: a claim stands for a file, and the file must be the one that was claimed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilth.claims import (
    Claim,
    LedgerError,
    dataset_claim,
    file_sha256,
    open_dataset,
    problems_of,
    store_dataset,
)


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "strikes.csv"
    path.write_text("id,lon,lat\n1,36.25,50.0\n")
    return path


def claim_of(path: Path) -> Claim:
    return dataset_claim(path, origin="survey", licence="CC-BY-4.0", columns=["id", "lon", "lat"], rows=1)


def test_file_sha256__known_bytes__is_the_published_digest(tmp_path: Path) -> None:
    # FIPS 180-4 example: SHA-256 of the three characters abc.
    (tmp_path / "abc").write_bytes(b"abc")
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert file_sha256(tmp_path / "abc") == expected


def test_dataset_claim__file__is_allowed_by_the_vocabulary(rows: Path) -> None:
    assert problems_of(claim_of(rows)) == []


def test_dataset_claim__file__states_hash_size_and_type(rows: Path) -> None:
    values = claim_of(rows).values
    assert (values["sha256"], values["bytes"], values["media_type"]) == (file_sha256(rows), 24, "text/csv")


def test_open_dataset__stored_file__is_found_under_its_hash(rows: Path, tmp_path: Path) -> None:
    stored = store_dataset(rows, tmp_path / "data")
    assert open_dataset(claim_of(rows), tmp_path / "data") == stored


def test_open_dataset__file_under_its_own_name__is_found(rows: Path, tmp_path: Path) -> None:
    assert open_dataset(claim_of(rows), tmp_path) == rows


def test_open_dataset__changed_bytes__are_refused(rows: Path, tmp_path: Path) -> None:
    claim = claim_of(rows)
    stored = store_dataset(rows, tmp_path / "data")
    stored.write_bytes(stored.read_bytes().replace(b"50.0", b"50.1"))
    with pytest.raises(LedgerError, match=r"its bytes changed.*restore the file, or register"):
        open_dataset(claim, tmp_path / "data")


def test_open_dataset__no_file__says_which_to_copy_where(rows: Path, tmp_path: Path) -> None:
    claim = claim_of(rows)
    with pytest.raises(LedgerError, match=claim.values["sha256"]):
        open_dataset(claim, tmp_path / "empty")


def test_store_dataset__twice__is_one_file(rows: Path, tmp_path: Path) -> None:
    one, two = store_dataset(rows, tmp_path / "data"), store_dataset(rows, tmp_path / "data")
    assert one == two
    assert len(list((tmp_path / "data").iterdir())) == 1
