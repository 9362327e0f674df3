"""Draws from the posterior of the failure model by the No-U-Turn sampler of NumPyro."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilth.munitions._errors import MunitionError
from tilth.munitions._evidence import Piece
from tilth.munitions._likelihood import Design, design, log_likelihood
from tilth.munitions._model import constant
from tilth.munitions._scale import names, prior

__all__ = ["Fitted", "Sampler", "fit"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Draws and how well they mixed.

    Attributes
    ----------
    theta : array (draws, unknowns)
        In the order of `names`.
    names : tuple of str
    units : tuple of str
        Families, in the order of the unknowns.
    r_hat, ess : array
        Of each unknown (split R-hat and bulk effective sample size of NumPyro).
    divergences : int
        Transitions that diverged.
    versions : mapping
        Of the libraries that made them.
    """

    theta: Floats
    names: tuple[str, ...]
    units: tuple[str, ...]
    r_hat: Floats
    ess: Floats
    divergences: int
    versions: Mapping[str, str]


class Sampler:
    """A compiled sampler for rows of one shape; other figures in the same rows need no new compilation."""

    def __init__(self, units: Sequence[str], sizes: tuple[int, ...], *, warmup: int, draws: int,
                 thin: int = 1, chains: int = 1) -> None:
        numpyro = _numpyro()
        from numpyro.infer import MCMC, NUTS

        self.units, self.sizes = tuple(units), sizes
        self._mean, self._sd = prior(units)
        kernel = NUTS(self._model, target_accept_prob=0.9)
        self._mcmc = MCMC(kernel, num_warmup=warmup, num_samples=draws * thin, thinning=thin, num_chains=chains,
                          chain_method="sequential", progress_bar=False, jit_model_args=True)
        self._numpyro = numpyro

    def _model(self, data: Mapping[str, Any], mean: Any, sd: Any) -> None:
        import jax.numpy as jnp
        import numpyro
        from jax.scipy import special
        from numpyro import distributions as dist

        unknown = numpyro.sample("unknown", dist.Normal(0, 1).expand([len(self._mean)]).to_event(1))
        rows = Design(**data, sizes=self.sizes)
        theta = mean + sd * unknown
        numpyro.factor("rows", log_likelihood(theta, rows, len(self.units), jnp, _special(special)))

    def draw(self, rows: Design, seed: int, *, mean: Floats | None = None, sd: Floats | None = None) -> Fitted:
        """Return draws for these rows; `mean` and `sd` replace the prior of the data file."""
        import jax
        from numpyro.diagnostics import summary

        mean, sd = (self._mean if mean is None else mean), (self._sd if sd is None else sd)
        self._mcmc.run(jax.random.PRNGKey(seed), rows.arrays(), mean, sd, extra_fields=("diverging",))
        by_chain = self._mcmc.get_samples(group_by_chain=True)
        told = summary(by_chain, prob=0.9)["unknown"]
        theta = mean + sd * np.asarray(by_chain["unknown"], dtype=np.float64).reshape(-1, len(self._mean))
        return Fitted(theta, names(self.units), self.units, np.asarray(told["r_hat"]), np.asarray(told["n_eff"]),
                      int(self._mcmc.get_extra_fields()["diverging"].sum()), versions())


def fit(pieces: Sequence[Piece], *, seed: int | None = None) -> Fitted:
    """Return draws from the posterior given these pieces of evidence, with the constants of ``model.yaml``.

    Raises
    ------
    MunitionError
        When the sampler is not installed.
    """
    pieces = [piece for piece in pieces if piece.form != "unopened"]
    units = tuple(sorted({piece.unit for piece in pieces}))
    rows, _ = design(pieces, units)
    kept, chains, thin = (int(constant("fit", name)) for name in ("kept", "chains", "thin"))
    sampler = Sampler(units, rows.sizes, warmup=int(constant("fit", "warmup")), draws=kept // chains, thin=thin,
                      chains=chains)
    return sampler.draw(rows, int(constant("fit", "seed")) if seed is None else seed)


def _numpyro() -> Any:
    try:
        import jax
        import numpyro
    except ImportError:
        raise MunitionError(
            "fitting needs a sampler that the ordinary install leaves out: pip install 'tilth[fit]'"
        ) from None
    jax.config.update("jax_enable_x64", True)
    return numpyro


def _special(special: Any) -> Any:
    """Return the special functions under the names that SciPy gives them."""
    return special


def versions() -> dict[str, str]:
    """Return the versions of the libraries that make the draws."""
    from importlib.metadata import version

    return {name: version(name) for name in ("jax", "jaxlib", "numpyro")}
