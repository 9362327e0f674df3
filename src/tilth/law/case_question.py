"""A question of law built from what a claim says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tilth.law._errors import LawError
from tilth.law._files import data_yaml
from tilth.law.states import state_code

__all__ = ["case_question"]


def case_question(
    kind: str, values: Mapping[str, Any], on: str | None = None, said_on: str | None = None
) -> dict[str, Any]:
    """Return the question that a claim raises: a transfer, a transit, a use, a stock, a production.

    Parameters
    ----------
    kind : str
        Kind of the claim.
    values : mapping
        Its properties.
    on : str, optional
        Date to ask for; the claim's own when left out.
    said_on : str, optional
        Day on which the claim was made, for a claim whose values hold no date.

    Raises
    ------
    LawError
        For a kind that raises no question, a state that is missing, several or unknown, or a claim
        without a date.

    Examples
    --------
    >>> case_question("transfer", {"supplier": "USA", "recipient": "UKR", "announced": "2023-07-07"})
    {'on': '2023-07-07', 'act': 'transfer', 'actor': 'USA', 'other': 'UKR'}
    """
    kinds = data_yaml("case_kinds")
    if kind not in kinds:
        raise LawError(f"a claim of kind {kind!r} raises no question of law; those are {', '.join(kinds)}")
    frame = kinds[kind]
    day = on or next((str(values[key]) for key in frame["dates"] if values.get(key)), said_on or "")
    if not day:
        raise LawError(f"the {kind} has no date: give the date to ask for")
    purpose = values.get(frame.get("purpose", ""))
    kept_for = purpose if purpose in data_yaml("acts")["purposes"] else None
    question: dict[str, Any] = {"on": day, "act": frame["act_with_purpose"] if kept_for else frame["act"]}
    question["actor"] = _state(kind, frame["actor"], values)
    if values.get(frame.get("other", "")):
        question["other"] = _state(kind, frame["other"], values)
    via = values.get(frame.get("via", "")) or []
    if via:
        question["via"] = [state_code(str(each)) for each in ([via] if isinstance(via, str) else via)]
    if values.get("munition"):
        question["munition"] = str(values["munition"])
    return question | ({"purpose": kept_for} if kept_for else {})


def _state(kind: str, key: str, values: Mapping[str, Any]) -> str:
    told = str(values.get(key) or "").strip()
    if not told:
        raise LawError(f"the {kind} does not say its {key}: a question of law needs a state there")
    if ";" in told:
        raise LawError(f"the {kind} names several as {key} ({told}): give one of them as {key}")
    return state_code(told)
