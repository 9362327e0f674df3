"""Find a munition by any of its names, or munitions by what is inside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tilth.munitions._errors import MunitionError
from tilth.munitions._names import keys, misread, parts
from tilth.munitions.catalogue import Munition, catalogue

__all__ = ["Found", "find", "search"]

_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What a name stands for: the munitions, and by which of their names they were found.

    `by` is ``name``, ``submunition``, ``family`` or ``part of a name``.
    """

    query: str
    by: str
    munitions: tuple[Munition, ...]


def search(text: str, munitions: Sequence[Munition] | None = None) -> Found:
    """Return the munitions with this name, or that carry a submunition or a family of this name.

    Case, blanks, hyphens and Cyrillic letters that look or sound like Latin ones make no difference.

    Raises
    ------
    MunitionError
        When nothing has that name; near ones are listed.

    Examples
    --------
    >>> [munition.id for munition in search("БЛУ-97").munitions][:2]
    ['cbu-87', 'cbu-103']
    """
    known = catalogue() if munitions is None else munitions
    asked = {key for key in keys(text) if key}
    named = [m for m in known if asked & _names_of(m)]
    inside = [m for m in known if asked & _inside_of(m) and m not in named]
    family = [m for m in known if any(asked & set(keys(name)) for name in m.families)]
    if named:
        return Found(text, "name", (*named, *inside))
    if inside:
        return Found(text, "submunition", tuple(inside))
    if family:
        return Found(text, "family", tuple(family))
    part = [m for m in known if any(_holds(name, asked) for name in _names_of(m) | _inside_of(m))]
    if part:
        return Found(text, "part of a name", tuple(part))
    raise MunitionError(_unknown(text, asked, known))


def find(text: str, munitions: Sequence[Munition] | None = None) -> Munition:
    """Return the one munition with this identifier, designation or alias.

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
    known = catalogue() if munitions is None else munitions
    asked = {key for key in keys(text) if key}
    for names in (_full, _aliases, _first_word):
        found = [m for m in known if asked & {key for name in names(m) for key in keys(name) if key}]
        if len(found) > 1:
            raise MunitionError(
                f"{text!r} is a name of several munitions: {', '.join(sorted(m.id for m in found))};"
                " give one of these"
            )
        if found:
            return found[0]
    raise MunitionError(_unknown(text, asked, known))


def _full(munition: Munition) -> tuple[str, ...]:
    return munition.id, munition.designation


def _aliases(munition: Munition) -> tuple[str, ...]:
    return munition.aliases


def _first_word(munition: Munition) -> tuple[str, ...]:
    return (munition.designation.split()[0],)


def _names_of(munition: Munition) -> frozenset[str]:
    names = (*munition.names, *_first_word(munition))
    return frozenset(_spelt(names, munition.origin_iso3))


def _inside_of(munition: Munition) -> frozenset[str]:
    names = [name for item in munition.submunitions for name in (item.name, *item.name.split(" or "))]
    pieces = {key for name in names for key in parts(name) if len(key) >= _SHORTEST}
    return frozenset({*_spelt(names, munition.origin_iso3), *pieces})


def _spelt(names: Iterable[str], origin: str) -> set[str]:
    found = {key for name in names for key in keys(name) if key}
    return found | {misread(key) for key in found} if origin == "RUS" else found


def _holds(name: str, asked: Iterable[str]) -> bool:
    return any(len(key) >= _SHORTEST and key in name for key in asked)


def _unknown(text: str, asked: Iterable[str], known: Sequence[Munition]) -> str:
    ids = [*_near(asked, known, _names_of), *_near(asked, known, _inside_of)]
    near = ", ".join(list(dict.fromkeys(ids))[:5])
    advice = f"did you mean {near}?" if near else "no name comes near;"
    return f"no munition {text!r} among the {len(known)} on record: {advice} catalogue() lists them all"


def _near(
    asked: Iterable[str], known: Sequence[Munition], names_of: Callable[[Munition], Iterable[str]]
) -> list[str]:
    """Return the munitions with a name near one of those asked for, nearest first."""
    names: dict[str, list[str]] = {}
    for munition in known:
        for key in names_of(munition):
            names.setdefault(key, []).append(munition.id)
    near = [key for each in sorted(asked) for key in get_close_matches(each, sorted(names), n=4, cutoff=0.6)]
    return [id_ for key in near for id_ in names[key]]
