"""What can go wrong between a browser and a project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tilth.errors import TilthError

__all__ = ["WebError"]


class WebError(TilthError):
    """A request that cannot be answered as asked.

    Attributes
    ----------
    status
        HTTP status of the answer.
    more
        Further members of the problem document (RFC 9457), such as the allowed values.
    """

    def __init__(self, status: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.more: Mapping[str, Any] = more
