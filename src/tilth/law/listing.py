"""The rules as they are loaded, told in plain text or as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from tilth.law._rule import Block, Clause, Rule

__all__ = ["rule_lines", "rules_json"]


def rules_json(rules: Iterable[Rule], blocks: Iterable[Block]) -> dict[str, Any]:
    """Return rules and framework articles as plain JSON values, nothing left out.

    Examples
    --------
    >>> from tilth.law import framework, rules
    >>> told = rules_json(rules(), framework().values())
    >>> told["rules"][0]["clause"]["id"], told["rules"][0]["clause"]["citation"]
    ('CCM-1a', 'Art. 1(1)(a)')
    """
    return {
        "rules": [asdict(each) for each in rules],
        "framework": [asdict(each) for each in blocks],
        "note": "information, not legal advice; tag K or P: the text was not, or only partly, read",
    }


def rule_lines(rules: Iterable[Rule], blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the rules as indented plain text, then the articles that they rest on.

    Examples
    --------
    >>> from tilth.law import rules
    >>> list(rule_lines(rules()[:1], ()))[:2]
    ['CCM-1a  Ban on use', '  ccm; binds party, provisional; acts: use']
    """
    for rule in rules:
        yield f"{rule.id}  {rule.title}"
        yield f"  {rule.regime}; binds {', '.join(rule.bound)}; acts: {', '.join(rule.acts)}{_time(rule)}"
        yield from _parameters(rule)
        yield from _clause(rule.clause, 1)
    for block in blocks:
        yield f"{block.id}  {block.title}"
        yield f"  {block.regime}: {block.because}"
        yield from _sourced(block, 1)


def _time(rule: Rule) -> str:
    since = f"; from {rule.since}" if rule.since else ""
    return f"{since}; until {rule.until}" if rule.until else since


def _parameters(rule: Rule) -> Iterator[str]:
    for name, dated in (rule.parameters or {}).items():
        for each in dated:
            yield f"  {{{name}}} from {each['from']}: {each['text']}{_unread(each['tag'])}, {each['source']}"


def _clause(clause: Clause, depth: int) -> Iterator[str]:
    margin = "  " * depth
    if clause.when:
        yield f"{margin}if {' and '.join(each.text for each in clause.when)}"
    yield f"{margin}{clause.outcome.replace('_', ' ')}: {clause.because}"
    yield from (f"{margin}depends on: {each}" for each in clause.depends_on)
    for each in clause.readings:
        yield f"{margin}reading, {each.outcome.replace('_', ' ')}: {each.held_by} ({each.source})"
    if clause.if_unknown:
        yield f"{margin}{clause.if_unknown} while it is open whether an exception holds"
    yield from _sourced(clause, depth)
    for exception in clause.exceptions:
        yield f"{margin}except {exception.id}"
        yield from _clause(exception, depth + 1)


def _sourced(clause: Clause | Block, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}cite: {clause.citation}"
    yield f"{'  ' * depth}source: {clause.source}{_unread(clause.tag)}"


def _unread(tag: str) -> str:
    return "" if tag == "verified" else " [not verified]"
