"""Asking the index: full text with filters, newest first, a page at a time."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tilth.project.search._cards import mark
from tilth.project.search.index import Index

__all__ = ["Found", "Question", "find"]

_COUNTED = 1_000
_WORD = re.compile(r'"[^"]*"|\S+')
_METRES_A_DEGREE = 111_320.0
_FACETS = (
    *("kind", "status", "topic", "state", "speaker", "source", "mode", "stance", "subject", "access"),
    *("reliability", "credibility", "corrects"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What to find; what is empty does not narrow the answer.

    Attributes
    ----------
    words
        Words that all must stand in content, speaker or source; ``"a phrase"`` in quotes, the last word
        also as the beginning of one.
    since, until
        First and last day (ISO 8601) of what the claims speak of.
    near
        Longitude, latitude and radius in metres.
    after
        Only claims recorded after this batch.
    before
        Only claims before this one of the index: the end of the page before.
    """

    words: str = ""
    kind: str = ""
    status: str = ""
    topic: str = ""
    state: str = ""
    speaker: str = ""
    source: str = ""
    mode: str = ""
    stance: str = ""
    subject: str = ""
    access: str = ""
    reliability: str = ""
    credibility: str = ""
    corrects: str = ""
    waits: bool = False
    since: str = ""
    until: str = ""
    near: tuple[float, float, float] | None = None
    after: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Claims that answer a question, newest first.

    Attributes
    ----------
    ids
        Their identifiers.
    next
        `Question.before` of the next page, 0 on the last.
    total
        How many there are; `more` says that this is where counting stopped.
    """

    ids: tuple[str, ...]
    next: int
    total: int
    more: bool


def find(index: Index, question: Question, limit: int = 25, *, count: bool = True) -> Found:
    """Return the claims that answer a question.

    Examples
    --------
    >>> _text_of(Question(words='clearance "Ruhe See" kam', kind="activity"))
    '{words speaker source_name} : ("clearance" "Ruhe See" "kam" *) AND facets : (x_kind_activity)'
    """
    raw = index.file.connection()
    select, values = _query(index, question)
    rows = raw.execute(
        f"SELECT card.claim_no, card.id {select} ORDER BY {_order(question)} DESC LIMIT ?",
        [*values, limit + 1],
    ).fetchall()
    page = rows[:limit]
    total, more = _total(index, question) if count and not question.before else (0, False)
    return Found(
        ids=tuple(bytes(row[1]).hex() for row in page),
        next=int(page[-1][0]) if len(rows) > limit else 0,
        total=total,
        more=more,
    )


def _total(index: Index, question: Question) -> tuple[int, bool]:
    select, values = _query(index, question)
    query = f"SELECT count(*) FROM (SELECT 1 {select} LIMIT ?)"
    counted = int(index.file.connection().execute(query, [*values, _COUNTED + 1]).fetchone()[0])
    return min(counted, _COUNTED), counted > _COUNTED


def _order(question: Question) -> str:
    return "found.rowid" if _text_of(question) else "card.claim_no"


def _query(index: Index, question: Question) -> tuple[str, list[object]]:
    """Return the part of a query from FROM on, and its values."""
    words = _text_of(question)
    conditions: list[str] = []
    values: list[object] = []
    tables = "FROM card"
    if words:
        tables = "FROM found JOIN card ON card.claim_no = found.rowid"
        conditions.append("found MATCH ?")
        values.append(words)
    for condition, value in _limits(index, question, "found.rowid" if words else "card.claim_no"):
        conditions.append(condition)
        values += value
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"{tables}{where}", values


def _limits(index: Index, question: Question, number: str) -> Iterator[tuple[str, list[object]]]:
    if question.before:
        yield f"{number} < ?", [question.before]
    if question.after:
        yield f"{number} > ?", [index.last_before(question.after)]
    if question.since:
        yield "card.day >= ?", [question.since]
    if question.until:
        yield "card.day <= ?", [question.until]
    if question.near is not None:
        west, south, east, north = _box(*question.near)
        inside = "SELECT claim_no FROM place WHERE west <= ? AND east >= ? AND south <= ? AND north >= ?"
        yield f"card.claim_no IN ({inside})", [east, west, north, south]


def _box(lon: float, lat: float, radius_m: float) -> tuple[float, float, float, float]:
    """Return west, south, east, north of the box around a circle on the ground."""
    high = radius_m / _METRES_A_DEGREE
    wide = high / max(math.cos(math.radians(lat)), 0.01)
    return lon - wide, lat - high, lon + wide, lat + high


def _text_of(question: Question) -> str:
    """Return the question as the full text asks it: words of a person can do nothing but be looked for."""
    parts = []
    asked = [word.strip('"').replace('"', " ").strip() for word in _WORD.findall(question.words)]
    asked = [word for word in asked if re.search(r"\w", word)]
    if asked:
        last = "" if question.words.rstrip().endswith('"') else " *"
        listed = " ".join(f'"{word}"' for word in asked)
        parts.append(f"{{words speaker source_name}} : ({listed}{last})")
    marks = [mark(name, getattr(question, name)) for name in _FACETS if getattr(question, name)]
    marks += [mark("waits", "yes")] if question.waits else []
    if question.since and question.until:
        first, end = int(question.since[:4]), int(question.until[:4])
        years = [mark("year", f"{year:04d}") for year in range(first, end + 1)]
        if 0 < len(years) <= 40:
            marks.append(f"({' OR '.join(years)})")
    if marks:
        parts.append(f"facets : ({' AND '.join(marks)})")
    return " AND ".join(parts)
