"""Typed facts of an answer: kept when every value is one the vocabulary allows or the text holds."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from tilth.reading.endpoint._search import Searchable
from tilth.reading.endpoint._settings import allowed, bound, fact_fields, settings

__all__ = ["checked_fact"]

_LABEL = re.compile(r"[a-z][a-z_]{1,59}")
_HIGHEST = 1e15


class _Unfit(ValueError):
    """A value that is not allowed."""


def checked_fact(
    fact: Any, content: Searchable, text: Searchable, states: frozenset[str]
) -> dict[str, Any] | None:
    """Return a fact with the fields of its type, or None when it is none or holds something else.

    Parameters
    ----------
    content, text
        The words of the claim, and the whole article: names must stand in this, copied words in that.
    states
        ISO 3166 alpha-3 codes of states.
    """
    fields = fact_fields(str(fact.get("type"))) if isinstance(fact, dict) else None
    if fields is None:
        return None
    kind = str(fact["type"])
    checks = _checks(content, text, states)
    try:
        made = {name: _value(fact.get(name), sort, checks) for name, sort in fields.items()}
    except _Unfit:
        return None
    if any(made[name] is None for name in settings()["needed"][kind]):
        return None
    if not any(value is not None for name, value in made.items() if name not in {"status", "treaty"}):
        return None
    return {"type": kind, **made}


def _value(value: Any, sort: str, checks: Mapping[str, Callable[[Any], Any]]) -> Any:
    if sort == "ban.acts":
        return _acts(value)
    if value is None:
        return None
    if "." in sort:
        if value not in allowed(sort):
            raise _Unfit
        return value
    return checks[sort](value)


def _checks(content: Searchable, text: Searchable, states: frozenset[str]) -> dict[str, Callable[[Any], Any]]:
    """Return the check of each type of value."""

    def state(value: Any) -> str:
        if not isinstance(value, str) or value not in states:
            raise _Unfit
        return value

    def party(value: Any) -> str:
        return value if isinstance(value, str) and value in states else _copied(value, text)

    return {
        "state": state,
        "party": party,
        "words": lambda value: _copied(value, content),
        "number": _number,
        "year": _year,
        "rate": _rate,
        "treaty": lambda value: _treaty(value, states),
        "label": _label,
    }


def _copied(value: Any, where: Searchable) -> str:
    """Return words as the text has them."""
    if not isinstance(value, str) or len(value) > bound("words_characters"):
        raise _Unfit
    places = where.places(value)
    if not places:
        raise _Unfit
    return where.text[slice(*places[0])]


def _number(value: Any) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _Unfit
    if not 0 <= value <= _HIGHEST:
        raise _Unfit
    return int(value) if value == int(value) else value


def _year(value: Any) -> int:
    number = _number(value)
    if not 1800 <= number <= 2200 or number != int(number):
        raise _Unfit
    return int(number)


def _rate(value: Any) -> Any:
    """Return a share in per cent, or a range of two in order."""
    parts = [_number(part) for part in (value if isinstance(value, list) else [value])]
    if len(parts) not in {1, 2} or parts != sorted(parts) or parts[-1] > 100:
        raise _Unfit
    return parts if len(parts) == 2 else parts[0]


def _treaty(value: Any, states: frozenset[str]) -> str:
    law = re.fullmatch(r"national law ([A-Z]{3})", value) if isinstance(value, str) else None
    if value not in settings()["treaties"] and not (law and law[1] in states):
        raise _Unfit
    return str(value)


def _label(value: Any) -> str:
    if not isinstance(value, str) or not _LABEL.fullmatch(value):
        raise _Unfit
    return value


def _acts(value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or any(act not in allowed("ban.acts") for act in value):
        raise _Unfit
    return list(dict.fromkeys(value))
