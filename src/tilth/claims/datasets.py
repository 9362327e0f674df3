"""Bulk data: one claim stands for a file of many rows kept beside the project."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from tilth.claims._errors import LedgerError
from tilth.claims.claim import Claim

__all__ = ["dataset_claim", "file_sha256", "open_dataset", "store_dataset"]

_MEDIA_TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".gpkg": "application/geopackage+sqlite3",
    ".tif": "image/tiff; application=geotiff; profile=cloud-optimized",
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
}


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, read in portions."""
    digest = sha256()
    with path.open("rb") as stream:
        while portion := stream.read(1 << 20):
            digest.update(portion)
    return digest.hexdigest()


def dataset_claim(
    path: Path,
    *,
    origin: str,
    licence: str,
    columns: Sequence[str],
    rows: int,
    source: str | None = None,
    access: str = "public",
    synthetic: bool = False,
) -> Claim:
    """Return the claim that stands for the file: hash, size, origin, licence, columns, rows."""
    digest = file_sha256(path)
    values: dict[str, Any] = {
        "sha256": digest,
        "path": path.name,
        "bytes": path.stat().st_size,
        "media_type": _MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream"),
        "origin": origin,
        "licence": licence,
        "columns": list(columns),
        "rows": rows,
    }
    if synthetic:
        values["synthetic"] = "yes"
    subject = f"dataset:{digest[:32]}"
    return Claim(kind="dataset", subject=subject, values=values, source=source, access=access)


def store_dataset(path: Path, folder: Path) -> Path:
    """Copy a file into the project's folder of datasets under its hash; return where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{file_sha256(path)[:32]}{path.suffix.lower()}"
    if not target.exists():
        draft = target.with_suffix(target.suffix + ".part")
        shutil.copyfile(path, draft)
        draft.replace(target)
    return target


def open_dataset(claim: Claim, folder: Path) -> Path:
    """Return the path of a dataset's file after checking that its bytes are the claimed ones.

    Raises
    ------
    LedgerError
        The file is not there, or its bytes changed since the claim.
    """
    digest = claim.values["sha256"]
    named = (
        folder / f"{digest[:32]}{Path(claim.values['path']).suffix.lower()}",
        folder / claim.values["path"],
    )
    path = next((candidate for candidate in named if candidate.is_file()), None)
    if path is None:
        raise LedgerError(
            f"dataset {claim.values['path']}: no file in {folder}; copy it there (SHA-256 {digest})"
        )
    found = file_sha256(path)
    if found != digest:
        raise LedgerError(
            f"dataset {path}: its bytes changed (SHA-256 {found}, claimed {digest}); "
            "restore the file, or register the new one as a dataset of its own"
        )
    return path
