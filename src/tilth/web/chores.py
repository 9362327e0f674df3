"""Long work that a page starts and looks in on: proving a ledger. One at a time, kept until the next."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tilth.errors import TilthError

__all__ = ["Chore"]


@dataclass
class Chore:
    """Work in a thread of its own.

    Attributes
    ----------
    done, total
        How far it is.
    result, fault
        What it gave, or in words why it could not.

    Examples
    --------
    >>> chore = Chore()
    >>> chore.start(lambda told: told(2, 2) or "proved")
    True
    >>> chore.wait(5); chore.result
    'proved'
    """

    done: int = 0
    total: int = 0
    result: Any = None
    fault: str = ""
    running: bool = False
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _thread: threading.Thread | None = None

    def start(self, work: Callable[[Callable[[int, int], None]], Any]) -> bool:
        """Begin, and return True; return False when it is at work already."""
        with self._guard:
            if self.running:
                return False
            self.running, self.done, self.total, self.result, self.fault = True, 0, 0, None, ""
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()
        return True

    def wait(self, seconds: float) -> None:
        """Wait for the end, no longer than some seconds."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, work: Callable[[Callable[[int, int], None]], Any]) -> None:
        try:
            self.result = work(self._told)
        except TilthError as error:
            self.fault = str(error)
        except Exception as error:
            self.fault = f"a fault of tilth ({type(error).__name__})"
        finally:
            self.running = False

    def _told(self, done: int, total: int) -> None:
        self.done, self.total = done, total
