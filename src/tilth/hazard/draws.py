"""Draws of what may have happened, kept beside a surface: answers about land rest on all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from tilth.hazard._errors import HazardError
from tilth.hazard._grid import Grid
from tilth.hazard._known import Known
from tilth.hazard._sampler import Draw
from tilth.hazard._state import Common, Strikes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Draws", "Keeper"]

_COMMON = tuple(field.name for field in fields(Common))
_STRIKE = tuple(field.name for field in fields(Strikes) if field.name != "on")
_GRID = tuple(field.name for field in fields(Grid))
_PLAIN = ("search_error", "draw", "slot", "counts", "reported", "searched")
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
    searched
        The surface's band of that name, row 0 the southernmost, NaN outside the study.
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
    searched: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.search_error)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as named arrays, to be kept in a file."""
        told = {name: getattr(self, name) for name in _PLAIN}
        told |= {f"common_{name}": getattr(self.common, name) for name in _COMMON}
        told |= {f"strike_{name}": getattr(self.strikes, name) for name in _STRIKE}
        told |= {f"grid_{name}": np.array(getattr(self.grid, name)) for name in _GRID}
        return told | {"chains": np.array(self.chains), "format": np.array(_FORMAT)}

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
                common=Common(**{name: told[f"common_{name}"] for name in _COMMON}),
                strikes=Strikes(**strikes, on=np.ones(len(told["draw"]), bool)),
                **{name: told[name] for name in _PLAIN},
            )
        except KeyError as error:
            raise HazardError(f"no draws of a surface: {error} is missing; map again") from error


class Keeper:
    """Takes draws one after the other, as the sampler makes them."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._common: list[Common] = []
        self._errors: list[NDArray[np.float64]] = []
        self._parts: list[tuple[NDArray[np.int64], NDArray[np.int64], Strikes, NDArray[np.bool_]]] = []
        self._taken = 0

    def add(self, draw: Draw) -> None:
        """Take every chain of a draw."""
        chain, slot = np.nonzero(draw.strikes.on)
        told = {field.name: getattr(draw.strikes, field.name)[chain, slot] for field in fields(Strikes)}
        counts = draw.is_seen[chain, slot] | draw.is_reported[slot]
        self._parts.append((chain + self._taken, slot, Strikes(**told), counts))
        self._common.append(draw.common)
        self._errors.append(draw.search_error)
        self._taken += len(draw.strikes.on)

    def draws(self, searched: NDArray[np.float32], rng: np.random.Generator) -> Draws:
        """Return all that was taken, with the strikes that nothing speaks for drawn to each."""
        from tilth.hazard._unseen_drawn import drawn_unseen

        common = Common(**{name: _stacked([getattr(one, name) for one in self._common]) for name in _COMMON})
        error = np.concatenate(self._errors)
        number, unseen = drawn_unseen(self.known, common, error, rng)
        parts = [*self._parts, (number, np.full(len(number), -1), unseen, np.ones(len(number), bool))]
        draw = np.concatenate([part[0] for part in parts])
        order = np.argsort(draw, kind="stable")
        told = {
            field.name: _stacked([getattr(part[2], field.name) for part in parts])[order]
            for field in fields(Strikes)
        }
        reported = self.known.reported
        return Draws(
            grid=self.known.grid,
            chains=len(self._errors[0]),
            common=common,
            search_error=error,
            draw=draw[order],
            slot=np.concatenate([part[1] for part in parts])[order],
            strikes=Strikes(**told),
            counts=np.concatenate([part[3] for part in parts])[order],
            reported=np.column_stack([reported.place, reported.sd_m, reported.certainty, reported.expected]),
            searched=searched,
        )


def _stacked(parts: list[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts)
