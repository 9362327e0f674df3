"""Figures that reports make, as pages show them: a link to what stands behind each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from tilth.reports import Figures
from tilth.web.figures import behind_address, figure
from tilth.web.languages import Language, translations

__all__ = ["WebFigures"]


class WebFigures(Figures):
    """The figures of a page.

    Examples
    --------
    >>> from tilth.web.languages import LANGUAGES
    >>> print(WebFigures(LANGUAGES["nl"]).figure(1500, claims=["ab"], exact="a count"))
    <a class="leads" href="/behind?claims=ab"><data class="figure" value="1500" ...>1.500</data></a>
    """

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language

    def note(self, claims: Sequence[str] = (), run: str | None = None) -> Markup:
        """Return a mark that leads to the claims."""
        return Markup('<sup><a class="leads" href="{}" aria-label="claims behind this">*</a></sup>').format(
            behind_address(claims, run)
        )

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
        """Return the markup of one figure."""
        said = translations(self.language.code).gettext(text) if text else text
        told: dict[str, Any] = {"interval": interval, "exact": exact, "text": said, "unit": unit}
        return figure(value, claims=claims, run=run, language=self.language, **told)
