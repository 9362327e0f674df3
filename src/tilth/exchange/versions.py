"""Recognising that two sources are versions of one page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import text

from tilth.claims import Claim
from tilth.exchange._errors import ExchangeError
from tilth.project import Project

__all__ = ["Earlier", "earlier_versions", "one_source", "plain_address"]

_NEW = """SELECT claim_no, subject, body FROM tilth_claim
WHERE kind = 'source' AND claim_no > :last ORDER BY claim_no"""

Earlier = tuple[tuple[str, ...], str]
"""Sources that are earlier versions of a page, oldest first, and what tells so."""


def plain_address(address: str) -> str:
    """Return an address without what does not tell one page from another.

    Examples
    --------
    >>> plain_address("http://www.Example.org/news/1/?utm_source=x&id=7#top")
    'example.org/news/1?id=7'
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    kept = [pair for pair in parse_qsl(parts.query) if not _ignored().fullmatch(pair[0])]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{query}"


@cache
def _ignored() -> re.Pattern[str]:
    from tilth.reading import same_rules

    rows = same_rules("versions")["ignored_parameters"]
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows))


def earlier_versions(project: Project, source: Claim, *, stated: str | None = None) -> Earlier:
    """Return the sources read before that are versions of the same page.

    Pages are the same when they bear the same address, or, where one bears none, the same title,
    publisher and date; or when the person says so.

    Parameters
    ----------
    source
        The claim that registers the page now read.
    stated
        Identifier of a source that the person names as an earlier version.
    """
    index = _index_of(project)
    known = index.before(source.subject)
    if stated is not None:
        same = [stated, *index.alike(known, index.tells(stated))]
        return tuple(key for key in known if key in same), "reviewer"
    wanted = _Told.of(source.values)
    found = index.alike(known, wanted)
    how = "address" if any(index.tells(key).address == wanted.address != "" for key in found) else ""
    return tuple(found), how or "title_publisher_date"


def one_source(project: Project, words: str) -> str:
    """Return the identifier of the one source that an identifier, title, file name or address names.

    Raises
    ------
    ExchangeError
        None, or several.
    """
    found = _index_of(project).named(words)
    if len(found) != 1:
        told = "no source" if not found else f"{len(found)} sources ({', '.join(found[:5])})"
        raise ExchangeError(f"{words!r} names {told} of {project.address}: give an identifier, source:...")
    return found[0]


class _Told:
    """What sources are compared by."""

    __slots__ = ("address", "names", "printed")

    def __init__(self, address: str, printed: tuple[str, ...], names: frozenset[str]) -> None:
        self.address = address
        self.printed = printed
        self.names = names

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> _Told:
        from tilth.reading import folded

        told = [str(values.get(name) or "") for name in ("title", "publisher", "published")]
        printed = tuple(map(folded, told)) if all(told) else ()
        names = frozenset(str(values[name]) for name in ("title", "path", "url") if values.get(name))
        return cls(plain_address(str(values.get("url") or "")), printed, names)

    def alike(self, other: _Told) -> bool:
        if self.address and other.address:
            return self.address == other.address
        return bool(self.printed) and self.printed == other.printed


class _Index:
    """The sources of a project in order of recording, kept up to date as claims come in."""

    def __init__(self) -> None:
        self.last = 0
        self.told: dict[str, list[_Told]] = {}
        self.by_address: dict[str, list[str]] = {}
        self.by_print: dict[tuple[str, ...], list[str]] = {}

    def refresh(self, project: Project) -> None:
        with project.store.reading() as connection:
            rows = connection.execute(text(_NEW), {"last": self.last}).all()
        for number, subject, body in rows:
            self.last = number
            told = _Told.of(orjson.loads(body)["values"])
            self.told.setdefault(subject, []).append(told)
            if told.address:
                self.by_address.setdefault(told.address, []).append(subject)
            if told.printed:
                self.by_print.setdefault(told.printed, []).append(subject)

    def before(self, subject: str) -> Sequence[str]:
        """Return the sources recorded before one, all when it is new."""
        keys = list(self.told)
        return keys[: keys.index(subject)] if subject in self.told else keys

    def tells(self, subject: str) -> _Told:
        if subject not in self.told:
            raise ExchangeError(f"no source {subject!r} in this project: give one that it holds")
        return self.told[subject][-1]

    def alike(self, known: Sequence[str], wanted: _Told) -> list[str]:
        near = {*self.by_address.get(wanted.address, ()), *self.by_print.get(wanted.printed, ())}
        if not near:
            return []
        return [key for key in known if key in near and any(wanted.alike(told) for told in self.told[key])]

    def named(self, words: str) -> list[str]:
        if words in self.told:
            return [words]
        return [key for key, rows in self.told.items() if any(words in told.names for told in rows)]


_INDEXES: WeakKeyDictionary[Project, _Index] = WeakKeyDictionary()


def _index_of(project: Project) -> _Index:
    index = _INDEXES.setdefault(project, _Index())
    index.refresh(project)
    return index
