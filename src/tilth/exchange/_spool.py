"""Rows on their way to a file: kept on disk until it is known which columns they use."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import IO, Self

import orjson

from tilth.claims import vocabulary
from tilth.exchange._cells import ENVELOPE, cells_of
from tilth.exchange.choosing import Chosen

__all__ = ["Spool", "row_of"]


def row_of(one: Chosen) -> dict[str, str]:
    """Return the cells of what goes out, with its status and how it was coarsened."""
    cells = cells_of(one.claim) | {"tilth_status": one.status}
    return cells | ({"tilth_coarsened": one.rule} if one.rule else {})


class Spool:
    """Rows by kind, in a file that vanishes afterwards.

    Attributes
    ----------
    counts
        Number of rows by kind.
    """

    def __init__(self, folder: str | None = None) -> None:
        self.counts: dict[str, int] = {}
        self._used: dict[str, set[str]] = {}
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._starts: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def fill(self, rows: Iterable[Chosen], progress: Callable[[int], None] | None = None) -> None:
        """Take all rows; those of a kind come together."""
        for number, one in enumerate(rows, 1):
            kind = one.claim.kind
            cells = row_of(one)
            self._starts.setdefault(kind, self._file.tell())
            self.counts[kind] = self.counts.get(kind, 0) + 1
            self._used.setdefault(kind, set()).update(cells)
            self._file.write(orjson.dumps(cells) + b"\n")
            if progress is not None and number % 1_000 == 0:
                progress(number)

    def columns(self, kinds: Iterable[str] | None = None) -> list[str]:
        """Return the columns that rows of these kinds use: properties by the vocabulary, then the rest."""
        asked = list(kinds if kinds is not None else self.counts)
        used = set().union(*(self._used[kind] for kind in asked)) if asked else set()
        words = vocabulary()
        own = [name for kind in asked if kind in words for name in words[kind].properties]
        strange = sorted(used - set(own) - set(ENVELOPE))
        names = [*ENVELOPE[:2], *own, *strange, *ENVELOPE[2:]]
        return [name for name in dict.fromkeys(names) if name in used]

    def rows(self, kind: str | None = None) -> Iterator[dict[str, str]]:
        """Yield the rows of one kind, or all."""
        kinds = [kind] if kind is not None else list(self.counts)
        for name in kinds:
            self._file.seek(self._starts[name])
            for _ in range(self.counts[name]):
                yield orjson.loads(self._file.readline())
