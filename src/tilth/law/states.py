"""Which state is meant: ISO 3166 codes, names and near misses, and whether it existed on a date."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache

from tilth.law._errors import LawError
from tilth.law._files import data_rows

__all__ = ["existed", "require_existing", "state_code", "state_codes", "state_name"]


def state_code(text: str) -> str:
    """Return the ISO 3166-1 alpha-3 code of a state given by two- or three-letter code or by name.

    Case, accents and a leading "the" do not matter.

    Raises
    ------
    LawError
        For anything else, with the states that look most like it.

    Examples
    --------
    >>> state_code("Lithuania"), state_code("ltu"), state_code("lt"), state_code("Lao PDR")
    ('LTU', 'LTU', 'LTU', 'LAO')
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
    row = _rows().get(code)
    return row["name"] if row else code


def state_codes() -> tuple[str, ...]:
    """Return the codes of all states on record, those that have ended among them."""
    return tuple(_rows())


def existed(code: str, first: date, last: date) -> bool:
    """Return whether a state existed on some day from `first` to `last`.

    Only states that came or went since 1988 are told apart; the others count as always there.

    Examples
    --------
    >>> existed("SSD", date(2010, 1, 1), date(2010, 12, 31))
    False
    >>> existed("SSD", date(2011, 1, 1), date(2011, 12, 31))
    True
    """
    row = _rows().get(code)
    if row is None:
        return True
    begun = not row["from"] or date.fromisoformat(row["from"]) <= last
    return begun and (not row["until"] or first <= date.fromisoformat(row["until"]))


def require_existing(code: str, first: date, last: date) -> None:
    """Raise LawError when a state did not exist then, with the states that are probably meant."""
    if existed(code, first, last):
        return
    row = _rows()[code]
    told = f"began on {row['from']}" if row["from"] and last.isoformat() < row["from"] else ""
    told = told or f"ended on {row['until']}"
    meant = [each for each in row["related"].split(";") if each]
    advice = f"did you mean {', '.join(_named(each) for each in meant)}?" if meant else "give another date"
    on = first.isoformat() if first == last else f"{first} to {last}"
    raise LawError(f"{row['name']} ({code}) did not exist on {on}: it {told}; {advice}")


def _named(code: str) -> str:
    return f"{code} ({state_name(code)})"


def _advice(text: str) -> str:
    near = get_close_matches(_fold(text), list(_by_word()), n=8, cutoff=0.6)
    codes = list(dict.fromkeys(_by_word()[word] for word in near))[:3]
    if not codes:
        return "give an ISO 3166-1 alpha-3 code such as LTU, or the English short name"
    return f"did you mean {', '.join(_named(code) for code in codes)}?"


@cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    return {row["iso3"]: row for row in data_rows("states")}


@cache
def _by_word() -> dict[str, str]:
    words: dict[str, str] = {}
    for row in data_rows("states"):
        for word in (row["iso3"], row["iso2"], row["name"], *row["other_names"].split(";")):
            if word:
                words.setdefault(_fold(word), row["iso3"])
    return words


def _fold(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return " ".join(bare.replace("&", "and").replace(".", " ").split()).removeprefix("the ")
