"""A timeline as SVG: partial dates are drawn as long as they are unsure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup, escape

from tilth.reports import _drawing as draw
from tilth.times import TimeError, parse_time

__all__ = ["Event", "timeline"]

_WIDTH, _ROW, _LEFT, _TOP, _WORDS = 900, 22, 290, 34, 40


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a date: an EDTF text, words, and the group it belongs to."""

    when: str
    words: str
    group: str = ""
    href: str = ""


def timeline(events: Sequence[Event], title: str) -> Markup:
    """Return the drawing; events whose date is open or unknown are named below it, not drawn.

    Examples
    --------
    >>> "2023-07" in timeline([Event("2023-07", "announced")], "What was said")
    True
    """
    placed = sorted(
        ((*extent, event) for event in events if (extent := _extent(event.when))),
        key=lambda row: (row[0], row[1], row[2].words),
    )
    if not placed:
        return Markup("<p>No dated events.</p>")
    first, last = min(row[0] for row in placed), max(row[1] for row in placed)
    span = max((last - first).days, 1)
    height = _TOP + _ROW * len(placed) + 12

    def at(day: date) -> float:
        return _LEFT + (day - first).days / span * (_WIDTH - _LEFT - 20)

    parts = list(_axis(first, last, at, height))
    for number, (start, end, event) in enumerate(placed):
        parts += _row(_TOP + _ROW * number, at(start), at(end + timedelta(days=1)), event)
    words = f"{len(placed)} events from {first.isoformat()} to {last.isoformat()}"
    return draw.svg(_WIDTH, height, title, words, parts)


def _extent(when: str) -> tuple[date, date] | None:
    try:
        moment = parse_time(when)
    except TimeError:
        return None
    if moment.earliest is None or moment.latest is None:
        return None
    return moment.earliest, moment.latest


def _axis(first: date, last: date, at: Callable[[date], float], height: float) -> list[str]:
    days = sorted({first + (last - first) * part // 4 for part in range(5)})
    parts = []
    for day in days:
        x = at(day)
        parts.append(draw.line(x, 22, x, height - 8, stroke="#cccccc"))
        anchor = "end" if day == last and len(days) > 1 else "middle"
        parts.append(draw.label(x, 16, day.isoformat(), size=11, anchor=anchor))
    return parts


def _row(top: float, start: float, end: float, event: Event) -> list[str]:
    middle = top + _ROW / 2
    words = event.words if len(event.words) <= _WORDS else f"{event.words[: _WORDS - 2]}…"
    exact = end - start < 7
    mark = (
        draw.circle((start + end) / 2, middle, 5, fill=draw.BLUE, title=f"{event.when}: {event.words}")
        if exact
        else f'<rect x="{start:.1f}" y="{middle - 4:.1f}" width="{end - start:.1f}" height="8" rx="4"'
        f' fill="{draw.BLUE}" fill-opacity="0.45" stroke="{draw.BLUE}"><title>{escape(event.when)}: '
        f"{escape(event.words)}</title></rect>"
    )
    text = draw.label(_LEFT - 12, middle + 4, words, size=12, anchor="end")
    if event.href:
        text = f'<a href="{escape(event.href)}">{text}</a>'
    return [mark, text]
