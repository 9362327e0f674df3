"""Placeholder, written next."""

from __future__ import annotations

from tilth.reading.article import Article
from tilth.reading.proposal import Proposal

__all__ = ["read"]


def read(article: Article) -> list[Proposal]:  # noqa: ARG001
    """Return nothing yet."""
    return []
