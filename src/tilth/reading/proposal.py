"""A proposed claim, for a person to review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["READER", "Proposal", "as_written", "moved"]

READER = "rules@1"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One claim as the reader proposes it; spans are code points, end exclusive.

    Attributes
    ----------
    id : str
        Name of the article and number in text order.
    speaker : str or None
        Canonical English name; None when the article itself asserts the claim.
    speaker_as_written, speaker_span, cue, cue_span
        The words that stand for the speaker, and the reporting words.
    mode : str
        ``direct``, ``indirect`` or ``article``.
    channel, said_on, said_on_as_written
        Where and when it was said, as far as told; the date in EDTF.
    content, content_span
        The claim itself; ``text[start:end] == content``.
    topic, stance, about, facts
        What it is on, the attitude shown, states and bodies, typed facts.
    optional : bool
        Always False: only a reviewer decides that.
    rule, confidence
        The rule that made it, and how far it can be trusted, from 0 to 1; None where that was not measured.
    speaker_kind, speaker_state
        Kind of the speaker and ISO 3166 alpha-3 code of its state.
    """

    id: str
    speaker: str | None
    speaker_as_written: str | None
    speaker_span: tuple[int, int] | None
    cue: str | None
    cue_span: tuple[int, int] | None
    mode: str
    channel: str | None
    said_on: str | None
    said_on_as_written: str | None
    content: str
    content_span: tuple[int, int]
    topic: str
    stance: str
    about: tuple[str, ...]
    facts: tuple[Mapping[str, Any], ...]
    optional: bool
    rule: str
    confidence: float | None
    speaker_kind: str | None
    speaker_state: str | None

    def to_json(self) -> dict[str, Any]:
        """Return the claim as plain values, keys in the order above."""
        values = {name: getattr(self, name) for name in self.__slots__}
        for name in ("speaker_span", "cue_span", "content_span", "about"):
            values[name] = None if values[name] is None else list(values[name])
        return values | {"facts": [dict(fact) for fact in self.facts]}


def moved(proposal: Proposal, by: int, identifier: str) -> Proposal:
    """Return the proposal under another identifier, with its spans moved by a number of characters."""
    if not by and proposal.id == identifier:
        return proposal
    spans: dict[str, Any] = {
        name: None if span is None else (span[0] + by, span[1] + by)
        for name in ("speaker_span", "cue_span", "content_span")
        for span in (getattr(proposal, name),)
    }
    return replace(proposal, id=identifier, **spans)


def as_written(proposal: Proposal, text: str) -> Proposal:
    """Return the proposal with its words as they stand in a text, line breaks included."""
    words: dict[str, Any] = {
        name: None if span is None else text[slice(*span)]
        for name, span in (
            ("content", proposal.content_span),
            ("speaker_as_written", proposal.speaker_span),
            ("cue", proposal.cue_span),
        )
    }
    return replace(proposal, **words)
