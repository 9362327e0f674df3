"""The claim: who said what, when, in which source, about what, how surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from hashlib import sha256
from operator import attrgetter
from typing import Any

import orjson

from tilth.claims.canonical import canonical_bytes

__all__ = ["ACCESS", "CREDIBILITY", "MODES", "RELIABILITY", "STANCES", "Claim"]

MODES = ("article", "direct", "indirect", "observation", "record")
STANCES = ("supports", "opposes", "confirms", "denies", "accuses", "neutral")
RELIABILITY = ("A", "B", "C", "D", "E", "F")
CREDIBILITY = (1, 2, 3, 4, 5, 6)
ACCESS = ("public", "partner", "restricted", "personal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim. Identity is its content: the same claim made twice is one claim.

    Attributes
    ----------
    kind, subject
        What is spoken of: a kind of the vocabulary and an identifier, ``strike:kd-0012``.
    values
        Properties of the kind, with the units the vocabulary states.
    wording
        Original words of a property, kept beside the normalised value.
    speaker
        Identifier of who says it; None when the source itself asserts it.
    mode, stance, channel, said_on
        How it was said; `said_on` is an EDTF date or interval and may stay partial.
    source, span
        Identifier of the registered source and the characters in it, ``[start, end)``.
    reliability, credibility
        Source A-F and content 1-6, rated apart (Admiralty code).
    valid
        When it held in the world: EDTF date or interval.
    place
        Place object ``{"geometry": ..., "accuracy_m": ...}``.
    access
        public, partner, restricted or personal.
    part_of
        Identifier of the claim that this one was taken from.

    Examples
    --------
    >>> claim = Claim(kind="strike", subject="strike:1", values={"rounds": 3}, mode="record")
    >>> claim.id[:12], claim == Claim.from_json(claim.to_json())
    ('4bfe2888bbb9', True)
    """

    kind: str
    subject: str
    values: Mapping[str, Any] = field(default_factory=dict)
    wording: Mapping[str, str] = field(default_factory=dict)
    speaker: str | None = None
    mode: str = "record"
    stance: str | None = None
    channel: str | None = None
    said_on: str | None = None
    source: str | None = None
    span: tuple[int, int] | None = None
    reliability: str | None = None
    credibility: int | None = None
    valid: str | None = None
    place: Mapping[str, Any] | None = None
    access: str = "public"
    part_of: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the content as plain JSON values; what is not set is left out."""
        content: dict[str, Any] = {}
        for name, value in zip(FIELDS, _in_order(self), strict=True):
            if value is not None and value != {}:
                content[name] = value
        content["values"] = self.values
        if self.span is not None:
            content["span"] = list(self.span)
        return content

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Claim:
        """Return the claim with this content; unknown fields and misfit types raise TypeError."""
        for name, value in content.items():
            if not isinstance(value, _TYPES.get(name, str)):
                raise TypeError(f"{name} of a claim is no {type(value).__name__}")
        if "span" in content:
            content = {**content, "span": tuple(content["span"])}
        return cls(**content)

    @classmethod
    def from_bytes(cls, body: bytes | str) -> Claim:
        """Return the claim whose canonical form is `body`."""
        content = orjson.loads(body)
        if not isinstance(content, dict):
            raise TypeError(f"a claim is an object, no {type(content).__name__}")
        return cls.from_json(content)

    def body(self) -> bytes:
        """Return the canonical form (RFC 8785) that identity and signature rest on."""
        return canonical_bytes(self.to_json())

    @property
    def id(self) -> str:
        """SHA-256 of the canonical content, 64 hexadecimal digits."""
        return sha256(self.body()).hexdigest()

    @property
    def date_of_information(self) -> str | None:
        """When the claim was true, or else when it was said: decides which statement is newer."""
        return self.valid or self.said_on

    def __hash__(self) -> int:
        return hash(self.id)


FIELDS = tuple(item.name for item in fields(Claim))
# What a field is in JSON, where it is no text.
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "values": dict,
    "wording": dict,
    "place": dict,
    "span": (list, tuple),
    "credibility": int,
}
_in_order = attrgetter(*FIELDS)
