"""What reading an article into a project did, in plain lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tilth.exchange import Intake
    from tilth.project import Project

__all__ = ["article_lines", "echo_lines"]

_LISTED = 20
_HOW = {
    "address": "by its address",
    "title_publisher_date": "by title, publisher and date",
    "reviewer": "as you say",
}


def article_lines(intake: Intake) -> Iterator[str]:
    """Yield what is new, unchanged and vanished, and what the article is a version of."""
    told = intake.told or {}
    if not told:
        return
    new, vanished = told["new"], told["vanished"]
    if told.get("version_of"):
        how = _HOW.get(told["recognised_by"], "")
        yield f"{intake.name}: a version of {told['version_of']}, known {how}"
    counts = f"{len(new)} new, {told['unchanged']} unchanged, {len(vanished)} vanished statements"
    revised = f"; {told['revised']} read anew by a newer reader" if told["revised"] else ""
    yield f"{intake.name}: {counts}{revised}; {intake.claims_added:,} claims added"
    if told.get("version_of"):
        yield from _listed("new", new)
    yield from _listed("vanished", vanished)


def _listed(word: str, rows: list[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows[:_LISTED]:
        speaker = str(row["speaker"] or "the article").removeprefix("entity:")
        now = f"\n      now: {row['now']}" if row.get("now") else ""
        yield f"  {word}  {str(row['id'])[:12]}  {speaker}: {row['words']}{now}"
    if len(rows) > _LISTED:
        yield f"  {word}  and {len(rows) - _LISTED} more: --json lists all"


def echo_lines(project: Project, intakes: Sequence[Intake]) -> Iterator[str]:
    """Yield which of the new statements other articles bring too."""
    from tilth.project import echoes_of

    new = [row for intake in intakes if intake.told for row in intake.told["new"]]
    if not any(row["speaker"] for row in new):
        return
    found = echoes_of(project)
    shown: set[str] = set()
    for row in new:
        echo = found.get(row["id"])
        if echo is None or row["id"] in shown:
            continue
        shown |= set(echo.statements)
        speaker = str(row["speaker"]).removeprefix("entity:")
        places = f"{len(echo.origins)} origin{'s' if len(echo.origins) > 1 else ''}"
        counts = f"said in {len(echo.sources)} sources, of {places}"
        yield f"  {counts}: {row['id'][:12]}  {speaker}: {row['words']}"
