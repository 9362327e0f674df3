"""The file of draws kept beside a surface: written whole or not at all, read back with its hash checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.claims.datasets import file_sha256
from tilth.project._errors import ProjectError

if TYPE_CHECKING:
    from tilth.hazard import Draws

__all__ = ["draws_beside", "read_draws", "write_draws"]


def draws_beside(surface: Path) -> Path:
    """Return the name of the file of draws that belongs to a surface.

    Examples
    --------
    >>> draws_beside(Path("valley.tif")).name
    'valley.draws.npz'
    """
    return surface.with_name(f"{surface.stem}.draws.npz")


def write_draws(draws: Draws, path: Path) -> str:
    """Write draws; return the SHA-256 of the file. The same draws give the same bytes.

    Raises
    ------
    ProjectError
        The file cannot be written.
    """
    import numpy as np

    draft = path.with_name(f".{path.stem}.part.npz")
    try:
        arrays: dict[str, Any] = draws.arrays()
        np.savez_compressed(draft, **arrays)
        draft.replace(path)
    except OSError as error:
        raise ProjectError(
            f"{path} cannot be written: {error}; check the folder and the space left"
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return file_sha256(path)


def read_draws(path: Path, sha256: str | None = None) -> Draws:
    """Return the draws of a file.

    Raises
    ------
    ProjectError
        No such file, one whose bytes changed, or a file of something else.
    HazardError
        Draws of another version.
    """
    from zipfile import BadZipFile

    import numpy as np

    from tilth.hazard import Draws

    if not path.is_file():
        raise ProjectError(f"no file {str(path)!r} with the draws of the surface: copy it here, or map again")
    if sha256 is not None and file_sha256(path) != sha256:
        raise ProjectError(f"{path.name} changed since the surface was made: restore it, or map again")
    try:
        with np.load(path, allow_pickle=False) as held:
            return Draws.of_arrays({name: held[name] for name in held.files})
    except (BadZipFile, ValueError, OSError) as error:
        raise ProjectError(f"{path.name} holds no draws of a surface: {error}") from error
