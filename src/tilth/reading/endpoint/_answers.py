"""An answer as a list of claims: what is well formed is kept, the rest is counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, NoReturn

from tilth.reading.endpoint._settings import bound

__all__ = ["claims_in"]

_LIST = re.compile(r'"claims"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


def claims_in(answer: str) -> tuple[list[dict[str, Any]], Counter[str]]:
    """Return the claims of an answer, and how many pieces were left out for which reason.

    A fence or words around the JSON, commas too many, and a list that breaks off are passed over; each
    claim stands or falls alone.

    Examples
    --------
    >>> claims_in('Here: ```json {"claims": [{"content": "a"}, {"content": "b')
    ([{'content': 'a'}], Counter({'malformed claim': 1}))
    """
    left_out: Counter[str] = Counter()
    if len(answer) > bound("answer_characters"):
        left_out["answer longer than allowed, its end was not read"] += 1
        answer = answer[: bound("answer_characters")]
    place = _beginning(answer)
    if place is None:
        return [], left_out + Counter({"no list of claims in the answer": 1})
    found: list[dict[str, Any]] = []
    decoder = json.JSONDecoder(strict=False, parse_constant=_refuse)
    while len(found) < bound("claims_in_part"):
        between = _BETWEEN.match(answer, place)
        place = between.end() if between else place
        if answer[place : place + 1] != "{":
            left_out["list that breaks off"] += answer[place : place + 1] != "]"
            break
        try:
            claim, place = decoder.raw_decode(answer, place)
            found.append(claim)
        except (ValueError, RecursionError):
            left_out["malformed claim"] += 1
            place = answer.find("{", place + 1)
            if place < 0 or left_out["malformed claim"] >= bound("malformed"):
                break
    else:
        left_out["more claims than allowed"] += 1
    return found, +left_out


def _beginning(answer: str) -> int | None:
    """Return the place behind the bracket that opens the list."""
    named = _LIST.search(answer)
    if named:
        return named.end()
    bare = answer.find("[")
    return None if bare < 0 else bare + 1


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
