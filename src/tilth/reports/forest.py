"""The forest plot: every published failure rate by setting, and what the model makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from tilth.munitions import Expectation, Published

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["forest_figure", "forest_svg", "write_forest"]

_GROUPS = {
    "claim": ("Officials claim", "#CC79A7", "claimed"),
    "test": ("On test ranges", "#0072B2", "test"),
    "combat": ("Found after combat", "#D55E00", "combat"),
    "expert": ("Experts estimate", "#009E73", ""),
    "other": ("Goals and others", "#666666", ""),
}
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
_NEAR, _FAR = "#000000", "#8a8a8a"
_TICKS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.6)
_ROW_INCHES = 0.165


def write_forest(
    rows: Sequence[Published], fitted: Mapping[str, Expectation], name: str, folder: Path
) -> tuple[Path, Path]:
    """Write the plot as ``NAME-rates.svg`` and ``NAME-rates.png``; return both paths.

    Parameters
    ----------
    rows
        What `tilth.munitions.published` gives.
    fitted
        Answers by setting (``claimed``, ``test``, ``combat``).
    """
    import matplotlib as mpl

    folder.mkdir(parents=True, exist_ok=True)
    safe = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name)[:60]
    paths = folder / f"{safe}-rates.svg", folder / f"{safe}-rates.png"
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "tilth", "font.family": "sans-serif"}):
        drawn = forest_figure(rows, fitted, name)
        title = f"Published failure rates and fitted intervals for {name}"
        drawn.savefig(paths[0], metadata={"Date": None, "Title": title})
        drawn.savefig(paths[1], dpi=110, metadata={"Software": None, "Title": title})
    return paths


def forest_svg(rows: Sequence[Published], fitted: Mapping[str, Expectation], name: str) -> str:
    """Return the plot as one ``svg`` element with a title, to stand inside a page."""
    import io

    import matplotlib as mpl

    held = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "tilth", "font.family": "sans-serif"}):
        forest_figure(rows, fitted, name).savefig(held, format="svg", metadata=_NO_METADATA)
    text = held.getvalue()
    head, body = text[text.index("<svg") :].split(">", 1)
    body = body[body.index("</metadata>") + 11 :] if "</metadata>" in body else body
    title = f"Published failure rates and fitted intervals for {escape(name)}"
    return f'{head} role="img"><title>{title}</title>{body}'


def forest_figure(rows: Sequence[Published], fitted: Mapping[str, Expectation], name: str) -> Figure:
    """Return the plot as a matplotlib figure; it opens no window."""
    from matplotlib.figure import Figure

    lines = list(_lines(rows, fitted))
    drawn = Figure(figsize=(9.5, 1.6 + _ROW_INCHES * len(lines)), layout="constrained")
    axes = drawn.add_subplot()
    _frame(axes, len(lines), name)
    for at, line in enumerate(lines):
        _line(axes, at, line)
    labels = [line["label"] for line in lines]
    axes.set_yticks(range(len(lines)), labels, fontsize=7)
    for text, line in zip(axes.get_yticklabels(), lines, strict=True):
        text.set_color(line["ink"])
        text.set_fontweight("bold" if line["kind"] != "row" else "normal")
    return drawn


def _lines(rows: Sequence[Published], fitted: Mapping[str, Expectation]) -> Iterator[dict[str, Any]]:
    for group, (title, colour, setting) in _GROUPS.items():
        own = [row for row in rows if row.group == group]
        if not own:
            continue
        yield {"kind": "head", "label": title, "ink": colour}
        for row in own:
            near = row.level != "all"
            left_out = _left_out(row.why_not)
            yield {
                "kind": "row",
                "label": f"{_short(row.label)} {row.row}{left_out}",
                "row": row,
                "colour": colour,
                "ink": _NEAR if near else _FAR,
                "used": not row.why_not,
            }
        if setting in fitted:
            yield {
                "kind": "fit",
                "label": f"fitted for a new strike, {setting}",
                "fit": fitted[setting],
                "colour": colour,
                "ink": colour,
            }


def _left_out(why: str) -> str:
    if why.startswith("located"):
        return " (not verified)"
    return " (left out)" if why and "same origin" not in why else ""


def _short(words: str) -> str:
    return words if len(words) <= 52 else f"{words[:51]}…"


def _frame(axes: Axes, count: int, name: str) -> None:
    axes.set_xscale("logit")
    axes.set_xlim(0.0008, 0.85)
    axes.set_ylim(count - 0.4, -0.6)
    axes.set_xticks(_TICKS, [f"{100 * tick:g} %" for tick in _TICKS], fontsize=8)
    axes.set_xticks([], minor=True)
    axes.xaxis.set_ticks_position("both")
    axes.tick_params(axis="x", labeltop=True)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel(
        "Share of submunitions that fail. Filled: used by the model; hollow: left out or an echo."
        " Arrow: a bound.\n"
        "Black names: this munition or its family; grey: others. Bars of fitted lines: 90 per cent.",
        fontsize=7.5,
    )
    axes.set_title(f"Failure rates published, and fitted for {name}", fontsize=10, loc="left")
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _line(axes: Axes, at: int, line: Mapping[str, Any]) -> None:
    if line["kind"] == "fit":
        rate = line["fit"].rate
        axes.plot(
            [rate.p05, rate.p95],
            [at, at],
            color=line["colour"],
            linewidth=4,
            solid_capstyle="butt",
            alpha=0.75,
        )
        axes.plot(
            [rate.median], [at], marker="D", color="white", markeredgecolor=line["colour"], markersize=5
        )
    elif line["kind"] == "row":
        _published(axes, at, line["row"], line["colour"], used=line["used"])


def _published(axes: Axes, at: int, row: Published, colour: str, *, used: bool) -> None:
    face = colour if used else "white"
    low, point, high = (_in_sight(rate) for rate in (row.low, row.point, row.high))
    style: dict[str, Any] = {"color": colour, "linewidth": 1.2, "alpha": 1.0 if used else 0.6}
    if low is not None and high is not None and low != high:
        axes.plot([low, high], [at, at], marker="|", markersize=5, **style)
    elif point is None:
        end, marker = (high, "<") if high is not None else (low, ">")
        axes.plot([end or 0.0], [at], marker=marker, markersize=5, markerfacecolor=face, **style)
    if point is not None or (low is not None and low == high):
        axes.plot([point or low or 0.0], [at], marker="o", markersize=4.5, markerfacecolor=face, **style)


def _in_sight(rate: float | None) -> float | None:
    """Return a rate moved onto the axis where it lies beyond it."""
    return None if rate is None else min(max(rate, 0.001), 0.8)
