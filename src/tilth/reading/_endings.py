"""Inflected words: ``stem~class`` in a language file, written out in all its forms with their cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

__all__ = ["inflected", "written_out"]

_MARK = re.compile(r"~(\w+)")
_PLAIN = frozenset({"states", "bodies", "persons", "pronouns", "anaphors", "unnamed", "verbs", "phrases"})
_KEPT = frozenset({"endings", "language", "name", "source"})

Endings = Mapping[str, Mapping[str, str]]


def written_out(words: str, endings: Endings) -> list[tuple[str, str]]:
    """Return the forms of some words, each with its case; words in one phrase agree in case.

    Examples
    --------
    >>> table = {"m": {"nom": "", "gen": "а"}}
    >>> written_out("Джо Байден~m", table)
    [('Джо Байден', 'nom'), ('Джо Байдена', 'gen')]
    """
    parts = _MARK.split(words)
    if len(parts) == 1:
        return [(words, "")]
    classes = [endings[name] for name in parts[1::2]]
    cases = [case for case in classes[0] if all(case in each for each in classes)]
    made = []
    for case in cases:
        for chosen in product(*(each[case].split("/") for each in classes)):
            pieces = [stem + end for stem, end in zip(parts[::2], (*chosen, ""), strict=True)]
            made.append(("".join(pieces), case))
    return made


def inflected(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the words of a language with all inflected words written out.

    Plain words become all their forms; in expressions the endings become alternatives. Under
    ``case_of`` stands, for each inflected word in lower case, which cases its form may be.
    """
    endings = data.get("endings")
    if not endings:
        return data
    cases: dict[str, set[str]] = {}
    made = {}
    for key, value in data.items():
        written = _plain if key in _PLAIN else _expressed
        made[key] = value if key in _KEPT else written(value, endings, cases)
    return made | {"case_of": {word: frozenset(found) for word, found in cases.items()}}


def _plain(value: Any, endings: Endings, cases: dict[str, set[str]]) -> Any:
    """Return lists of plain words with every form; a text of several words as a text."""
    if isinstance(value, Mapping):
        return {key: _plain(each, endings, cases) for key, each in value.items()}
    if isinstance(value, list):
        if value and isinstance(value[0], Mapping):
            return [_verb(row, endings) for row in value]
        return list(dict.fromkeys(form for words in value for form in _forms(str(words), endings, cases)))
    return value


def _verb(row: Mapping[str, Any], endings: Endings) -> dict[str, Any]:
    """Return a row of verbs; their endings are no cases."""
    told: dict[str, set[str]] = {}
    forms = [form for words in row["forms"].split() for form in _forms(words, endings, told)]
    also = [form for words in row.get("also", ()) for form in _forms(words, endings, told)]
    return {**row, "forms": " ".join(dict.fromkeys(forms)), "also": also}


def _forms(words: str, endings: Endings, cases: dict[str, set[str]]) -> Iterable[str]:
    for stem, name in re.findall(r"([\w'’ʼ-]+)~(\w+)", words):
        for form, case in written_out(f"{stem}~{name}", endings):
            cases.setdefault(form.lower(), set()).add(case)
    return (form for form, _ in written_out(words, endings))


def _expressed(value: Any, endings: Endings, cases: dict[str, set[str]]) -> Any:
    """Return expressions with the endings of each inflected word as alternatives."""
    if isinstance(value, Mapping):
        return {key: _expressed(each, endings, cases) for key, each in value.items()}
    if isinstance(value, list):
        return [_expressed(each, endings, cases) for each in value]
    if not isinstance(value, str) or "~" not in value:
        return value
    for stem, name in re.findall(r"([\w'’ʼ-]+)~(\w+)", value):
        for form, case in written_out(f"{stem}~{name}", endings):
            cases.setdefault(form.lower(), set()).add(case)

    def alternatives(match: re.Match[str]) -> str:
        ends = {end for listed in endings[match[1]].values() for end in listed.split("/")}
        return f"(?:{'|'.join(sorted(ends, key=lambda end: (-len(end), end)))})"

    return _MARK.sub(alternatives, value)
