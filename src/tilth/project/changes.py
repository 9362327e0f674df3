"""A reviewer's changes to a claim: how they are written, and the claim they give."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tilth.claims import Claim, Property, vocabulary
from tilth.project._errors import ProjectError

__all__ = ["changed_facts", "changed_values", "parse_settings", "span_of_words"]

_FIELDS = (
    *("speaker", "mode", "stance", "channel", "said_on", "span", "valid", "reliability", "credibility"),
    "place",
)
"""Fields of a claim that a correction may change, beside the properties of its kind."""
_FACT = re.compile(r"fact(?:\.(\d+)(?:\.(\w+))?)?")
_SPAN = re.compile(r"(\d+)\s*[:\-]\s*(\d+)")
_WHOLE = re.compile(r"[+-]?\d+")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def parse_settings(settings: Sequence[str]) -> dict[str, Any]:
    """Return the changes that ``name=value`` words ask for; facts are gathered under ``fact``.

    Examples
    --------
    >>> parse_settings(["topic=use", "span=12:40", "fact.1.status=denied"])
    {'topic': 'use', 'span': '12:40', 'fact': [('1', 'status', 'denied')]}

    Raises
    ------
    ProjectError
        A word without ``=``.
    """
    changes: dict[str, Any] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not name:
            raise ProjectError(f"{setting!r} changes nothing: write NAME=VALUE, such as topic=use")
        fact = _FACT.fullmatch(name)
        if fact:
            changes.setdefault("fact", []).append((fact[1], fact[2], value))
        else:
            changes[name] = value
    return changes


def changed_values(claim: Claim, changes: Mapping[str, Any]) -> Claim:
    """Return the claim with changed fields and properties; an empty value takes one away.

    Raises
    ------
    ProjectError
        A name that is neither a field nor a property of the claim's kind.
    """
    properties = vocabulary()[claim.kind].properties
    fields: dict[str, Any] = {}
    values = dict(claim.values)
    for name, given in changes.items():
        if name in _FIELDS:
            fields[name] = _field(name, given)
        elif name in properties:
            values[name] = _value(properties[name], given)
        else:
            allowed = ", ".join((*_FIELDS, *properties, *(("fact",) if claim.kind == "statement" else ())))
            raise ProjectError(f"{name!r} is nothing that a {claim.kind} tells; allowed: {allowed}")
    return replace(claim, **fields, values={key: value for key, value in values.items() if value is not None})


def _field(name: str, given: Any) -> Any:
    if given in ("", None):
        return "record" if name == "mode" else None
    if name == "credibility":
        return int(given) if str(given).isdigit() else given
    return _span(given) if name == "span" else given


def _span(given: Any) -> tuple[int, int]:
    if isinstance(given, str) and (found := _SPAN.fullmatch(given)):
        return int(found[1]), int(found[2])
    if isinstance(given, list | tuple) and len(given) == 2 and all(type(end) is int for end in given):
        return given[0], given[1]
    raise ProjectError(f"span {given!r} is none: write START:END, characters counted from 0, such as 120:180")


def _value(item: Property, given: Any) -> Any:
    """Return a value in the property's type; what does not fit is left for the vocabulary's check."""
    if given in ("", None, []):
        return None
    if not isinstance(given, str):
        return given
    if item.many:
        return [_one(item, part.strip()) for part in given.split(",") if part.strip()] or None
    return _one(item, given)


def _one(item: Property, words: str) -> Any:
    if item.type == "span":
        return list(_span(words))
    if item.type not in ("number", "integer", "amount"):
        return words
    low, dots, high = words.partition("..")
    if dots:
        return {"low": _number(low.strip()), "high": _number(high.strip())}
    return _number(words)


def _number(words: str) -> Any:
    if _WHOLE.fullmatch(words):
        return int(words)
    return float(words) if _NUMBER.fullmatch(words) else words


def changed_facts(
    facts: Sequence[Mapping[str, Any]], changes: Sequence[tuple[str | None, str | None, str]]
) -> list[dict[str, Any]]:
    """Return the typed facts of a statement after changes: one field, one fact taken away, one added.

    Examples
    --------
    >>> known = [{"type": "use", "by": "RUS", "status": "alleged"}]
    >>> changed_facts(known, [("1", "status", "denied"), (None, None, "ban acts=use,transfer")])
    [{'type': 'use', 'by': 'RUS', 'status': 'denied'}, {'type': 'ban', 'acts': ['use', 'transfer']}]
    >>> changed_facts(known, [("1", None, "")])
    []
    """
    listed: list[dict[str, Any] | None] = [dict(fact) for fact in facts]
    added: list[dict[str, Any]] = []
    for number, name, value in changes:
        if number is None:
            added.append(_written_fact(value))
            continue
        at = int(number) - 1
        if not 0 <= at < len(listed) or listed[at] is None:
            raise ProjectError(f"fact.{number}: the statement has {len(listed)} typed facts, counted from 1")
        listed[at] = _one_fact_changed(listed[at] or {}, name, value)
    return [fact for fact in listed if fact] + added


def _one_fact_changed(fact: Mapping[str, Any], name: str | None, value: str) -> dict[str, Any] | None:
    if name is None:
        return _written_fact(value) if value else None
    return {**fact, name: _fact_value(str(fact["type"]), name, value)}


def _written_fact(words: str) -> dict[str, Any]:
    """Return the fact of ``TYPE name=value ...``."""
    try:
        kind, *parts = shlex.split(words)
    except ValueError:
        kind, parts = "", []
    if not kind or any("=" not in part for part in parts):
        raise ProjectError(
            f"fact {words!r} is none: write TYPE NAME=VALUE ..., such as 'use by=RUS in=UKR status=alleged'"
        )
    fact: dict[str, Any] = {"type": kind}
    for part in parts:
        name, _, value = part.partition("=")
        fact[name] = _fact_value(kind, name, value)
    return fact


def _fact_value(kind: str, name: str, value: str) -> Any:
    renamed = {"in": "in_country", "rate": "rate_low"}.get(name, name)
    if kind not in vocabulary() or renamed not in vocabulary()[kind].properties:
        return value or None
    item = vocabulary()[kind].properties[renamed]
    if name == "rate" and ".." in value:
        low, _, high = value.partition("..")
        return [_number(low), _number(high)]
    return _value(item, value)


def span_of_words(text: str, words: str, near: int) -> tuple[int, int]:
    """Return where `words` stand in a text, the place nearest to an offset; blanks may differ.

    Raises
    ------
    ProjectError
        The words stand nowhere in the text.
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = [match.span() for match in re.finditer(pattern, text)] if pattern else []
    if not found:
        raise ProjectError(
            f"content {words[:80]!r} stands nowhere in the source:"
            " give words as they are there, or span=START:END"
        )
    return min(found, key=lambda span: abs(span[0] - near))
