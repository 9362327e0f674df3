"""What may remain: by the model, by samples, and what the work could not reach. Never a promise of zero."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tilth.reports.documents.area_file import AreaFile, claims_of, told
from tilth.reports.documents.blocks import Block, Cell, Number, Section, Table, Words
from tilth.reports.documents.parts import area_number
from tilth.reports.documents.words import DocumentWords

__all__ = ["remaining_section", "residual_section"]


def residual_section(file: AreaFile, words: DocumentWords) -> Section:
    """Return both statements, each with its assumptions, and that neither is a guarantee."""
    blocks: list[Block] = [Words([words("no_guarantee")], warning=True)]
    blocks += list(_model(file, words))
    blocks += list(_samples(file, words))
    return Section("residual", words("residual"), blocks)


def _model(file: AreaFile, words: DocumentWords) -> Iterator[Block]:
    model = file.residual["model"]
    left = model.get("left")
    if not left:
        yield Words([f"{words('by_model')}: {words('no_model')}"])
        yield Words([str(model["sentence"])], lang="en")
        return
    run = model.get("run")
    behind: dict[str, Any] = {"run": run} if run else {"claims": claims_of([file.area])}
    interval = (round(left["p05"], 2), round(left["p95"], 2))
    rows: list[list[Cell]] = [
        [words("expected_left"), Number(round(left["mean"], 2), interval=interval, **behind)]
    ]
    if model.get("probability_any") is not None:
        chance = Number(round(100 * model["probability_any"], 1), exact=words("of_model"), unit="%", **behind)
        rows.append([words("chance_any"), chance])
    for key in ("area_m2", "not_searched_m2"):
        if model.get(key) is not None:
            number = Number(round(model[key]), exact=words("measured"), unit="m²", **behind)
            rows.append([words(f"model_{key}"), number])
    yield Table(rows, caption=words("by_model"), widths=(3, 1.4))
    yield Words([str(line) for line in (model["sentence"], *model.get("problems", ()))], lang="en")
    yield Words([words("assumptions")])
    yield Words([str(line) for line in model.get("assumptions", ())], listed=True, lang="en")


def _samples(file: AreaFile, words: DocumentWords) -> Iterator[Block]:
    sample = file.residual["sample"]
    rows = [_statement(one, words) for one in sample["statements"]]
    if rows:
        head = [words(key) for key in ("sampled", "found", "confidence", "units_free")]
        yield Table(rows, head, words("by_sample", unit=f"{sample['unit_m2']:g}"), (1.4, 0.8, 1, 1.6))
    else:
        yield Words([f"{words('by_sample', unit=format(sample['unit_m2'], 'g'))}: {words('no_sample')}"])
    needed = sample.get("needed")
    if needed:
        told_ = {name: f"{needed[name]:,}" for name in ("sample", "units")}
        shares = {name: f"{100 * needed[name]:.4g}" for name in ("free", "confidence")}
        yield Words([words("sample_needed", **told_, **shares)])
    yield Words([words("assumptions")])
    problems = [str(line) for one in sample["statements"] for line in one.get("problems", ())]
    yield Words([*(str(line) for line in sample["assumptions"]), *problems], listed=True, lang="en")
    yield Words([words("not_verified")], warning=True)


def _statement(one: dict[str, Any], words: DocumentWords) -> list[Cell]:
    claims = tuple(one["claims"])
    exact = words("of_sample")
    return [
        Number(one["sampled"], claims, exact=words("counted")),
        Number(one["found"], claims, exact=words("counted")),
        f"{100 * one['confidence']:.4g} %",
        Number(round(100 * one["free"], 2), claims, exact=exact, unit="%"),
    ]


def remaining_section(file: AreaFile, words: DocumentWords) -> Section:
    """Return what the work left open: depth, open land, ground not reached, restrictions."""
    behind = claims_of((file.area, *file.work.releases))
    rows: list[list[Cell]] = [[words("open_land"), area_number(file.work.facts["open_m2"], behind, words)]]
    depth = file.work.facts.get("depth_cm")
    if depth:
        deep = [one for one in file.work.activities if told(one, "depth_cm")]
        rows.append(
            [words("depth_reached"), Number(depth, claims_of(deep), exact=words("stated"), unit="cm")]
        )
    closed = [box for box in file.boxes if told(box, "access") == "not_accessible"]
    empty = [box for box in file.boxes if not told(box, "searched") and box not in closed]
    for key, boxes in (("boxes_closed", closed), ("boxes_unsearched", empty)):
        if boxes:
            rows.append([words(key), Number(len(boxes), claims_of(boxes), exact=words("counted"))])
    works = (*file.work.activities, *file.work.releases, *file.work.handovers)
    limits = dict.fromkeys(str(told(one, "restrictions")) for one in works if told(one, "restrictions"))
    rows += [[words("restrictions"), limit] for limit in limits]
    notes = [words("below_depth"), words("beyond_fade_out"), words("if_found")]
    return Section("remaining", words("remaining"), [Table(rows, widths=(2, 2)), Words(notes, listed=True)])
