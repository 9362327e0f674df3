"""The law: the world on one date, one assessment, loading; beside OpenFisca's standing rule."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench._measure import Measure, report, spread, turns
from bench._peer import peer_python
from tilth.law import assess, explain, matrix, participations, standing, state_codes

ON = "2023-07-07"
QUESTION = {"on": ON, "act": "transfer", "actor": "USA", "other": "UKR", "via": ["DEU"], "munition": "m864"}
TURNS = 7
PEER = "OpenFisca-Core"
_LOADING = """
import time
start = time.perf_counter()
import tilth.law as law
law.rules(), law.framework(), law.participations(), law.standing("LTU", "ccm", "2025-03-05")
print(time.perf_counter() - start)
"""


def main() -> None:
    """Measure and report."""
    measures = [_loading(), _matrix(), _assessment(), _explained(), *_beside_the_peer()]
    report("law", measures)


def _loading() -> Measure:
    """Import and read all rules and facts, each time in a fresh process."""
    taken = []
    for _ in range(TURNS):
        done = subprocess.run([sys.executable, "-c", _LOADING], capture_output=True, text=True, check=True)
        taken.append(float(done.stdout))
    note = f"target 0.2; import, rules, facts, in a fresh process; {spread(taken)}"
    return Measure("loading", statistics.median(taken), "s", note=note)


def _matrix() -> Measure:
    found = matrix("transfer", ON)
    taken = turns(lambda: matrix("transfer", ON), TURNS)
    size = len(found.states)
    note = f"target 2; {size} states, 6 regimes, {len(found.answers)} distinct answers; {spread(taken)}"
    return Measure(f"matrix of {size} x {size}", statistics.median(taken), "s", note=note)


def _assessment() -> Measure:
    assess(QUESTION)
    taken = [each * 1000 for each in turns(lambda: assess(QUESTION), 200)]
    note = f"target 5; three states, 6 regimes, with traces; {spread(taken)}"
    return Measure("one assessment after loading", statistics.median(taken), "ms", note=note)


def _explained() -> Measure:
    answer = assess(QUESTION)
    taken = [each * 1000 for each in turns(lambda: explain(answer), 200)]
    return Measure("its trace as text", statistics.median(taken), "ms", note=spread(taken))


def _beside_the_peer() -> list[Measure]:
    """Measure one standing, and that of all states, under the Convention; ours, then the peer's."""
    codes = [code for code in state_codes() if code not in ("SUN", "YUG", "SCG", "CSK", "DDR", "YMD")]
    one = statistics.median(turns(lambda: standing("DEU", "ccm", ON), 50)) * 1000
    every = statistics.median(turns(lambda: [_standing(code) for code in codes], TURNS)) * 1000
    names = ("one standing with its reasons", f"standing of {len(codes)} states")
    peer, why = _peer(codes)
    if peer is None:
        return [Measure(name, ours, "ms", note=why) for name, ours in zip(names, (one, every), strict=True)]
    ours_party = sum(_standing(code) == "party" for code in codes)
    note = f"peer: Art. 17 alone ({peer['party']} party, ours {ours_party}), no reasons or sources"
    told: tuple[str, str] = (PEER, peer["version"])
    return [
        Measure(name, ours, "ms", theirs, *told, ratio=theirs / ours, note=note)
        for name, ours, theirs in zip(
            names, (one, every), (peer["one"] * 1000, peer["all"] * 1000), strict=True
        )
    ]


def _standing(code: str) -> str:
    return standing(code, "ccm", ON).standing


def _peer(codes: list[str]) -> tuple[dict[str, Any] | None, str]:
    python = peer_python("openfisca-core")
    if python is None:
        return None, f"{PEER} could not be installed here"
    deposited = {
        each.state: str(each.consent_date)
        for each in participations()
        if each.regime == "ccm" and each.consent_date
    }
    asked = {"on": ON, "deposits": [deposited.get(code) for code in codes], "turns": 50}
    script = Path(__file__).with_name("_openfisca.py")
    done = subprocess.run(
        [str(python), str(script)], input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        print(done.stderr[-2000:], file=sys.stderr)
        return None, f"{PEER} failed here"
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found, ""
