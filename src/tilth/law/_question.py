"""A question as given, checked and taken apart: who does what, on which date, under which facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tilth.law._calendar import Stretch
from tilth.law._cast import Cast
from tilth.law._errors import LawError
from tilth.law._facts import checked_facts, names_in
from tilth.law._files import data_yaml
from tilth.law._near import near
from tilth.law._timeline import days_of
from tilth.law.participation import Participation
from tilth.law.standing import as_date
from tilth.law.states import require_existing
from tilth.times import PartialDate

__all__ = ["Part", "Question", "read_question"]

_KEYS = ("on", "act", "actor", "other", "via", "munition", "purpose", "facts", "brokered_in", "id", "note")


@dataclass(frozen=True, slots=True)
class Part:
    """One state in the question: its role, and what it does."""

    state: str
    role: str
    act: str
    counterpart: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question."""

    on: PartialDate
    act: str
    parts: tuple[Part, ...]
    munition: str | Mapping[str, Any] | None
    purpose: str | None
    facts: Mapping[str, Any]
    given: tuple[Participation, ...]
    conflicts: Mapping[str, tuple[Stretch, ...]]
    strange_facts: tuple[str, ...] = ()


def read_question(given: Mapping[str, Any]) -> Question:
    """Return the question checked, or raise LawError with what to write."""
    if not isinstance(given, Mapping):
        raise LawError(f"a question is a mapping with 'on', 'act' and 'actor', not {given!r}")
    _known_keys(given)
    acts = data_yaml("acts")
    act = _word("act", given["act"], acts["acts"])
    purpose = given.get("purpose")
    purpose = _word("purpose", purpose, acts["purposes"]) if purpose not in (None, "", "null") else None
    facts, strange = checked_facts(given.get("facts") or {}, given.get("brokered_in"))
    on = as_date(given["on"])
    cast = Cast()
    parts = _parts(act, given, facts, cast)
    for part in parts:
        require_existing(part.state, *days_of(on))
    if "armed_conflict" in facts:
        cast.add_conflicts(parts[0].state, facts["armed_conflict"])
    _one_rate(facts, given.get("munition"))
    return Question(
        on,
        act,
        parts,
        given.get("munition"),
        purpose,
        facts,
        tuple(cast.given),
        cast.conflicts,
        strange,
    )


def _one_rate(facts: Mapping[str, Any], munition: Any) -> None:
    told = munition.get("failure_rate") if isinstance(munition, Mapping) else None
    if told is not None and facts.get("failure_rate") not in (None, told):
        raise LawError(
            f"facts contradict each other: failure_rate is {told!r} in the munition and "
            f"{facts['failure_rate']!r} in the facts; give it once"
        )


def _parts(act: str, given: Mapping[str, Any], facts: Mapping[str, Any], cast: Cast) -> tuple[Part, ...]:
    frame = data_yaml("acts")["acts"][act]
    actor = cast.code(given["actor"])
    other = cast.code(given["other"]) if given.get("other") else ""
    via = [cast.code(each) for each in _listed(given.get("via"))]
    if "other" in frame and other == actor and not facts.get("own_forces"):
        raise LawError(
            f"actor and other are both {actor}: name two states, or leave 'other' out; for a state that "
            "moves its own arms for its own use give the fact own_forces"
        )
    first = frame["with_via"] if via and "with_via" in frame else frame["actor"]
    found = [] if "with_via" in frame and actor in via else [_part(actor, first, other, facts)]
    if other and other != actor and "other" in frame:
        found.append(_part(other, frame["other"], actor, facts))
    found += [
        _part(each, frame["via"], other or actor, facts) for each in dict.fromkeys(via) if "via" in frame
    ]
    for key, part in data_yaml("acts")["named_in_facts"].items():
        found += [_part(cast.code(each), part, other or actor, facts) for each in names_in(facts.get(key))]
    return tuple(found)


def _part(state: str, frame: Mapping[str, str], counterpart: str, facts: Mapping[str, Any]) -> Part:
    act = facts.get(frame.get("act_from", ""), frame["act"])
    return Part(state, frame["role"], act, counterpart)


def _listed(given: Any) -> Sequence[Any]:
    if given is None or given == "":
        return ()
    return given if isinstance(given, list | tuple) else (given,)


def _known_keys(given: Mapping[str, Any]) -> None:
    for key in given:
        if key not in _KEYS:
            raise LawError(f"question: no key {key!r}{near(key, _KEYS)}; allowed are {', '.join(_KEYS)}")
    for key in ("on", "act", "actor"):
        if not given.get(key):
            raise LawError(f"the question has no {key!r}: give 'on' (a date), 'act' and 'actor' (a state)")


def _word(key: str, given: Any, allowed: Mapping[str, Any] | Sequence[str]) -> str:
    if given not in list(allowed):
        raise LawError(f"no {key} {given!r}{near(given, allowed)}; allowed are {', '.join(allowed)}")
    return str(given)
