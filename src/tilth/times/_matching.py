"""Matching the patterns of a language in a text, with the value of each slot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tilth.times._language import FRAMES
from tilth.times._patterns import Grammar, Rule
from tilth.times._slots import fold

__all__ = ["filled_slots", "frame_of", "matches", "rule_of"]


def matches(text: str, read: Grammar, *, strict: bool) -> Iterator[re.Match[str]]:
    """Yield the matches in the lower-case text, stepping over what only looks like a time."""
    lower, place = _lower(text), 0
    while match := read.expression.search(lower, place):
        if strict and _lacks_capital(match, text, read):
            place = match.start() + 1
            continue
        place = match.end()
        if rule_of(match, read).kind != "skip":
            yield match


def _lower(text: str) -> str:
    """Return the text in lower case with every sign at its old place."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)


def rule_of(match: re.Match[str], read: Grammar) -> Rule:
    """Return the rule of the pattern that matched; its outer group is the last one closed."""
    return read.rules[match.lastgroup or ""]


def _lacks_capital(match: re.Match[str], text: str, read: Grammar) -> bool:
    """Return whether a name that needs a capital in running text is written without one."""
    for group, slot, _ in rule_of(match, read).groups:
        start, end = match.span(group)
        if slot in ("month", "mon", "weekday", "wd") and start >= 0:
            word = text[start:end].rstrip(".")
            if word.lower() in read.words.capital_only and not word[0].isupper():
                return True
    return False


def frame_of(match: re.Match[str]) -> str | None:
    """Return the kind of the word before the date: since, until, before, after, about or None."""
    groups = match.groupdict()
    return next((name for name in FRAMES if groups.get(f"frame_{name}")), None)


def filled_slots(match: re.Match[str], read: Grammar) -> dict[str, int | str]:
    """Return the value of each slot that the match filled."""
    filled: dict[str, int | str] = {"orders": " ".join(read.words.numeric)}
    for group, slot, constant in rule_of(match, read).groups:
        words = match.group(group)
        if constant is not None and words is not None:
            filled[slot] = constant
        elif words is not None:
            filled[slot] = _value(slot, words, read)
    return filled


def _value(slot: str, words: str, read: Grammar) -> int | str:
    if words.isdecimal():
        return int(words)
    if slot == "numeric":
        return re.sub("[./]", "-", words)
    return read.values.get(slot, {}).get(fold(words), words)
