"""The letters, words and signs of written coordinates, from `data/places/words.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Words", "plain", "words"]

_BLANKS = re.compile(r"[^\S\n\t]+")


@dataclass(frozen=True, slots=True)
class Words:
    """What is known about the signs and words of coordinates.

    Attributes
    ----------
    pattern : compiled pattern
        Finds any known word, longest first.
    meanings : mapping of str to tuple of (meaning, language)
        By spelling in lower case without full stops and spaces; several meanings make it ambiguous.
    signs : mapping of int to str or None
        Table for `str.translate`.
    """

    pattern: re.Pattern[str]
    meanings: dict[str, tuple[tuple[str, str], ...]]
    signs: dict[int, str | None]

    def of(self, found: str) -> tuple[tuple[str, str], ...]:
        """Return the meanings of a found word with the language of each."""
        return self.meanings[_key(found)]


@cache
def words() -> Words:
    """Return the packaged words."""
    content = tomllib.loads((files("tilth.data") / "places" / "words.toml").read_text("utf-8"))
    meanings: dict[str, tuple[tuple[str, str], ...]] = {}
    patterns: set[str] = set()
    for row in content["word"]:
        for spelling in row["spellings"]:
            written = unicodedata.normalize("NFC", spelling).casefold()
            key = _key(written)
            meanings[key] = (*meanings.get(key, ()), (row["means"], row["language"]))
            patterns.add(written)
    longest_first = sorted(patterns, key=lambda item: (-len(item), item))
    alternatives = "|".join(_loose(item) for item in longest_first)
    pattern = re.compile(rf"(?:(?<![^\W\d_])|(?<=\ds))(?:{alternatives})(?![^\W\d_])\.?")
    return Words(pattern, meanings, _signs(content["signs"]))


def plain(text: str) -> str:
    """Return a text in lower case with one form of every digit and sign, and without invisible marks."""
    text = unicodedata.normalize("NFC", text).translate(words().signs)
    text = "".join(_digit(character) for character in text).casefold().replace("''", '"')
    text = _BLANKS.sub(" ", text).strip(" \t\n.;,")
    return text[1:].strip() if text.startswith(('"', "'")) else text


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def _key(text: str) -> str:
    return re.sub(r"[\s.]", "", text)


def _loose(spelling: str) -> str:
    return "".join(
        r"\.?\s?" if character == "." else r"\s+" if character == " " else re.escape(character)
        for character in spelling.rstrip(".")
    )


def _signs(rows: dict[str, str]) -> dict[int, str | None]:
    plain_forms = {
        "degree": "°",
        "minute": "'",
        "second": '"',
        "minus": "-",
        "decimal_point": ".",
        "comma": ",",
        "semicolon": ";",
        "colon": ":",
    }
    table: dict[int, str | None] = {ord(sign): None for sign in rows["invisible"]}
    for name, form in plain_forms.items():
        table.update({ord(sign): form for sign in rows[name]})
    table.update({ord(sign): " " for sign in "()[]{}"})
    return table
