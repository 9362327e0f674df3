"""Checks of what records say: dates, areas, counts, and the records they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from tilth.claims import vocabulary
from tilth.exchange.checks.finding import Context, Finding, found, rules
from tilth.exchange.checks.records import CheckRecord
from tilth.times import TimeError, parse_time

__all__ = ["check_values"]

_ORDERED = (("start", "end"), ("from", "until"), ("found_on", "reported_on"), ("date", "outcome_on"))
_STATED = ("area_stated_m2", "area_m2", "cleared_m2")
_SHOULD_BE_KNOWN = ("hazardous_area", "activity", "accident", "release", "strike", "victim", "task")


def check_values(records: Sequence[CheckRecord], context: Context) -> Iterator[Finding]:
    """Yield dates that cannot be, sums that do not add up, areas that differ, and unknown references."""
    casualties = _casualties(records)
    for record in records:
        yield from _dates(record, context)
        yield from _areas(record)
        yield from _counts(record, casualties)
    yield from _references(records, context)


@cache
def _dated(kind: str) -> frozenset[str]:
    return frozenset(name for name, item in vocabulary()[kind].properties.items() if item.type == "date")


@cache
def _referring(kind: str) -> dict[str, str]:
    """Return the properties of a kind that name records which ought to be there, with the kind they name."""
    items = vocabulary()[kind].properties.values()
    return {item.name: str(item.to) for item in items if item.type == "ref" and item.to in _SHOULD_BE_KNOWN}


def _dates(record: CheckRecord, context: Context) -> Iterator[Finding]:
    days = {name: value for name, value in record.values.items() if name in _dated(record.kind)}
    earliest = rules()["impossible_date"]["earliest"]
    for name, value in days.items():
        start, end = _reach(str(value))
        if start and context.today and start > context.today:
            yield found(
                "impossible_date", record, name, str(value), f"in the future: today is {context.today}"
            )
        elif end and end < earliest:
            yield found("impossible_date", record, name, str(value), f"before {earliest}")
    for first, last in _ORDERED:
        if first in days and last in days:
            start, end = _reach(str(days[first]))[0], _reach(str(days[last]))[1]
            if start and end and end < start:
                shown = f"{days[first]}, {days[last]}"
                yield found(
                    "impossible_date", record, f"{first}, {last}", shown, f"{last} lies before {first}"
                )


@lru_cache(maxsize=65536)
def _reach(value: str) -> tuple[str, str]:
    try:
        period = parse_time(value)
    except TimeError:
        return "", ""
    start, end = period.earliest, period.latest
    return start.isoformat() if start else "", end.isoformat() if end else ""


def _areas(record: CheckRecord) -> Iterator[Finding]:
    shape = record.shape
    stated = next(((name, record.values[name]) for name in _STATED if name in record.values), None)
    if stated is None or shape is None or shape.geom_type not in ("Polygon", "MultiPolygon"):
        return
    from tilth.places import PlaceError, area_m2, settle

    name, told = stated
    try:
        computed = area_m2(settle(shape)[0])
    except PlaceError:
        return
    about = rules()["area_stated_v_computed"]
    differs = abs(told - computed)
    if differs > max(about["least_m2"], about["most_share"] * max(told, computed)):
        reason = f"the outline has {computed:,.0f} m²: {_factor(told, computed)}"
        yield found("area_stated_v_computed", record, name, f"{told:,.0f} m²", reason)


def _factor(told: float, computed: float) -> str:
    """Tell a difference, and the mixed unit that it looks like."""
    if not told or not computed:
        return "one of the two is nothing"
    ratio = computed / told
    for factor, words in ((1e4, "hectares"), (1e6, "square kilometres"), (1e3, "dunums")):
        if 0.8 < ratio / factor < 1.25:
            return f"were {words} stated?"
    return f"{ratio:.2f} times what is stated"


def _casualties(records: Sequence[CheckRecord]) -> Mapping[str, Counter[str]]:
    """Return by accident how many victims of each status the records hold."""
    found_ones: dict[str, Counter[str]] = {}
    for record in records:
        if record.kind == "victim" and record.values.get("accident"):
            status = "killed" if record.values.get("status") in ("killed", "died_later") else "injured"
            found_ones.setdefault(str(record.values["accident"]), Counter())[status] += 1
    return found_ones


def _counts(record: CheckRecord, casualties: Mapping[str, Counter[str]]) -> Iterator[Finding]:
    values = record.values
    if record.kind == "accident":
        parts = [int(values[name]) for name in ("killed", "injured") if values.get(name) is not None]
        if len(parts) == 2 and values.get("total") is not None and sum(parts) != values["total"]:
            reason = f"killed {parts[0]} and injured {parts[1]} are {sum(parts)}"
            yield found("counts_v_items", record, "total", str(values["total"]), reason)
        listed = casualties.get(record.subject)
        for name in ("killed", "injured"):
            if listed and values.get(name) is not None and listed[name] != values[name]:
                reason = f"{listed[name]} victims {name} are recorded one by one"
                yield found("counts_v_items", record, name, str(values[name]), reason)
    if record.kind == "risk_education" and values.get("first_time") is not None and values.get("reached"):
        total = sum(int(part.get("count", 0)) for part in values["reached"])
        if values["first_time"] > total:
            reason = f"more than the {total} persons reached"
            yield found("counts_v_items", record, "first_time", str(values["first_time"]), reason)


def _references(records: Sequence[CheckRecord], context: Context) -> Iterator[Finding]:
    """Yield one finding for each unknown record that is named, with how many name it."""
    named: dict[tuple[str, str], list[CheckRecord]] = {}
    for record in records:
        for name in _referring(record.kind):
            if name not in record.values:
                continue
            value = record.values[name]
            for one in value if isinstance(value, list) else [value]:
                if one not in context.subjects:
                    named.setdefault((name, str(one)), []).append(record)
    for (name, one), holders in named.items():
        count = f" and {len(holders) - 1:,} more" if len(holders) > 1 else ""
        yield found("unknown_reference", holders[0], name, one, f"not in the project{count}")
