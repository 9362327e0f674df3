"""The slots of a pattern: which texts fill them, and which values these stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from tilth.times._language import Forms, Language

__all__ = ["GAP", "choice", "fold", "slot_expressions", "slot_values", "word_expression"]

GAP = r",?\s{1,3}"
_APOSTROPHES = "'’ʼ‘`"
_HYPHENS = "-‐‑–—"


def word_expression(word: str) -> str:
    """Return a regular expression for a word or phrase in lower case.

    Any apostrophe, any dash with or without spaces, and letters with combining accents are
    taken as the plain ones.
    """
    return GAP.join("".join(_letter(sign) for sign in part) for part in word.split())


def _letter(sign: str) -> str:
    if sign in _APOSTROPHES:
        return f"[{_APOSTROPHES}]"
    if sign in _HYPHENS:
        return rf"\s?[{_HYPHENS}]\s?"
    composed = unicodedata.normalize("NFC", sign)
    parted = unicodedata.normalize("NFD", composed)
    return re.escape(sign) if composed == parted else f"(?:{composed}|{parted})"


def fold(text: str) -> str:
    """Return the text as it is looked up: lower case, composed letters, plain signs."""
    text = unicodedata.normalize("NFC", text.lower())
    text = re.sub(f"[{_APOSTROPHES}]", "'", text)
    text = re.sub(rf"\s?[{_HYPHENS}]\s?", "-", text)
    return re.sub(r"[,\s]+", " ", text).strip().rstrip(".")


def choice(words: Iterable[str], ending: str = "") -> str:
    """Return an alternation, longest first, so that no word hides a longer one."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(word_expression(word) + ending for word in ordered)


def slot_expressions(words: Language) -> dict[str, tuple[str, str]]:
    """Return for each slot the expression that is its value, and what may follow it."""
    months, month_forms = _flat(words.months), _flat(words.months_with_day)
    weekdays, weekday_forms = _flat(words.weekdays), _flat(words.weekdays_with_date)
    day = r"(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
    day_words = choice(word for forms in words.day_words.values() for word in forms)
    day = f"{day}|{day_words}" if day_words else day
    endings = _optional(choice(words.day_endings))
    number = choice(word for forms in words.numbers.values() for word in forms)
    return {
        "weekday": (choice(weekdays), _optional(choice(words.glued_parts))),
        "wd": (_either(choice(weekdays), choice(weekday_forms, r"\.?")), ""),
        "month": (choice(months), ""),
        "mon": (_either(choice(months), choice(month_forms, r"\.?")), ""),
        "day": (day, endings),
        "day2": (day, endings),
        "year": (r"(?:1[5-9]|20|21)[0-9]{2}", ""),
        "n": (_either(r"[0-9]{1,3}", number), ""),
        "unit": (choice(word for forms in words.units.values() for word in forms), ""),
        "one": (choice(forms[0] for forms in words.units.values()), ""),
        "part": (choice(words.parts), ""),
    }


def _flat(forms: Forms) -> list[str]:
    return [word for row in forms for word in row]


def _optional(expression: str) -> str:
    return f"(?:{expression})?" if expression else ""


def _either(*expressions: str) -> str:
    return "|".join(expression for expression in expressions if expression)


def slot_values(words: Language) -> dict[str, dict[str, int | str]]:
    """Return for each slot of words the value of each folded word."""
    weekdays, months = _numbered(words.weekdays, 0), _numbered(words.months, 1)
    days = _inverted(words.day_words)
    units = _inverted(words.units)
    return {
        "weekday": weekdays,
        "wd": weekdays | _numbered(words.weekdays_with_date, 0),
        "month": months,
        "mon": months | _numbered(words.months_with_day, 1),
        "day": days,
        "day2": days,
        "n": _inverted(words.numbers),
        "unit": units,
        "one": units,
    }


def _numbered(forms: Forms, first: int) -> dict[str, int | str]:
    return {fold(word): number for number, row in enumerate(forms, first) for word in row}


def _inverted(
    table: Mapping[int, tuple[str, ...]] | Mapping[str, tuple[str, ...]],
) -> dict[str, int | str]:
    return {fold(word): value for value, row in table.items() for word in row}
