"""Whether a munition is a cluster munition under Article 2(2)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tilth.law._conditions import Condition, answers_of
from tilth.law._errors import LawError
from tilth.law._files import data_yaml
from tilth.law._munition import described
from tilth.law._near import near

__all__ = ["cluster_munition"]

_SAYS_NOTHING = {"failure_rate", "name", "id"}


def cluster_munition(munition: str | Mapping[str, Any] | None) -> dict[str, Any]:
    """Return whether a munition is a cluster munition, and why.

    The test of Article 2(2): explosive submunitions lighter than 20 kg each, unless (a) or
    (b) takes it out, or all five conditions of (c) hold. Failure rates play no part.

    Parameters
    ----------
    munition : str, mapping or None
        Identifier or name in the packaged munition table, or what is known of it:
        ``submunitions`` (count), ``submunition_kg``, ``single_target``,
        ``electronic_self_destruct``, ``electronic_self_deactivation``, and where it matters
        ``conventional``, ``explosive``, ``mine``, ``payload``, ``air_defence_only``, ``unitary``,
        ``bomblet``. None is taken as a cluster munition, since the question is then about those.

    Returns
    -------
    dict
        ``answer`` (yes, no, unclear), ``because`` (sentences), ``facts`` (origins), ``citation``,
        ``conditions`` (each asked, with its answer).

    Raises
    ------
    LawError
        For unknown keys, numbers below zero or not finite, and wrong kinds.

    Examples
    --------
    >>> cluster_munition({"submunitions": 10, "submunition_kg": 29 / 2})["answer"]
    'yes'
    >>> seeker = {"submunitions": 2, "submunition_kg": 7, "single_target": True,
    ...           "electronic_self_destruct": True, "electronic_self_deactivation": True}
    >>> cluster_munition(seeker)["answer"]
    'no'
    """
    if munition is None:
        return _answer("yes", ["the question names no munition and is taken to be about cluster munitions"])
    if isinstance(munition, str):
        return _named(munition)
    if not isinstance(munition, Mapping):
        raise LawError(
            f"munition {munition!r} is neither an identifier nor a mapping: give 'm864' or its properties"
        )
    known = described(munition)
    if not set(known) - _SAYS_NOTHING:
        if isinstance(name := known.get("id", known.get("name")), str) and _catalogue().get(name.casefold()):
            return _named(name)
        return _answer(
            "yes", ["nothing in the question bears on Art. 2(2); it is taken to be about cluster munitions"]
        )
    return _tested(known, ("question:munition",))


def _answer(
    answer: str,
    because: list[str],
    facts: tuple[str, ...] = (),
    citation: str = "",
    conditions: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    return {
        "answer": answer,
        "because": because,
        "facts": list(facts),
        "citation": citation or data_yaml("definition")["citation"],
        "conditions": conditions or [],
    }


def _tested(known: Mapping[str, Any], facts: tuple[str, ...]) -> dict[str, Any]:
    base = answers_of(_conditions("base"), known.get)
    tried = _told(base, known)
    failed = [each for each, holds in base if holds is False]
    if failed:
        because = [f"not so: {each.text} ({each.citation})" for each in failed]
        return _answer("no", because, facts, failed[0].citation, tried)
    excluded = answers_of(_conditions("excluded"), known.get)
    tried += _told(excluded, known)
    for each, holds in excluded:
        if holds:
            return _answer("no", [f"{each.text} ({each.citation})"], facts, each.citation, tried)
    if known.get("bomblet"):
        bomblet = data_yaml("definition")["bomblet"]
        because = [f"{bomblet['text']} ({bomblet['citation']})"]
        return _answer("yes", because, facts, bomblet["citation"], tried)
    return _cumulative(known, facts, tried)


def _cumulative(
    known: Mapping[str, Any], facts: tuple[str, ...], tried: list[dict[str, Any]]
) -> dict[str, Any]:
    citation = data_yaml("definition")["cumulative"]["citation"]
    five = answers_of(_conditions("cumulative"), known.get)
    tried = tried + _told(five, known)
    failed = [each for each, holds in five if holds is False]
    pending = [each for each, holds in five if holds is None]
    if failed:
        because = [
            f"{citation} takes it out only if all five conditions hold; not so: {each.text} ({each.citation})"
            for each in failed
        ]
        return _answer("yes", because, facts, failed[0].citation, tried)
    if pending:
        because = [f"not known: {each.text} ({each.citation})" for each in pending]
        return _answer("unclear", because, facts, citation, tried)
    return _answer("no", [f"all five conditions of {citation} hold"], facts, citation, tried)


def _told(answers: list[tuple[Condition, bool | None]], known: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "condition": each.text,
            "holds": holds,
            "stated": known.get(each.ask) is not None,
            "citation": each.citation,
        }
        for each, holds in answers
    ]


@cache
def _conditions(part: str) -> tuple[Condition, ...]:
    blocks = data_yaml("definition")[part]
    blocks = blocks["conditions"] if part == "cumulative" else blocks
    return tuple(Condition.from_mapping(each, f"Article 2(2), {each['id']}") for each in blocks)


def _named(text: str) -> dict[str, Any]:
    row = _catalogue().get(text.strip().casefold())
    if row is None:
        advice = near(text.casefold(), _catalogue())
        told = f"no munition {text!r} in the table munitions{advice}"
        told += ": give its number, weight and features of submunitions instead"
        return _answer("unclear", [told])
    facts = (f"munitions:{row['id']}",)
    flags = " (row not read at its source)" if row["verification"] == "located" else ""
    if row["ccm_art2_exclusion"] == "yes":
        because = [f"{row['designation']} is listed as taken out by Art. 2(2)(c){flags}"]
        return _answer("no", because, facts, "Art. 2(2)(c)")
    count = row["total_submunitions"]
    if count.isdigit() and int(count) >= _enough():
        return _tested({"submunitions": int(count)}, facts)
    if row["ccm_art2_exclusion"] == "no":
        because = [f"{row['designation']} is listed as not taken out by Art. 2(2)(c){flags}"]
        return _answer("yes", because, facts)
    return _answer(
        "unclear", [f"whether {row['designation']} is taken out by Art. 2(2)(c) is not on record"], facts
    )


def _enough() -> int:
    """Return the number of submunitions from which the first of the five conditions fails."""
    return int(next(each.wanted for each in _conditions("cumulative") if each.id == "few"))


@cache
def _catalogue() -> dict[str, Mapping[str, str]]:
    from tilth.data import table

    found: dict[str, Mapping[str, str]] = {}
    for row in table("munitions"):
        for word in (row["id"], row["id"].replace("-", ""), row["designation"], *row["aliases"].split(";")):
            if word:
                found.setdefault(word.strip().casefold(), row)
    return found
