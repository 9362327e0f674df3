"""Keeping the feature layers in step with the ledger, and making them anew from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Column, Connection, MetaData, Table, Text, text

from tilth.claims import Store, pictures
from tilth.project import _gpkg, _postgis
from tilth.project._changes import changed_subjects
from tilth.project._layer_rows import Feature, features_of, geometries_of
from tilth.project._layer_shape import LayerShape, layer_shapes, shapes_digest

__all__ = ["create_layers", "drawn_up_to", "features_at", "layer_rows", "rebuild", "refresh"]

_PORTION = 2_000
_DRAWN = ("accepted", "proposed", "disputed")


def create_layers(store: Store) -> None:
    """Make the empty layers; a GeoPackage file is created when there is none."""
    shapes = list(layer_shapes().values())
    if store.path is not None:
        _gpkg.create_layers(store.path, shapes)
        return
    with store.writing() as connection:
        _postgis.create_layers(connection, shapes)


def refresh(store: Store, progress: Callable[[int, int], None] | None = None) -> int:
    """Bring the layers up to what the ledger holds; return how many subjects changed."""
    if _meta(store, "layers") != shapes_digest():
        return rebuild(store, progress)
    with store.writing() as connection:
        since = int(_read_meta(connection, "layers_batch") or 0)
        last = _last_batch(connection)
        if last <= since:
            return 0
        subjects = changed_subjects(connection, since)
        _redraw(store, connection, subjects, progress)
        _write_meta(connection, "layers_batch", str(last))
    return len(subjects)


def rebuild(store: Store, progress: Callable[[int, int], None] | None = None) -> int:
    """Make all layers anew from the ledger; return how many subjects were looked at."""
    if _meta(store, "layers") != shapes_digest():
        create_layers(store)
    with store.writing() as connection:
        for name in layer_shapes():
            connection.exec_driver_sql(f"DELETE FROM {name}")
        subjects = changed_subjects(connection, 0)
        _redraw(store, connection, subjects, progress)
        _write_meta(connection, "layers_batch", str(_last_batch(connection)))
        _write_meta(connection, "layers", shapes_digest())
    return len(subjects)


def drawn_up_to(store: Store) -> int:
    """Return the number of the batch up to which the layers are drawn."""
    return int(_meta(store, "layers_batch") or 0)


def layer_rows(store: Store, layer: str) -> list[dict[str, object]]:
    """Return the rows of a layer without their number and geometry, sorted by subject and side."""
    names = list(layer_shapes()[layer].columns)
    listed = ", ".join(f'"{name}"' for name in names)
    with store.reading() as connection:
        found = connection.exec_driver_sql(f"SELECT {listed} FROM {layer} ORDER BY subject, side").all()
    return [dict(zip(names, row, strict=True)) for row in found]


def _redraw(
    store: Store,
    connection: Connection,
    subjects: Sequence[str],
    progress: Callable[[int, int], None] | None,
) -> None:
    touched: set[str] = set()
    for start in range(0, len(subjects), _PORTION):
        portion = subjects[start : start + _PORTION]
        drawn = list(features_at(store, portion))
        for shape in layer_shapes().values():
            gone = _delete(store, connection, shape, portion)
            rows = [feature for feature in drawn if feature.layer == shape.name]
            _insert(store, connection, shape, rows)
            touched |= {shape.name} if gone or rows else set()
        if progress is not None:
            progress(start + len(portion), len(subjects))
    if not store.is_postgres:
        _gpkg.update_extents(connection, sorted(touched))


def features_at(
    store: Store, subjects: Sequence[str], *, known_on: str | None = None, true_on: str | None = None
) -> Iterator[Feature]:
    """Draw what is accepted; what nobody reviewed yet only where nothing is accepted.

    Parameters
    ----------
    known_on, true_on
        Day up to which claims were recorded, and day on which they held; everything when not given.
    """
    found = pictures(store, subjects, known_on=known_on, true_on=true_on, otherwise=_DRAWN)
    for chosen in found.values():
        yield from features_of(chosen)


def _delete(store: Store, connection: Connection, shape: LayerShape, subjects: Sequence[str]) -> int:
    """Delete the features of `subjects`; return how many there were."""
    if store.is_postgres:
        query = text(f"DELETE FROM {shape.name} WHERE subject = ANY(:subjects)")
        return connection.execute(query, {"subjects": list(subjects)}).rowcount
    marks = ",".join("?" * len(subjects))
    query_text = f"DELETE FROM {shape.name} WHERE subject IN ({marks})"
    return connection.exec_driver_sql(query_text, tuple(subjects)).rowcount


def _insert(store: Store, connection: Connection, shape: LayerShape, rows: Sequence[Feature]) -> None:
    if not rows:
        return
    encode = _postgis.encode if store.is_postgres else _gpkg.encode
    columns = [Column("geom", Text), *(Column(name, Text) for name in shape.columns)]
    table = Table(shape.name, MetaData(), *columns)
    drawn = encode(geometries_of(rows, shape))
    store.insert(connection, table, [(blob, *row.values) for blob, row in zip(drawn, rows, strict=True)])


def _last_batch(connection: Connection) -> int:
    return int(connection.execute(text("SELECT max(batch_no) FROM tilth_batch")).scalar() or 0)


def _meta(store: Store, name: str) -> str | None:
    with store.reading() as connection:
        return _read_meta(connection, name)


def _read_meta(connection: Connection, name: str) -> str | None:
    query = text("SELECT value FROM tilth_meta WHERE name = :name")
    return connection.execute(query, {"name": name}).scalar()


def _write_meta(connection: Connection, name: str, value: str) -> None:
    connection.execute(text("DELETE FROM tilth_meta WHERE name = :name"), {"name": name})
    query = text("INSERT INTO tilth_meta (name, value) VALUES (:name, :value)")
    connection.execute(query, {"name": name, "value": value})
