"""A base map that the user brings: an MBTiles or PMTiles file, or the address of tiles elsewhere."""

from __future__ import annotations

import gzip
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tilth.web._errors import WebError
from tilth.web.tiles.square import Square

__all__ = ["BaseMap", "base_map"]

_GZIP = b"\x1f\x8b"
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "pbf": "pbf"}
_PMTILES_TYPES = {1: "pbf", 2: "image/png", 3: "image/jpeg", 4: "image/webp"}


@dataclass(frozen=True, slots=True)
class BaseMap:
    """A base map.

    Attributes
    ----------
    address
        Address of its tiles with ``{z}/{x}/{y}``: ours for a file, the user's own for tiles elsewhere.
    kind
        Media type of pictures, or ``pbf`` for vector tiles.
    deepest
        Last zoom that it has.
    words
        Who made it, to be shown on the map.
    path
        The file; None for tiles elsewhere.
    """

    address: str
    kind: str
    deepest: int
    words: str = ""
    path: Path | None = None

    @property
    def origin(self) -> str | None:
        """Where pictures come from beyond this server; None for a file."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}" if self.path is None else None

    def tile(self, square: Square) -> bytes | None:
        """Return one tile of the file; None where it has none."""
        if self.path is None:
            return None
        content = (
            _from_mbtiles(self.path, square) if _is_sqlite(self.path) else _from_pmtiles(self.path, square)
        )
        return gzip.decompress(content) if content and content.startswith(_GZIP) else content


def base_map(told: str) -> BaseMap:
    """Return the base map that is named: a .mbtiles or .pmtiles file, or an address with {z}, {x} and {y}.

    Raises
    ------
    WebError
        No such file, not of these kinds, or an address without its three places.
    """
    if told.startswith(("http://", "https://")):
        lacking = [part for part in ("{z}", "{x}", "{y}") if part not in told]
        if lacking:
            raise WebError(400, f"tiles {told!r}: the address lacks {', '.join(lacking)}")
        return BaseMap(told, "image/png", 19, urlsplit(told).netloc)
    path = Path(told)
    if not path.is_file():
        raise WebError(400, f"tiles {told!r}: no such file; give a .mbtiles or .pmtiles file or an address")
    return _of_mbtiles(path) if _is_sqlite(path) else _of_pmtiles(path)


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(15) == b"SQLite format 3"


def _of_mbtiles(path: Path) -> BaseMap:
    with _open(path) as file:
        told = dict(file.execute("SELECT name, value FROM metadata"))
        deepest = file.execute("SELECT max(zoom_level) FROM tiles").fetchone()[0] or 0
    kind = _TYPES.get(told.get("format", "png"), "image/png")
    return BaseMap("/map/base/{z}/{x}/{y}", kind, deepest, told.get("attribution", path.stem), path)


def _from_mbtiles(path: Path, square: Square) -> bytes | None:
    query = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
    with _open(path) as file:  # its rows are counted from the south
        found = file.execute(query, (square.z, square.x, 2**square.z - 1 - square.y)).fetchone()
    return bytes(found[0]) if found else None


class _open:
    """An SQLite file open for reading, closed at the end of the block."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> sqlite3.Connection:
        try:
            self.file = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True)
        except sqlite3.Error as error:
            raise WebError(400, f"{self.path.name} cannot be read: {error}") from error
        return self.file

    def __exit__(self, *_: object) -> None:
        self.file.close()


def _of_pmtiles(path: Path) -> BaseMap:
    from pmtiles.reader import MmapSource, Reader

    with path.open("rb") as file:
        try:
            reader = Reader(MmapSource(file))
            head, told = reader.header(), reader.metadata()
        except (ValueError, KeyError, OSError, Exception) as error:
            raise WebError(400, f"{path.name} is neither MBTiles nor PMTiles: {error}") from error
    kind = _PMTILES_TYPES.get(head["tile_type"].value, "image/png")
    return BaseMap("/map/base/{z}/{x}/{y}", kind, head["max_zoom"], told.get("attribution", path.stem), path)


def _from_pmtiles(path: Path, square: Square) -> bytes | None:
    from pmtiles.reader import MmapSource, Reader

    with path.open("rb") as file:
        content: bytes | None = Reader(MmapSource(file)).get(square.z, square.x, square.y)
    return content
