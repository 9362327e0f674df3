"""The facts that a question states: checked by kind, typing errors pointed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from math import isfinite
from typing import Any

from tilth.law._calendar import Stretch
from tilth.law._errors import LawError
from tilth.law._files import data_yaml
from tilth.times import TimeError, parse_time, reach

__all__ = ["checked_facts", "conflict_periods", "names_in"]


def checked_facts(given: Any, brokered_in: Any = None) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the facts in the kinds that rules ask for, and remarks on those no rule knows."""
    if not isinstance(given, Mapping):
        raise LawError(f"facts are a mapping such as {{'waiver': true}}, not {given!r}")
    kinds = data_yaml("acts")["facts"]
    facts: dict[str, Any] = {}
    strange = []
    for key, value in {"brokered_in": brokered_in, **given}.items():
        if value is None:
            continue
        if key not in kinds:
            strange.append(_strange(str(key), list(kinds)))
        facts[str(key)] = _of_kind(str(key), value, kinds.get(key, {}).get("kind", ""))
    return facts, tuple(strange)


def _strange(key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, n=1)
    return f"no rule asks for the fact {key!r}{f': is {near[0]!r} meant?' if near else ''}"


def _of_kind(key: str, value: Any, kind: str) -> Any:
    if kind == "yes_no" and not isinstance(value, bool):
        raise LawError(f"fact {key} is {value!r}: give true or false, or leave it out when it is not known")
    if kind == "number" and not (_is_number(value) and value >= 0):
        raise LawError(f"fact {key} is {value!r}: give a number of zero or more")
    if kind == "periods":
        return conflict_periods(value)
    if key == "joint_operation_role":
        return _joint_role(value)
    if key == "assisted_act":
        return _assisted(value)
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _joint_role(value: Any) -> str:
    words = data_yaml("acts")["joint_operation_role"]
    wanted = str(value).strip().casefold().replace(" ", "_").replace("-", "_")
    for name, taken in words.items():
        if wanted in taken:
            return str(name)
    allowed = sorted(word for taken in words.values() for word in taken)
    near = get_close_matches(wanted, allowed, n=1)
    advice = f"did you mean {near[0]!r}? " if near else ""
    raise LawError(f"fact joint_operation_role is {value!r}: {advice}give one of {', '.join(words)}")


def _assisted(value: Any) -> str:
    acts = list(data_yaml("acts")["acts"])
    if value not in acts:
        raise LawError(f"fact assisted_act is {value!r}: give one of {', '.join(acts)}")
    return str(value)


def conflict_periods(given: Any) -> tuple[Stretch, ...]:
    """Return armed conflicts given as [start, end] pairs; an end of null has not come.

    True stands for a conflict at all times, False for none.

    Raises
    ------
    LawError
        For anything else, or an end before its start.
    """
    if isinstance(given, bool):
        return ((date.min, None),) if given else ()
    if not isinstance(given, list | tuple):
        raise LawError(
            f"armed_conflict is {given!r}: give pairs [['2027-03-01', '2028-02-01']], end null while it lasts"
        )
    return tuple(_stretch(pair) for pair in given)


def _stretch(pair: Any) -> Stretch:
    if not isinstance(pair, list | tuple) or len(pair) != 2 or pair[0] is None:
        raise LawError(f"armed conflict {pair!r}: give a pair of start and end, end null while it lasts")
    start = _day(pair[0], 0)
    end = None if pair[1] in (None, "", "..") else _day(pair[1], 1)
    if end is not None and end < start:
        raise LawError(f"armed conflict {pair!r} ends before it begins: swap the dates")
    return start, end


def _day(text: Any, side: int) -> date:
    """Return the outermost day of a partial date: the first for a start, the last for an end."""
    try:
        found = reach(parse_time(text))[side]
    except TimeError as error:
        raise LawError(f"armed conflict: {error}") from error
    if found is None:
        raise LawError(f"armed conflict: {text!r} is open; give a date")
    return found


def names_in(given: Any) -> Sequence[Any]:
    """Return the states that a fact names: one or several."""
    if given is None or given is False:
        return ()
    return given if isinstance(given, list | tuple) else (given,)
