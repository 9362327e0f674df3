"""What is wrong with one value, in words for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["MAX_NUMBER", "Check", "Fault", "shorten"]

Check = Callable[[Any], None]
"""A check of one value: it returns, or raises `Fault`."""

MAX_NUMBER = 2**53 - 1
"""Beyond it JSON written by one program is another number for the next."""

_MAX_ADVICE = 300


class Fault(Exception):
    """What is wrong with one value."""

    def __init__(self, given: str, allowed: str, advice: str = "") -> None:
        super().__init__(given, allowed, advice)
        self.given, self.allowed = given, allowed
        self.advice = advice if len(advice) <= _MAX_ADVICE else f"{advice[:_MAX_ADVICE]}..."


def shorten(value: object) -> str:
    """Return `value` as it would be typed, at most 60 characters."""
    if isinstance(value, str) and len(value) > 60:
        return f"{value[:40]!r}... ({len(value):,} characters)"
    try:
        words = repr(value)
    except ValueError:
        return f"{type(value).__name__} too long to show"
    return words if len(words) <= 60 else f"{words[:57]}..."
