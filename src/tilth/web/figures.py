"""Figures on pages: each bears what stands behind it, and leads there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from babel.numbers import format_decimal
from markupsafe import Markup

from tilth.reports import ReportError
from tilth.web.languages import LANGUAGES, Language

__all__ = ["behind_address", "figure"]

_MANY = 60
_SHORT = 16


def figure(
    value: float | int | str,
    *,
    claims: Sequence[str] = (),
    run: str | None = None,
    listed: str | None = None,
    interval: tuple[float, float] | None = None,
    exact: str | None = None,
    text: str | None = None,
    unit: str = "",
    language: Language = LANGUAGES["en"],
) -> Markup:
    """Return the markup of one figure, a link to its claims.

    Parameters
    ----------
    claims, run, listed
        What it rests on: identifiers of claims, of a computation, or, for a count of many, the address
        of the page that lists what was counted. One of them is needed.
    interval
        Lower and upper bound, written beside it.
    exact
        Why it has no interval; needed when there is none.

    Examples
    --------
    >>> print(figure(3, claims=["ab"], exact="a count"))
    <a class="leads" href="/behind?claims=ab"><data class="figure" value="3" ...>3</data></a>
    """
    if not claims and not run and not listed:
        raise ReportError(f"figure {value!r} {unit} has no claims behind it")
    if (interval is None) == (exact is None):
        raise ReportError(f"figure {value!r} {unit}: give an interval, or why there is none")
    shown = text if text is not None else _words(value, language, estimate=interval is not None)
    reason = Markup(' data-exact="{}"').format(exact) if exact else Markup("")
    data = Markup('<data class="figure" value="{}" {}{}>{}</data>').format(
        value, _behind(claims, run, listed), reason, shown
    )
    unit_words = Markup("&nbsp;{}").format(unit) if unit else Markup("")
    beside = _interval(interval, language) if interval is not None else Markup("")
    href = listed or behind_address(claims, run)
    return Markup('<a class="leads" href="{}">{}</a>{}{}').format(href, data, unit_words, beside)


def _behind(claims: Sequence[str], run: str | None, listed: str | None) -> Markup:
    if run:
        return Markup('data-run="{}"').format(run)
    if claims:
        return Markup('data-claims="{}"').format(" ".join(claims))
    return Markup('data-list="{}"').format(listed)


def behind_address(claims: Sequence[str], run: str | None) -> str:
    """Return the address of the page that shows what stands behind a figure."""
    if run:
        return f"/claims/{run}"
    if len(claims) == 1:
        return f"/behind?{urlencode({'claims': claims[0]})}"
    named = [key[:_SHORT] for key in claims[:_MANY]]
    more = {"more": str(len(claims) - _MANY)} if len(claims) > _MANY else {}
    return f"/behind?{urlencode({'claims': ','.join(named)} | more, safe=',')}"


def _interval(interval: tuple[float, float], language: Language) -> Markup:
    low, high = (_words(bound, language, estimate=True) for bound in interval)
    return Markup(' <span class="interval">({}–{})</span>').format(low, high)


def _words(value: Any, language: Language, *, estimate: bool) -> str:
    """Return a number with grouped digits; an estimate with three that mean something."""
    if isinstance(value, str):
        return value
    short = float(f"{value:.3g}") if estimate or not float(value).is_integer() else value
    whole = int(short) if float(short).is_integer() else short
    return format_decimal(whole, locale=language.locale)
