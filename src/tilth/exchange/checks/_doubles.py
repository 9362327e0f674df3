"""Checks for records that stand twice."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from tilth.exchange.checks.finding import Finding, found, rules
from tilth.exchange.checks.records import CheckRecord

__all__ = ["check_doubles"]

_IGNORED = ("synthetic",)
_TELLING = 2
"""Values that a record needs to be told from others by what it says."""


def check_doubles(records: Sequence[CheckRecord]) -> Iterator[Finding]:
    """Yield records that repeat another: by outline, by point, by identifier, by place and text."""
    yield from _groups(records, _outline, "duplicate_polygon", "place", "the same outline")
    same_text = set()
    for finding in _groups(
        records, _place_and_text, "duplicate_place_text", "record", "the same place and text"
    ):
        same_text.add(finding.subject)
        yield finding
    rest = [record for record in records if record.subject not in same_text]
    yield from _shared_points(rest)
    yield from _groups(
        records, _loose_id, "duplicate_local_id", "record", "the same identifier but for blanks or capitals"
    )
    yield from _groups(records, _device, "duplicate_devices", "quantity", "the same devices")


def _groups(
    records: Sequence[CheckRecord],
    key_of: Callable[[CheckRecord], Hashable | None],
    rule: str,
    field: str,
    words: str,
) -> Iterator[Finding]:
    """Yield one finding for each record after the first of a group, naming the first."""
    first: dict[Hashable, CheckRecord] = {}
    for record in records:
        key = key_of(record)
        if key is None:
            continue
        before = first.setdefault((record.kind, key), record)
        if before.subject != record.subject:
            where = f"row {before.row}" if before.row else before.record
            yield found(rule, record, field, record.record, f"{words} as {where}")


def _shared_points(records: Sequence[CheckRecord]) -> Iterator[Finding]:
    """Yield one finding for each point that a few records share; what very many share is another rule's."""
    groups: dict[Hashable, dict[str, CheckRecord]] = {}
    for record in records:
        point = _point(record)
        if point is not None:
            groups.setdefault((record.kind, point), {}).setdefault(record.subject, record)
    placed = sum(len(members) for members in groups.values())
    about = rules()["default_coordinates"]
    limit = max(about["least_records"], about["least_share"] * placed)
    for members in groups.values():
        if 1 < len(members) < limit:
            first, *others = members.values()
            named = ", ".join(other.record for other in others[:5])
            more = f" and {len(others) - 5} more" if len(others) > 5 else ""
            yield found("duplicate_point", first, "place", first.record, f"the same point as {named}{more}")


def _outline(record: CheckRecord) -> Any:
    import shapely

    shape = record.shape
    if shape is None or record.point is not None or shape.geom_type not in ("Polygon", "MultiPolygon"):
        return None
    parts = shapely.get_parts(shape)
    return (parts[0] if len(parts) == 1 else shape).normalize().wkb


def _point(record: CheckRecord) -> Any:
    return record.point


def _place_and_text(record: CheckRecord) -> Any:
    if record.shape is None or len(record.values) < _TELLING:
        return None
    told = repr([item for item in record.values.items() if item[0] not in _IGNORED])
    return (record.point or record.shape.wkb, record.valid, told)


def _loose_id(record: CheckRecord) -> Any:
    return "".join(record.record.casefold().split()) if not record.record.isdigit() else None


def _device(record: CheckRecord) -> Any:
    if record.kind != "find":
        return None
    values = record.values
    held = values.get("activity") or values.get("hazardous_area")
    told = (values.get("category"), values.get("model"), values.get("quantity"))
    return (held, *told, values.get("date")) if held and all(told[:1]) and told[2] else None
