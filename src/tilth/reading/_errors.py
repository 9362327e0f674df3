"""The errors of this package."""

from __future__ import annotations

from tilth.errors import TilthError

__all__ = ["ArticleError"]


class ArticleError(TilthError, ValueError):
    """An article that cannot be opened: what was given, what is allowed, what to do.

    Examples
    --------
    >>> from tilth.reading import open_article
    >>> open_article(b"")
    Traceback (most recent call last):
        ...
    tilth.reading._errors.ArticleError: article: no text in it; give a file that holds an article
    """
