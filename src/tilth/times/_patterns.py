"""From the patterns of a language to one regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tilth.times._errors import TimeError
from tilth.times._language import Language, language
from tilth.times._slots import GAP, choice, slot_expressions, slot_values, word_expression

__all__ = ["Grammar", "Rule", "grammar"]

_TOKEN = re.compile(r"\([^()]*\)|<[^<>]*>|[^\s()<>]+")
_SLOT = re.compile(r"\{(\w+)\}")
_FRAMED = {"weekday": "{weekday}", "month": "{month}", "year": "{year}"}
_BUILT_IN = {
    "iso": r"(?P<{0}_iso>[12][0-9]{{3}}-[0-9]{{2}}(?:-[0-9]{{2}})?)(?![-–/]?[0-9])",
    "numeric": r"(?P<{0}_numeric>[0-9]{{1,2}}[./-][0-9]{{1,2}}[./-][12][0-9]{{3}})(?![-./]?[0-9])",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a matched pattern means: its kind, its shift, and the groups that fill its slots."""

    kind: str
    shift: int
    groups: tuple[tuple[str, str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """One compiled expression for a language, and the rule behind each of its outer groups."""

    words: Language
    expression: re.Pattern[str]
    rules: dict[str, Rule]
    values: dict[str, dict[str, int | str]]


@dataclass(frozen=True, slots=True)
class _Piece:
    expression: str
    needed: bool
    length: int


class _Writer:
    """Writes patterns as expressions, giving each slot a group name of its own."""

    def __init__(self, words: Language) -> None:
        self.words = words
        self.slots = slot_expressions(words)
        self.rules: dict[str, Rule] = {}
        self.alternatives: list[tuple[int, str]] = []
        self._groups: list[tuple[str, str, int | None]] = []

    def add(self, kind: str, pattern: str, shift: int = 0, condition: str = "") -> None:
        """Add a pattern; `condition` names a group that must have matched before it."""
        outer, self._groups = f"r{len(self.rules)}", []
        length, written = self._sequence(pattern)
        self._register(outer, kind, shift, length, written, condition)

    def add_built_in(self, kind: str) -> None:
        """Add one of the expressions that are the same in all languages."""
        outer = f"r{len(self.rules)}"
        self._groups = [(f"{outer}_{kind}", kind, None)]
        self._register(outer, kind, 0, 1, _BUILT_IN[kind].format(outer), "")

    def _register(self, outer: str, kind: str, shift: int, length: int, written: str, condition: str) -> None:
        whole = f"(?P<{outer}>{written})"
        self.alternatives.append((length, f"(?(frame_{condition}){whole}|(?!))" if condition else whole))
        self.rules[outer] = Rule(kind, shift, tuple(self._groups))

    def _sequence(self, pattern: str) -> tuple[int, str]:
        """Return the number of needed words and the expression of a pattern."""
        pieces = [self._piece(token) for token in _TOKEN.findall(pattern)]
        first = next((i for i, piece in enumerate(pieces) if piece.needed), None)
        if first is None:
            raise TimeError(
                f"date words of {self.words.language}: pattern {pattern!r} has no word that must "
                "be there; take one out of its brackets"
            )
        before = (f"(?:{piece.expression}{GAP})?" for piece in pieces[:first])
        after = (
            f"{GAP}{piece.expression}" if piece.needed else f"(?:{GAP}{piece.expression})?"
            for piece in pieces[first + 1 :]
        )
        length = sum(piece.length for piece in pieces if piece.needed)
        return length, "".join((*before, pieces[first].expression, *after))

    def _piece(self, token: str) -> _Piece:
        if token[0] not in "(<":
            return _Piece(self._glued(token), True, max(1, len(_SLOT.findall(token))))
        choices = [self._sequence(option) for option in token[1:-1].split("|")]
        choices.sort(key=lambda option: -option[0])
        expression = "|".join(written for _, written in choices)
        return _Piece(f"(?:{expression})", token[0] == "<", min(length for length, _ in choices))

    def _glued(self, token: str) -> str:
        """Write one token, in which slots and letters may follow each other without a space."""
        parts = _SLOT.split(token)
        written = [word_expression(part) if part else "" for part in parts[::2]]
        for place, slot in enumerate(parts[1::2]):
            written.insert(2 * place + 1, self._slot(slot))
        return "".join(written)

    def _slot(self, slot: str) -> str:
        if slot == "week":
            return f"(?:{'|'.join(self._week(shift) for shift in self.words.relative['week'])})"
        if slot not in self.slots:
            raise TimeError(
                f"date words of {self.words.language}: no slot {{{slot}}}; there are "
                f"{', '.join((*self.slots, 'week'))}"
            )
        value, ending = self.slots[slot]
        return f"(?P<{self._group(slot, None)}>{value}){ending}"

    def _week(self, shift: int) -> str:
        name = self._group("week", shift)
        phrases = (self._sequence(text)[1] for text in self.words.relative["week"][shift])
        return f"(?P<{name}>{'|'.join(phrases)})"

    def _group(self, slot: str, constant: int | None) -> str:
        name = f"r{len(self.rules)}_{slot}_{len(self._groups)}"
        self._groups.append((name, slot, constant))
        return name


@cache
def grammar(code: str) -> Grammar:
    """Return the compiled patterns of a language (once a process)."""
    words = language(code)
    if code != words.language:
        return grammar(words.language)
    return build(words)


def build(words: Language) -> Grammar:
    """Return the compiled patterns for the words of a language."""
    writer = _Writer(words)
    for kind, pattern, shift in _patterns(words):
        writer.add(kind, pattern, shift)
    for kind, pattern in _FRAMED.items():
        writer.add(kind, pattern, condition="point" if kind == "year" else "any")
    for kind in _BUILT_IN:
        writer.add_built_in(kind)
    ordered = sorted(writer.alternatives, key=lambda alternative: -alternative[0])
    body = "|".join(written for _, written in ordered)
    expression = re.compile(rf"(?<!\w)(?<![0-9][.,:/]){_frames(words)}(?:{body})(?!\w)")
    return Grammar(words, expression, writer.rules, slot_values(words))


def _patterns(words: Language) -> Iterator[tuple[str, str, int]]:
    """Yield kind, pattern and shift of all that the file of a language holds."""
    for kind, patterns in words.patterns.items():
        yield from ((kind, pattern, 0) for pattern in patterns)
    for unit, shifts in words.relative.items():
        for shift, phrases in shifts.items():
            yield from ((f"relative_{unit}", phrase, shift) for phrase in phrases)
    yield from (("skip", phrase, 0) for phrase in words.not_times)
    yield from (("unclear", phrase, 0) for phrase in words.unclear)


def _frames(words: Language) -> str:
    """Return the expression of the words that may stand before a date.

    Only after those of a point in time may a bare year follow: "about 2000" and "up to 2000"
    count things more often than years.
    """
    point, other = (
        "|".join(
            f"(?P<frame_{frame}>{choice(words.frames[frame])})" for frame in frames if words.frames.get(frame)
        )
        for frames in (("since", "before", "after"), ("until", "about"))
    )
    written = "|".join(part for part in (f"(?P<frame_point>{point or '(?!)'})", other) if part)
    return f"(?P<frame_any>(?:{written}){GAP})?"
