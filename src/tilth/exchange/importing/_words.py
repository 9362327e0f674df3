"""Words compared without case, accents and signs; code lists and flags by value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from tilth.exchange.importing._settings import settings

__all__ = ["code_list", "fold", "header_names", "squeezed"]

_GAP = re.compile(r"[^\w]+|_+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return a text in lower case, without accents, every run of signs as one blank.

    Examples
    --------
    >>> fold("Área_(Ha)"), fold("geoLatitude")
    ('area ha', 'geo latitude')
    """
    parts = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text))
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return _GAP.sub(" ", bare).strip().casefold()


@cache
def code_list(allowed: tuple[str, ...]) -> dict[str, str]:
    """Return what each folded spelling means among the allowed values; spellings of two values are left out.

    Examples
    --------
    >>> code_list(("yes", "no", "unknown"))["oui"]
    'yes'
    """
    known = settings("words")["any"]
    found: dict[str, set[str]] = {}
    for value in allowed:
        for spelling in (value, *map(str, known.get(value, ()))):
            found.setdefault(fold(spelling), set()).add(value)
    own = {fold(value): value for value in allowed}
    clear = {spelling: next(iter(values)) for spelling, values in found.items() if len(values) == 1}
    return clear | own


@cache
def header_names(target: str, kind: str) -> frozenset[str]:
    """Return the squeezed headers under which a target of a kind is met."""
    listed = settings("headers")
    own, usual = listed.get(f"{kind}.{target}"), listed.get(target) or ()
    words: Iterable[str] = (*(own or ()), *usual) if target == "record" else own or usual
    return frozenset(squeezed(str(word)) for word in (target, *words))


def squeezed(text: str) -> str:
    """Return a text folded and without blanks, so that "area id", "area_id" and "AreaID" are one.

    Examples
    --------
    >>> squeezed("Área ID"), squeezed("areaId")
    ('areaid', 'areaid')
    """
    return fold(text).replace(" ", "")
