"""The errors of reading articles."""

from __future__ import annotations

from tilth.errors import TilthError

__all__ = ["ArticleError", "WordsError"]


class ArticleError(TilthError, ValueError):
    """An article that cannot be read: what was given, what is allowed, what to do.

    Examples
    --------
    >>> raise ArticleError("letter.docx: save it as .txt, .html or .pdf")
    Traceback (most recent call last):
        ...
    tilth.reading._errors.ArticleError: letter.docx: save it as .txt, .html or .pdf
    """


class WordsError(TilthError, ValueError):
    """A language file that cannot be used: the file, the key, what was given and what is allowed.

    Examples
    --------
    >>> raise WordsError("xx.yaml: quotes is missing; write it (pairs)")
    Traceback (most recent call last):
        ...
    tilth.reading._errors.WordsError: xx.yaml: quotes is missing; write it (pairs)
    """
