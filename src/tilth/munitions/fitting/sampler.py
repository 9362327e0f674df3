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
    """A sampler for rows of one shape: compiled once, then run on other figures in the same rows.

    Parameters
    ----------
    units, sizes
        Families, and how many rows each form has.
    warmup, draws, thin, chains
        Steps to settle in, draws kept of each chain, steps for each draw kept, and chains.
    """

    def __init__(
        self,
        units: Sequence[str],
        sizes: tuple[int, ...],
        *,
        warmup: int,
        draws: int,
        thin: int = 1,
        chains: int = 1,
    ) -> None:
        import_sampler()
        import jax

        self.units, self.sizes = tuple(units), sizes
        self.warmup, self.draws, self.thin, self.chains = warmup, draws, thin, chains
        self._mean, self._sd = prior(units)
        self._run = jax.jit(self._chain)

    def draw(
        self, rows: Design, seed: int, *, mean: Floats | None = None, sd: Floats | None = None
    ) -> Fitted:
        """Return draws for these rows; `mean` and `sd` replace the prior of the data file."""
        import jax
        from numpyro.diagnostics import summary

        mean, sd = (self._mean if mean is None else mean), (self._sd if sd is None else sd)
        keys = jax.random.split(jax.random.PRNGKey(seed), self.chains)
        chains = [self._run(key, rows.arrays(), mean, sd) for key in keys]
        unknown = np.stack([np.asarray(found, dtype=np.float64) for found, _ in chains])
        told = summary({"unknown": unknown}, prob=0.9)["unknown"]
        theta = mean + sd * unknown.reshape(-1, len(self._mean))
        diverged = sum(int(np.asarray(diverging).sum()) for _, diverging in chains)
        return Fitted(
            theta,
            names(self.units),
            self.units,
            np.asarray(told["r_hat"]),
            np.asarray(told["n_eff"]),
            diverged,
            versions(),
        )

    def _chain(self, key: Any, data: Mapping[str, Any], mean: Any, sd: Any) -> tuple[Any, Any]:
        """Return the draws of one chain and which steps diverged, both as JAX arrays."""
        import jax
        import jax.numpy as jnp
        from jax.scipy import special
        from numpyro.infer import NUTS

        rows = Design(**data, sizes=self.sizes)

        def potential(unknown: Any) -> Any:
            theta = mean + sd * unknown
            return 0.5 * (unknown**2).sum() - log_likelihood(theta, rows, len(self.units), jnp, special)

        def steps(state: Any, _: Any) -> tuple[Any, tuple[Any, Any]]:
            state = jax.lax.fori_loop(0, self.thin, lambda _, at: kernel.sample(at, (), {}), state)
            return state, (state.z, state.diverging)

        kernel = NUTS(potential_fn=potential, target_accept_prob=0.9)
        start, key = 0.1 * jax.random.normal(key, (len(self._mean),)), jax.random.fold_in(key, 1)
        state = kernel.init(key, self.warmup, init_params=start, model_args=(), model_kwargs={})
        state = jax.lax.fori_loop(0, self.warmup, lambda _, at: kernel.sample(at, (), {}), state)
        _, (draws, diverging) = jax.lax.scan(steps, state, None, length=self.draws)
        return draws, diverging


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
    sampler = Sampler(
        units,
        rows.sizes,
        warmup=int(constant("fit", "warmup")),
        draws=kept // chains,
        thin=thin,
        chains=chains,
    )
    return sampler.draw(rows, int(constant("fit", "seed")) if seed is None else seed)


def import_sampler() -> None:
    """Load JAX with double precision, or say how to install it."""
    try:
        import jax
        import numpyro  # noqa: F401
    except ImportError:
        raise MunitionError(
            "fitting needs a sampler that the ordinary install leaves out: pip install 'tilth[fit]'"
        ) from None
    jax.config.update("jax_enable_x64", True)


def versions() -> dict[str, str]:
    """Return the versions of the libraries that make the draws."""
    from importlib.metadata import version

    return {name: version(name) for name in ("jax", "jaxlib", "numpyro")}
