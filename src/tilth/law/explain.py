"""An assessment as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tilth.law._regimes import regime_title
from tilth.law.states import state_name

__all__ = ["NOT_ADVICE", "explain", "summary"]

NOT_ADVICE = "Information, not legal advice."
_ANSWER = {True: "yes", False: "no", None: "not known"}


def explain(answer: Mapping[str, Any]) -> str:
    """Return what `assess` answered as indented plain text, one state after the other.

    Under each finding stand its reasons, readings, what it depends on, the facts used, and every
    rule tried with why it did or did not apply and the exceptions considered.

    Examples
    --------
    >>> from tilth.law import assess
    >>> print(explain(assess({"on": "2025-03-05", "act": "stockpile", "actor": "LTU"})))
    Cluster munition: yes
      the question names no munition and is taken to be about cluster munitions
    Lithuania, holder
      Convention on Cluster Munitions (party): prohibited, Art. 1(1)(b) [CCM-1b]
    ...
    """
    cluster = answer["cluster_munition"]
    lines = [f"Cluster munition: {cluster['answer']}", *_indented(cluster["because"], 1)]
    lines += _conditions(cluster["conditions"], 1)
    heading, told = "", set()
    for finding in answer["findings"]:
        name = f"{state_name(finding['state'])}, {finding['role'].replace('_', ' ')}"
        if name != heading:
            lines.append(name)
            heading = name
        lines += _finding(finding)
        if (name, finding["regime"]) not in told:
            lines += _trace(finding["trace"])
        told.add((name, finding["regime"]))
    if answer["open_questions"]:
        lines += ["Open questions", *_indented(answer["open_questions"], 1)]
    return "\n".join([*lines, NOT_ADVICE])


def summary(answer: Mapping[str, Any]) -> str:
    r"""Return an assessment in short: a line for each finding, readings, and the open questions.

    Examples
    --------
    >>> from tilth.law import assess
    >>> print(summary(assess({"on": "2025-03-05", "act": "use", "actor": "DEU"})).split("\n")[1])
      CCM: prohibited, Art. 1(1)(a)
    """
    lines: list[str] = []
    heading = ""
    for finding in answer["findings"]:
        name = f"{state_name(finding['state'])}, {finding['role'].replace('_', ' ')}"
        if name != heading:
            lines.append(name)
            heading = name
        flags = f" ({'; '.join(finding['flags'])})" if finding["flags"] else ""
        outcome = finding["outcome"].replace("_", " ")
        lines.append(f"  {_short(finding['regime'])}: {outcome}, {finding['citation']}{flags}")
        lines += [f"    one reading: {_reading(each)}" for each in finding["readings"]]
    if answer["open_questions"]:
        lines += ["Open questions", *_indented(answer["open_questions"], 1)]
    return "\n".join([*lines, f"{NOT_ADVICE} --explain shows facts, rules and exceptions."])


_SHORT = {"ccm": "CCM", "att": "ATT", "eu_2008_944": "EU 2008/944", "ccw_p5": "Protocol V", "ihl": "IHL"}


def _short(regime: str) -> str:
    return _SHORT.get(regime, regime.replace(":", " "))


def _finding(finding: Mapping[str, Any]) -> list[str]:
    title = regime_title(finding["regime"])
    outcome, standing = finding["outcome"].replace("_", " "), finding["standing"].replace("_", " ")
    lines = [f"  {title} ({standing}): {outcome}, {finding['citation']} [{finding['clause']}]"]
    lines += _indented(finding["because"], 2)
    lines += _indented((f"one reading: {_reading(each)}" for each in finding["readings"]), 2)
    lines += _indented((f"depends on: {each}" for each in finding["depends_on"]), 2)
    lines += _indented((f"note: {each}" for each in finding.get("flags", ())), 2)
    return [*lines, f"    source: {finding['source'] or 'none'}"]


def _reading(reading: Mapping[str, str]) -> str:
    return f"{reading['outcome'].replace('_', ' ')}; {reading['held_by']} ({reading['source']})"


def _trace(trace: Mapping[str, Any]) -> list[str]:
    lines = ["    facts used:"]
    lines += _indented((f"{each['kind']} {each['fact']}" for each in trace["facts"]), 3)
    articles = trace["standing"]["articles"]
    if articles:
        lines.append(f"      articles applied to the dates: {', '.join(articles)}")
    if trace["rules"]:
        lines.append("    rules tried:")
        lines += _rules(trace["rules"], 3)
    return lines


def _rules(rules: Iterable[Mapping[str, Any]], depth: int) -> Iterator[str]:
    for each in rules:
        applied = _ANSWER[each["applied"]].replace("yes", "applies").replace("no", "does not apply")
        applied = "open" if each["applied"] is None else applied
        yield f"{'  ' * depth}{each['rule']} ({each['citation']}): {applied}; {each['why']}"
        yield from _conditions(each["conditions"], depth + 1)
        if each["exceptions"]:
            yield f"{'  ' * (depth + 1)}exceptions considered:"
            yield from _rules(each["exceptions"], depth + 2)


def _conditions(conditions: Iterable[Mapping[str, Any]], depth: int) -> list[str]:
    return _indented((f"{_answer(each)}: {each['condition']}" for each in conditions), depth)


def _answer(condition: Mapping[str, Any]) -> str:
    """Return the answer; one that the case does not state is taken as the rule says, and told so."""
    told = _ANSWER[condition["holds"]]
    taken = condition["holds"] is not None and not condition.get("stated", True)
    return f"{told} (not stated, taken so)" if taken else told


def _indented(texts: Iterable[str], depth: int) -> list[str]:
    return [f"{'  ' * depth}{text}" for text in texts]
