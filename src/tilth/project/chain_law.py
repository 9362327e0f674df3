"""The chain's step of law: standing of every state that the sources name, and the transfer question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tilth.claims import Recorded, recorded_of_kind, statuses_of
from tilth.project.project import Project
from tilth.project.runs import record_run, run_claim

if TYPE_CHECKING:
    from tilth.law import Participation

__all__ = ["answer_transfers", "record_standings", "states_named", "treaty_facts"]

_COUNTRY_FIELDS = ("supplier", "recipient", "state", "by", "in_country", "holder", "country")


def states_named(items: Iterable[Recorded]) -> dict[str, list[str]]:
    """Return the states that statements and facts speak of, each with the claims that name it."""
    named: dict[str, list[str]] = {}
    for item in items:
        values = item.claim.values
        codes = [code for code in values.get("about", []) if isinstance(code, str)]
        codes += [str(values[name]) for name in _COUNTRY_FIELDS if name in values]
        for code in dict.fromkeys(codes):
            if _is_state(code):
                named.setdefault(code, []).append(item.id)
    return dict(sorted(named.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def _is_state(code: str) -> bool:
    """Whether a text is the ISO 3166 code of a state; NATO and CCM are none."""
    from tilth.law import state_name

    return len(code) == 3 and code.isupper() and code.isascii() and state_name(code) != code


def treaty_facts(project: Project) -> dict[str, list[tuple[Participation, Recorded]]]:
    """Return by state what the project's claims say about joining and leaving regimes."""
    from tilth.law import LawError, Participation

    items = recorded_of_kind(project.store, ["treaty_action"])
    statuses = statuses_of(project.store, items)
    found: dict[str, list[tuple[Participation, Recorded]]] = {}
    for item in items:
        if statuses[item.id].name not in ("accepted", "proposed"):
            continue
        row: Mapping[str, Any] = {**item.claim.values, "origin": item.id}
        try:
            made = Participation.from_mapping({**row, "regime": row.get("treaty", "")})
        except LawError:
            continue
        found.setdefault(made.state, []).append((made, item))
    return found


def record_standings(project: Project, states: Mapping[str, Sequence[str]], on: str) -> dict[str, str]:
    """Record the standing of each state under the Convention; return the run of each.

    States the law package does not know (no ISO code of a state) are left out.
    """
    from tilth.law import LawError, standing

    facts = treaty_facts(project)
    runs: dict[str, str] = {}
    for state, named_by in states.items():
        own = [made for made, _ in facts.get(state, []) if made.regime == "ccm"]
        try:
            answer = standing(state, "ccm", on, own)
        except LawError:
            continue
        result = {name: getattr(answer, name) for name in _STANDING} | {"on": on}
        inputs = [*(item.id for made, item in facts.get(state, []) if made.regime == "ccm"), *named_by]
        claim = run_claim("law.standing", f"{state}-ccm-{on}", result, inputs=inputs, tables=["ccm_parties"])
        runs[state] = record_run(project, claim)
    return runs


_STANDING = (
    "state",
    "regime",
    "standing",
    "possible",
    "since",
    "until",
    "reasons",
    "facts",
    "flags",
    "source",
)


def answer_transfers(project: Project, transfers: Sequence[Recorded], on: str) -> list[str]:
    """Record the answer for each pair of supplier and recipient; return the runs.

    A transfer that the speaker refuses or denies is no case to answer.
    """
    from tilth.law import LawError, assess

    facts = treaty_facts(project)
    pairs: dict[tuple[str, str], list[Recorded]] = {}
    for item in transfers:
        values = item.claim.values
        if values.get("status") in ("refused", "denied"):
            continue
        if values.get("supplier") and values.get("recipient"):
            pairs.setdefault((str(values["supplier"]), str(values["recipient"])), []).append(item)
    runs = []
    for (supplier, recipient), items in sorted(pairs.items()):
        known = [fact for state in (supplier, recipient) for fact in facts.get(state, [])]
        try:
            question = {"on": on, "act": "transfer", "actor": supplier, "other": recipient}
            answer = assess(question, [made for made, _ in known])
        except LawError:
            continue
        inputs = [item.id for item in items] + [item.id for _, item in known]
        key = f"{supplier}-{recipient}-{on}"
        claim = run_claim("law.transfer", key, _asked(answer, supplier, recipient, on), inputs=inputs)
        runs.append(record_run(project, claim))
    return runs


def _asked(answer: Mapping[str, Any], supplier: str, recipient: str, on: str) -> dict[str, Any]:
    return {"supplier": supplier, "recipient": recipient, "on": on, "answer": dict(answer)}
