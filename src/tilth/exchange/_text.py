"""Reading text files whose encoding nobody wrote down."""

from __future__ import annotations

from pathlib import Path

from tilth.exchange._errors import ExchangeError

__all__ = ["decoded", "text_of"]

_LOOK_AT = 200_000


def text_of(path: Path) -> str:
    """Return the text of a file: UTF-8 with or without mark, else what its bytes look like.

    Raises
    ------
    ExchangeError
        The bytes are no text.
    """
    return decoded(path.read_bytes(), path.name)


def decoded(raw: bytes, name: str) -> str:
    """Return bytes as text: UTF-8 with or without mark, else what they look like.

    Examples
    --------
    >>> decoded("Mörser und Münition für die Hügel".encode("cp1252"), "x.csv")
    'Mörser und Münition für die Hügel'
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw[:_LOOK_AT] if b"\x00" not in raw[:1000] else raw).best()
        if best is None:
            raise ExchangeError(f"{name} is no text file: save it as UTF-8") from None
        try:
            return raw.decode(best.encoding)
        except (UnicodeDecodeError, LookupError):
            whole = from_bytes(raw).best()
            if whole is None:
                raise ExchangeError(f"{name} is no text file: save it as UTF-8") from None
            return str(whole)
