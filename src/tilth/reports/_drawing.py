"""The few SVG shapes our maps and timelines are made of; colours that colour-blind people can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

__all__ = ["BLUE", "GREEN", "GREY", "ORANGE", "RED", "circle", "label", "line", "path", "svg"]

# Okabe and Ito (2008), Color Universal Design.
BLUE, ORANGE, GREEN, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#6b6b6b"


def svg(width: float, height: float, title: str, description: str, parts: Iterable[str]) -> Markup:
    """Return a drawing that scales with the page and is read out by its title and description."""
    return Markup(
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(parts)}</svg>"
    )


def path(rings: Iterable[Sequence[tuple[float, float]]], *, fill: str, stroke: str, extra: str = "") -> str:
    """Return one area made of rings in page units; points that fall together on the page are one."""
    words = "".join(f"M{'L'.join(_corners(ring))}Z" for ring in rings)
    return f'<path d="{words}" fill="{fill}" stroke="{stroke}" fill-rule="evenodd" {extra}/>'


def _corners(ring: Sequence[tuple[float, float]]) -> Iterator[str]:
    last = ""
    for x, y in ring:
        words = f"{x:.1f},{y:.1f}"
        if words != last:
            yield words
        last = words


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = GREY, extra: str = "") -> str:
    """Return a straight line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}" {extra}/>'


def circle(x: float, y: float, radius: float, *, fill: str, stroke: str = "none", title: str = "") -> str:
    """Return a dot, with words for a pointer or a screen reader."""
    said = f"<title>{escape(title)}</title>" if title else ""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{stroke}">{said}</circle>'


def label(x: float, y: float, words: str, *, size: float = 12, anchor: str = "start", extra: str = "") -> str:
    """Return a line of text."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" {extra}>'
        f"{escape(words)}</text>"
    )
