"""Today: what came in, what waits, what conflicts, what is overdue, what changed since the last visit."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import Response

from tilth.claims import pictures, recorded_by_id
from tilth.project import batches_of
from tilth.project.search import Question, conflicting, counts, find, waiting_sources
from tilth.web.desk import Desk, desk_of
from tilth.web.rendering import render
from tilth.web.state_page import due_everywhere

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_YEAR_S = 365 * 86_400
_SEEN, _SINCE = "tilth_seen", "tilth_since"
_CHANGED = """SELECT c.kind, count(*) AS claims FROM tilth_entry e
JOIN tilth_claim c ON c.claim_no = e.claim_no WHERE e.batch_no > :since GROUP BY c.kind ORDER BY 2 DESC"""
_TASKS_DONE = ("done", "dropped")


@router.get("/")
def today(request: Request) -> Response:
    """Show the page, and note that this browser has seen the project as it is now."""
    desk, day = desk_of(request), date.today()
    index, now = desk.search(), desk.version()
    since = _last_visit(request, now)
    answer = render(
        request,
        "today.html",
        day=day,
        counts=desk.kept(("counts",), lambda: counts(index)),
        batches=desk.kept(("batches",), lambda: _batches(desk)),
        waiting=desk.kept(("waiting",), lambda: _waiting(desk)),
        conflicts=desk.kept(("conflicts",), lambda: conflicting(index, 5)),
        overdue=due_everywhere(desk, day),
        tasks=desk.kept(("tasks", day), lambda: _overdue_tasks(desk, day)),
        since=since,
        changed=desk.kept(("changed", since), lambda: _changed(desk, since)) if since is not None else None,
    )
    answer.set_cookie(_SEEN, str(now), max_age=_YEAR_S, httponly=True, samesite="strict")
    if since is not None:
        answer.set_cookie(_SINCE, str(since), httponly=True, samesite="strict")
    return answer


def _last_visit(request: Request, now: int) -> int | None:
    """Return the last batch of the visit before this one, None on a first visit.

    A visit lasts as long as the browser is open.
    """
    told = request.cookies.get(_SINCE) or request.cookies.get(_SEEN) or ""
    return min(int(told), now) if told.isdecimal() and len(told) < 12 else None


def _batches(desk: Desk) -> list[dict[str, Any]]:
    """Return what came in last: batches of one tool and person in a row are one line."""
    rows: list[dict[str, Any]] = []
    for batch in batches_of(desk.project, 60):
        last = rows[-1] if rows else None
        if last and (last["tool"], last["recorded_by"]) == (batch["tool"], batch["recorded_by"]):
            last["count"] += batch["count"]
        else:
            rows.append(dict(batch))
    return rows[:7]


def _waiting(desk: Desk) -> list[dict[str, Any]]:
    rows = waiting_sources(desk.search(), 8)
    drawn = pictures(
        desk.store, [row["source"] for row in rows if row["source"]], statuses=("accepted", "proposed")
    )
    for row in rows:
        told = drawn.get(row["source"])
        key = str(row["source"] or "").split(":", 1)[-1]
        row["title"] = (told and (told.value("title") or told.value("path"))) or key
        article = told is not None and bool(told.value("text"))
        row["href"] = f"/read/{key}" if article else f"/claims?waits=1&source={row['source'] or ''}"
    return rows


def _changed(desk: Desk, since: int) -> list[dict[str, Any]]:
    with desk.store.reading() as connection:
        rows = connection.execute(text(_CHANGED), {"since": since}).mappings().all()
    return [dict(row) for row in rows]


def _overdue_tasks(desk: Desk, day: date) -> list[dict[str, Any]]:
    """Return tasks whose time has passed and that nobody closed."""
    found = find(desk.search(), Question(kind="task"), 500, count=False)
    subjects = sorted({item.claim.subject for item in recorded_by_id(desk.store, found.ids)})
    late = []
    for subject, told in pictures(desk.store, subjects, statuses=("accepted", "proposed")).items():
        due = told.value("planned_end")
        if due and str(due) < day.isoformat() and told.value("status") not in _TASKS_DONE:
            name = str(told.value("title") or subject.split(":", 1)[1])
            claims = [item.id for item in told.claims]
            late.append({"subject": subject, "name": name, "due": str(due), "claims": claims})
    return sorted(late, key=lambda row: str(row["due"]))[:20]
