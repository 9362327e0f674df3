"""A question as given, checked and taken apart: who does what, on which date, under which facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from tilth.law._calendar import Stretch
from tilth.law._errors import LawError
from tilth.law._facts import checked_facts, conflict_periods, names_in
from tilth.law._files import data_yaml
from tilth.law._regimes import regimes
from tilth.law.participation import Participation
from tilth.law.standing import as_date
from tilth.law.states import state_code, state_name
from tilth.times import PartialDate

__all__ = ["Part", "Question", "read_question"]

_KEYS = ("on", "act", "actor", "other", "via", "munition", "purpose", "facts", "brokered_in", "id", "note")
_STATE_KEYS = ("name", "regimes", "armed_conflict", "iso3")
_REGIME_KEYS = (
    "signed",
    "consent_date",
    "deposited",
    "action",
    "in_force",
    "withdrawal_notified",
    "withdrawal_effective",
    "provisional_from",
    "note",
    "source",
    "origin",
)

_LAST = PartialDate(9999, 12, 31)


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
    _known_keys("question", given, _KEYS)
    for key in ("on", "act", "actor"):
        if not given.get(key):
            raise LawError(f"the question has no {key!r}: give 'on' (a date), 'act' and 'actor' (a state)")
    acts = data_yaml("acts")
    act = _word("act", given["act"], acts["acts"])
    purpose = _word("purpose", given["purpose"], acts["purposes"]) if given.get("purpose") else None
    facts, strange = checked_facts(given.get("facts") or {}, given.get("brokered_in"))
    cast = _Cast()
    parts = _parts(act, given, facts, cast)
    if "armed_conflict" in facts:
        cast.conflicts.setdefault(parts[0].state, facts["armed_conflict"])
    return Question(
        as_date(given["on"]),
        act,
        parts,
        given.get("munition"),
        purpose,
        facts,
        tuple(cast.given),
        cast.conflicts,
        strange,
    )


class _Cast:
    """The states of a question, with what it states of those not on record."""

    def __init__(self) -> None:
        self.given: list[Participation] = []
        self.conflicts: dict[str, tuple[Stretch, ...]] = {}

    def code(self, state: Any) -> str:
        """Return the code of a state, or the name of one made up in the question."""
        if not isinstance(state, Mapping):
            return state_code(state)
        _known_keys("state", state, _STATE_KEYS)
        name = state_code(state["iso3"]) if state.get("iso3") else str(state.get("name") or "")
        made_up = state_name(name) == name
        if not name:
            raise LawError(f"a state that is not on record needs a 'name': {dict(state)!r}")
        stated = _stated(name, state, made_up=made_up)
        self.given += [each for each in stated if each not in self.given]
        if state.get("armed_conflict"):
            self.conflicts[name] = conflict_periods(state["armed_conflict"])
        return name


def _stated(name: str, state: Mapping[str, Any], made_up: bool) -> list[Participation]:
    found = []
    named = state.get("regimes") or {}
    if not isinstance(named, Mapping):
        raise LawError(f"regimes of {name}: write {{'ccm': {{'in_force': '2010-08-01'}}}}, not {named!r}")
    for regime, row in named.items():
        if not isinstance(row, Mapping):
            raise LawError(
                f"{regime} of {name}: give dates such as {{'in_force': '2010-08-01'}}, not {row!r}"
            )
        _known_keys(f"{regime} of {name}", row, _REGIME_KEYS)
        found.append(
            Participation.from_mapping(
                {
                    "name": name,
                    "origin": f"question:{name}:{regime}",
                    **row,
                    "state": name,
                    "regime": regime,
                    "as_of": _LAST if made_up else None,
                }
            )
        )
    if made_up:
        stated = {each.regime for each in found}
        silent = [each for each in regimes() if each not in (*stated, "national", "ihl")]
        found += [
            Participation(name, each, name=name, as_of=_LAST, origin=f"question:{name}") for each in silent
        ]
    return found


def _parts(act: str, given: Mapping[str, Any], facts: Mapping[str, Any], cast: _Cast) -> tuple[Part, ...]:
    frame = data_yaml("acts")["acts"][act]
    actor = cast.code(given["actor"])
    other = cast.code(given["other"]) if given.get("other") else ""
    via = [cast.code(each) for each in _listed(given.get("via"))]
    first = frame["with_via"] if via and "with_via" in frame else frame["actor"]
    found = [] if "with_via" in frame and actor in via else [_part(actor, first, other, facts)]
    if other and "other" in frame:
        found.append(_part(other, frame["other"], actor, facts))
    found += [_part(each, frame["via"], other, facts) for each in dict.fromkeys(via) if "via" in frame]
    for key, part in data_yaml("acts")["named_in_facts"].items():
        found += [_part(cast.code(each), part, other or actor, facts) for each in names_in(facts.get(key))]
    return tuple(found)


def _part(state: str, frame: Mapping[str, str], counterpart: str, facts: Mapping[str, Any]) -> Part:
    act = facts.get(frame.get("act_from", ""), frame["act"])
    return Part(state, frame["role"], act, counterpart)


def _listed(given: Any) -> Sequence[Any]:
    if given is None:
        return ()
    return given if isinstance(given, list | tuple) else (given,)


def _known_keys(what: str, given: Mapping[str, Any], allowed: Sequence[str]) -> None:
    for key in given:
        if key not in allowed:
            near = get_close_matches(str(key), allowed, n=1)
            advice = f", did you mean {near[0]!r}?" if near else ""
            raise LawError(f"{what}: no key {key!r}{advice}; allowed are {', '.join(allowed)}")


def _word(key: str, given: Any, allowed: Sequence[str]) -> str:
    if given not in list(allowed):
        near = get_close_matches(str(given), list(allowed), n=1)
        advice = f", did you mean {near[0]!r}?" if near else ""
        raise LawError(f"no {key} {given!r}{advice}; allowed are {', '.join(allowed)}")
    return str(given)
