"""The shipped draws of the failure model, and which rows they were made from."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilth.munitions._evidence import Piece
from tilth.munitions._model import model

__all__ = ["Posterior", "hash_of_model", "hash_of_rows", "posterior_of", "shipped", "sidecar"]

Floats = NDArray[np.float64]
_MODEL_PARTS = ("prior", "likelihood")


@dataclass(frozen=True, slots=True)
class Posterior:
    """Draws of all unknowns given some rows.

    Attributes
    ----------
    theta : array (draws, unknowns)
        In the order of ``_scale.names(units)``.
    units : tuple of str
        Families and places of mixed rows that the unknowns are about.
    pieces : tuple of Piece
        What the draws were made from.
    """

    theta: Floats
    units: tuple[str, ...]
    pieces: tuple[Piece, ...]


def hash_of_rows(pieces: Sequence[Piece]) -> str:
    """Return the SHA-256 of the pieces of evidence as the model takes them, whatever their order."""
    told = sorted(json.dumps(asdict(piece), sort_keys=True) for piece in pieces)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def hash_of_model() -> str:
    """Return the SHA-256 of the constants that the draws depend on: prior and likelihood."""
    told = {name: model()[name] for name in _MODEL_PARTS}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@cache
def sidecar() -> Mapping[str, Any]:
    """Return what is told of the shipped draws: rows, hashes, seed, versions, convergence."""
    loaded: dict[str, Any] = json.loads(
        (files("tilth.data") / "munitions" / "posterior.json").read_text("utf-8")
    )
    return loaded


@cache
def shipped() -> Posterior:
    """Return the shipped draws with the rows that made them."""
    raw = (files("tilth.data") / "munitions" / "posterior.npz").read_bytes()
    with np.load(io.BytesIO(raw), allow_pickle=False) as held:
        theta = held["theta"].astype(np.float64)
    told = sidecar()
    return Posterior(theta, tuple(told["units"]), tuple(Piece(**piece) for piece in told["pieces"]))


def posterior_of(pieces: Sequence[Piece]) -> Posterior:
    """Return draws given these pieces: the shipped ones when they were made from the same, else moved on.

    Rows that a user adds, corrects or takes away move the shipped draws by the likelihood of what changed
    (``_moving``); no sampler need be installed.
    """
    base = shipped()
    told = tuple(piece for piece in pieces if piece.form != "unopened")
    if hash_of_rows(told) == hash_of_rows(base.pieces):
        return base
    return _moved(tuple(sorted(told, key=lambda piece: piece.row)))


@cache
def _moved(pieces: tuple[Piece, ...]) -> Posterior:
    from tilth.munitions._moving import moved

    return moved(shipped(), pieces)
