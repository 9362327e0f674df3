"""Draws of what may have happened, kept beside a surface: answers about land rest on all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from tilth.hazard._errors import HazardError
from tilth.hazard._grid import Grid
from tilth.hazard._known import Known
from tilth.hazard._sampler import Draw
from tilth.hazard._state import Common, Strikes
from tilth.hazard._unseen_drawn import drawn_unseen

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Draws", "Keeper"]

Held = TypeVar("Held", Strikes, Common)
_COMMON = tuple(field.name for field in fields(Common))
_STRIKE = tuple(field.name for field in fields(Strikes) if field.name != "on")
_GRID = tuple(field.name for field in fields(Grid))
_PLAIN = ("search_error", "draw", "slot", "counts", "reported", "searched", "totals")
_FORMAT = 1


@dataclass(frozen=True)
class Draws:
    """Draws of the model: for each the strikes that happened and what they shared.

    Attributes
    ----------
    grid
        Of the surface; places are metres from its lower left corner.
    chains
        How many were drawn side by side; draw ``n`` is of chain ``n % chains``.
    common
        What the strikes of each draw share, ``(draws, ...)``.
    search_error
        Chance of a search to find an item, over what was written of it, ``(draws,)``.
    draw, slot
        Number of each strike's draw, in rising order, and its place in the model's list: reported ones
        first. Slot -1 is a strike that nobody reported and nothing speaks for.
    strikes
        Arrays ``(n,)``, all of strikes that happened.
    counts
        Whether each strike is part of the map: a sampled one counts where something speaks for it, for
        those that nothing speaks for are drawn anew.
    reported
        Place, error, certainty and expected items of each report, by which another run finds it again.
    companions
        Places in the model's list for further ovals of reported strikes, after those of the reports.
    searched
        The surface's band of that name, row 0 the southernmost, NaN outside the study.
    totals
        Items expected to be left in the whole study, strikes that nothing speaks for apart, ``(draws,)``.
    """

    grid: Grid
    chains: int
    common: Common
    search_error: NDArray[np.float64]
    draw: NDArray[np.int64]
    slot: NDArray[np.int64]
    strikes: Strikes
    counts: NDArray[np.bool_]
    reported: NDArray[np.float64]
    companions: int
    searched: NDArray[np.float32]
    totals: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.search_error)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as named arrays, to be kept in a file."""
        told = {name: getattr(self, name) for name in _PLAIN}
        told |= {f"common_{name}": getattr(self.common, name) for name in _COMMON}
        told |= {f"strike_{name}": getattr(self.strikes, name) for name in _STRIKE}
        told |= {f"grid_{name}": np.array(getattr(self.grid, name)) for name in _GRID}
        return told | {
            "chains": np.array(self.chains),
            "companions": np.array(self.companions),
            "format": np.array(_FORMAT),
        }

    @classmethod
    def of_arrays(cls, told: Mapping[str, NDArray[Any]]) -> Draws:
        """Return the draws that `arrays` gave.

        Raises
        ------
        HazardError
            Arrays of something else, or written by another version.
        """
        try:
            if int(told["format"]) != _FORMAT:
                raise HazardError(f"draws of format {int(told['format'])}: map again with this version")
            strikes = {name: told[f"strike_{name}"] for name in _STRIKE}
            return cls(
                grid=Grid(**{name: told[f"grid_{name}"].item() for name in _GRID}),
                chains=int(told["chains"]),
                companions=int(told["companions"]),
                common=Common(**{name: told[f"common_{name}"] for name in _COMMON}),
                strikes=Strikes(**strikes, on=np.ones(len(told["draw"]), bool)),
                **{name: told[name] for name in _PLAIN},
            )
        except KeyError as error:
            raise HazardError(f"no draws of a surface: {error} is missing; map again") from error


@dataclass
class _Moment:
    """The strikes that happened in every chain at one time."""

    chain: NDArray[np.int64]
    slot: NDArray[np.int64]
    strikes: Strikes
    counts: NDArray[np.bool_]
    common: Common
    error: NDArray[np.float64]


class Keeper:
    """Takes draws one after the other, as the sampler makes them."""

    def __init__(self) -> None:
        self.moments: list[_Moment] = []
        self.told = self.companions = 0

    def add(self, draw: Draw) -> None:
        """Take every chain of a draw."""
        chain, slot = np.nonzero(draw.strikes.on)
        told = {field.name: getattr(draw.strikes, field.name)[chain, slot] for field in fields(Strikes)}
        kept = draw.is_reported | draw.is_companion
        counts = draw.is_seen[chain, slot] | kept[slot]
        self.told, self.companions = int(draw.is_reported.sum()), int(draw.is_companion.sum())
        moment = _Moment(chain, slot, Strikes(**told), counts, draw.common, draw.search_error)
        self.moments.append(moment)

    def with_other(self, other: Keeper) -> Keeper:
        """Return the draws of two groups of chains that were taken at the same times."""
        both = Keeper()
        both.told, both.companions = self.told, self.companions
        both.moments = [
            _Moment(
                np.concatenate([one.chain, two.chain + len(one.error)]),
                np.concatenate([one.slot, two.slot]),
                _joined([one.strikes, two.strikes]),
                np.concatenate([one.counts, two.counts]),
                _joined([one.common, two.common]),
                np.concatenate([one.error, two.error]),
            )
            for one, two in zip(self.moments, other.moments, strict=True)
        ]
        return both

    def draws(
        self,
        known: Known,
        searched: NDArray[np.float32],
        totals: NDArray[np.float64],
        rng: np.random.Generator,
    ) -> Draws:
        """Return all that was taken, with the strikes that nothing speaks for drawn to each.

        Parameters
        ----------
        totals
            Items left in the study, ``(chains, times)``.
        """
        common = _joined([one.common for one in self.moments])
        error = np.concatenate([one.error for one in self.moments])
        number, unseen = drawn_unseen(known, common, error, rng)
        chains = len(self.moments[0].error)
        draw = np.concatenate([one.chain + chains * at for at, one in enumerate(self.moments)] + [number])
        order = np.argsort(draw, kind="stable")
        ones = np.ones(len(number), bool)
        reported = known.reported
        return Draws(
            grid=known.grid,
            chains=chains,
            common=common,
            search_error=error,
            draw=draw[order],
            slot=np.concatenate([one.slot for one in self.moments] + [np.full(len(number), -1)])[order],
            strikes=_joined([one.strikes for one in self.moments] + [unseen]).part(order),
            counts=np.concatenate([one.counts for one in self.moments] + [ones])[order],
            reported=np.column_stack([reported.place, reported.sd_m, reported.certainty, reported.expected]),
            companions=self.companions,
            searched=searched,
            totals=totals.T.ravel(),
        )


def _joined(parts: list[Held]) -> Held:
    """Return arrays of several parts one after the other."""
    kind = type(parts[0])
    return kind(
        **{field.name: np.concatenate([getattr(one, field.name) for one in parts]) for field in fields(kind)}
    )
