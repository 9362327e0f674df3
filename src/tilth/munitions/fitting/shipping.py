"""Writing the draws that tilth ships, and comparing new ones with them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from tilth import data
from tilth.munitions._evidence import Piece
from tilth.munitions._model import constant
from tilth.munitions._posterior import hash_of_model, hash_of_rows, shipped
from tilth.munitions.fitting.sampler import Fitted

__all__ = ["compare_draws", "write_draws"]

_DECIMALS = 4


def write_draws(fitted: Fitted, pieces: Sequence[Piece], folder: Path, seed: int) -> tuple[Path, Path]:
    """Write ``posterior.npz`` and its sidecar ``posterior.json``; return the two paths.

    The draws are rounded to four decimals: far below their Monte Carlo error, and a third of the size.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draws, told = folder / "posterior.npz", folder / "posterior.json"
    theta = np.round(fitted.theta, _DECIMALS).astype(np.float32)
    np.savez_compressed(draws, theta=theta)
    told.write_text(json.dumps(_sidecar(fitted, pieces, seed), indent=1) + "\n", encoding="utf-8")
    return draws, told


def _sidecar(fitted: Fitted, pieces: Sequence[Piece], seed: int) -> dict[str, Any]:
    kept = sorted((piece for piece in pieces if piece.form != "unopened"), key=lambda piece: piece.row)
    return {
        "what": "Draws from the posterior of the failure model; made by 'tilth munitions fit', never by hand",
        "rows_sha256": hash_of_rows(kept),
        "model_sha256": hash_of_model(),
        "table_sha256": data.table("failure_rates").sha256,
        "seed": seed,
        "draws": len(fitted.theta),
        "chains": int(constant("fit", "chains")),
        "versions": dict(fitted.versions),
        "r_hat_max": round(float(fitted.r_hat.max()), 4),
        "ess_min": round(float(fitted.ess.min())),
        "divergences": fitted.divergences,
        "units": list(fitted.units),
        "names": list(fitted.names),
        "pieces": [asdict(piece) for piece in kept],
    }


def compare_draws(fitted: Fitted) -> Mapping[str, float]:
    """Return how far new draws are from the shipped ones.

    Returns
    -------
    mapping
        ``largest``: largest difference of one draw; ``largest_sd``: largest difference of a 5, 50 or 95 per
        cent point, in standard deviations of that unknown, for a machine on which the same seed takes
        another path.
    """
    ours = shipped().theta
    if ours.shape != fitted.theta.shape:
        return {"largest": float("inf"), "largest_sd": float("inf")}
    points = (0.05, 0.5, 0.95)
    apart = np.abs(np.quantile(ours, points, axis=0) - np.quantile(fitted.theta, points, axis=0))
    return {
        "largest": float(np.abs(ours - fitted.theta).max()),
        "largest_sd": float((apart / ours.std(axis=0)).max()),
    }
