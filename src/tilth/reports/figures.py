"""Figures that lead to their claims: marked up for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from tilth.reports._errors import ReportError

__all__ = ["Figures", "Footnote", "estimate_words", "number_words"]


@dataclass(frozen=True, slots=True)
class Footnote:
    """What stands behind a figure: claims, or the run that computed it."""

    number: int
    claims: tuple[str, ...]
    run: str | None


class Figures:
    """The figures of one document, and the footnotes that lead from each to its claims.

    Figures with the same claims share one footnote, numbered in order of first use.

    Examples
    --------
    >>> figures = Figures()
    >>> print(figures.figure(800_000_000, claims=["ab"], exact="as stated", text="800 million"))
    <data class="figure" value="800000000" data-claims="ab" data-exact="as stated">800 million</data>...
    """

    def __init__(self, to: str = "to", label: str = "claims behind this figure, note") -> None:
        self._to, self._label = to, label
        self._notes: dict[tuple[tuple[str, ...], str | None], Footnote] = {}

    @property
    def footnotes(self) -> list[Footnote]:
        """The footnotes in order."""
        return list(self._notes.values())

    def note(self, claims: Sequence[str] = (), run: str | None = None) -> Markup:
        """Return the mark of the footnote for these claims, without a figure."""
        number = self.footnote(tuple(claims), run).number
        label = f"{self._label} {number}"
        return Markup('<sup><a href="#note-{0}" aria-label="{1}">{0}</a></sup>').format(number, label)

    def figure(
        self,
        value: float | int | str,
        *,
        claims: Sequence[str] = (),
        run: str | None = None,
        interval: tuple[float, float] | None = None,
        exact: str | None = None,
        text: str | None = None,
        unit: str = "",
    ) -> Markup:
        """Return the markup of one figure.

        Parameters
        ----------
        claims, run
            What it rests on; one of the two is needed.
        interval
            Lower and upper bound, printed beside it.
        exact
            Why it has no interval; needed when there is none.
        text
            The figure as people read it; grouped digits when not given.

        Raises
        ------
        ReportError
            A figure without claims, or without interval and reason: a fault of the report.
        """
        if not claims and not run:
            raise ReportError(f"figure {value!r} {unit} has no claims behind it")
        if (interval is None) == (exact is None):
            raise ReportError(f"figure {value!r} {unit}: give an interval, or why there is none")
        words = number_words if interval is None else estimate_words
        shown = text if text is not None else words(value)
        behind = f'data-run="{escape(run)}"' if run else f'data-claims="{escape(" ".join(claims))}"'
        reason = Markup(' data-exact="{}"').format(exact) if exact else Markup("")
        unit_words = Markup("&nbsp;{}").format(unit) if unit else Markup("")
        beside = Markup("") if interval is None else _interval(interval, self._to)
        return Markup('<data class="figure" value="{}" {}{}>{}</data>{}{}{}').format(
            value, Markup(behind), reason, shown, unit_words, beside, self.note(claims, run)
        )

    def footnote(self, claims: tuple[str, ...], run: str | None) -> Footnote:
        """Return the footnote for these claims or this run, a new one at first use."""
        key = (claims if not run else (), run)
        if key not in self._notes:
            self._notes[key] = Footnote(len(self._notes) + 1, claims, run)
        return self._notes[key]


def _interval(interval: tuple[float, float], to: str) -> Markup:
    low, high = (estimate_words(bound) for bound in interval)
    return Markup(' <span class="interval">({} {} {})</span>').format(low, to, high)


def number_words(value: float | int | str) -> str:
    """Return a number with grouped digits, three significant ones where it is no whole number.

    Examples
    --------
    >>> number_words(1234567), number_words(0.023456), number_words(12.0)
    ('1,234,567', '0.0235', '12')
    """
    if isinstance(value, str):
        return value
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def estimate_words(value: float | int | str) -> str:
    """Return an estimate with three significant digits: more would claim what its interval denies.

    Examples
    --------
    >>> estimate_words(5431779), estimate_words(550), estimate_words(0.16384)
    ('5,430,000', '550', '0.164')
    """
    if isinstance(value, str) or abs(value) < 1000:
        return number_words(value)
    return f"{float(f'{value:.3g}'):,.0f}"
