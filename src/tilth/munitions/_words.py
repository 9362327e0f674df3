"""What an expectation takes for granted, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tilth.munitions._evidence import Piece
from tilth.munitions._model import constant, family_of
from tilth.munitions._rounds import Rounds
from tilth.munitions.catalogue import Munition

__all__ = ["assumptions"]


def assumptions(
    munition: Munition, setting: str, pieces: Sequence[Piece], fired: Rounds, load: int | None
) -> tuple[str, ...]:
    """Return one sentence an assumption: evidence first, then load, rounds and reading of the result."""
    return (
        *_evidence(munition, setting, pieces),
        *_load(munition, load),
        *_rounds(fired),
        "All rounds share one failure rate, drawn for this strike: failures do not average out.",
        "Every dud counts as dangerous; items cleared, moved or exploded since are not taken off.",
        *_carried(munition),
    )


def _evidence(munition: Munition, setting: str, pieces: Sequence[Piece]) -> Iterator[str]:
    kind = "" if setting == "any" else f"{setting} "
    own, family = (_level(pieces, level) for level in ("munition", "family"))
    if not own:
        yield f"No usable {kind}rate for {munition.id} itself{_only_bounds(pieces, 'munition')}."
    if not own and not family:
        name = f"its family ({munition.family})" if munition.family else "its family, which is not on record"
        yield f"None for {name}{_only_bounds(pieces, 'family')}{_far(pieces)}."
    elif not own:
        yield f"Fallback to its family ({munition.family or 'by submunition'}), with a prior from others."
    if not any(not piece.bound for piece in pieces):
        yield "No usable rate at all: the figure is the prior, limited by bounds where there are any."
    if any(piece.form == "rate" for piece in pieces):
        worth = constant("likelihood", "effective_n")
        yield f"A rate published without its count is worth {worth:g} items, however many were fired."
    if any(piece.form == "interval" for piece in pieces):
        yield f"Ranges and bounds are trusted {constant('likelihood', 'range_trust'):.0%}."
    if setting == "any":
        yield "Test and combat figures are mixed; combat figures are higher wherever both exist."


def _level(pieces: Sequence[Piece], level: str) -> list[Piece]:
    return [piece for piece in pieces if piece.level == level and not piece.bound]


def _only_bounds(pieces: Sequence[Piece], level: str) -> str:
    bounds = [piece.row for piece in pieces if piece.level == level and piece.bound]
    return f" (only a bound: {', '.join(bounds)})" if bounds else ""


def _far(pieces: Sequence[Piece]) -> str:
    return ": fallback to all cluster munitions" if _level(pieces, "all") else ""


def _load(munition: Munition, given: int | None) -> Iterator[str]:
    if given is not None:
        yield f"Load of {given} a round as given."
        return
    yield f"Load of {munition.load} a round, none lost with a carrier that did not open."
    if munition.verification == "located":
        yield "That load was not read at its source (located): check it."
    if munition.load != munition.total_submunitions:
        yield f"The table counts {munition.total_submunitions} canisters; their warheads are counted here."


def _rounds(fired: Rounds) -> Iterator[str]:
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
