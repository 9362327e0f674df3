"""Names of speakers and sources as pages show them, kept until the ledger changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tilth.claims import Picture, Recorded, pictures
from tilth.project import Speakers, speakers_of
from tilth.web.desk import Desk

__all__ = ["sources_of", "speakers_at"]

_STANDS = ("accepted", "proposed", "disputed")


def speakers_at(desk: Desk) -> Speakers:
    """Return the entities of the project."""
    return desk.kept(("speakers",), lambda: speakers_of(desk.project))


def sources_of(desk: Desk, items: Iterable[Recorded]) -> dict[str, dict[str, Any]]:
    """Return title, date, language and address of the sources of some claims."""
    wanted = sorted({item.claim.source for item in items if item.claim.source})
    drawn = pictures(desk.store, wanted, statuses=_STANDS)
    return {key: _source(key, drawn[key]) for key in wanted}


def _source(key: str, drawn: Picture) -> dict[str, Any]:
    told = {name: drawn.value(name) for name in ("title", "published", "lang", "url", "publisher", "path")}
    return {"subject": key, **told, "title": _first(told["title"], told["path"], key.split(":", 1)[1])}


def _first(*values: Any) -> str:
    return next(str(value) for value in values if value)
