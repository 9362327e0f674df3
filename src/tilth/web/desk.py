"""The open project as the pages use it; what is dear to work out is kept until the next change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import text
from starlette.requests import HTTPConnection

from tilth.project import Project
from tilth.project.search import Index
from tilth.web.page_store import KeptPages

if TYPE_CHECKING:
    from tilth.claims import Store

__all__ = ["Desk", "desk_of"]

T = TypeVar("T")
_KEPT = 256


class Desk:
    """One project, served.

    Parameters
    ----------
    project
        The open project; the desk closes it.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.index = Index(project)
        self.pages = KeptPages()
        self.saving = threading.Lock()
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._making: dict[tuple[Any, ...], threading.Lock] = {}
        self._guard = threading.Lock()
        self._beside: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """Name of the project as pages show it; an address of a database without its password."""
        path = self.project.store.path
        return path.stem if path is not None else self.project.store.address.rpartition("/")[2]

    @property
    def store(self) -> Store:
        """Where claims are read from."""
        return self.project.store

    @property
    def folder(self) -> Path:
        """Folder of the project's bulk data."""
        return self.project.folder

    def version(self) -> int:
        """Return the number of the last batch: two equal versions hold the same claims."""
        with self.store.reading() as connection:
            return int(connection.execute(text("SELECT max(batch_no) FROM tilth_batch")).scalar() or 0)

    def search(self) -> Index:
        """Return the index, brought up to the ledger as it is now."""
        if self.index.seen() != self.version():
            self.index.refresh()
        return self.index

    def kept(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """Return what `make` gives for the ledger as it is now; made anew only after a change."""
        whole = (self.version(), *key)
        with self._guard:
            if whole in self._kept:
                self._kept.move_to_end(whole)
                found: T = self._kept[whole]
                return found
            making = self._making.setdefault(whole, threading.Lock())
        with making:  # several who ask at once wait for the one who makes it
            with self._guard:
                if whole in self._kept:
                    made: T = self._kept[whole]
                    return made
            made = make()
            self._keep(whole, made)
            return made

    def _keep(self, whole: tuple[Any, ...], made: Any) -> None:
        with self._guard:
            self._kept[whole] = made
            self._making.pop(whole, None)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def beside(self, name: str, make: Callable[[], T]) -> T:
        """Return what lives as long as the desk, made when first asked for; emptied when the desk closes."""
        with self._guard:
            if name not in self._beside:
                self._beside[name] = make()
            found: T = self._beside[name]
            return found

    def close(self) -> None:
        """Release the project."""
        for one in self._beside.values():
            one.empty()
        self.index.close()
        self.project.close()


def desk_of(request: HTTPConnection) -> Desk:
    """Return the desk that a request is answered at."""
    desk: Desk = request.app.state.desk
    return desk
