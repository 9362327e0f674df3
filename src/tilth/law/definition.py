"""Whether a munition is a cluster munition under Article 2(2)."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from math import isfinite
from typing import Any

from tilth.law._conditions import Condition, all_of
from tilth.law._errors import LawError
from tilth.law._files import data_yaml

__all__ = ["cluster_munition"]

_NUMBERS = ("submunitions", "submunition_kg", "failure_rate")
_YES_NO = (
    "single_target",
    "electronic_self_destruct",
    "electronic_self_deactivation",
    "conventional",
    "explosive",
    "mine",
    "air_defence_only",
)
_TEXTS = ("payload", "name", "id")


def cluster_munition(munition: str | Mapping[str, Any] | None) -> dict[str, Any]:
    """Return whether a munition is a cluster munition, and why.

    The convention of Article 2(2): explosive submunitions lighter than 20 kg each, unless (a) or
    (b) takes it out, or all five conditions of (c) hold. Failure rates play no part.

    Parameters
    ----------
    munition : str, mapping or None
        Identifier or name in the packaged munition table, or what is known of it:
        ``submunitions`` (count), ``submunition_kg``, ``single_target``,
        ``electronic_self_destruct``, ``electronic_self_deactivation``, and where it matters
        ``conventional``, ``explosive``, ``mine``, ``payload``, ``air_defence_only``. None is taken
        as a cluster munition, since the question is then about those.

    Returns
    -------
    dict
        ``answer`` (yes, no, unclear), ``because`` (sentences), ``facts`` (origins).

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
    known = _checked(munition)
    if not set(known) - {"failure_rate", "name", "id"}:
        return _answer(
            "yes", ["nothing in the question bears on Art. 2(2); it is taken to be about cluster munitions"]
        )
    return _tested(known, ("question:munition",))


def _answer(answer: str, because: list[str], facts: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"answer": answer, "because": because, "facts": list(facts)}


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    known = {key: value for key, value in given.items() if value is not None}
    allowed = _NUMBERS + _YES_NO + _TEXTS
    for key, value in known.items():
        if key not in allowed:
            near = get_close_matches(key, allowed, n=1)
            raise LawError(
                f"munition: no property {key!r}{f', did you mean {near[0]!r}?' if near else ''}; "
                f"allowed are {', '.join(allowed)}"
            )
        _check_kind(key, value)
    return known


def _check_kind(key: str, value: Any) -> None:
    if key in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
            raise LawError(f"munition: {key} is {value!r}; give a number of zero or more")
        if key == "failure_rate" and value > 1:
            raise LawError(
                f"munition: failure_rate is {value!r}; give a share from 0 to 1, so 0.02 for 2 per cent"
            )
        if key == "submunitions" and value != int(value):
            raise LawError(f"munition: submunitions is {value!r}; give a whole number")
    elif key in _YES_NO and not isinstance(value, bool):
        raise LawError(f"munition: {key} is {value!r}; give true or false")
    elif key in _TEXTS and not isinstance(value, str):
        raise LawError(f"munition: {key} is {value!r}; give a text")


def _tested(known: Mapping[str, Any], facts: tuple[str, ...]) -> dict[str, Any]:
    rule = data_yaml("definition")
    outside, failed = all_of(_conditions("base"), known.get)
    if outside is False:
        return _answer("no", [f"not so: {each.text} ({rule['citation']})" for each in failed], facts)
    for each in _conditions("excluded"):
        if each.holds(known.get):
            return _answer("no", [f"{each.text} ({each.citation})"], facts)
    return _cumulative(known, facts)


def _cumulative(known: Mapping[str, Any], facts: tuple[str, ...]) -> dict[str, Any]:
    citation = data_yaml("definition")["cumulative"]["citation"]
    all_five, which = all_of(_conditions("cumulative"), known.get)
    if all_five:
        return _answer("no", [f"all five conditions of {citation} hold"], facts)
    texts = [each.text for each in which]
    if all_five is False:
        return _answer(
            "yes", [f"{citation} takes it out only if all five hold; not so: {text}" for text in texts], facts
        )
    return _answer("unclear", [f"not known: {text} ({citation})" for text in texts], facts)


@cache
def _conditions(part: str) -> tuple[Condition, ...]:
    blocks = data_yaml("definition")[part]
    blocks = blocks["conditions"] if part == "cumulative" else blocks
    return tuple(Condition.from_mapping(each, f"Article 2(2), {each['id']}") for each in blocks)


def _named(text: str) -> dict[str, Any]:
    row = _catalogue().get(text.strip().casefold())
    if row is None:
        near = get_close_matches(text.casefold(), list(_catalogue()), n=3)
        advice = f"did you mean {', '.join(near)}? " if near else ""
        return _answer(
            "unclear",
            [
                f"no munition {text!r} in the table munitions: {advice}"
                "give its number, weight and features of submunitions instead"
            ],
        )
    facts = (f"munitions:{row['id']}",)
    if row["ccm_art2_exclusion"] == "yes":
        return _answer("no", [f"{row['designation']} is listed as taken out by Art. 2(2)(c)"], facts)
    count = row["total_submunitions"]
    if count.isdigit() and int(count) >= 10:
        return _tested({"submunitions": int(count)}, facts)
    if row["ccm_art2_exclusion"] == "no":
        return _answer("yes", [f"{row['designation']} is listed as not taken out by Art. 2(2)(c)"], facts)
    return _answer(
        "unclear", [f"whether {row['designation']} is taken out by Art. 2(2)(c) is not on record"], facts
    )


@cache
def _catalogue() -> dict[str, Mapping[str, str]]:
    from tilth.data import table

    found: dict[str, Mapping[str, str]] = {}
    for row in table("munitions"):
        for word in (row["id"], row["designation"], *row["aliases"].split(";")):
            if word:
                found.setdefault(word.strip().casefold(), row)
    return found
