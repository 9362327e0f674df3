"""Who is bound by what in a stated case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tilth.law._case import Case, Found, strongest
from tilth.law._extensions import Extension
from tilth.law._findings import findings_of, regimes_asked
from tilth.law._question import Part, read_question
from tilth.law.definition import cluster_munition
from tilth.law.participation import Participation

__all__ = ["assess", "transfer_question"]


def assess(
    question: Mapping[str, Any],
    facts: Iterable[Participation] | None = None,
    extensions: Iterable[Extension] = (),
) -> dict[str, Any]:
    """Return for each state in a question what each regime says, with reasons and open questions.

    Findings stay apart by state and regime; they are never merged into one word. A treaty binds
    its parties only. Where the law is contested a finding holds every reading with who holds it.

    Parameters
    ----------
    question : mapping
        ``on`` (date, may be partial), ``act``, ``actor``, and where there are any ``other``,
        ``via``, ``munition``, ``purpose``, ``facts``. A state is a code, a name, or a mapping with
        its own dates for cases not on record.
    facts : iterable of Participation, optional
        Newer facts on states, which win over the packaged tables.
    extensions : iterable of Extension, optional
        Newer extensions of treaty deadlines.

    Returns
    -------
    dict
        ``cluster_munition``, ``findings``, ``open_questions``, ready for JSON. Each finding has a
        ``trace``: facts used, the standing they give, every rule tried and why it did or did not
        apply, with the exceptions considered and their conditions. What no rule covers is
        ``unclear``, "not covered by the rules loaded".

    Raises
    ------
    LawError
        For unknown states, acts, keys, facts of the wrong kind, dates that cannot be read, facts
        that contradict each other, or a state that did not exist on the date.

    Examples
    --------
    >>> answer = assess({"on": "2025-03-05", "act": "use", "actor": "Lithuania"})
    >>> [(each["rule"], each["outcome"]) for each in answer["findings"] if each["regime"] == "ccm"]
    [('CCM-1a', 'prohibited')]
    """
    asked = read_question(question)
    asked = replace(asked, given=(*(facts or ()), *asked.given))
    cluster = cluster_munition(asked.munition)
    case = Case(asked, cluster, tuple(extensions))
    findings: list[Found] = []
    pending = list(asked.strange_facts)
    for part in asked.parts:
        found, still_open = _of_part(case, part)
        findings += found
        pending += still_open
    pending += _munition_questions(cluster)
    return {"cluster_munition": cluster, "findings": findings, "open_questions": list(dict.fromkeys(pending))}


def transfer_question(
    supplier: str,
    recipient: str,
    on: str,
    via: Sequence[str] = (),
    munition: str | Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the assessment of a transfer; short for `assess` with act ``transfer``.

    Examples
    --------
    >>> answer = transfer_question("USA", "UKR", "2023-07-07", via=["DEU"])
    >>> [each["outcome"] for each in answer["findings"] if each["state"] == "DEU"][:1]
    ['unclear']
    """
    return assess(
        {
            "on": on,
            "act": "transfer",
            "actor": supplier,
            "other": recipient,
            "via": list(via),
            "munition": munition,
            "facts": dict(facts or {}),
        }
    )


def _of_part(case: Case, part: Part) -> tuple[list[Found], list[str]]:
    outcomes: dict[str, str] = {}
    findings: list[Found] = []
    pending: list[str] = []
    for regime in regimes_asked(part):
        found, still_open = findings_of(case, part, regime, outcomes)
        outcomes[regime] = strongest(found) or ""
        findings += found
        pending += still_open
        pending += _depending(part, found)
        pending += _standing_questions(case, part, regime)
    return findings, pending


def _depending(part: Part, found: Sequence[Found]) -> list[str]:
    """Return as questions what the findings depend on."""
    return [f"{part.state} under {each['regime']}: {told}" for each in found for told in each["depends_on"]]


def _standing_questions(case: Case, part: Part, regime: str) -> list[str]:
    known = case.standing(part.state, regime)
    national = regime.startswith("national:")
    questions = [f"{known.reasons[0]}"] if known.standing == "unclear" and not national else []
    questions += [
        f"{part.state} under {regime}: check for changes after {flag[6:]}"
        for flag in known.flags
        if flag.startswith("as of ")
    ]
    return questions


def _munition_questions(cluster: Mapping[str, Any]) -> list[str]:
    return list(cluster["because"]) if cluster["answer"] == "unclear" else []
