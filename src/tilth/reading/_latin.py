"""Names in another script: their nominative, and their form in Latin letters."""

from __future__ import annotations

import re
from functools import cache

from tilth.reading._words import load

__all__ = ["in_latin", "in_nominative"]


def in_nominative(name: str, lang: str) -> str:
    """Return a name that may stand in another case as it is in the nominative, as far as that can be told.

    The given name decides: when it is none as it stands, but is one without its ending, all words change.

    Examples
    --------
    >>> in_nominative("Патрика Райдера", "uk")
    'Патрик Райдер'
    >>> in_nominative("Human Rights Watch", "uk")
    'Human Rights Watch'
    """
    words = load(lang)
    given, first = words["given_names"], name.split()[0]
    if " " not in name or first in given or _without(first, lang, given) not in given:
        return name
    return " ".join([_without(first, lang, given), *(_without(word, lang) for word in name.split()[1:])])


def _without(word: str, lang: str, known: dict[str, str] | None = None) -> str:
    """Return a word with the first ending of another case made nominative; a known word goes before."""
    found = [
        word[: -len(ending)] + nominative
        for ending, nominative in load(lang)["nominative"].items()
        if word.endswith(ending) and len(word) > len(ending) + 1
    ]
    return next((each for each in found if known and each in known), found[0] if found else word)


@cache
def _letters(lang: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """Return the table of letters and an expression for its keys: ends of words and longer ones first."""
    table: dict[str, str] = load(lang)["latin"]
    keys = sorted(table, key=lambda key: (not key.startswith("^"), not key.endswith("$"), -len(key)))
    made = []
    for key in keys:
        start, end = ("(?<!\\w)" if key[0] == "^" else ""), ("(?!\\w)" if key[-1] == "$" else "")
        made.append(f"({start}{re.escape(key.strip('^$'))}{end})")
    return {str(number): table[key] for number, key in enumerate(keys, 1)}, re.compile("|".join(made), re.I)


def in_latin(name: str, lang: str) -> str:
    """Return a name in Latin letters: given names of other languages as written there, the rest by letters.

    Examples
    --------
    >>> in_latin("Павло Кириленко", "uk")
    'Pavlo Kyrylenko'
    >>> in_latin("Джон Смирнов", "ru")
    'John Smirnov'
    """
    if not load(lang)["latin"]:
        return name
    return " ".join(load(lang)["given_names"].get(word) or _spelled(word, lang) for word in name.split())


def _spelled(word: str, lang: str) -> str:
    if not set(word.lower()) & set(load(lang)["letters"]):
        return word
    table, expression = _letters(lang)

    def letter(match: re.Match[str]) -> str:
        written = table[str(match.lastindex)]
        capital = match[0][0].isupper()
        return written.upper() if capital and word.isupper() else written.capitalize() if capital else written

    return expression.sub(letter, word)
