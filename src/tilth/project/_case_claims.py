"""The claims behind a case: the one it was built from, the question it raises, the claim that keeps it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from tilth.claims import Claim, Recorded, recorded_about, recorded_by_id, statuses_of
from tilth.claims.canonical import canonical_bytes
from tilth.project._errors import ProjectError
from tilth.project.project import Project
from tilth.project.reviewing import full_id

__all__ = ["COMMAND", "accepted_source", "case_claim", "case_key", "question_of", "source_now"]

COMMAND = "law.case"


def accepted_source(project: Project, key: str, *, proposed: bool) -> Recorded:
    """Return the claim that a case may be built from, in its newest accepted wording; refuse others."""
    item = source_now(project, full_id(project, key))
    name = statuses_of(project.store, [item])[item.id].name
    if name != "accepted" and not (proposed and name == "proposed"):
        advice = f"accept it first with 'tilth review {project.address} --accept {item.id[:12]}'"
        raise ProjectError(f"claim {item.id[:12]} is {name}: a case rests on accepted claims; {advice}")
    return item


def source_now(project: Project, key: str) -> Recorded:
    """Return the claim as it stands: its correction, or a later accepted claim on the same subject."""
    item = recorded_by_id(project.store, [key])[0]
    seen = {item.id}
    while (after := statuses_of(project.store, [item])[item.id].replacement) and after not in seen:
        seen.add(after)
        item = recorded_by_id(project.store, [after])[0]
    about = [
        each
        for each in recorded_about(project.store, [item.claim.subject])
        if each.claim.kind == item.claim.kind and each.order > item.order
    ]
    statuses = statuses_of(project.store, about)
    later = [each for each in about if statuses[each.id].name == "accepted"]
    return later[-1] if later else item


def question_of(source: Recorded, added: Mapping[str, Any]) -> dict[str, Any]:
    """Return the question that a claim raises, with what the person added to it laid over."""
    from tilth.law import case_question

    claim = source.claim
    return case_question(claim.kind, claim.values, added.get("on"), claim.said_on) | dict(added)


def case_key(source: Recorded | None, asked: Mapping[str, Any], added: Mapping[str, Any]) -> str:
    """Return the name of a case: its claim's subject, told apart by what was added."""
    mark = hashlib.sha256(canonical_bytes(dict(added if source else asked))).hexdigest()[:12]
    if source is None:
        return str(asked.get("id") or mark)
    subject = source.claim.subject.replace(":", "-")
    return f"{subject}-{mark}" if added else subject


def case_claim(key: str, asked: Mapping[str, Any], source: Recorded | None) -> Claim:
    """Return the claim that keeps a question."""
    from tilth.law import state_code

    values: dict[str, Any] = {"question_on": asked["on"], "act": asked["act"], "run": f"run:{COMMAND}:{key}"}
    values |= {name: state_code(asked[name]) for name in ("actor", "other") if asked.get(name)}
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
