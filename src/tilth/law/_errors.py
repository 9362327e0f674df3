"""What `tilth.law` raises when a question or a rule cannot be used."""

from __future__ import annotations

from tilth.errors import TilthError

__all__ = ["LawError"]


class LawError(TilthError):
    """A state, date, act, fact or rule that the law package cannot use; the message says why.

    Examples
    --------
    >>> raise LawError("no state 'Lithuanai': did you mean LTU (Lithuania)?")
    Traceback (most recent call last):
        ...
    tilth.law._errors.LawError: no state 'Lithuanai': did you mean LTU (Lithuania)?
    """
