"""What the cells of a column show of what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

__all__ = ["looks_like", "numbers_of", "plain_numbers", "texts_of"]

_PATTERNS = {
    "grid": re.compile(
        r"(?:\d{1,2}\s*[C-HJ-NP-X]\s*)?[A-HJ-NP-Z]\s*[A-HJ-NP-V]\s*\d{2,5}\s*\d{2,5}", re.IGNORECASE
    ),
    "wkt": re.compile(
        r"(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|POLYGON|LINESTRING)\s*Z?\s*\(.*", re.IGNORECASE | re.DOTALL
    ),
    "geojson": re.compile(r"\s*\{.*\"coordinates\".*\}\s*", re.DOTALL),
    "geoshape": re.compile(r"\s*-?\d+\.\d+ -?\d+\.\d+(?: -?[\d.]+){0,2}\s*(?:;.*)?", re.DOTALL),
    "text": re.compile(
        r"-?\d{1,3}[.,]\d+[°]?\s*[NS]?\s*[,;\s]\s*-?\d{1,3}[.,]\d+[°]?\s*[EWOE]?|.*\d\s*°.*\d.*", re.DOTALL
    ),
}
_LOOK_AT = 400
_SHARE = 0.6


def texts_of(cells: Sequence[Any]) -> list[str]:
    """Return the first cells that are filled, as texts."""
    found = []
    for cell in cells:
        if cell is not None:
            found.append(str(cell))
            if len(found) >= _LOOK_AT:
                break
    return found


def looks_like(notation: str, cells: Sequence[Any]) -> bool:
    """Whether most filled cells of a column are written in a notation.

    Examples
    --------
    >>> looks_like("grid", ["YD466584", "YD 466 583", None]), looks_like("grid", ["TAN-AN"])
    (True, False)
    """
    if notation == "geojson" and any(isinstance(cell, dict) for cell in cells[:_LOOK_AT]):
        return True
    texts = texts_of(cells)
    return bool(texts) and sum(bool(_PATTERNS[notation].fullmatch(t)) for t in texts) >= _SHARE * len(texts)


def numbers_of(cells: Sequence[Any]) -> list[float]:
    """Return the first filled cells as numbers, comma or point; what is none is left out."""
    found = []
    for text in texts_of(cells):
        try:
            found.append(float(text.replace(",", ".")))
        except ValueError:
            continue
    return found


def plain_numbers(texts: Sequence[str]) -> bool:
    """Whether identifiers are short whole numbers, which another file may use too."""
    return bool(texts) and all(text.isdigit() and len(text) < 6 for text in texts)
