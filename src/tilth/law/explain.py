"""An assessment as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tilth.law._regimes import regime_title
from tilth.law.states import state_name

__all__ = ["explain"]


def explain(answer: Mapping[str, Any]) -> str:
    """Return what `assess` answered as indented plain text, one state after the other.

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
    heading = ""
    for finding in answer["findings"]:
        name = f"{state_name(finding['state'])}, {finding['role'].replace('_', ' ')}"
        if name != heading:
            lines.append(name)
            heading = name
        lines += _finding(finding)
    if answer["open_questions"]:
        lines += ["Open questions", *_indented(answer["open_questions"], 1)]
    return "\n".join(lines)


def _finding(finding: Mapping[str, Any]) -> list[str]:
    title = regime_title(finding["regime"])
    outcome, standing = finding["outcome"].replace("_", " "), finding["standing"].replace("_", " ")
    lines = [f"  {title} ({standing}): {outcome}, {finding['citation']} [{finding['rule']}]"]
    lines += _indented(finding["because"], 2)
    for reading in finding["readings"]:
        said = reading["outcome"].replace("_", " ")
        lines.append(f"    one reading: {said}; {reading['held_by']} ({reading['source']})")
    lines += _indented((f"depends on: {each}" for each in finding["depends_on"]), 2)
    lines += _indented((f"note: {each}" for each in finding.get("flags", ())), 2)
    return [*lines, f"    source: {finding['source']}"]


def _indented(texts: Iterable[str], depth: int) -> list[str]:
    return [f"{'  ' * depth}{text}" for text in texts]
