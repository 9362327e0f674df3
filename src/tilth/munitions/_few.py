"""What a new case may be like, from a few published figures of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["draws_like", "rules"]


@cache
def rules() -> dict[str, Any]:
    """Return the content of ``data/munitions/consequences.yaml``."""
    loaded: dict[str, Any] = yaml.safe_load(
        (files("tilth.data") / "munitions" / "consequences.yaml").read_text("utf-8")
    )
    return loaded


def draws_like(figures: Sequence[float], size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return draws of a further figure of the same kind as these positive ones.

    Their logarithms are taken as normal with unknown mean and variance; the variance has a prior worth a few
    rows (scaled inverse chi-squared), so the prediction is Student's t on the logarithm: one figure alone
    gives a wide interval around it.

    Examples
    --------
    >>> import numpy as np
    >>> drawn = draws_like([100.0, 100.0, 100.0], 10_000, np.random.default_rng(1))
    >>> bool(95 < np.median(drawn) < 105)
    True
    """
    import numpy as np

    logs = np.log(np.asarray(figures, dtype=np.float64))
    count, few = len(logs), rules()["few"]
    prior_rows, prior_sd = few["prior_rows"]["value"], few["prior_sd"]["value"]
    freedom = prior_rows + count - 1
    squares = prior_rows * prior_sd**2 + float(((logs - logs.mean()) ** 2).sum())
    scale = np.sqrt(squares / freedom * (1 + 1 / count))
    return np.asarray(np.exp(logs.mean() + scale * rng.standard_t(freedom, size)), dtype=np.float64)
