"""The facts that a question states: checked by kind, other words for them known, typing errors told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from math import isfinite
from typing import Any

from tilth.law._calendar import Stretch
from tilth.law._errors import LawError
from tilth.law._files import data_yaml
from tilth.law._near import near
from tilth.law._roles import joint_role
from tilth.times import TimeError, parse_time, reach

__all__ = ["checked_facts", "conflict_periods", "names_in", "one_name"]


def checked_facts(given: Any, brokered_in: Any = None) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the facts in the kinds that rules ask for, and remarks on those no rule knows."""
    if not isinstance(given, Mapping):
        raise LawError(f"facts are a mapping such as {{'waiver': true}}, not {given!r}")
    kinds = data_yaml("acts")["facts"]
    stated = {"brokered_in": brokered_in, **given} if brokered_in is not None else dict(given)
    facts: dict[str, Any] = {}
    strange = []
    for key, value in stated.items():
        name = _aliases().get(str(key), str(key))
        if value is None:
            continue
        if name not in kinds:
            strange.append(_strange(str(key)))
        one_name(facts, name, _of_kind(name, value, kinds.get(name, {}).get("kind", "")), "fact")
    _choice(facts)
    return facts, tuple(strange)


def one_name(facts: dict[str, Any], name: str, value: Any, what: str) -> None:
    """Put a value under its name; refuse a second one that says otherwise."""
    if name in facts and facts[name] != value:
        raise LawError(f"{what} {name} is given as {facts[name]!r} and as {value!r}: give it once")
    facts[name] = value


@cache
def _aliases() -> dict[str, str]:
    return {word: name for name, each in data_yaml("acts")["facts"].items() for word in each.get("aka", ())}


def _strange(key: str) -> str:
    advice = near(key, data_yaml("acts")["facts"]).replace(", did you mean", ": is").replace("?", " meant?")
    return f"no rule asks for the fact {key!r}{advice}"


def _of_kind(key: str, value: Any, kind: str) -> Any:
    if kind == "yes_no" and not isinstance(value, bool):
        raise LawError(f"fact {key} is {value!r}: give true or false, or leave it out when it is not known")
    if kind == "number" and not (_is_number(value) and value >= 0):
        raise LawError(f"fact {key} is {value!r}: give a number of zero or more")
    if kind == "share" and not (_is_number(value) and 0 <= value <= 1):
        raise LawError(f"fact {key} is {value!r}: give a share from 0 to 1, so 0.02 for 2 per cent")
    if kind == "periods":
        return conflict_periods(value)
    if kind == "date":
        return _day(value, 1, f"fact {key}").isoformat()
    if key == "joint_operation_role":
        return joint_role(value)
    if key == "assisted_act":
        return _assisted(value)
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _choice(facts: dict[str, Any]) -> None:
    """Bring the role in a joint operation and who holds the choice of munition together."""
    role, own = facts.get("joint_operation_role"), facts.get("exclusive_choice")
    if role == "requests" and own is True:
        facts["joint_operation_role"] = "requests_exclusive"
    if role == "requests_exclusive" and own is False:
        raise LawError(
            "facts contradict each other: joint_operation_role says that the choice is exclusively the "
            "actor's, exclusive_choice says that it is not; correct one of them"
        )


def _assisted(value: Any) -> str:
    acts = list(data_yaml("acts")["acts"])
    if value not in acts:
        raise LawError(f"fact assisted_act is {value!r}{near(value, acts)}: give one of {', '.join(acts)}")
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
    flat = len(given) == 2 and all(each is None or isinstance(each, str) for each in given) and given[0]
    return tuple(_stretch(pair) for pair in ([given] if flat else given))


def _stretch(pair: Any) -> Stretch:
    if isinstance(pair, Mapping) and set(pair) <= {"start", "end", "from", "until", "to"}:
        pair = [pair.get("start", pair.get("from")), pair.get("end", pair.get("until", pair.get("to")))]
    if not isinstance(pair, list | tuple) or len(pair) != 2 or pair[0] is None:
        raise LawError(f"armed conflict {pair!r}: give a pair of start and end, end null while it lasts")
    start = _day(pair[0], 0, "armed conflict")
    end = None if pair[1] in (None, "", "..") else _day(pair[1], 1, "armed conflict")
    if end is not None and end < start:
        raise LawError(f"armed conflict {pair!r} ends before it begins: swap the dates")
    return start, end


def _day(text: Any, side: int, what: str) -> date:
    """Return the outermost day of a partial date: the first for a start, the last for an end."""
    try:
        found = reach(parse_time(text))[side]
    except TimeError as error:
        raise LawError(f"{what}: {error}") from error
    if found is None:
        raise LawError(f"{what}: {text!r} is open; give a date")
    return found


def names_in(given: Any) -> Sequence[Any]:
    """Return the states that a fact names: one or several."""
    if given is None or given is False:
        return ()
    return given if isinstance(given, list | tuple) else (given,)
