"""Texts cut into numbers, marks and words, once for each way to take the commas between digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tilth.places._errors import PlaceError
from tilth.places._words import words

__all__ = ["Token", "tokenisations"]

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NUMBER_WITH_COMMA = re.compile(r"\d+(?:[.,]\d+)?")
_SIGN = re.compile(r"(?<![\d°'\"])[+-](?=\d)")
_MARKS = {
    "°": "D",
    "'": "M",
    '"': "S",
    ":": ":",
    "=": ":",
    ",": ",",
    ";": ",",
    "/": ",",
    "|": ",",
    "\n": ",",
    "\t": ",",
}
_UNITS = {"degree": "D", "minute": "M", "second": "S"}
_AXES = ("lat", "lon")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a written coordinate.

    Attributes
    ----------
    code : str
        n number, D M S marks of the units, H direction, A axis, + or - sign, ``:`` and ``,`` separators.
    text : str
        As it stands in the text.
    means : tuple of str
        For directions the letters it may mean, for axes lat or lon.
    """

    code: str
    text: str
    means: tuple[str, ...] = ()


def tokenisations(text: str) -> Iterator[list[Token]]:
    """Yield the tokens of a plain text; twice when commas between digits may be decimal or may separate."""
    inner_comma = re.search(r"\d,\d", text)
    yield _tokens(text, _NUMBER)
    if inner_comma and not re.search(r"\d\.\d", text):
        yield _tokens(text, _NUMBER_WITH_COMMA)


def _tokens(text: str, number: re.Pattern[str]) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        token = _token_at(text, at, number, found)
        found.append(token)
        at += len(token.text)
    return found


def _token_at(text: str, at: int, number: re.Pattern[str], before: list[Token]) -> Token:
    match = number.match(text, at)
    if match:
        return Token("n", match[0])
    match = _SIGN.match(text, at)
    if match:
        return Token(match[0], match[0])
    mark = _MARKS.get(text[at])
    if mark:
        return Token(mark, text[at])
    match = words().pattern.match(text, at)
    is_lone_s = text[at] == "s" and (match is None or match[0] in ("s", "s."))
    if is_lone_s and _follows_lettered_minutes(before):
        return Token("S", "s")
    if match:
        return _word(match[0])
    unknown = re.match(r"[^\W\d_]+|.", text[at:], re.DOTALL)
    raise PlaceError(
        f"{unknown[0] if unknown else text[at]!r} in {text!r} is not known in coordinates; allowed are "
        "numbers, "
        "the marks ° ' \", the letters N S E W and their words in several languages: write it with these"
    )


def _word(text: str) -> Token:
    meanings = tuple(dict.fromkeys(meaning for meaning, _ in words().of(text)))
    if meanings[0] in _UNITS:
        return Token(_UNITS[meanings[0]], text)
    return Token("A" if meanings[0] in _AXES else "H", text, meanings)


def _follows_lettered_minutes(before: list[Token]) -> bool:
    """Whether an s is seconds: only right after a number that follows minutes written with a letter."""
    return len(before) >= 2 and before[-1].code == "n" and before[-2].code == "M" and before[-2].text != "'"
