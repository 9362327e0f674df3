"""One byte string for one content: canonical JSON as RFC 8785 lays down."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

import orjson

__all__ = ["canonical_bytes", "content_hash"]

_OPTIONS = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_STRICT_INTEGER
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_DATACLASS
)
# An e before a digit is common inside identifiers and quick to find; a number in front of it is rare.
_PERHAPS_EXPONENT = re.compile(rb"e[-+]?[0-9]")
_EXPONENT = re.compile(rb"(?:[:\[,]|^)-?[0-9.]+e")
_BEYOND_BMP = re.compile(rb"[\xf0-\xf4]")
_SAFE_INTEGER = 2**53 - 1


def canonical_bytes(value: Any) -> bytes:
    """Return `value` as canonical JSON (RFC 8785), UTF-8.

    Keys are sorted, numbers written as ECMAScript writes them, no blanks. orjson does the work where
    its output is the same, the `rfc8785` package where it may differ.

    Raises
    ------
    ValueError
        NaN, infinity, integers beyond 2**53, lone surrogates, types that JSON does not have.

    Examples
    --------
    >>> canonical_bytes({"b": 1.0, "a": [0.00001, "é"]}).decode()
    '{"a":[0.00001,"é"],"b":1}'
    """
    try:
        fast = orjson.dumps(value, option=_OPTIONS)
    except TypeError as error:
        raise ValueError(f"no canonical form: {error}") from error
    if not _is_doubtful(fast):
        return fast
    fast = orjson.dumps(_plain_numbers(value), option=_OPTIONS)
    return _slow(value) if _is_doubtful(fast) else fast


def content_hash(value: Any) -> str:
    """Return the SHA-256 of the canonical form, 64 hexadecimal digits.

    Examples
    --------
    >>> content_hash({})
    '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    return sha256(canonical_bytes(value)).hexdigest()


def _is_doubtful(fast: bytes) -> bool:
    """Return whether orjson and RFC 8785 may part here; a hit inside a string only costs time.

    They part at 1.0, -0.0, 1e-7 and 1e21, at NaN (orjson writes null), and at characters beyond the
    Basic Multilingual Plane (as keys they sort otherwise).
    """
    return (
        b".0," in fast
        or b".0}" in fast
        or b".0]" in fast
        or fast.endswith(b".0")
        or b"null" in fast
        or (_PERHAPS_EXPONENT.search(fast) is not None and _EXPONENT.search(fast) is not None)
        or (not fast.isascii() and _BEYOND_BMP.search(fast) is not None)
    )


def _plain_numbers(value: Any) -> Any:
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) <= _SAFE_INTEGER
        return int(value) if whole else value
    if isinstance(value, dict):
        return {key: _plain_numbers(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_numbers(item) for item in value]
    return value


def _slow(value: Any) -> bytes:
    import rfc8785

    return bytes(rfc8785.dumps(_lists(value)))


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_lists(item) for item in value]
    return value
