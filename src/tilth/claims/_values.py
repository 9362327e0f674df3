"""Checks of single values, made for speed: a check returns, or raises Fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tilth.claims._fault import MAX_NUMBER, Check, Fault, shorten
from tilth.claims._numbers import amount_check, number_check
from tilth.places import PlaceError, check_place_json
from tilth.times import TimeError, parse_time

if TYPE_CHECKING:
    from tilth.claims.vocabulary import Property

__all__ = ["Check", "Fault", "check_for", "each", "one_of", "shorten"]

MAX_NAME = 300
MAX_TEXT = 20_000
MAX_LONG_TEXT = 1_000_000
MAX_DEPTH = 20
_LETTER = r"[^\s\x00-\x1f\x7f\ud800-\udfff]"
_SUBJECT = re.compile(rf"[a-z][a-z0-9_]*:{_LETTER}(?:[^\x00-\x1f\x7f\ud800-\udfff]{{0,198}}{_LETTER})?")
_HEX = re.compile(r"[0-9a-f]{64}")
_COUNTRY = re.compile(r"[A-Z]{3}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
_URL = re.compile(rf"(https?|file|urn|doi):{_LETTER}{{1,2000}}")


def one_of(allowed: Collection[Any]) -> Check:
    """Return a check that a value is one of `allowed`."""
    members = frozenset(allowed)
    listed = ", ".join(map(str, allowed))

    def check(value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, str | int) or value not in members:
            raise Fault(shorten(value), f"one of {listed}")

    return check


def each(check: Check) -> Check:
    """Return a check of every member of a list; a list may not be empty."""

    def check_list(value: Any) -> None:
        if not isinstance(value, list | tuple) or not value:
            raise Fault(shorten(value), "a list with at least one value")
        for item in value:
            check(item)

    return check_list


def _text_check(limit: int) -> Check:
    def check(value: Any) -> None:
        if not isinstance(value, str) or not value:
            raise Fault(shorten(value), "text")
        if len(value) > limit:
            raise Fault(shorten(value), f"text of at most {limit:,} characters", "register it as a source")
        if not value.isprintable() and ("\x00" in value or _surrogate(value)):
            raise Fault(shorten(value), "text without NUL characters or broken surrogates")

    return check


def _surrogate(value: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in value)


check_text = _text_check(MAX_TEXT)
check_name = _text_check(MAX_NAME)
check_long_text = _text_check(MAX_LONG_TEXT)


def _pattern_check(pattern: re.Pattern[str], allowed: str) -> Check:
    def check(value: Any) -> None:
        if not isinstance(value, str) or pattern.fullmatch(value) is None:
            raise Fault(shorten(value), allowed)

    return check


check_subject = _pattern_check(_SUBJECT, "an identifier such as strike:kd-0012, at most 200 characters")
check_claim_id = _pattern_check(_HEX, "a claim's identifier, 64 hexadecimal digits")


def _reference_check(kinds: str | None) -> Check:
    prefix = f"{kinds}:" if kinds else None

    def check(value: Any) -> None:
        check_subject(value)
        if prefix is not None and not value.startswith(prefix):
            raise Fault(shorten(value), f"an identifier that begins with {prefix}")

    return check


check_reference = _reference_check(None)


@lru_cache(maxsize=65536)
def _time_fault(value: str) -> str | None:
    try:
        parse_time(value)
    except TimeError as error:
        return str(error)
    return None


def check_time(value: Any) -> None:
    """Raise Fault unless `value` is an EDTF date or interval that exists."""
    fault = _time_fault(value) if isinstance(value, str) and len(value) <= MAX_NAME else "no short text"
    if fault is not None:
        allowed = "a date that exists, such as 2023-07-07, 2023-07, ~2023 or 2023-07/2023-09"
        raise Fault(shorten(value), allowed, fault)


def check_span(value: Any) -> None:
    """Raise Fault unless `value` is a pair of offsets, start before end."""
    whole = isinstance(value, list | tuple) and len(value) == 2
    if (
        not whole
        or not all(type(part) is int for part in value)
        or not 0 <= value[0] < value[1] <= MAX_NUMBER
    ):
        raise Fault(shorten(value), "a start and a later end, characters counted from 0")


def check_place(value: Any) -> None:
    """Raise Fault unless `value` is a place object in WGS84 degrees."""
    try:
        check_place_json(value)
    except PlaceError as error:
        allowed = "a place: geometry in WGS84 lon, lat and accuracy_m of 0 or more"
        raise Fault("a place that cannot be", allowed, str(error)) from None


def _record_check(item: Property, nested: Callable[[Property], Check]) -> Check:
    checks = {inner.name: nested(inner) for inner in item.fields}
    required = [inner.name for inner in item.fields if inner.required]

    def check(value: Any) -> None:
        if not isinstance(value, dict) or not value:
            raise Fault(shorten(value), f"an object with {', '.join(checks) or 'text values'}")
        if not checks:
            return check_plain(value)
        for name, inner in value.items():
            if name not in checks:
                raise Fault(shorten(name), f"one of {', '.join(checks)}")
            checks[name](inner)
        for name in required:
            if name not in value:
                raise Fault(shorten(value), f"an object with {name}")
        return None

    return check


def check_plain(value: Any, depth: int = 0) -> None:
    """Raise Fault unless `value` is plain JSON that has a canonical form."""
    if depth > MAX_DEPTH:
        raise Fault("deeper nesting", f"at most {MAX_DEPTH} levels of lists and objects")
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            check_plain(inner, depth + 1)
        for name in value if isinstance(value, dict) else ():
            check_name(name)
    elif isinstance(value, str):
        if value:
            check_long_text(value)
    elif not isinstance(value, int | float | None):
        raise Fault(shorten(value), "plain JSON values")
    elif value is not None and not -MAX_NUMBER <= value <= MAX_NUMBER:
        raise Fault(shorten(value), f"a number from -{MAX_NUMBER} to {MAX_NUMBER}")


_SIMPLE: dict[str, Check] = {
    "text": check_text,
    "name": check_name,
    "long_text": check_long_text,
    "flag": one_of(("yes", "no", "unknown")),
    "date": check_time,
    "period": check_time,
    "time": _pattern_check(_CLOCK, "a time of day such as 14:30"),
    "country": _pattern_check(_COUNTRY, "an ISO 3166 alpha-3 code such as LTU"),
    "claim": check_claim_id,
    "sha256": _pattern_check(_HEX, "a SHA-256, 64 hexadecimal digits"),
    "url": _pattern_check(_URL, "an address that begins with https:, http:, file:, doi: or urn:"),
    "span": check_span,
    "place": check_place,
}


def check_for(item: Property, nested: Callable[[Property], Check]) -> Check:
    """Return the check of one value of property `item`; `nested` makes those of its fields."""
    if item.type in _SIMPLE:
        return _SIMPLE[item.type]
    if item.type == "enum":
        return one_of(item.allowed)
    if item.type == "ref":
        return _reference_check(item.to)
    if item.type == "amount":
        return amount_check(item)
    if item.type == "record":
        return _record_check(item, nested)
    return number_check(item)
