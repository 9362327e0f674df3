"""Numbers, amounts and percentages as texts of a language write them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tilth.reading._register import either
from tilth.reading._words import load

__all__ = ["NUMBER", "dollars", "number_pattern", "percentages", "value_of"]

NUMBER = "{number}"


@cache
def _number(lang: str) -> str:
    """Return the expression of one number, in digits or in words."""
    facts = load(lang)["facts"]
    thousands, decimal = re.escape(facts["thousands"]), re.escape(facts["decimal"])
    digits = rf"\d{{1,3}}(?:(?:{thousands}|[ \u00a0\u202f])\d{{3}})+(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?"
    return rf"(?:{digits}|{either(facts['numbers'])})(?:\s+(?:{either(facts['scales'])})(?!\w))?"


@cache
def number_pattern(lang: str, expression: str) -> re.Pattern[str]:
    """Return an expression with its place for a number filled, the number as group ``n``."""
    scale = either(load(lang)["facts"]["scales"])
    expression = re.sub(
        r"(?:\\s\*|\\s\+|\[\\s-\]\*)?\{scale\}", lambda m: m[0].replace("{scale}", f"(?:{scale})"), expression
    )
    parts = expression.split(NUMBER)
    filled = "".join(
        part + (f"(?P<n{index}>{_number(lang)})" if index < len(parts) - 1 else "")
        for index, part in enumerate(parts)
    )
    return re.compile(rf"(?<![\w.,])(?:{filled})(?!\w)", re.I)


def value_of(written: str, lang: str) -> float | int | None:
    """Return the value of a number as written; None when it is none."""
    facts = load(lang)["facts"]
    words = written.lower().split()
    scale = 1
    if len(words) > 1 and words[-1] in facts["scales"]:
        scale = facts["scales"][words.pop()]
    plain = " ".join(words)
    if plain in facts["numbers"]:
        return int(facts["numbers"][plain]) * scale
    plain = re.sub(r"\s", "", plain).replace(facts["thousands"], "").replace(facts["decimal"], ".")
    try:
        value = float(plain) * scale
    except ValueError:
        return None
    if value != value or value in (float("inf"), float("-inf")):
        return None
    return int(value) if value == int(value) else value


def first_number(match: re.Match[str]) -> str:
    """Return the number in a match of a pattern with places for numbers."""
    return next((text for text in match.groupdict().values() if text), match[0])


def dollars(words: str, lang: str) -> int | float | None:
    """Return the first amount in dollars."""
    scales = load(lang)["facts"]["scales"]
    for expression in load(lang)["facts"]["money"]:
        match = number_pattern(lang, expression).search(words)
        if match is None:
            continue
        value = value_of(first_number(match), lang)
        scaled = re.search(rf"({either(scales)})(?!\w)", match[0], re.I)
        if value is not None and scaled and scaled[1].lower() not in first_number(match).lower():
            value *= scales[scaled[1].lower()]
        if value is not None:
            return value
    return None


@cache
def _percentage(lang: str) -> re.Pattern[str]:
    """Return the expression of a percentage, or of a range of two."""
    facts = load(lang)["facts"]
    number, percent = _number(lang), facts["percent"]
    between = rf"\s*(?:{facts['percent']})?\s*(?:{facts['to']})\s*"
    return re.compile(
        rf"(?<![\w.,])(?:(?P<low>{number}){between}(?P<high>{number})|(?P<one>{number}))\s*(?:{percent})(?!\w)",
        re.I,
    )


def percentages(words: str, lang: str) -> list[tuple[int, int, Any]]:
    """Return places and values of percentages; a range is a list of two."""
    found: list[tuple[int, int, Any]] = []
    for match in _percentage(lang).finditer(words):
        parts = [value_of(match[name], lang) for name in ("one", "low", "high") if match[name]]
        if None in parts:
            continue
        found.append((match.start(), match.end(), parts[0] if len(parts) == 1 else parts))
    return found
