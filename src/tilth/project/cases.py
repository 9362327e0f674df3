"""Cases: questions of law kept with their answers, and told stale when a fact they rest on changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tilth.claims import Recorded, recorded_about, recorded_of_kind, statuses_of
from tilth.project._case_claims import (
    COMMAND,
    accepted_source,
    case_claim,
    case_key,
    question_of,
    source_now,
)
from tilth.project._case_differences import differences
from tilth.project._errors import ProjectError
from tilth.project.law_facts import LawFacts, law_facts
from tilth.project.project import Project
from tilth.project.runs import latest_run, record_run, run_claim

__all__ = ["Case", "cases_of", "store_case"]


@dataclass(frozen=True, slots=True)
class Case:
    """A stored question with its answer, and what has changed since.

    Attributes
    ----------
    key
        Name of the case within the project.
    claim, run
        Identifiers of the question's claim and of the computation that answered it.
    question, answer
        As asked, and as answered then.
    now
        The answer that today's facts give.
    changed
        What differs between the two, in words; a case with changes is stale.
    """

    key: str
    claim: str
    run: str
    question: dict[str, Any]
    answer: dict[str, Any]
    now: dict[str, Any]
    changed: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the case as plain JSON values; today's answer only where it is another one."""
        told = {"case": self.key, "claim": self.claim, "run": self.run, "stale": bool(self.changed)}
        told |= {"changed": list(self.changed), "question": self.question, "answer": self.answer}
        return told | ({"now": self.now} if self.changed else {})


def store_case(
    project: Project,
    question: Mapping[str, Any] | None = None,
    *,
    of_claim: str | None = None,
    added: Mapping[str, Any] | None = None,
    proposed: bool = False,
) -> Case:
    """Keep a question of law with its answer; build it from a claim when one is given.

    A case that was kept before is answered again; the earlier answer stays in the ledger.

    Parameters
    ----------
    question
        As for `tilth.law.assess`, about states on record.
    of_claim
        Identifier of an accepted claim (a transfer, a transit, a use, a stock, a production), or
        its first digits.
    added
        What a question built from a claim holds besides: ``on``, ``via``, ``munition``, ``purpose``,
        ``facts``. A case with other additions is a case of its own.
    proposed
        Whether claims that nobody has accepted may be used all the same.

    Raises
    ------
    ProjectError
        Neither or both given, a claim not accepted, or a state that is not on record.
    LawError
        A question that cannot be answered.
    """
    if (question is None) == (of_claim is None):
        raise ProjectError("a case is built either from a question or from a claim: give one of them")
    more = dict(added or {})
    source = accepted_source(project, of_claim, proposed=proposed) if of_claim is not None else None
    asked = question_of(source, more) if source is not None else dict(question or {})
    made_up = [name for name in ("actor", "other", "via") if _has_mapping(asked.get(name))]
    if made_up:
        raise ProjectError(f"{', '.join(made_up)}: a kept case is about states on record, not made-up ones")
    answer = _answer(asked, law_facts(project, proposed=proposed))
    claim = case_claim(case_key(source, asked, more), asked, source)
    key = claim.subject.removeprefix("law_case:")
    before = recorded_about(project.store, [claim.subject])
    if not before or before[-1].id != claim.id:
        project.append([claim], tool="law", state="accepted")
    result = {"question": asked, "added": more, "answer": answer, "proposed": proposed}
    run = _record(project, key, result, [claim.id, *([source.id] if source else [])])
    return Case(key, claim.id, run, asked, answer, answer, ())


def cases_of(project: Project) -> list[Case]:
    """Return every stored case, answered anew with today's facts, stale ones with the difference."""
    newest = {item.claim.subject: item for item in recorded_of_kind(project.store, ["law_case"])}
    statuses = statuses_of(project.store, list(newest.values()))
    known = {wide: law_facts(project, proposed=wide) for wide in (False, True)} if newest else {}
    kept = [newest[subject] for subject in sorted(newest) if statuses[newest[subject].id].name == "accepted"]
    return [case for item in kept if (case := _again(project, item, known)) is not None]


def _again(project: Project, item: Recorded, known: Mapping[bool, LawFacts]) -> Case | None:
    from tilth.law import LawError

    key = item.claim.subject.removeprefix("law_case:")
    run = latest_run(project, COMMAND, key)
    if run is None:
        return None
    result = run.claim.values["result"]
    asked, answer, wide = result["question"], result["answer"], bool(result["proposed"])
    changed: list[str] = []
    now = answer
    try:
        asked_now = asked
        if built_from := item.claim.values.get("from_claim"):
            source = source_now(project, built_from)
            changed += _source_changes(project, source, wide)
            asked_now = question_of(source, result["added"])
            changed += _question_changes(asked, asked_now)
        now = _answer(asked_now, known[wide])
        changed += differences(answer, now)
    except LawError as error:
        changed.append(f"it can no longer be answered: {error}")
    return Case(key, item.id, run.id, asked, answer, now, tuple(changed))


def _source_changes(project: Project, source: Recorded, wide: bool) -> list[str]:
    name = statuses_of(project.store, [source])[source.id].name
    allowed = ("accepted", "proposed") if wide else ("accepted",)
    return [] if name in allowed else [f"the claim it was built from, {source.id[:12]}, is now {name}"]


def _question_changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return [
        f"question, {name}: {before.get(name, 'nothing')} before, {now.get(name, 'nothing')} now"
        for name in sorted({*before, *now})
        if before.get(name) != now.get(name)
    ]


def _answer(asked: Mapping[str, Any], known: LawFacts) -> dict[str, Any]:
    from tilth.law import assess

    return assess(asked, known.participations, known.extensions)


def _has_mapping(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and any(map(_has_mapping, value)))


def _record(project: Project, key: str, result: Mapping[str, Any], inputs: list[str]) -> str:
    used = {
        each["fact"]
        for finding in result["answer"]["findings"]
        for each in finding["trace"]["facts"]
        if each["kind"] == "claim"
    }
    tables = ["ccm_parties", "other_regimes"]
    return record_run(project, run_claim(COMMAND, key, result, inputs=[*inputs, *used], tables=tables))
