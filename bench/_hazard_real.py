"""Real analogues: public sets with a prior and a truth, whole areas left out, beside trivial baselines.

None of them is a survey of cluster munition remnants. They test how marks on a map are turned into densities,
not whether tilth's surfaces of submunitions are right. The data are not part of tilth; where they are absent
each part is skipped with the reason.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from bench._hazard_bosnia import bosnia
from bench._hazard_colombia import colombia
from bench._hazard_craters import craters
from bench._hazard_districts import ordnance
from bench._measure import Measure

__all__ = ["REAL", "real_analogues"]

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "real"


def real_analogues(folder: Path = REAL) -> list[Measure]:
    """Return what each set gives; a set that is not there is named with the reason."""
    parts: dict[str, Callable[[Path], list[Measure]]] = {
        "Donbas craters": craters,
        "Bosnia incidents": bosnia,
        "Viet Nam cluster bombs": ordnance,
        "Colombia mine presence": colombia,
    }
    made = []
    for name, part in parts.items():
        if not folder.is_dir():
            note = "skipped: ../shared/data/real is not beside this checkout"
            made.append(Measure(f"real: {name}", float("nan"), "", note=note))
            continue
        start = time.perf_counter()
        made += part(folder)
        print(f"real: {name}: {time.perf_counter() - start:.0f} s", flush=True)
    return made
