"""Facts that are figures: dud rates and quantities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from tilth.reading._numbers import NUMBER, first_number, number_pattern, percentages, value_of
from tilth.reading._words import load

__all__ = ["dud_rates", "munition_in", "quantities"]

Fact = dict[str, Any]
_YEAR = re.compile(r"(?:19|20)\d\d")


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.I)


def dud_rates(words: str, lang: str) -> list[Fact]:
    """Return the rates, in per cent, at which submunitions fail, each with its bound."""
    dud = load(lang)["facts"]["dud"]
    if not _compiled(rf"(?<!\w)(?:{dud['word']})(?!\w)").search(words):
        return []
    made = []
    for start, end, rate in percentages(words, lang):
        made.append(
            {"type": "dud_rate", "munition": munition_in(words, lang), "rate": rate,
             "bound": "range" if isinstance(rate, list) else _bound(words, start, end, lang),
             "as_written": words[start:end]}
        )  # fmt: skip
    return made


def munition_in(words: str, lang: str) -> str | None:
    """Return the first type of munition that words name."""
    named = _compiled(rf"(?-i:(?<!\w)(?:{load(lang)['facts']['munition']})(?!\w))").search(words)
    return named[0] if named else None


def _bound(words: str, start: int, end: int, lang: str) -> str:
    """Return max, min, about or exact by the words just around a figure."""
    dud = load(lang)["facts"]["dud"]
    before, after = words[max(0, start - 24) : start], words[end : end + 30]
    for name in ("max", "min", "about"):
        if _compiled(rf"(?<!\w)(?:{dud[name]})\s+(?:\w+\s+)?\Z").search(before):
            return name
    for name in ("min", "max"):
        if _compiled(rf"(?:\s+\w+){{0,2}}\s+(?:{dud[name]})(?!\w)").match(after):
            return name
    return "exact"


def _counts(row: Mapping[str, Any], words: str, lang: str) -> Iterator[re.Match[str]]:
    """Yield the places of a kind of count; a year is no count of persons or of anything but money."""
    expression, place = number_pattern(lang, row["re"]), 0
    while match := expression.search(words, place):
        year = _YEAR.fullmatch(first_number(match)) and row["unit"] != "USD"
        place = match.start() + 4 if year else max(match.end(), match.start() + 1)
        if not year:
            yield match


def quantities(words: str, topic: str, lang: str) -> list[Fact]:
    """Return counts with their unit; each place in the text is counted once."""
    if not number_pattern(lang, NUMBER).search(words):
        return []
    made: list[Fact] = []
    taken: list[tuple[int, int]] = []
    for row in load(lang)["facts"]["quantity"]:
        if row.get("topics") and topic not in row["topics"]:
            continue
        for match in _counts(row, words, lang):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            value = value_of(first_number(match), lang)
            if value is None:
                continue
            taken.append(match.span())
            made.append(
                {
                    "type": "quantity",
                    "value": value,
                    "unit": row["unit"],
                    "what": row["what"],
                    "as_written": match[0],
                }
            )
    return made
