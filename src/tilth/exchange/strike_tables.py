"""Strike records by the million: read in batches into columns, checked, written in the contract's columns."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tilth.hazard import CheckedStrikes, StrikeTable

__all__ = ["check_strike_file", "file_sha256", "read_strike_table"]

_ENDINGS = (".parquet", ".csv", ".csv.gz")
Told = Callable[[int, int], None]


def read_strike_table(path: Path, told: Told | None = None) -> StrikeTable:
    """Return the records of a CSV, gzipped CSV or Parquet file as columns, read in batches.

    A coordinate that is no number is taken as none; the check then counts and names it.

    Raises
    ------
    ExchangeError
        No such file, another format, or no columns of longitude and latitude.
    """
    import numpy as np

    from tilth.hazard import StrikeTable

    if not path.is_file():
        raise ExchangeError(f"no file {str(path)!r} for strikes: check the name")
    parts: list[dict[str, NDArray[Any]]] = []
    for batch, done, of in _batches(path):
        parts.append(_columns(batch))
        if told:
            told(done, of)
    names = ("lon", "lat", "month", "accuracy_m", "certainty", "expected")
    if not parts:
        raise ExchangeError(f"{path.name} holds no record")
    return StrikeTable(*(np.concatenate([part[name] for part in parts]) for name in names))


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file of any size."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@cache
def _known() -> dict[str, list[str]]:
    import yaml

    text = (files("tilth.data") / "exchange" / "strike_columns.yaml").read_text("utf-8")
    told: dict[str, list[str]] = yaml.safe_load(text)
    return told


def _batches(path: Path) -> Iterator[tuple[Any, int, int]]:
    """Yield pandas frames with our names for the columns, and how far the reading has come."""
    from pyarrow import ArrowException

    if not path.name.lower().endswith(_ENDINGS):
        raise ExchangeError(f"{path.name} is no list of strikes; allowed: {', '.join(_ENDINGS)}")
    try:
        yield from _parquet(path) if path.suffix.lower() == ".parquet" else _csv(path)
    except (ArrowException, UnicodeDecodeError) as error:
        raise ExchangeError(f"{path.name} cannot be read as a table: {error}") from error


def _parquet(path: Path) -> Iterator[tuple[Any, int, int]]:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        names = _ours(path, [str(name) for name in file.schema_arrow.names])
        of, done = int(file.metadata.num_rows), 0
        for batch in file.iter_batches(batch_size=1 << 18, columns=list(names)):
            done += batch.num_rows
            yield batch.to_pandas().rename(columns=names), done, of


def _csv(path: Path) -> Iterator[tuple[Any, int, int]]:
    """Yield batches of a CSV; all cells as texts, so that one odd cell does not stop the file."""
    import pyarrow
    from pyarrow import csv

    options = csv.ReadOptions(block_size=1 << 24)
    with csv.open_csv(path, read_options=options) as head:
        names = _ours(path, head.schema.names)
    wanted = csv.ConvertOptions(
        include_columns=list(names), column_types={name: pyarrow.string() for name in names}
    )
    size = path.stat().st_size
    with (
        path.open("rb") as raw,
        pyarrow.CompressedInputStream(raw, "gzip") if path.suffix.lower() == ".gz" else raw as stream,
    ):
        for batch in csv.open_csv(stream, read_options=options, convert_options=wanted):
            yield batch.to_pandas().rename(columns=names), raw.tell(), size


def _ours(path: Path, given: list[str]) -> dict[str, str]:
    """Return the names of the file's columns that we need, with our names for them."""
    plain = {name.strip().lower().lstrip("\ufeff"): name for name in given}
    found = {
        ours: next((plain[name] for name in listed if name in plain), None)
        for ours, listed in _known().items()
    }
    lacking = [name for name in ("lon", "lat") if not found[name]]
    if lacking:
        allowed = "; ".join(f"{name}: {', '.join(_known()[name])}" for name in lacking)
        raise ExchangeError(
            f"{path.name} has no column {' and '.join(lacking)}; given: {', '.join(given) or 'none'}; "
            f"allowed names: {allowed}"
        )
    return {theirs: ours for ours, theirs in found.items() if theirs}


def _columns(frame: Any) -> dict[str, NDArray[Any]]:
    import numpy as np
    import pandas

    def numbers(name: str) -> NDArray[np.float64]:
        if name not in frame.columns:
            return np.full(len(frame), np.nan)
        return np.asarray(pandas.to_numeric(frame[name], errors="coerce"), dtype=np.float64)

    return {
        **{name: numbers(name) for name in ("lon", "lat", "accuracy_m", "certainty")},
        "month": _month(frame, numbers),
        "expected": _expected(frame, numbers),
    }


def _month(frame: Any, numbers: Callable[[str], NDArray[np.float64]]) -> NDArray[np.int64]:
    """Return months since year 0, from year and month or from a date written ``YYYY-MM...``; else -1."""
    import numpy as np
    import pandas

    if "year" in frame.columns and "month" in frame.columns:
        year, month = numbers("year"), numbers("month")
    elif "date" in frame.columns:
        text = frame["date"].astype("string").str.extract(r"^\s*(\d{4})-?(\d{2})")
        year, month = (np.asarray(pandas.to_numeric(text[n], errors="coerce"), np.float64) for n in (0, 1))
    else:
        return np.full(len(frame), -1, np.int64)
    known = np.isfinite(year) & (month >= 1) & (month <= 12)
    return np.where(known, np.where(known, year, 0) * 12 + np.where(known, month, 1) - 1, -1).astype(np.int64)


def _expected(frame: Any, numbers: Callable[[str], NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return what the rounds of each munition are expected to leave; NaN where it is not known."""
    import numpy as np

    from tilth.exchange._left import expected_left

    amount = np.full(len(frame), np.nan)
    if "munition" not in frame.columns or "rounds" not in frame.columns:
        return amount
    rounds, left = numbers("rounds"), expected_left()
    for munition, rows in frame.groupby("munition").indices.items():
        each = left(str(munition), 1.0) if str(munition).strip() else None
        if each:
            amount[rows] = np.where(rounds[rows] > 0, rounds[rows] * each, np.nan)
    return amount


def check_strike_file(
    path: Path, rules: str = "general", out: Path | None = None, told: Told | None = None
) -> dict[str, Any]:
    """Return what a check of a file of strike records found; write them in the contract's columns.

    Parameters
    ----------
    rules
        Name of the set in ``data/hazard/strike_records.yaml``.
    out
        Parquet to write: ``id,lon,lat,accuracy_m,date,certainty`` of the usable records, and how each
        coordinate was ``written``. Nothing is written when not given.
    """
    from tilth.hazard import check_strikes, strike_rules

    checked = check_strikes(read_strike_table(path, told), strike_rules(rules))
    if out is not None:
        _write(checked, out)
    return {
        "file": path.name,
        "sha256": file_sha256(path),
        "rules": rules,
        **account(checked),
        "out": None if out is None else str(out),
    }


def account(checked: CheckedStrikes) -> dict[str, Any]:
    """Return the rows, the usable ones and every fault as plain values."""
    from dataclasses import asdict

    return {
        "rows": len(checked.table),
        "usable": int(checked.usable.sum()),
        "faults": [{**asdict(fault), "rows": list(fault.rows)} for fault in checked.faults],
        "months": {
            "first": checked.months.first,
            "last": checked.months.last,
            "missing": list(checked.months.missing),
            "thin": [list(one) for one in checked.months.thin],
            "lost": checked.months.lost,
        },
    }


def _write(checked: CheckedStrikes, out: Path) -> None:
    import numpy as np
    import pyarrow
    from pyarrow import compute, parquet

    rows = np.flatnonzero(checked.usable)
    table = checked.table
    month, when = np.unique(table.month[rows], return_inverse=True)
    dates = ["" if each < 0 else f"{each // 12:04d}-{each % 12 + 1:02d}" for each in month.tolist()]
    columns = {
        "id": compute.binary_join_element_wise("r", pyarrow.array(rows + 1).cast(pyarrow.string()), ""),
        "lon": table.lon[rows],
        "lat": table.lat[rows],
        "accuracy_m": table.accuracy_m[rows].round(1),
        "date": _chosen(when, dates),
        "certainty": table.certainty[rows],
        "written": _chosen(checked.written[rows], checked.lattices),
    }
    draft = out.with_name(f".{out.name}.part")
    try:
        parquet.write_table(pyarrow.table(columns), draft, compression="zstd")
        draft.replace(out)
    except OSError as error:
        raise ExchangeError(f"{out} cannot be written: {error}; check the folder") from error
    finally:
        draft.unlink(missing_ok=True)


def _chosen(numbers: NDArray[Any], words: Sequence[str]) -> Any:
    """Return a column of texts, each one of a few."""
    import pyarrow

    kept = pyarrow.array(numbers.astype("int32"))
    return pyarrow.DictionaryArray.from_arrays(kept, pyarrow.array(list(words))).cast(pyarrow.string())
