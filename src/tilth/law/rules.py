"""The rules: read from data, checked once, and never written in code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from tilth.law._conditions import Condition
from tilth.law._errors import LawError
from tilth.law._files import data_yaml, yaml_names
from tilth.law._near import near
from tilth.law._regimes import regime_name
from tilth.law._rule import Block, Clause, Reading, Rule
from tilth.law._rule_checks import check_rules, clauses

__all__ = ["OUTCOMES", "clauses", "framework", "read_rules", "rules"]

OUTCOMES = ("prohibited", "required", "permitted", "conditional", "not_regulated", "unclear")
_STANDINGS = ("party", "provisional", "signatory", "former_party", "outsider")
_TAGS = ("verified", "K", "P")
_CLAUSE_KEYS = {
    "id",
    "outcome",
    "because",
    "citation",
    "source",
    "tag",
    "when",
    "exceptions",
    "readings",
    "depends_on",
    "if_unknown",
    "heading",
}
_RULE_KEYS = _CLAUSE_KEYS | {
    "regime",
    "title",
    "bound",
    "acts",
    "roles",
    "from",
    "until",
    "parameters",
    "replaces",
}
_BLOCK_KEYS = {"id", "regime", "title", "because", "citation", "source", "tag"}


@cache
def rules() -> tuple[Rule, ...]:
    """Return every packaged rule on conduct, in the order of the files.

    Raises
    ------
    LawError
        When a rule lacks a citation or a source, names an act, outcome or standing that is not
        known, or overlaps in time with the rule it replaces.

    Examples
    --------
    >>> [rule.id for rule in rules() if "use" in rule.acts and rule.regime == "ccm"]
    ['CCM-1a', 'VCLT-18']
    """
    return read_rules(block for name in yaml_names("rules") for block in data_yaml(name))


@cache
def framework() -> Mapping[str, Block]:
    """Return the articles that rules rest on, by name: definition, joining, leaving, disputes.

    Examples
    --------
    >>> framework()["CCM-20"].citation
    'Art. 20(2) and 20(3)'
    """
    found = {}
    for block in data_yaml("framework"):
        missing = sorted(key for key in _BLOCK_KEYS if not block.get(key))
        if missing:
            raise LawError(f"framework block {block.get('id')!r} has no {', '.join(missing)}: give it")
        found[str(block["id"])] = Block(**{key: str(block[key]) for key in _BLOCK_KEYS})
    return found


def read_rules(blocks: Iterable[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """Return the rules of such blocks, each checked, then all together."""
    found = tuple(_rule(block) for block in blocks)
    check_rules(found)
    return found


def _rule(block: Mapping[str, Any]) -> Rule:
    clause = _clause(block, _RULE_KEYS)
    acts, known = tuple(block.get("acts") or ()), _known_acts()
    _each_in(clause.id, "acts", acts, known)
    _each_in(clause.id, "bound", tuple(block.get("bound") or ()), _STANDINGS)
    _each_in(clause.id, "roles", tuple(block.get("roles") or ("supplier",)), data_yaml("acts")["roles"])
    try:
        regime = regime_name(str(block.get("regime") or ""))[0]
    except LawError as error:
        raise LawError(f"rule {clause.id}: {error}") from error
    return Rule(
        clause,
        regime,
        str(block.get("title") or clause.id),
        tuple(block["bound"]),
        acts,
        tuple(block.get("roles") or ()),
        str(block.get("from") or ""),
        str(block.get("until") or ""),
        block.get("parameters"),
        str(block.get("replaces") or ""),
    )


def _clause(block: Mapping[str, Any], allowed: set[str], under: str = "") -> Clause:
    name = str(block.get("id") or "")
    if not name:
        raise LawError(f"a rule without an id: {dict(block)!r}; give it one")
    strange = sorted(set(block) - allowed)
    if strange:
        advice = near(strange[0], allowed)
        raise LawError(
            f"rule {name}: no key {strange[0]!r}{advice}; allowed are {', '.join(sorted(allowed))}"
        )
    for key in ("because", "citation", "source"):
        if not block.get(key):
            raise LawError(f"rule {name} has no {key}: every rule and exception states one")
    _each_in(name, "outcome", (block.get("outcome"), block.get("if_unknown") or OUTCOMES[0]), OUTCOMES)
    _each_in(name, "tag", (block.get("tag"),), _TAGS)
    heading = str(block.get("heading") or under or name)
    return Clause(
        name,
        block["outcome"],
        block["because"],
        str(block["citation"]),
        block["source"],
        block["tag"],
        tuple(Condition.from_mapping(each, name) for each in block.get("when") or ()),
        tuple(_clause(each, _CLAUSE_KEYS, heading) for each in block.get("exceptions") or ()),
        tuple(_reading(each, name) for each in block.get("readings") or ()),
        tuple(block.get("depends_on") or ()),
        block.get("if_unknown") or "",
        heading,
    )


def _reading(block: Mapping[str, Any], rule: str) -> Reading:
    if set(block) != {"outcome", "held_by", "source"} or not all(block.values()):
        raise LawError(
            f"rule {rule}: reading {dict(block)!r} needs outcome, held_by and source, and nothing else"
        )
    _each_in(rule, "outcome of a reading", (block["outcome"],), OUTCOMES)
    return Reading(block["outcome"], block["held_by"], block["source"])


def _each_in(rule: str, key: str, given: tuple[Any, ...], allowed: Iterable[Any]) -> None:
    allowed = tuple(allowed)
    if not given:
        raise LawError(f"rule {rule} has no {key}: give at least one of {', '.join(allowed)}")
    for each in given:
        if each not in allowed:
            raise LawError(
                f"rule {rule}: {key} {each!r} is not one of {', '.join(allowed)}{near(each, allowed)}"
            )


def _known_acts() -> tuple[str, ...]:
    data = data_yaml("acts")
    return tuple(data["acts"]) + tuple(data["inner_acts"])
