"""Chains that settled apart from each other: how many of each go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from tilth.hazard._sampler import Settled
from tilth.hazard._settings import assumed
from tilth.hazard._state import Common, Strikes

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["dealt"]

Held = TypeVar("Held", Strikes, Common)


def dealt(begun: Sequence[Settled], sizes: Sequence[int]) -> list[Settled]:
    """Return groups of chains of these sizes, taken from settled ones by a power of their evidence.

    Populations that settle apart would be weighed by their evidence were the model true (Whiteley, Lee and
    Heine, Bernoulli 22 (2016) 494-529). It never is: its assumptions hold roughly, and the explanation that
    fits best need not foretell best. A small power drops what failed and keeps what differs (the power
    posterior of Grünwald and van Ommen, Bayesian Analysis 12 (2017) 1069-1103). Each group gets chains of
    all.
    """
    if len(begun) == 1 and len(sizes) == 1:
        return list(begun)
    log_weight = assumed("sampling", "trust") * np.array([one.log_evidence for one in begun])
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
    order = np.argsort(np.arange(total) % len(sizes), kind="stable")
    groups = np.split(rows[order], np.cumsum(sizes)[:-1])
    return [Settled(_picked(strikes, part), _picked(common, part), evidence) for part in groups]


def _joined(parts: Sequence[Held]) -> Held:
    kind = type(parts[0])
    return kind(*(np.concatenate([getattr(one, field.name) for one in parts]) for field in fields(kind)))


def _picked(part: Held, rows: NDArray[np.int64]) -> Held:
    return type(part)(*(getattr(part, field.name)[rows] for field in fields(part)))
