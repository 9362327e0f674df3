"""Find a munition by any of its names."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from tilth.munitions._errors import MunitionError
from tilth.munitions._names import keys
from tilth.munitions.catalogue import Munition, catalogue

__all__ = ["find"]


def find(text: str) -> Munition:
    """Return the munition with this identifier, designation or alias.

    Case, blanks, hyphens and Cyrillic letters that look or sound like Latin ones make no difference.

    Raises
    ------
    MunitionError
        When nothing has that name (near ones are listed) or several munitions share it.

    Examples
    --------
    >>> find("bl 755").id
    'bl755'
    >>> find("9М27К").total_submunitions
    30
    """
    asked = [key for key in keys(text) if key]
    for index in _indexes():
        found = {id_ for key in asked for id_ in index.get(key, ())}
        if len(found) > 1:
            raise MunitionError(
                f"{text!r} is a name of several munitions: {', '.join(sorted(found))}; give one of these"
            )
        if found:
            return _by_id()[found.pop()]
    raise MunitionError(_unknown(text, asked))


def _unknown(text: str, asked: list[str]) -> str:
    names = {key: ids for index in _indexes() for key, ids in index.items()}
    close = [near for key in asked for near in get_close_matches(key, names, n=4, cutoff=0.6)]
    near_ids = list(dict.fromkeys(id_ for key in close for id_ in names[key]))
    advice = f"did you mean {', '.join(near_ids[:5])}?" if near_ids else "no name comes near"
    return f"no munition {text!r} among the {len(catalogue())} on record: {advice} catalogue() lists them all"


@cache
def _by_id() -> Mapping[str, Munition]:
    return {munition.id: munition for munition in catalogue()}


@cache
def _indexes() -> tuple[Mapping[str, frozenset[str]], ...]:
    main = _index({m.id: (m.id, m.designation, m.designation.split()[0]) for m in catalogue()})
    full = _index({m.id: (m.id, m.designation) for m in catalogue()})
    return full, _index({m.id: m.aliases for m in catalogue()}), main


def _index(names: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for id_, texts in names.items():
        for key in (key for text in texts for key in keys(text) if key):
            found.setdefault(key, set()).add(id_)
    return {key: frozenset(ids) for key, ids in found.items()}
