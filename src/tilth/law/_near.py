"""Near misses: what was probably meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["near"]


def near(word: object, allowed: Iterable[str]) -> str:
    """Return ", did you mean 'x'?" for the closest allowed word, or nothing.

    Examples
    --------
    >>> near("in_forse", ["in_force", "signed"]), near("zzz", ["signed"])
    (", did you mean 'in_force'?", '')
    """
    found = get_close_matches(str(word), list(allowed), n=1)
    return f", did you mean {found[0]!r}?" if found else ""
