"""The grammatical case of a mention, in languages that have cases."""

from __future__ import annotations

import re
from functools import cache

from tilth.reading._latin import in_nominative
from tilth.reading._words import load

__all__ = ["case_allows", "case_is_plainly_other", "cases_of"]

_WORD = re.compile(r"[\w'’ʼ-]+")


def cases_of(words: str, lang: str) -> frozenset[str]:
    """Return the cases that some words may be in, by the first of them; empty if it does not tell."""
    first = _WORD.search(words.lower())
    found = load(lang)["case_of"].get(first[0].replace("’", "'"), ()) if first else ()
    return frozenset() if {"past", "now"} & set(found) else frozenset(found)


def case_allows(words: str, lang: str, function: str) -> bool:
    """Tell whether some words can have a function in their sentence: subject, place, recipient.

    Languages without cases, and words that do not change, allow all.
    """
    wanted = load(lang)["cases"].get(function)
    if not wanted:
        return True
    found = cases_of(words, lang)
    if found:
        return bool(found & set(wanted))
    if function != "subject":
        return True
    return not case_is_plainly_other(words, lang) and in_nominative(words, lang) == words


def case_is_plainly_other(name: str, lang: str) -> bool:
    """Tell whether the ending of a name's first word is never that of a nominative."""
    words = name.split()
    return (
        bool(words)
        and _oblique(lang).fullmatch(words[0]) is not None
        and words[0] not in load(lang)["given_names"]
    )


@cache
def _oblique(lang: str) -> re.Pattern[str]:
    return re.compile(load(lang)["oblique"], re.I)
