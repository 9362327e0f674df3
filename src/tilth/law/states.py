"""Which state is meant: ISO 3166 codes, names and near misses."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from functools import cache

from tilth.law._errors import LawError
from tilth.law._files import data_rows

__all__ = ["state_code", "state_name"]


def state_code(text: str) -> str:
    """Return the ISO 3166-1 alpha-3 code of a state given by code or by name.

    Case, accents and a leading "the" do not matter.

    Raises
    ------
    LawError
        For anything else, with the states that look most like it.

    Examples
    --------
    >>> state_code("Lithuania"), state_code("ltu"), state_code("Lao PDR")
    ('LTU', 'LTU', 'LAO')
    """
    if not isinstance(text, str) or not text.strip():
        raise LawError(f"a state is a text, not {text!r}: give an ISO 3166 code (LTU) or a name (Lithuania)")
    code = _by_word().get(_fold(text))
    if code is None:
        raise LawError(f"no state {text!r}: {_advice(text)}")
    return code


def state_name(code: str) -> str:
    """Return the short English name of a state, or the code itself when there is none on record.

    Examples
    --------
    >>> state_name("LTU")
    'Lithuania'
    """
    return _names().get(code, code)


def _advice(text: str) -> str:
    near = get_close_matches(_fold(text), list(_by_word()), n=8, cutoff=0.6)
    codes = list(dict.fromkeys(_by_word()[word] for word in near))[:3]
    if not codes:
        return "give an ISO 3166-1 alpha-3 code such as LTU, or the English short name"
    return f"did you mean {', '.join(f'{code} ({state_name(code)})' for code in codes)}?"


@cache
def _names() -> dict[str, str]:
    return {row["iso3"]: row["name"] for row in data_rows("states")}


@cache
def _by_word() -> dict[str, str]:
    words: dict[str, str] = {}
    for row in data_rows("states"):
        for word in (row["iso3"], row["name"], *filter(None, row["other_names"].split(";"))):
            words[_fold(word)] = row["iso3"]
    return words


def _fold(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return " ".join(bare.replace("&", "and").replace(".", " ").split()).removeprefix("the ")
