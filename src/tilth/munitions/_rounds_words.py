"""Numbers of rounds in words: "1000-2000", "about 500", "hundreds of thousands"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tilth.munitions._errors import MunitionError

__all__ = ["range_in", "rounds_told"]

_NUMBER = re.compile(r"-?\d{1,3}(?:[,' \u00a0\u202f]\d{3})+(?![\d.])|-?\d+(?:\.\d+)?")


@cache
def _words() -> Mapping[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        (files("tilth.data") / "munitions" / "rounds.yaml").read_text("utf-8")
    )
    return loaded


def range_in(text: str) -> tuple[float, float]:
    """Return the lowest and highest number of rounds that words stand for.

    Raises
    ------
    MunitionError
        When they hold no number that can be read.

    Examples
    --------
    >>> range_in("1,000 to 2,000"), range_in("1000-2000 rounds"), range_in("more than 100")
    ((1000.0, 2000.0), (1000.0, 2000.0), (100.0, 200.0))
    """
    plain = " ".join(text.casefold().replace(" rounds", "").split())
    if plain in _words()["vague"]:
        low, high = _words()["vague"][plain]
        return float(low), float(high)
    lead, factors = _lead(plain)
    ends = [_one(part, text) for part in _parts(plain.removeprefix(lead).strip())]
    if len(ends) == 2 and not lead:
        return ends[0], ends[1]
    if len(ends) == 1:
        return float(round(ends[0] * factors[0])), float(round(ends[0] * factors[1]))
    raise _unread(text)


def _lead(plain: str) -> tuple[str, tuple[float, float]]:
    """Return the words before the number and the factors that they stand for."""
    for name in ("about", "at_least", "at_most"):
        rule = _words()[name]
        for word in sorted(rule["words"], key=len, reverse=True):
            if re.match(rf"{re.escape(word)}(?![a-z])", plain):
                return word, (rule["low"], rule["high"])
    return "", (1.0, 1.0)


def _parts(plain: str) -> list[str]:
    kept = re.sub(rf"\b(?:{'|'.join(_words()['left_out'])})\b", " ", plain)
    marks = "|".join(
        re.escape(mark) if not mark.isalpha() else rf"\b{mark}\b" for mark in _words()["between"]
    )
    # A minus before the first number is a sign, not a mark between two.
    split = re.split(rf"(?<=\S)\s*(?:{marks})\s*(?=\d)", kept.strip())
    return [part.strip() for part in split if part.strip()]


def _one(part: str, text: str) -> float:
    found = _NUMBER.match(part)
    rest = part[found.end() :].strip() if found else part
    scale = _words()["scale"].get(rest.removeprefix("a ").strip(), None) if rest else 1
    if scale is None or (found is None and not rest):
        raise _unread(text)
    digits = re.sub(r"[,' \u00a0\u202f]", "", found.group()) if found else "1"
    if "." in digits and scale == 1:
        raise MunitionError(
            f"rounds is {text!r}; a point is no mark of thousands here: give 1000 or 1,000 for a thousand"
        )
    return float(digits) * scale


def _unread(text: str) -> MunitionError:
    return MunitionError(
        f"rounds is {text!r}; give a number (1000), a range (1000-2000), a number with about,"
        f" at least or at most, or one of: {', '.join(_words()['vague'])}"
    )


def rounds_told(text: str) -> tuple[int, int] | None:
    """Return the range of rounds that a text tells among other words, None when it tells none.

    Examples
    --------
    >>> rounds_told('undisclosed; press: "hundreds of thousands"'), rounds_told("more than 100 (NYT)")
    ((100000, 999999), (100, 200))
    >>> rounds_told("210 million USD over three years; number unknown") is None
    True
    """
    plain = " ".join(text.casefold().split())
    for phrase in sorted(_words()["vague"], key=len, reverse=True):
        if re.search(rf"(?<![a-z]){re.escape(phrase)}(?![a-z])", plain):
            low, high = _words()["vague"][phrase]
            return int(low), int(high)
    first = re.split(r"[;(]| and | in all| live", plain)[0].strip()
    try:
        low, high = range_in(first)
    except MunitionError:
        return None
    return (int(low), int(high)) if high >= 1 else None
