"""Fit the confidence of the reader: ``python -m bench.calibrate DIR... [--write]``.

Each DIR holds articles with their annotation in the format of the gold set (``NNN.txt``, ``NNN.json``).
All candidates of the reader are compared with the claims annotated: a candidate is right when the spans
overlap by half and the speakers agree; one that meets an optional claim counts for nothing. A logistic
model with a ridge is fitted on the signs; the figures printed come from leaving out one article at a time.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from tilth.reading import ArticleError, open_article
from tilth.reading.reader import candidates

RIDGE = 2.0
FOR = re.compile(r":(?:strong|near|facts|key-facts|weight|around)$")
# A claim raises F1 when its chance is above half the F1 reached, so nothing above that is tried.
KEPT = np.arange(0.15, 0.46, 0.05)
DATA = Path(__file__).parents[1] / "src" / "tilth" / "data" / "reading" / "confidence.yaml"


@dataclass(frozen=True, slots=True)
class Case:
    """One candidate: its signs, its mode, whether it is right, and of which article."""

    signs: dict[str, float]
    mode: str
    right: bool
    article: int


def scorer(gold: Path) -> ModuleType:
    """Return the scorer of the gold set as a module."""
    spec = importlib.util.spec_from_file_location("score", gold / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(gold / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases(folders: list[Path], score: ModuleType) -> tuple[list[Case], int]:
    """Return the candidates of all articles, and how many claims were annotated."""
    entities = score.Entities(
        {folder / "entities.json" for folder in folders if (folder / "entities.json").exists()}
    )
    made: list[Case] = []
    claims = 0
    files = sorted(
        path for folder in folders for path in folder.glob("*.json") if path.with_suffix(".txt").exists()
    )
    for number, path in enumerate(files):
        gold = json.loads(path.read_text("utf-8"))["claims"]
        try:
            found = candidates(open_article(path.with_suffix(".txt")))
        except ArticleError as error:
            print(error)
            continue
        claims += sum(not claim.get("optional") for claim in gold)
        made += _compared(gold, found, entities, score, number)
    return made, claims


def _compared(gold: list[Any], found: list[Any], entities: Any, score: ModuleType, number: int) -> list[Case]:
    predicted = [each.to_json() for each, _ in found]
    pairs = {j: (i, same) for i, j, same, _ in score.align(gold, predicted, entities, 0.5)}
    made = []
    for index, (each, signs) in enumerate(found):
        pair = pairs.get(index)
        if pair is not None and gold[pair[0]].get("optional"):
            continue
        made.append(Case(signs, each.mode, pair is not None and pair[1], number))
    return made


def fitted(cases: list[Case], names: list[str]) -> np.ndarray:
    """Return base and weights; a sign that speaks for a claim never counts against it."""
    held = set(names)
    while True:
        used = [name for name in names if name in held]
        weights = dict(zip(["", *used], _newton(cases, used), strict=True))
        wrong = {name for name in used if FOR.search(name) and weights[name] < 0}
        if not wrong:
            return np.array([weights.get(name, 0.0) for name in ["", *names]])
        held -= wrong


def _newton(cases: list[Case], names: list[str]) -> np.ndarray:
    """Return base and weights by Newton steps with a ridge on the weights."""
    x = np.array([[1.0, *(case.signs.get(name, 0.0) for name in names)] for case in cases])
    y = np.array([float(case.right) for case in cases])
    weights = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 0.01
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (y - p) - ridge * weights
        curvature = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        weights = weights + np.linalg.solve(curvature, gradient)
    return weights


def chance(case: Case, weights: np.ndarray, names: list[str]) -> float:
    """Return the chance that a candidate is right."""
    x = np.array([1.0, *(case.signs.get(name, 0.0) for name in names)])
    return float(1 / (1 + np.exp(-x @ weights)))


def left_out(cases: list[Case], names: list[str]) -> np.ndarray:
    """Return the chance of each candidate by a model fitted without its article."""
    made = np.zeros(len(cases))
    for article in {case.article for case in cases}:
        weights = fitted([case for case in cases if case.article != article], names)
        for index, case in enumerate(cases):
            if case.article == article:
                made[index] = chance(case, weights, names)
    return made


def best_limit(cases: list[Case], chances: np.ndarray, claims: int) -> tuple[float, float]:
    """Return from which chance on candidates are kept for the highest F1, and that F1."""
    right = np.array([case.right for case in cases])
    scored = [
        (2 * right[chances >= limit].sum() / max(1, (chances >= limit).sum() + claims), limit)
        for limit in KEPT
    ]
    f1, limit = max(scored)
    return float(limit), float(f1)


def main() -> None:
    """Fit, print the figures of leaving one article out, and perhaps write the data file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    found, claims = cases(arguments.folders, scorer(arguments.folders[0]))
    names = sorted({name for case in found for name in case.signs})
    names = [name for name in names if sum(name in case.signs for case in found) >= 5]
    chances = left_out(found, names)
    limit, f1 = best_limit(found, chances, claims)
    right = np.array([case.right for case in found])
    brier = float(((chances - right) ** 2).mean())
    print(f"{len(found)} candidates, {right.sum()} right, {claims} claims annotated")
    print(f"kept from {limit:.2f}: F1 {f1:.3f}, Brier score {brier:.3f}")
    for low in np.arange(0, 1, 0.2):
        inside = (chances >= low) & (chances < low + 0.2)
        if inside.any():
            said, was = chances[inside].mean(), right[inside].mean()
            print(f"  {low:.1f}-{low + 0.2:.1f}: {inside.sum():4} said {said:.2f} right {was:.2f}")
    if arguments.write:
        _write(fitted(found, names), names, limit, len(found), claims)


def _write(weights: np.ndarray, names: list[str], limit: float, count: int, claims: int) -> None:
    lines = [
        "# How signs of a proposal add up to its confidence: a logistic model, fitted by",
        f"# `python -m bench.calibrate` on {count} candidates for {claims} annotated claims.",
        "source: tilth",
        f"base: {weights[0]:.3f}",
        f"kept_from: {{direct: {limit:.2f}, indirect: {limit:.2f}, article: {limit:.2f}}}",
        "signs:",
    ]
    lines += [f'  "{name}": {weight:.3f}' for name, weight in zip(names, weights[1:], strict=True)]
    DATA.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
