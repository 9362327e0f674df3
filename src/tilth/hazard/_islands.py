"""Chains that settled apart from each other: which of them to go on from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from tilth.hazard._sampler import Settled
from tilth.hazard._state import Common, Strikes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["best_of"]

Held = TypeVar("Held", Strikes, Common)
_TRUST = 0.5
"""Power of the evidence: its estimates scatter, and the root keeps more than one explanation alive."""


def best_of(begun: Sequence[Settled], sizes: Sequence[int]) -> list[Settled]:
    """Return groups of chains of these sizes, drawn from settled ones in proportion to their evidence.

    Populations that settled apart and are weighed by their evidence: Whiteley, Lee and Heine, Bernoulli 22
    (2016) 494-529. Each group gets chains of all that are gone on from.
    """
    if len(begun) == 1 and len(sizes) == 1:
        return list(begun)
    log_weight = _TRUST * np.array([one.log_evidence for one in begun])
    share = np.cumsum(np.exp(log_weight - log_weight.max()))
    total = sum(sizes)
    island = np.searchsorted(share / share[-1], (np.arange(total) + 0.5) / total)
    first = np.searchsorted(island, island)
    size = np.array([len(one.common.unrecorded) for one in begun])
    chain = (np.arange(total) - first) % size[island]
    starts = np.concatenate([[0], np.cumsum(size)[:-1]])
    rows = starts[island] + chain
    strikes = _joined([one.strikes for one in begun])
    common = _joined([one.common for one in begun])
    evidence = float(np.logaddexp.reduce([one.log_evidence for one in begun]) - np.log(len(begun)))
    dealt = np.argsort(np.arange(total) % len(sizes), kind="stable")
    groups = np.split(rows[dealt], np.cumsum(sizes)[:-1])
    return [Settled(_picked(strikes, part), _picked(common, part), evidence) for part in groups]


def _joined(parts: Sequence[Held]) -> Held:
    kind = type(parts[0])
    return kind(*(np.concatenate([getattr(one, field.name) for one in parts]) for field in fields(kind)))


def _picked(part: Held, rows: NDArray[np.int64]) -> Held:
    return type(part)(*(getattr(part, field.name)[rows] for field in fields(part)))
