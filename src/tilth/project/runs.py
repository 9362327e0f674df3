"""Runs: what a computation took, and what it gave, kept as a claim that figures lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import orjson

from tilth import __version__
from tilth.claims import Claim, Recorded, recorded_about, recorded_of_kind
from tilth.data import table
from tilth.project.project import Project

__all__ = ["latest_run", "latest_runs", "record_run", "run_claim"]


def run_claim(
    command: str,
    key: str,
    result: Mapping[str, Any],
    *,
    inputs: Iterable[str] = (),
    tables: Iterable[str] = (),
    seed: int | None = None,
    parameters: Mapping[str, Any] | None = None,
    outputs: Iterable[str] = (),
) -> Claim:
    """Return the claim that records one computation.

    Parameters
    ----------
    command, key
        What was computed and of what: ``munitions.expect`` of ``transfer-T01``.
    result
        The answer as plain JSON values.
    inputs
        Identifiers of the claims it used.
    tables
        Names of the fact tables it used; their hashes are kept.
    parameters
        What it was asked with, as plain JSON values.
    outputs
        SHA-256 of the files that came out.
    """
    values: dict[str, Any] = {
        "command": command,
        "version": __version__,
        "result": orjson.loads(orjson.dumps(result, option=orjson.OPT_SERIALIZE_NUMPY)),
    }
    claims = sorted(set(inputs))
    if claims:
        values["inputs"] = claims
    hashes = {name: table(name).sha256 for name in tables}
    settings = dict(parameters or {}) | ({"tables": hashes} if hashes else {})
    if settings:
        values["parameters"] = settings
    files = sorted(set(outputs))
    if files:
        values["outputs"] = files
    if seed is not None:
        values["seed"] = seed
    return Claim(kind="run", subject=f"run:{command}:{key}"[:200], values=values)


def record_run(project: Project, claim: Claim) -> str:
    """Append a run to the project; return its identifier. The same run twice is one claim.

    A result that comes back after another one is told apart by the run it follows (``after`` in its
    parameters), since claims with the same content are one claim.
    """
    before = recorded_about(project.store, [claim.subject])
    if before and _told(before[-1].claim, None) == claim:
        return before[-1].id
    if any(item.id == claim.id for item in before):
        claim = _told(claim, before[-1].id)
    project.append([claim], tool=f"tilth@{__version__}", state="accepted")
    return claim.id


def _told(claim: Claim, after: str | None) -> Claim:
    """Return the run told as following another, or as following none."""
    parameters = {
        name: value for name, value in claim.values.get("parameters", {}).items() if name != "after"
    }
    parameters |= {"after": after} if after else {}
    values = {name: value for name, value in claim.values.items() if name != "parameters"}
    return replace(claim, values=values | ({"parameters": parameters} if parameters else {}))


def latest_run(project: Project, command: str, key: str) -> Recorded | None:
    """Return the newest run of a command on a key, None when there is none."""
    found = recorded_about(project.store, [f"run:{command}:{key}"[:200]])
    return found[-1] if found else None


def latest_runs(project: Project, command: str) -> list[Recorded]:
    """Return the newest run of a command on each key, sorted by key."""
    newest: dict[str, Recorded] = {}
    for item in recorded_of_kind(project.store, ["run"]):
        if item.claim.values["command"] == command:
            newest[item.claim.subject] = item
    return [newest[subject] for subject in sorted(newest)]
