"""Facts, thresholds, rules and words that tilth ships, each row with its source."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Table", "table", "tables"]


@dataclass(frozen=True, slots=True)
class Table:
    """One fact table: its rows as texts, and the hash of the file they were read from.

    Attributes
    ----------
    name : str
        Name of the table, which is the file's name without its ending.
    rows : tuple of mappings
        Column to text; an empty cell is an empty text.
    sha256 : str
        Hash of the file's bytes in 64 hexadecimal digits, for the record of a computation.
    """

    name: str
    rows: tuple[Mapping[str, str], ...]
    sha256: str

    def __iter__(self) -> Iterator[Mapping[str, str]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@cache
def table(name: str) -> Table:
    """Return a fact table by its name, for instance ``ccm_parties``.

    Raises
    ------
    KeyError
        When no table has that name; the message lists those there are.

    Examples
    --------
    >>> len(table("ccm_parties")) > 100
    True
    """
    file = files("tilth.data") / "facts" / f"{name}.csv"
    if not file.is_file():
        raise KeyError(f"no fact table {name!r}; there are: {', '.join(tables())}")
    raw = file.read_bytes()
    rows = tuple(csv.DictReader(raw.decode("utf-8").splitlines()))
    return Table(name, rows, hashlib.sha256(raw).hexdigest())


def tables() -> list[str]:
    """Return the names of the fact tables, sorted."""
    folder = files("tilth.data") / "facts"
    return sorted(file.name[:-4] for file in folder.iterdir() if file.name.endswith(".csv"))
