"""Checks of numbers and amounts, with advice on units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tilth.claims._fault import MAX_NUMBER, Check, Fault, shorten

if TYPE_CHECKING:
    from tilth.claims.vocabulary import Property

__all__ = ["amount_check", "number_check"]


def number_check(item: Property) -> Check:
    """Return the check of a number of property `item`, within its limits."""
    low = -MAX_NUMBER if item.min is None else item.min
    high = MAX_NUMBER if item.max is None else item.max
    whole = item.type == "integer"
    allowed = _range_words(item)

    def check(value: Any) -> None:
        kind = type(value)
        if kind is not int and (kind is not float or (whole and not value.is_integer())):
            raise Fault(shorten(value), allowed, _unit_advice(value, item))
        if not low <= value <= high:
            raise Fault(shorten(value), allowed, _unit_advice(value, item))

    return check


def _range_words(item: Property) -> str:
    unit = f" {item.unit}" if item.unit else ""
    kind = "a whole number" if item.type == "integer" else "a number"
    if item.min is not None and item.max is not None:
        return f"{kind} from {item.min:g} to {item.max:g}{unit}"
    if item.min is not None:
        return f"{item.min:g}{unit} or more"
    return f"{kind}{f' of{unit}' if unit else ''}"


def _unit_advice(value: Any, item: Property) -> str:
    if isinstance(value, str) and re.search(r"\d", value):
        return f"give the number alone, in {item.unit}" if item.unit else "give the number alone"
    if item.unit == "share" and isinstance(value, int | float) and 1 < value <= 100:
        return f"a share runs from 0 to 1: {value:g} per cent is {value / 100:g}"
    return f"the unit is {item.unit}" if item.unit else ""


def amount_check(item: Property) -> Check:
    """Return the check of a number or of a range ``{"low", "value", "high", "about"}``."""
    number = number_check(item)

    def check(value: Any) -> None:
        if not isinstance(value, dict):
            return number(value)
        if not value or set(value) - {"low", "high", "value", "about"}:
            raise Fault(shorten(value), "a number, or an object with low, high, value, about")
        given = [value[key] for key in ("low", "value", "high") if key in value]
        for part in given:
            number(part)
        if not isinstance(value.get("about", True), bool):
            raise Fault(shorten(value), "about: true or false")
        if not given or given != sorted(given):
            raise Fault(shorten(value), "at least one of low, value, high, in rising order")
        return None

    return check
