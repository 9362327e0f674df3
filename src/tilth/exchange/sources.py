"""Registering a file as a source: its bytes are named by their hash."""

from __future__ import annotations

from pathlib import Path

from tilth.claims import Claim, file_sha256

__all__ = ["source_of_file"]

_TYPES = {
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".gpkg": "application/geopackage+sqlite3",
    ".geojson": "application/geo+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".xml": "application/xml",
    ".json": "application/json",
    ".zip": "application/zip",
}


def source_of_file(
    path: Path, *, title: str | None = None, synthetic: bool = False, series: str = ""
) -> Claim:
    """Return the source claim for a file, named by the hash of its bytes.

    Parameters
    ----------
    series
        Name of the growing set that the file is a snapshot of.
    """
    digest = file_sha256(path)
    values = {
        "title": title or path.name,
        "sha256": digest,
        "media_type": _TYPES.get(path.suffix.lower(), "application/octet-stream"),
        "path": path.name,
    }
    if series:
        values["series"] = series
    if synthetic:
        values["synthetic"] = "yes"
    return Claim(kind="source", subject=f"source:{digest[:16]}", values=values)
