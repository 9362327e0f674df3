"""Pages kept in memory, within bounds."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

__all__ = ["KeptPages"]

_MOST_BYTES = 24_000_000


class KeptPages:
    """Pages by what they were made from; the one not asked for longest goes first.

    Examples
    --------
    >>> pages = KeptPages(most_bytes=5)
    >>> pages.keep(("a",), b"123"), pages.keep(("b",), b"456"), pages.get(("a",)), pages.get(("b",))
    (None, None, None, b'456')
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._pages: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()
        self._bytes = 0
        self._guard = threading.Lock()

    def get(self, key: tuple[Any, ...]) -> bytes | None:
        """Return a page, None when it is not kept."""
        with self._guard:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: tuple[Any, ...], page: bytes) -> None:
        """Keep a page, and let go of others for it."""
        with self._guard:
            self._bytes += len(page) - len(self._pages.get(key, b""))
            self._pages[key] = page
            while self._bytes > self.most_bytes:
                self._bytes -= len(self._pages.popitem(last=False)[1])
