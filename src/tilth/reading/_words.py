"""The word lists of a language, read from its file, and the language of a text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from tilth.reading._schema import checked

__all__ = ["alternatives", "base_code", "detected", "load", "supported"]

_ENOUGH = 0.2
_STRANGE = 0.01
_OWN = 0.004
_SHORT = 200
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def base_code(lang: str) -> str:
    """Return the plain language code: ``nl`` of ``nl-BE``."""
    return re.split(r"[-_]", lang.strip().lower())[0]


@cache
def supported() -> tuple[str, ...]:
    """Return the codes of the languages that have a file."""
    names = (entry.name for entry in files("tilth").joinpath("data", "reading").iterdir())
    return tuple(sorted(name[:-5] for name in names if re.fullmatch(r"[a-z]{2,3}\.yaml", name)))


@cache
def load(name: str) -> Mapping[str, Any]:
    """Return a parsed data file of reading; that of a language is checked and its words written out."""
    import yaml

    from tilth.reading._endings import inflected

    text = files("tilth").joinpath("data", "reading", f"{name}.yaml").read_text("utf-8")
    data: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if name not in supported():
        return data
    return {"case_of": {}} | dict(inflected(checked(data, load("schema"), f"{name}.yaml")))


def alternatives(expression: str) -> list[str]:
    """Return the alternatives of an expression at its top level.

    Examples
    --------
    >>> alternatives("is|(?:ha|di)d")
    ['is', '(?:ha|di)d']
    """
    found, depth, start = [], 0, 0
    for place, mark in enumerate(expression):
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth -= 1
        elif mark == "|" and not depth:
            found.append(expression[start:place])
            start = place + 1
    return [*found, expression[start:]]


def detected(text: str) -> str | None:
    """Return the language whose common words make up the largest part of the text.

    None when no language reaches one word in five, or when a language that is not read has a larger
    part than the best of those that are: Portuguese shares many words with Spanish.
    """
    words = Counter(_WORD.findall(text[:20000].lower()))
    if not words:
        return None
    letters = Counter("".join(words.elements()))
    codes = [code for code in supported() if _written_in(letters, code)]
    shares = {code: _share(words, _stop_words(code)) for code in codes}
    best = max(shares, key=lambda code: shares[code], default=None)
    if best is None or shares[best] < _ENOUGH:
        return None
    rival = max(_share(words, known) for known in _neighbours())
    return best if shares[best] >= rival else None


def _share(words: Counter[str], known: frozenset[str]) -> float:
    """Return the part of the words that are known."""
    return sum(words[word] for word in known & words.keys()) / words.total()


@cache
def _neighbours() -> tuple[frozenset[str], ...]:
    """Return the common words of each language that is not read."""
    return tuple(frozenset(listed.split()) for listed in load("neighbours")["stop_words"].values())


def _written_in(counts: Counter[str], code: str) -> bool:
    """Tell whether letters can be those of a language that names its letters: few others, and its own."""
    alphabet, own = load(code)["letters"], load(code)["letters_must"]
    if not alphabet:
        return True
    script = {letter: count for letter, count in counts.items() if _script(letter) == _script(alphabet[0])}
    total = sum(script.values())
    strange = sum(count for letter, count in script.items() if letter not in alphabet)
    told = sum(counts[letter] for letter in own)
    return total > 0 and strange <= total * _STRANGE and (total < _SHORT or told >= total * _OWN)


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


@cache
def _stop_words(code: str) -> frozenset[str]:
    return frozenset(load(code)["stop_words"].split())
