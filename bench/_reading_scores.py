"""Scores on annotated articles: ours, the untuned baseline's and a peer's, with errors by kind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.calibrate import scorer
from tilth.reading import Article, ArticleError, open_article, read

__all__ = ["GOLD", "MEASURES", "errors_by_kind", "extra_folders", "ours", "predictions", "scored"]

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
MEASURES = ("claim", "span", "speaker", "topic", "facts")
Reader = Callable[[Article], list[dict[str, Any]]]
Claims = dict[str, list[dict[str, Any]]]


def ours(article: Article) -> list[dict[str, Any]]:
    """Return what tilth proposes."""
    return [claim.to_json() for claim in read(article)]


def extra_folders() -> list[Path]:
    """Return the folders of further annotated articles that TILTH_GOLD_EXTRA names, joined by colons."""
    named = os.environ.get("TILTH_GOLD_EXTRA", "")
    return [Path(name) for name in named.split(os.pathsep) if name and Path(name).is_dir()]


def predictions(folder: Path, reader: Reader) -> Claims:
    """Return the claims that a reader finds in each annotated article of a folder."""
    made: Claims = {}
    for path in sorted(folder.glob("*.json")):
        text = path.with_suffix(".txt")
        if not text.exists():
            continue
        try:
            made[path.stem] = reader(open_article(text))
        except ArticleError as fault:
            print(fault, file=sys.stderr)
            made[path.stem] = []
    return made


def scored(folder: Path, claims: Claims) -> dict[str, Any]:
    """Return what the scorer of the gold set says, run as a program of its own."""
    with tempfile.TemporaryDirectory(prefix="tilth-bench-") as name:
        for stem, listed in claims.items():
            Path(name, f"{stem}.json").write_text(json.dumps({"claims": listed}), encoding="utf-8")
        command = [sys.executable, str(GOLD / "score.py"), str(folder), name, "--json", "-"]
        command += ["--entities", str(GOLD / "entities.json")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def errors_by_kind(folders: Iterable[Path], reader: Reader) -> Counter[str]:
    """Return how many claims were missed, spurious, cut elsewhere, or wrong in speaker, topic or facts."""
    score = scorer(GOLD)
    found: Counter[str] = Counter()
    for folder in folders:
        entities = score.Entities(score.entity_files(folder))
        for stem, claims in predictions(folder, reader).items():
            gold = json.loads((folder / f"{stem}.json").read_text("utf-8"))["claims"]
            found += _errors(gold, claims, score, entities)
    return found


def _errors(gold: list[Any], claims: list[Any], score: ModuleType, entities: Any) -> Counter[str]:
    pairs = [(i, j, same) for i, j, same, _ in score.align(gold, claims, entities, 0.5)]
    missed = [each for i, each in enumerate(gold) if i not in {pair[0] for pair in pairs}]
    missed = [each for each in missed if not each.get("optional")]
    spare = [each for j, each in enumerate(claims) if j not in {pair[1] for pair in pairs}]
    cut = [each for each in missed if any(_overlap(each, other) for other in spare)]
    live = [(i, j, same) for i, j, same in pairs if not gold[i].get("optional")]
    facts = [_facts(gold[i]["facts"], claims[j]["facts"], score) for i, j, _ in live]
    return Counter(
        {
            "missed": len(missed) - len(cut),
            "spurious": sum(not any(_overlap(each, other) for other in cut) for each in spare),
            "cut elsewhere": len(cut),
            "wrong speaker": sum(not same for _, _, same in live),
            "wrong topic": sum(gold[i]["topic"] != claims[j]["topic"] for i, j, _ in live),
            "wrong facts": sum(facts),
        }
    )


def _overlap(one: Any, other: Any) -> bool:
    (a, b), (c, d) = one["content_span"], other["content_span"]
    return bool(a < d and c < b)


def _facts(gold: list[Any], found: list[Any], score: ModuleType) -> bool:
    """Tell whether the typed facts of a pair of claims differ."""
    return {score.fact_key(fact) for fact in gold} != {score.fact_key(fact) for fact in found}
