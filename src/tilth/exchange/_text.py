"""Reading text files whose encoding nobody wrote down."""

from __future__ import annotations

from pathlib import Path

from tilth.exchange._errors import ExchangeError

__all__ = ["text_of"]


def text_of(path: Path) -> str:
    """Return the text of a file: UTF-8 with or without mark, else what its bytes look like.

    Raises
    ------
    ExchangeError
        The bytes are no text.
    """
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw).best()
        if best is None:
            raise ExchangeError(f"{path.name} is no text file: save it as UTF-8") from None
        return str(best)
