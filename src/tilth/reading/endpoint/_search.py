"""Finding the words of an answer in the text: blanks, quote marks, dashes and case do not count."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator

__all__ = ["Searchable"]

_ONE = str.maketrans(
    dict.fromkeys("“”„‟«»″＂", '"') | dict.fromkeys("‘’‚‛‹›′`´", "'") | dict.fromkeys("‐‑‒–—―−", "-")
)
_NOTHING = frozenset(
    "\xad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_MOST = 50
_TRIES = 5000


class Searchable:
    r"""A text in which words are found with the places they have in it.

    Examples
    --------
    >>> Searchable("He said: “Not\u00a0\n one!”").places('"not one!"')
    [(9, 21)]
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.origin = array("L")
        made = []
        for place, letter in _folded(text):
            self.origin.append(place)
            made.append(letter)
        self.folded = "".join(made)

    def places(self, words: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """Return where words stand as whole words between two places, at most fifty."""
        sought = "".join(letter for _, letter in _folded(words)).strip()
        first, last = bisect_left(self.origin, start), len(self.origin)
        last = last if end is None else bisect_left(self.origin, end)
        found: list[tuple[int, int]] = []
        at = first - 1
        for _ in range(_TRIES if sought else 0):
            at = self.folded.find(sought, at + 1, last)
            if at < 0 or len(found) == _MOST:
                break
            if self._whole(at, at + len(sought)):
                found.append((self.origin[at], self.origin[at + len(sought) - 1] + 1))
        return found

    def nearest(self, words: str, start: int, end: int, reach: int) -> tuple[int, int] | None:
        """Return the place of words that is nearest to a span, no further away than `reach`."""
        near = self.places(words, max(0, start - reach), end + reach)
        return min(near, key=lambda one: max(start - one[1], one[0] - end, 0), default=None)

    def _whole(self, start: int, end: int) -> bool:
        """Tell whether neither end lies within a word."""
        text = self.folded
        cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        cut_after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
        return not (cut_before or cut_after)


def _folded(text: str) -> Iterator[tuple[int, str]]:
    """Yield letters with their places: blanks as one, marks alike, in lower case."""
    blank = False
    for place, letter in enumerate(text):
        if letter in _NOTHING:
            continue
        if letter.isspace():
            if not blank:
                yield place, " "
            blank = True
            continue
        blank = False
        if letter == "…":
            yield from ((place, "."),) * 3
            continue
        low = letter.translate(_ONE).lower()
        yield place, low if len(low) == 1 else letter
