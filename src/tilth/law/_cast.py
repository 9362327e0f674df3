"""The states of a question, with what it states of those that are not on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tilth.law._calendar import Stretch
from tilth.law._contradictions import refuse_contradictions
from tilth.law._errors import LawError
from tilth.law._facts import conflict_periods, one_name
from tilth.law._files import data_yaml
from tilth.law._near import near
from tilth.law._regimes import regime_name, regimes
from tilth.law.participation import Participation
from tilth.law.states import state_code, state_name
from tilth.times import PartialDate

__all__ = ["Cast"]

_STATE_KEYS = ("name", "regimes", "armed_conflict", "iso3", "note")
_LAST = PartialDate(9999, 12, 31)


class Cast:
    """The states of a question, with what it states of those not on record."""

    def __init__(self) -> None:
        self.given: list[Participation] = []
        self.conflicts: dict[str, tuple[Stretch, ...]] = {}
        self._stated: dict[str, Mapping[str, Any]] = {}

    def code(self, state: Any) -> str:
        """Return the code of a state, or the name of one made up in the question."""
        if not isinstance(state, Mapping):
            return state if isinstance(state, str) and state in self._stated else state_code(state)
        _known_keys("state", state, _STATE_KEYS)
        name = state_code(state["iso3"]) if state.get("iso3") else _on_record(state.get("name"))
        if not name:
            raise LawError(f"a state that is not on record needs a 'name': {dict(state)!r}")
        if name in self._stated and self._stated[name] != state:
            raise LawError(f"state {name!r} is described twice, and differently: describe it once")
        if name not in self._stated:
            self._stated[name] = state
            self.given += _stated(name, state, made_up=state_name(name) == name)
        if state.get("armed_conflict") is not None:
            self.add_conflicts(name, conflict_periods(state["armed_conflict"]))
        return name

    def add_conflicts(self, name: str, stretches: tuple[Stretch, ...]) -> None:
        """Keep the armed conflicts of a state; refuse a second account that differs."""
        one_name(self.conflicts, name, stretches, "armed_conflict of")


def _on_record(name: Any) -> str:
    """Return the code where the name is that of a state on record, else the name as it is given."""
    given = str(name or "").strip()
    try:
        return state_code(given)
    except LawError:
        return given


def _stated(name: str, state: Mapping[str, Any], made_up: bool) -> list[Participation]:
    named = state.get("regimes") or {}
    if not isinstance(named, Mapping):
        raise LawError(f"regimes of {name}: write {{'ccm': {{'in_force': '2010-08-01'}}}}, not {named!r}")
    found = []
    for regime, told in named.items():
        rows = told if isinstance(told, list | tuple) else [told]
        for number, row in enumerate(rows):
            found.append(_row(name, str(regime), row or {}, made_up, number))
    if made_up:
        stated = {each.regime for each in found}
        silent = [each for each in regimes() if each not in (*stated, "national", "ihl")]
        found += [
            Participation(name, each, name=name, as_of=_LAST, origin=f"question:{name}") for each in silent
        ]
    return found


def _row(name: str, regime: str, row: Any, made_up: bool, number: int) -> Participation:
    if not isinstance(row, Mapping):
        raise LawError(f"{regime} of {name}: give dates such as {{'in_force': '2010-08-01'}}, not {row!r}")
    values: dict[str, Any] = {}
    for key, value in row.items():
        known = _row_keys().get(str(key))
        if known is None:
            allowed = tuple(data_yaml("acts")["row_keys"])
            advice = near(key, _row_keys())
            raise LawError(f"{regime} of {name}: no key {key!r}{advice}; allowed are {', '.join(allowed)}")
        if value is not None and value != "":
            one_name(values, known, value, f"{regime} of {name}:")
    whole = _whole(name, regime, values)
    again = f":{number + 1}" if number else ""
    made = Participation.from_mapping(
        {
            "name": state_name(name),
            "origin": f"question:{name}:{regime}{again}",
            **whole,
            "state": name,
            "regime": regime_name(regime, name)[0],
            "as_of": _LAST if made_up else None,
        }
    )
    refuse_contradictions(made)
    return made


def _whole(name: str, regime: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the row with `true` for provisional application read as from the day of consent."""
    if values.get("provisional_from") is False:
        return {key: value for key, value in values.items() if key != "provisional_from"}
    if values.get("provisional_from") is True:
        if "consent_date" not in values:
            raise LawError(
                f"{regime} of {name}: give the day from which it is applied provisionally, or the day of "
                "deposit (consent_date)"
            )
        return values | {"provisional_from": values["consent_date"]}
    return values


@cache
def _row_keys() -> dict[str, str]:
    named = data_yaml("acts")["row_keys"]
    return {word: name for name, words in named.items() for word in (name, *words)}


def _known_keys(what: str, given: Mapping[str, Any], allowed: Sequence[str]) -> None:
    for key in given:
        if key not in allowed:
            raise LawError(f"{what}: no key {key!r}{near(key, allowed)}; allowed are {', '.join(allowed)}")
