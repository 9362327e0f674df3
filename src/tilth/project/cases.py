"""Cases: questions of law kept with their answers, and told stale when a fact they rest on changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tilth.claims import Claim, Recorded, recorded_about, recorded_by_id, recorded_of_kind, statuses_of
from tilth.claims.canonical import canonical_bytes
from tilth.project._case_differences import differences
from tilth.project._errors import ProjectError
from tilth.project.law_facts import LawFacts, law_facts
from tilth.project.project import Project
from tilth.project.reviewing import full_id
from tilth.project.runs import latest_run, record_run, run_claim

__all__ = ["Case", "answer_again", "cases_of", "store_case"]

_COMMAND = "law.case"


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


def store_case(
    project: Project,
    question: Mapping[str, Any] | None = None,
    *,
    of_claim: str | None = None,
    on: str | None = None,
    facts: Mapping[str, Any] | None = None,
    proposed: bool = False,
) -> Case:
    """Keep a question of law with its answer; build it from a claim when one is given.

    Parameters
    ----------
    question
        As for `tilth.law.assess`, about states on record.
    of_claim
        Identifier of an accepted claim (a transfer, a transit, a use, a stock, a production), or
        its first digits.
    on, facts
        Date to ask for, and further facts such as ``waiver``, for a question built from a claim.
    proposed
        Whether a claim that nobody has accepted may be used all the same.

    Raises
    ------
    ProjectError
        Neither or both given, a claim not accepted, or a state that is not on record.
    LawError
        A question that cannot be answered.
    """
    if (question is None) == (of_claim is None):
        raise ProjectError("a case is built either from a question or from a claim: give one of them")
    source = _source(project, of_claim, proposed) if of_claim is not None else None
    asked = _asked(source, on, facts or {}) if source is not None else dict(question or {})
    made_up = [key for key in ("actor", "other", "via") if _has_mapping(asked.get(key))]
    if made_up:
        raise ProjectError(f"{', '.join(made_up)}: a case in a project is about states on record, not made-up ones")
    known = law_facts(project, proposed=proposed)
    answer = _answer(asked, known)
    key = _key(source, asked)
    claim = _case_claim(key, asked, source)
    before = recorded_about(project.store, [claim.subject])
    if not before or before[-1].id != claim.id:
        project.append([claim], tool="law", state="accepted")
    run = _record(project, key, asked, answer, [claim.id, *([source.id] if source else [])], proposed)
    return Case(key, claim.id, run, asked, answer, answer, ())


def cases_of(project: Project) -> list[Case]:
    """Return every stored case, answered anew with today's facts, stale ones with the difference."""
    newest: dict[str, Recorded] = {}
    for item in recorded_of_kind(project.store, ["law_case"]):
        newest[item.claim.subject] = item
    statuses = statuses_of(project.store, list(newest.values()))
    known = {wide: law_facts(project, proposed=wide) for wide in (False, True)} if newest else {}
    kept = [newest[subject] for subject in sorted(newest) if statuses[newest[subject].id].name == "accepted"]
    return [case for item in kept if (case := _again(project, item, known)) is not None]


def answer_again(project: Project, case: Case) -> Case:
    """Record today's answer of a stale case; the earlier answer stays in the ledger."""
    item = recorded_by_id(project.store, [case.claim])[0]
    run = latest_run(project, _COMMAND, case.key)
    proposed = bool(run and run.claim.values["result"].get("proposed"))
    source = _source_of(project, item)
    inputs = [case.claim, *([source.id] if source else [])]
    asked = _current(source, case.question) if source else case.question
    made = _record(project, case.key, asked, case.now, inputs, proposed)
    return Case(case.key, case.claim, made, asked, case.now, case.now, ())


def _again(project: Project, item: Recorded, known: Mapping[bool, LawFacts]) -> Case | None:
    from tilth.law import LawError

    key = item.claim.subject.removeprefix("law_case:")
    run = latest_run(project, _COMMAND, key)
    if run is None:
        return None
    result = run.claim.values["result"]
    asked, answer, wide = result["question"], result["answer"], bool(result.get("proposed"))
    source = _source_of(project, item)
    changed = _source_changes(project, source, wide)
    asked_now = _current(source, asked) if source is not None else asked
    changed += [
        f"question, {name}: {asked.get(name)} before, {asked_now.get(name)} now"
        for name in sorted({*asked, *asked_now})
        if asked.get(name) != asked_now.get(name)
    ]
    try:
        now = _answer(asked_now, known[wide])
        changed += differences(answer, now)
    except LawError as error:
        now, changed = answer, [*changed, f"it can no longer be answered: {error}"]
    return Case(key, item.id, run.id, asked, answer, now, tuple(changed))


def _source(project: Project, key: str, proposed: bool) -> Recorded:
    item = recorded_by_id(project.store, [full_id(project, key)])[0]
    name = statuses_of(project.store, [item])[item.id].name
    if name != "accepted" and not (proposed and name == "proposed"):
        raise ProjectError(
            f"claim {item.id[:12]} is {name}: a case rests on accepted claims; "
            f"accept it first with 'tilth review {project.address} --accept {item.id[:12]}'"
        )
    return _newest_values(project, item)


def _newest_values(project: Project, item: Recorded) -> Recorded:
    """Return the newest accepted claim on the same subject that carries the same kind, or the claim."""
    about = [each for each in recorded_about(project.store, [item.claim.subject]) if each.claim.kind == item.claim.kind]
    statuses = statuses_of(project.store, about)
    later = [each for each in about if statuses[each.id].name == "accepted" and each.order >= item.order]
    return later[-1] if later else item


def _source_of(project: Project, item: Recorded) -> Recorded | None:
    key = item.claim.values.get("from_claim")
    found = recorded_by_id(project.store, [key]) if key else []
    return _newest_values(project, found[0]) if found else None


def _source_changes(project: Project, source: Recorded | None, wide: bool) -> list[str]:
    if source is None:
        return []
    name = statuses_of(project.store, [source])[source.id].name
    allowed = ("accepted", "proposed") if wide else ("accepted",)
    return [] if name in allowed else [f"the claim it was built from, {source.id[:12]}, is now {name}"]


def _asked(source: Recorded, on: str | None, facts: Mapping[str, Any]) -> dict[str, Any]:
    from tilth.law import case_question

    question = case_question(source.claim.kind, source.claim.values, on or source.claim.said_on)
    if on is None:
        question = case_question(source.claim.kind, source.claim.values, None) if _dated(source) else question
    return question | ({"facts": dict(facts)} if facts else {})


def _dated(source: Recorded) -> bool:
    from tilth.law import LawError, case_question

    try:
        case_question(source.claim.kind, source.claim.values)
    except LawError:
        return False
    return True


def _current(source: Recorded, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the question as the newest accepted claim on the subject raises it."""
    on = None if _dated(source) else str(asked["on"])
    now = _asked(source, on, asked.get("facts") or {})
    return now if "on" in now and _dated(source) and not asked.get("fixed_date") else now | {"on": asked["on"]}


def _answer(asked: Mapping[str, Any], known: LawFacts) -> dict[str, Any]:
    from tilth.law import assess

    question = {name: value for name, value in asked.items() if name != "fixed_date"}
    return assess(question, known.participations, known.extensions)


def _has_mapping(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and any(map(_has_mapping, value)))


def _key(source: Recorded | None, asked: Mapping[str, Any]) -> str:
    if source is not None:
        return source.claim.subject.replace(":", "-")
    if asked.get("id"):
        return str(asked["id"])
    return hashlib.sha256(canonical_bytes(dict(asked))).hexdigest()[:12]


def _case_claim(key: str, asked: Mapping[str, Any], source: Recorded | None) -> Claim:
    from tilth.law import state_code

    values: dict[str, Any] = {"question_on": asked["on"], "act": asked["act"], "run": f"run:{_COMMAND}:{key}"}
    values["actor"] = state_code(asked["actor"])
    if asked.get("other"):
        values["other"] = state_code(asked["other"])
    via = asked.get("via") or []
    if via:
        values["via"] = [state_code(each) for each in ([via] if isinstance(via, str) else via)]
    munition = asked.get("munition")
    if munition:
        values["munition" if isinstance(munition, str) else "munition_described"] = munition
    values |= {name: asked[name] for name in ("purpose", "facts", "note") if asked.get(name)}
    if source is not None:
        values["from_claim"] = source.id
        if source.claim.kind == "transfer":
            values["transfer"] = source.claim.subject
    return Claim(kind="law_case", subject=f"law_case:{key}", values=values)


def _record(
    project: Project,
    key: str,
    asked: Mapping[str, Any],
    answer: Mapping[str, Any],
    inputs: list[str],
    proposed: bool,
) -> str:
    used = {
        each["fact"]
        for finding in answer["findings"]
        for each in finding["trace"]["facts"]
        if each["kind"] == "claim"
    }
    result = {"question": dict(asked), "answer": dict(answer)} | ({"proposed": True} if proposed else {})
    tables = ["ccm_parties", "other_regimes"]
    return record_run(project, run_claim(_COMMAND, key, result, inputs=[*inputs, *used], tables=tables))
