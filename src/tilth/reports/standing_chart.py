"""A state's standing under treaties over time, as a small SVG chart: colour, pattern and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from markupsafe import Markup, escape

from tilth.law import Stay
from tilth.reports import _drawing as draw
from tilth.times import parse_time

__all__ = ["STANDINGS", "legend", "standing_chart"]

STANDINGS = {
    "party": "State Party",
    "provisional": "applies it provisionally",
    "signatory": "signatory, not bound as a party",
    "former_party": "former State Party",
    "outsider": "not a party",
    "unclear": "unclear on this date",
}
_WIDTH, _ROW, _TOP, _BAR = 640, 62, 30, 20
_FIRST = date(1997, 1, 1)
_FILLS = {
    "party": draw.BLUE,
    "provisional": "url(#stay-provisional)",
    "signatory": "url(#stay-signatory)",
    "former_party": "url(#stay-former)",
    "outsider": "#ffffff",
    "unclear": "url(#stay-unclear)",
}
_PATTERNS = (
    ("stay-provisional", draw.GREEN, "M0 3H8"),
    ("stay-signatory", draw.ORANGE, "M0 8L8 0"),
    ("stay-former", draw.RED, "M0 0L8 8M0 8L8 0"),
    ("stay-unclear", draw.GREY, "M4 0V8"),
)


def standing_chart(name: str, rows: Sequence[tuple[str, Sequence[Stay]]], today: date) -> Markup:
    """Return the chart of one state: a bar for each treaty, from 1997 or the first change to a year ahead.

    Parameters
    ----------
    rows
        Title of a treaty, and the state's stays as `tilth.law.standing_over_time` gives them.
    today
        Where the line of today is drawn.

    Examples
    --------
    >>> stays = [Stay("outsider", "", ""), Stay("party", "2011-09-01", "")]
    >>> chart = standing_chart("Lithuania", [("CCM", stays)], date(2026, 1, 1))
    >>> "CCM: not a party; State Party from 2011-09-01" in chart
    True
    """
    changes = [_day(stay) for _, stays in rows for stay in stays if stay.since]
    first = min([_FIRST, *(date(day.year, 1, 1) for day in changes)])
    last = max(date(today.year + 2, 1, 1), *(date(day.year + 2, 1, 1) for day in changes), _FIRST)
    height = _TOP + _ROW * len(rows) + 8
    scale = (first, last)
    parts = [_patterns(), *_axis(scale, height)]
    for number, (title, stays) in enumerate(rows):
        parts += _bar(_TOP + _ROW * number, title, stays, scale)
    now = _at(today, scale)
    parts.append(draw.line(now, _TOP - 6, now, height - 8, stroke="#1b1f23", extra='stroke-dasharray="4 3"'))
    words = ". ".join(f"{title}: {_told(stays)}" for title, stays in rows)
    return draw.svg(_WIDTH, height, f"Standing of {name} over time", words, parts)


def _patterns() -> str:
    """Return the hatchings: a standing is known by its pattern where colours cannot be told apart."""
    made = (
        f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="#ffffff"/>'
        f'<path d="{path}" stroke="{colour}" stroke-width="2.5"/></pattern>'
        for name, colour, path in _PATTERNS
    )
    return f"<defs>{''.join(made)}</defs>"


def _told(stays: Sequence[Stay]) -> str:
    return "; ".join(
        f"{STANDINGS[stay.standing]}{f' from {stay.since}' if stay.since else ''}" for stay in stays
    )


def _day(stay: Stay) -> date:
    """Return the first day a change can be on."""
    moment = parse_time(stay.since.strip("[]").partition("..")[0])
    assert moment.earliest is not None
    return moment.earliest


def _at(day: date, scale: tuple[date, date]) -> float:
    first, last = scale
    return 8 + (day - first).days / (last - first).days * (_WIDTH - 16)


def _axis(scale: tuple[date, date], height: float) -> Iterator[str]:
    for year in range(-(-scale[0].year // 5) * 5, scale[1].year + 1, 5):
        x = _at(date(year, 1, 1), scale)
        yield draw.line(x, 20, x, height - 8, stroke="#cccccc")
        yield draw.label(x, 14, str(year), size=13, anchor="middle")


def _bar(top: float, title: str, stays: Sequence[Stay], scale: tuple[date, date]) -> Iterator[str]:
    yield draw.label(10, top + 16, title, size=14, extra='font-weight="600"')
    starts = [_at(_day(stay), scale) if stay.since else 8.0 for stay in stays]
    for stay, start, end in zip(stays, starts, [*starts[1:], _WIDTH - 8.0], strict=True):
        said = f"{STANDINGS[stay.standing]}{f' from {stay.since}' if stay.since else ''}: {stay.because}"
        yield (
            f'<rect x="{start:.1f}" y="{top + 24:.1f}" width="{max(end - start, 1):.1f}" height="{_BAR}"'
            f' fill="{_FILLS[stay.standing]}" stroke="#1b1f23"><title>{escape(said)}</title></rect>'
        )


def legend() -> list[tuple[str, Markup]]:
    """Return each standing in words with its swatch, for the text beside the chart."""
    return [
        (
            words,
            Markup(
                '<svg class="swatch" viewBox="0 0 28 16" width="28" height="16" aria-hidden="true">'
                "<title>{}</title>"
                '<rect x="1" y="1" width="26" height="14" fill="{}" stroke="#1b1f23"/></svg>'
            ).format(words, _FILLS[standing]),
        )
        for standing, words in STANDINGS.items()
    ]
