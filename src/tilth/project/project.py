"""A project: one ledger with its feature layers and its folder of bulk data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import event

from tilth.claims import (
    Appended,
    Claim,
    Installation,
    Ledger,
    Note,
    Pulled,
    Sealed,
    Store,
    open_store,
    pull,
)
from tilth.project import _gpkg, layers
from tilth.project._errors import ProjectError

__all__ = ["Project"]


class Project:
    """A project in a GeoPackage file or a PostgreSQL database.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> with Project.create(folder / "p.gpkg", Installation(folder / "home")) as project:
    ...     done = project.append([Claim(kind="strike", subject="strike:1", values={"rounds": 3},
    ...         place={"geometry": {"type": "Point", "coordinates": [37.5, 48.0]}, "accuracy_m": 50})])
    ...     layers.layer_rows(project.store, "strike")[0]["rounds"]
    3.0
    """

    def __init__(self, ledger: Ledger, address: str) -> None:
        self.ledger = ledger
        self.address = address

    @classmethod
    def create(cls, address: str | Path, installation: Installation | None = None) -> Self:
        """Return a new project; refuse when there is one at `address`."""
        path = file_of(address)
        if path is not None:
            _refuse_existing(path)
        store = _open_store(address, create=True)
        layers.create_layers(store)
        ledger = Ledger.create_in(store, installation)
        project = cls(ledger, str(address))
        layers.rebuild(store)
        if path is not None:
            _gpkg.list_claims(path)
        return project

    @classmethod
    def open(
        cls,
        address: str | Path,
        installation: Installation | None = None,
        *,
        read_only: bool = False,
        pooled: bool = False,
    ) -> Self:
        """Return the project at `address`; layers left behind by a stop are brought up to date.

        `pooled` keeps connections open between uses, for a server.
        """
        store = _open_store(address, read_only=read_only, pooled=pooled)
        project = cls(Ledger(store, installation or Installation.here()), str(address))
        if not store.read_only:
            layers.refresh(store)
        return project

    @property
    def store(self) -> Store:
        """Where its claims are read from."""
        return self.ledger.store

    @property
    def folder(self) -> Path:
        """Folder of its bulk data: beside the file, or in the installation's home for a database."""
        if self.store.path is not None:
            return self.store.path.with_suffix(".data")
        with self.store.reading() as connection:
            name = self.store.identity(connection).replace(":", "-").replace("/", "-")
        return self.ledger.installation.home / "data" / name

    def append(
        self,
        claims: Iterable[Claim | Sealed],
        *,
        tool: str = "tilth",
        state: str = "proposed",
        notes: Sequence[Note | None] | None = None,
        recorded_by: str | None = None,
        now: datetime | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Appended:
        """Add claims as one signed batch and draw what they change; see `Ledger.append`.

        `progress` is told how many of the changed subjects are drawn, and of how many.
        """
        done = self.ledger.append(
            claims, tool=tool, state=state, notes=notes, recorded_by=recorded_by, now=now
        )
        if done.added:
            layers.refresh(self.store, progress)
        return done

    def sync(self, other: Project) -> tuple[Pulled, Pulled]:
        """Make both copies hold what either held; return what each took over."""
        taken = pull(self.store, other.store), pull(other.store, self.store)
        layers.refresh(self.store)
        layers.refresh(other.store)
        return taken

    def close(self) -> None:
        """Release the file or the connections."""
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def file_of(address: str | Path) -> Path | None:
    """Return the path of a project file, None for a database."""
    named = str(address)
    return None if named.startswith(("postgresql://", "postgres://")) else Path(named)


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise ProjectError(f"{str(path)!r} is there already: open it, or give another name")
    if path.suffix.lower() != ".gpkg":
        raise ProjectError(f"{str(path)!r}: a project is a GeoPackage, give a name that ends in .gpkg")


def _open_store(
    address: str | Path, *, create: bool = False, read_only: bool = False, pooled: bool = False
) -> Store:
    store = open_store(address, create=create, read_only=read_only, pooled=pooled)
    if store.path is not None:
        event.listen(store.engine, "connect", lambda raw, _: _gpkg.register_functions(raw))
    return store
