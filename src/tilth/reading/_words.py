"""The words of a language and the register, read from data files once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from tilth.reading._phrases import expression

__all__ = ["data", "entries", "languages", "listed", "pattern", "state_names"]


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that can be read.

    Examples
    --------
    >>> {"nl", "en"} <= set(languages())
    True
    """
    names = (entry.name for entry in files("tilth").joinpath("data", "reading").iterdir())
    return tuple(sorted(name[:-5] for name in names if re.fullmatch(r"[a-z]{2,3}\.yaml", name)))


@cache
def data(name: str) -> Mapping[str, Any]:
    """Return a data file of the reader; every leaf is a text."""
    import yaml

    text = files("tilth").joinpath("data", "reading", f"{name}.yaml").read_text("utf-8")
    loaded: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return loaded


def entries(lang: str, *keys: str) -> Any:
    """Return what lies under the keys of a language's file, an empty mapping when there is nothing."""
    found: Any = data(lang)
    for key in keys:
        found = found.get(key, {}) if isinstance(found, Mapping) else {}
    return found


def listed(lang: str, *keys: str) -> list[str]:
    """Return all phrases under the keys, also those of deeper levels."""
    return list(_leaves(entries(lang, *keys)))


def _leaves(found: Any) -> Iterable[str]:
    if isinstance(found, str):
        yield found
        return
    for entry in found.values() if isinstance(found, Mapping) else found:
        yield from _leaves(entry)


@cache
def pattern(lang: str, *keys: str) -> re.Pattern[str]:
    """Return the expression of all phrases under the keys."""
    return expression(listed(lang, *keys))


@cache
def state_names(lang: str) -> Mapping[str, str]:
    """Return state names in a language, each with its ISO 3166 alpha-3 code; CLDR and the data file."""
    from babel import Locale
    from babel.core import get_global

    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    short = Locale.parse(lang).territories
    names = {
        re.sub(r"\s*\(.*\)", "", short[two[0]]): three
        for three, two in aliases.items()
        if len(three) == 3 and three.isalpha() and len(two) == 1 and two[0] in short
    }
    for three, own in entries(lang, "states", "names").items():
        names |= dict.fromkeys(own, three)
    return names
