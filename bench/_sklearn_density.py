"""Run by the peer's own Python: scikit-learn's kernel density of finds on a grid, timed."""

from __future__ import annotations

import json
import sys
import time

import numpy as np
import sklearn  # type: ignore[import-untyped,import-not-found,unused-ignore]
from sklearn.neighbors import KernelDensity  # type: ignore[import-untyped,import-not-found,unused-ignore]


def main(path: str) -> None:
    """Read places, weights and middles of cells; write the density beside them and print the seconds."""
    given = np.load(path)
    start = time.perf_counter()
    model = KernelDensity(bandwidth=float(given["bandwidth_m"])).fit(
        given["place"], sample_weight=given["weight"]
    )
    density = (
        np.exp(model.score_samples(given["middles"])) * given["weight"].sum() * float(given["cell_m"]) ** 2
    )
    seconds = time.perf_counter() - start
    np.save(path.replace(".npz", ".density.npy"), density)
    print(json.dumps({"seconds": seconds, "version": sklearn.__version__}))


if __name__ == "__main__":
    main(sys.argv[1])
