"""A Matérn field on a grid as a Gaussian Markov field: sparse precision, its factors, draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Factor", "Field", "field_of"]


@dataclass(frozen=True)
class Factor:
    """Factors of a sparse symmetric matrix A: P A P' = L D L'."""

    lower: Any
    diagonal: NDArray[np.float64]
    order: NDArray[np.int64]
    whole: Any

    @property
    def log_det(self) -> float:
        """Log determinant of the matrix."""
        return float(np.log(self.diagonal).sum())

    def solve(self, right: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the solution of A x = right."""
        return np.asarray(self.whole.solve(right))

    def draws(self, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """Return normal vectors of precision A, ``(count, n)``."""
        from scipy.sparse.linalg import spsolve_triangular

        noise = rng.normal(0, 1, (len(self.diagonal), count)) / np.sqrt(self.diagonal)[:, None]
        drawn = spsolve_triangular(self.lower.T.tocsr(), noise, lower=False, unit_diagonal=True)
        return np.asarray(drawn[self.order].T)


@dataclass(frozen=True)
class Field:
    """A field's precision matrix and its log determinant."""

    precision: Any
    log_det: float

    def factor(self, more: NDArray[np.float64]) -> Factor:
        """Return the factors of the precision plus a diagonal."""
        from scipy.sparse import diags

        return _factor(self.precision + diags(more))


def field_of(shape: tuple[int, int], range_cells: float, sd: float) -> Field:
    """Return a Matérn field of smoothness 1 with reflecting edges.

    Lindgren, Rue and Lindström, JRSS B 73 (2011) 423-498: precision t (k² + L)² with L the grid's
    Laplacian, range √8 / k, variance 1 / (4 pi k² t).

    Examples
    --------
    >>> field_of((3, 4), 2.0, 1.0).precision.shape
    (12, 12)
    """
    from scipy.sparse import diags, identity, kron

    def line(count: int) -> Any:
        middle = np.full(count, 2.0)
        middle[[0, -1]] = 1.0
        return diags([-np.ones(count - 1), middle, -np.ones(count - 1)], [-1, 0, 1])

    rows, columns = shape
    laplacian = kron(line(rows), identity(columns)) + kron(identity(rows), line(columns))
    squared = 8.0 / range_cells**2
    root = squared * identity(rows * columns) + laplacian
    precision = (root @ root) / (4 * np.pi * squared * sd**2)
    return Field(precision.tocsc(), _factor(precision).log_det)


def _factor(matrix: Any) -> Factor:
    from scipy.sparse.linalg import splu

    whole = splu(
        matrix.tocsc(),
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=0.0,
        options={"SymmetricMode": True},
    )
    return Factor(whole.L, np.asarray(whole.U.diagonal()), np.asarray(whole.perm_c), whole)
