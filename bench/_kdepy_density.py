"""Run by the peer's own Python: KDEpy's kernel density of finds on a grid by FFT, timed."""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version

import numpy as np
from KDEpy import FFTKDE  # type: ignore[import-untyped,import-not-found,unused-ignore]


def main(path: str) -> None:
    """Read places and weights; write items by cell beside them and print the seconds."""
    given = np.load(path)
    (rows, columns), cell = given["shape"].tolist(), float(given["cell_m"])
    pad = 40  # KDEpy wants every point inside its grid
    x, y = ((np.arange(-pad, count + pad) + 0.5) * cell for count in (columns, rows))
    middles = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1).reshape(-1, 2)
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        kernel = FFTKDE(kernel="gaussian", bw=float(given["bandwidth_m"])).fit(
            given["place"], given["weight"]
        )
        density = kernel.evaluate(middles)
        taken.append(time.perf_counter() - start)
    items = density.reshape(len(x), len(y)).T[pad:-pad, pad:-pad] * given["weight"].sum() * cell**2
    np.save(path.replace(".npz", ".density.npy"), items)
    print(json.dumps({"seconds": sorted(taken)[1], "version": version("KDEpy")}))


if __name__ == "__main__":
    main(sys.argv[1])
