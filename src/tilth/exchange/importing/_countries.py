"""States by their names and codes."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from tilth.exchange.importing._words import fold

__all__ = ["country_code"]

_LANGUAGES = ("en", "fr", "es", "pt", "uk", "ru", "ar", "lo", "vi", "bs", "de", "nl")


def country_code(words: str) -> str | None:
    """Return the ISO 3166 alpha-3 code of a state named by code or by name, None when it is not known.

    Examples
    --------
    >>> country_code("UKR"), country_code("Bosnie-Herzégovine"), country_code("Ruritania")
    ('UKR', 'BIH', None)
    """
    text = words.strip()
    codes = {row["iso3"] for row in _rows()}
    return text.upper() if text.upper() in codes else _names().get(fold(text))


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = (files("tilth.data") / "law" / "states.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def _names() -> dict[str, str]:
    """Return codes by folded names: ours, and those of Unicode CLDR in several languages."""
    from babel import Locale

    found: dict[str, str] = {}
    longer = {row["iso2"]: row["iso3"] for row in _rows() if row["iso2"]}
    for row in _rows():
        for name in (row["name"], *row["other_names"].split(";"), row["iso2"]):
            if name.strip():
                found.setdefault(fold(name), row["iso3"])
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in longer:
                found.setdefault(fold(name), longer[code])
    return found
