"""A partition kept in files beside the project, so that the next account need not cut the land again."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from tilth.release import Partition

__all__ = ["keep_partition", "kept_partition"]

_KEPT = 3
"""So many partitions are kept; older ones are deleted."""


def kept_partition(folder: Path) -> Partition | None:
    """Return the partition kept in a folder, None when there is none or it cannot be read."""
    from tilth.release import Partition

    if not (folder / "lists.json").is_file():
        return None
    try:
        lists = orjson.loads((folder / "lists.json").read_bytes())
        records, faces = _table(folder / "records"), _table(folder / "faces")
        pairs, spells = _table(folder / "pairs"), _table(folder / "spells")
        return Partition(
            records=_columns(records),
            polygons=_polygons(faces["polygon"]),
            m2=faces["m2"],
            face=pairs["face"],
            record=pairs["record"],
            spells=_spells(spells),
            thin=faces["thin"],
            without_area=tuple(lists["without_area"]),
            unsettled=tuple(lists["unsettled"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_partition(made: Partition, folder: Path) -> None:
    """Write a partition to a folder, whole or not at all; of others only the newest stay."""
    import shapely

    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="making-", dir=folder.parent))
    names = [item.name for item in fields(made.records) if item.name != "moves"]
    records = {name: getattr(made.records, name) for name in names}
    records["claims"] = [list(claims) for claims in made.records.claims]
    _write(work / "records", records)
    _write(work / "faces", {"polygon": shapely.to_wkb(made.polygons), "m2": made.m2, "thin": made.thin})
    _write(work / "pairs", {"face": made.face, "record": made.record})
    _write(work / "spells", {item.name: getattr(made.spells, item.name) for item in fields(made.spells)})
    lists = {"without_area": made.without_area, "unsettled": made.unsettled}
    (work / "lists.json").write_bytes(orjson.dumps(lists))
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(work, folder)
    others = sorted((one for one in folder.parent.iterdir() if one != folder), key=_age, reverse=True)
    for old in others[_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _age(path: Path) -> float:
    return path.stat().st_mtime


def _write(path: Path, told: dict[str, Any]) -> None:
    import pyarrow as pa
    from pyarrow import feather

    feather.write_feather(pa.table({name: pa.array(list_of(column)) for name, column in told.items()}), path)


def list_of(column: Any) -> Any:
    """Return a column as pyarrow takes it quickly."""
    return column if not hasattr(column, "dtype") or column.dtype != object else column.tolist()


def _table(path: Path) -> dict[str, Any]:
    from pyarrow import feather

    told = feather.read_table(path, memory_map=False)
    return {
        name: told[name].to_pylist() if name == "claims" else told[name].to_numpy()
        for name in told.column_names
    }


def _columns(told: dict[str, Any]) -> Any:
    import numpy as np

    from tilth.release import Columns

    moves, claims = np.empty(len(told["id"]), dtype=object), np.empty(len(told["id"]), dtype=object)
    moves[:] = [()] * len(moves)
    claims[:] = [tuple(one) for one in told.pop("claims")]
    return Columns(**told, moves=moves, claims=claims)


def _spells(told: dict[str, Any]) -> Any:
    from tilth.release import Spells

    return Spells(**told)


def _polygons(wkb: Any) -> Any:
    import numpy as np
    import shapely

    return np.asarray(shapely.from_wkb(wkb), dtype=object)
