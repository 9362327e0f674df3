"""Run by the peer's own Python: the standing rule of Article 17 as OpenFisca variables, timed.

Input on standard input: ``{"on": DATE, "deposits": [DATE or null, ...], "turns": n}``. Output: seconds
of a whole case of one state with its trace, seconds for all states at once, and how many are party.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import date
from importlib.metadata import version
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

NEVER = "9999-01-01"
State = build_entity(key="state", plural="states", label="A state", is_person=True)


class deposit(Variable):  # type: ignore[misc]
    value_type = date
    entity = State
    definition_period = DateUnit.ETERNITY
    default_value = date(9999, 1, 1)
    label = "Day the instrument was deposited"


class in_force(Variable):  # type: ignore[misc]
    value_type = date
    entity = State
    definition_period = DateUnit.DAY
    default_value = date(9999, 1, 1)
    label = "Entry into force by Article 17: first day of the sixth month after the deposit"

    def formula(state: Any, period: Any) -> Any:
        given = state("deposit", period)
        month = given.astype("datetime64[M]") + np.timedelta64(6, "M")
        return np.maximum(month.astype("datetime64[D]"), np.datetime64("2010-08-01"))


class party(Variable):  # type: ignore[misc]
    value_type = bool
    entity = State
    definition_period = DateUnit.DAY
    label = "Whether the Convention is in force for the state on the day"

    def formula(state: Any, period: Any) -> Any:
        return state("in_force", period) <= np.datetime64(str(period.start))


def _whole_case(system: TaxBenefitSystem, given: str, on: str) -> bool:
    states = {"one": {"deposit": {"ETERNITY": given}, "party": {on: None}}}
    simulation = SimulationBuilder().build_from_entities(system, {"states": states})
    simulation.trace = True
    answer = bool(simulation.calculate("party", on)[0])
    simulation.tracer.computation_log.lines()
    return answer


def _all(system: TaxBenefitSystem, deposits: list[str], on: str) -> int:
    simulation = SimulationBuilder().build_default_simulation(system, count=len(deposits))
    simulation.set_input("deposit", "ETERNITY", np.array(deposits, dtype="datetime64[D]"))
    return int(simulation.calculate("party", on).sum())


def main() -> None:
    asked = json.load(sys.stdin)
    system = TaxBenefitSystem([State])
    system.add_variables(deposit, in_force, party)
    deposits = [each or NEVER for each in asked["deposits"]]
    one, every, count = [], [], 0
    for _ in range(asked["turns"]):
        start = time.perf_counter()
        _whole_case(system, "2009-07-08", asked["on"])
        one.append(time.perf_counter() - start)
        start = time.perf_counter()
        count = _all(system, deposits, asked["on"])
        every.append(time.perf_counter() - start)
    told = {"version": version("openfisca-core"), "party": count}
    json.dump(told | {"one": statistics.median(one), "all": statistics.median(every)}, sys.stdout)


if __name__ == "__main__":
    main()
