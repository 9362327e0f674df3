"""One coordinate out of tokens: decimal degrees, degrees minutes, degrees minutes seconds, packed digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tilth.places._tokens import Token

__all__ = ["Angle", "angles"]

_GRAMMAR: Final = re.compile(r"(?:A:?)?(?:H:?)?[+-]?n(?:[D:]?(?:n(?:[M:]?(?:nS?)?)?)?)H?")
_SECONDS_PER: Final = (3600.0, 60.0, 1.0)
_STYLES: Final = ("dd", "dm", "dms")
_AXIS: Final = {"N": "lat", "S": "lat", "E": "lon", "W": "lon"}
_LIMIT: Final = {"lat": 90.0, "lon": 180.0}


@dataclass(frozen=True, slots=True)
class Angle:
    """One way to read one coordinate.

    Attributes
    ----------
    degrees : float
        With sign, north and east positive.
    unit_deg : float
        One unit of the last printed digit, in degrees.
    style : str
        dd, dm or dms.
    axis : str or None
        lat, lon, or None when nothing in the text tells.
    parts : int
        Number of numbers it is written with.
    marked : bool
        Whether marks (° ' " :) tell where it ends.
    packed : bool
        Whether the digits of degrees and minutes stand together, as in 4752N.
    """

    degrees: float
    unit_deg: float
    style: str
    axis: str | None
    parts: int
    marked: bool
    packed: bool = False


def angles(tokens: Sequence[Token]) -> list[Angle]:
    """Return every way to read tokens as one coordinate; none when they are not one."""
    codes = "".join(token.code for token in tokens)
    directions = [token for token in tokens if token.code == "H"]
    if not _GRAMMAR.fullmatch(codes) or len(directions) > 1:
        return []
    axis = next((token.means[0] for token in tokens if token.code == "A"), None)
    numbers = [token.text.replace(",", ".") for token in tokens if token.code == "n"]
    marked = any(token.code in "DMS" for token in tokens) or codes.count(":") > codes.count(
        "A:"
    ) + codes.count("H:")
    sign = next((token.code for token in tokens if token.code in "+-"), "")
    sizes = [(_size(numbers), len(numbers), False)]
    if len(numbers) == 1 and directions and not marked and not sign:
        sizes.append((_size(_unpacked(numbers[0])), 1, True))
    letters: tuple[str | None, ...] = directions[0].means if directions else (None,)
    return [
        Angle(degrees * factor, unit, style, known, parts, marked, packed)
        for size, parts, packed in sizes
        if size is not None
        for degrees, unit, style in [size]
        for letter in letters
        for known in _axis(axis, letter)
        if degrees <= _LIMIT[known or "lon"]
        for factor in _factors(letter, sign)
    ]


def _axis(axis: str | None, letter: str | None) -> Iterator[str | None]:
    """Yield the axis when the word for it and the direction agree."""
    if letter is None:
        yield axis
    elif axis in (None, _AXIS[letter]):
        yield _AXIS[letter]


def _factors(letter: str | None, sign: str) -> tuple[int, ...]:
    """Return the possible signs: a minus together with a direction can be meant in two ways."""
    side = -1 if letter in ("S", "W") else 1
    if sign != "-":
        return (side,)
    return (-1,) if letter is None else (side, -side)


def _size(numbers: Sequence[str] | None) -> tuple[float, float, str] | None:
    """Return degrees without sign, unit of the last digit and style, or None when the numbers do not fit."""
    if not numbers or any("." in number for number in numbers[:-1]):
        return None
    if any(float(number) >= 60 or len(number.partition(".")[0]) > 2 for number in numbers[1:]):
        return None
    if len(numbers[0].partition(".")[0]) > 3:
        return None
    seconds = sum(float(number) * per for number, per in zip(numbers, _SECONDS_PER, strict=False))
    style = len(numbers) - 1
    decimals = len(numbers[-1].partition(".")[2])
    return seconds / 3600, _SECONDS_PER[style] / 3600 / 10**decimals, _STYLES[style]


def _unpacked(number: str) -> list[str] | None:
    """Return the parts of packed digits: DDMM, DDDMM, DDMMSS, DDDMMSS, and MM or DMM without the zeros."""
    whole, point, decimals = number.partition(".")
    if len(whole) > 7:
        return None
    if len(whole) <= 5:
        return [whole[:-2] or "0", whole[-2:] + point + decimals]
    return [whole[:-4], whole[-4:-2], whole[-2:] + point + decimals]
