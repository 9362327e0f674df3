"""What an expectation takes for granted, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tilth.munitions._evidence import Piece
from tilth.munitions._model import constant, family_of, model
from tilth.munitions._rounds import Rounds
from tilth.munitions.catalogue import Munition

__all__ = ["assumptions"]

Near = Sequence[tuple[Piece, str]]


def assumptions(
    munition: Munition, setting: str, near: Near, fired: Rounds, loads: Sequence[int], *, given: bool
) -> tuple[str, ...]:
    """Return one sentence an assumption: evidence first, then load, rounds and reading of the result."""
    return (
        *_evidence(munition, setting, near),
        *_load(munition, loads, given=given),
        *_rounds(fired),
        "All rounds share one lot and place, drawn for this strike: their failures do not average out.",
        "Every dud counts as dangerous; items cleared, moved or exploded since are not taken off.",
        *_carried(munition),
    )


def _evidence(munition: Munition, setting: str, near: Near) -> Iterator[str]:
    groups = set(model()["settings"][setting])
    own, family = (_told(near, level, groups) for level in ("munition", "family"))
    if not own and munition.kind != "class":
        yield f"No usable {setting} rate for {munition.id} itself{_only_bounds(near, 'munition', groups)}."
    if not own and not family:
        yield _fallback(munition, near, groups)
    if not any(not piece.bound for piece, _ in near):
        yield "No usable rate at all: the figure is the prior, limited by bounds where there are any."
    yield from (
        words
        for name, words in sorted({**model()["misfit"], **model()["no_rate"]}.items())
        if name in munition.families
    )
    if any(piece.form in ("point", "range") for piece, _ in near):
        yield (
            f"A rate published without its count has an error of {constant('likelihood', 'point_sd'):g}"
            " on the logit scale (about 40 items at 10 per cent), however many were fired."
        )
    if setting == "mixed":
        yield "Half of the draws are test, half combat; combat figures are higher wherever both exist."
    if setting == "claimed":
        yield "This is what officials would claim for such munitions, not what was found."


def _fallback(munition: Munition, near: Near, groups: set[str]) -> str:
    elsewhere = [piece.row for piece, level in near if level in ("munition", "family") and not piece.bound]
    name = f"its family ({munition.family})" if munition.family else "its family, which is not on record"
    words = f"None for {name}{_only_bounds(near, 'family', groups)}"
    if elsewhere:
        rows = ", ".join(elsewhere)
        return f"{words}: carried over from its rows of other settings ({rows}) as other families are."
    return f"{words}: fallback to all cluster munitions."


def _told(near: Near, level: str, groups: set[str]) -> list[Piece]:
    return [piece for piece, at in near if at == level and not piece.bound and piece.group in groups]


def _only_bounds(near: Near, level: str, groups: set[str]) -> str:
    bounds = [piece.row for piece, at in near if at == level and piece.bound and piece.group in groups]
    return f" (only a bound: {', '.join(bounds)})" if bounds else ""


def _load(munition: Munition, loads: Sequence[int], *, given: bool) -> Iterator[str]:
    if given:
        yield f"Load of {loads[0]} a round as given."
    elif len(set(loads)) > 1:
        why = "of this class" if munition.kind == "class" else "of its class, since its own is not on record"
        yield f"Loads of {min(loads):,} to {max(loads):,} a round, those {why}."
    else:
        yield f"Load of {loads[0]} a round."
        if munition.verification == "located":
            yield "That load was not read at its source (located): check it."
        if munition.total_submunitions and loads[0] != munition.total_submunitions:
            canisters = munition.total_submunitions
            yield f"The table counts {canisters} canisters; their warheads are counted here."
    yield "Carriers that do not open leave their whole load in one place and are counted apart."


def _rounds(fired: Rounds) -> Iterator[str]:
    if fired.words:
        yield f"{fired.words!r} is read as {fired.low:,} to {fired.high:,} rounds."
    if fired.low != fired.high:
        yield f"Each number of rounds from {fired.low:,} to {fired.high:,} is equally likely."
    elif fired.sd:
        yield f"Rounds are {fired.low:,} with a standard deviation of {fired.sd:g}, never below 0."


def _carried(munition: Munition) -> Iterator[str]:
    for item in munition.submunitions:
        remark = family_of(item.name, munition.origin_iso3).remark
        if remark:
            yield f"{item.name}: {remark}."
    if munition.self_destruct == "yes":
        yield "A claimed self-destruct device is given no credit beyond what the rows show."
