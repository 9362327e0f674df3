"""Claims: search with filters, one claim with all about it, contradictions, what is behind a figure."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tilth.claims import Recorded, pictures, recorded_by_id, review_claim, vocabulary
from tilth.claims.claim import STANCES
from tilth.claims.review import STATUSES
from tilth.places import PlaceError, parse_point
from tilth.project import Verdict, full_id, review_claims, reviewer_of
from tilth.project.search import Question, conflicting, counts, find
from tilth.project.seeing import record_viewing
from tilth.project.side_by_side import keep_version, versions_of
from tilth.web._errors import WebError
from tilth.web.claim_page import claim_page, value_words
from tilth.web.claim_rows import claim_rows, found_rows, plain_words
from tilth.web.desk import Desk, desk_of
from tilth.web.forms import field, form_of, goto
from tilth.web.kept_pages import kept_page
from tilth.web.navigation import N_
from tilth.web.people import speakers_at
from tilth.web.rendering import render

__all__ = ["question_of", "recorded", "router"]

router = APIRouter(include_in_schema=False)
PAGE = 25
_TOPICS = vocabulary()["statement"].properties["topic"].allowed
_PLAIN = ("kind", "status", "topic", "state", "speaker", "source", "mode", "stance", "subject", "corrects")
_RATED = ("reliability", "credibility", "access")
_ID = re.compile(r"[0-9a-f]{64}")
_BEHIND = 60


@router.get("/claims")
@kept_page
def search(request: Request) -> Response:
    """Show the search and what it finds."""
    desk = desk_of(request)
    index = desk.search()
    given = {name: value for name, value in request.query_params.items() if value}
    asked = question_of(given)
    found = find(index, asked, PAGE)
    rest = {name: value for name, value in given.items() if name != "before"}
    return render(
        request,
        "claims.html",
        asked=asked,
        near=given.get("near", ""),
        km=given.get("km", ""),
        filtered=bool(set(rest) - {"q"}),
        found=found,
        first=not asked.before,
        rows=found_rows(desk, found, asked.words),
        next=urlencode({**rest, "before": found.next}) if found.next else "",
        start=urlencode(rest),
        counts=desk.kept(("counts",), lambda: counts(index)),
        statuses=STATUSES,
        topics=_TOPICS,
        stances=STANCES,
    )


def question_of(given: dict[str, str]) -> Question:
    """Return the question of an address; values that are none are refused with what is allowed.

    Raises
    ------
    WebError
        A date, a place or a number that is none.
    """
    plain: dict[str, Any] = {name: given[name][:200] for name in (*_PLAIN, *_RATED) if given.get(name)}
    if "state" in plain:
        plain["state"] = plain["state"].strip().upper()
    plain |= {name: _day(name, given[name]) for name in ("since", "until") if given.get(name)}
    plain |= {name: _number(name, given[name]) for name in ("before", "after") if given.get(name)}
    words, waits = given.get("q", "")[:500], bool(given.get("waits"))
    return Question(words=words, waits=waits, near=_near(given), **plain)


def _day(name: str, given: str) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise WebError(422, f"{name} {given[:40]!r} is no day: give it as 2023-07-08", field=name) from None


def _number(name: str, given: str) -> int:
    if not given.isdecimal() or len(given) > 15:
        raise WebError(422, f"{name} {given[:40]!r} is no number from 0 on", field=name)
    return int(given)


def _near(given: dict[str, str]) -> tuple[float, float, float] | None:
    if not given.get("near"):
        return None
    try:
        west, south, *_ = parse_point(given["near"][:200], order="latlon").geometry.bounds
        radius_km = float(given.get("km") or 10)
    except (PlaceError, ValueError) as error:
        raise WebError(422, f"near {given['near'][:60]!r}: {error}", field="near") from None
    if not 0 < radius_km <= 2_000:
        raise WebError(422, f"km {radius_km:g}: allowed are more than 0 and at most 2,000", field="km")
    return west, south, radius_km * 1_000


@router.get("/claims/conflicts")
@kept_page
def conflicts(request: Request, page: int = 1) -> Response:
    """Show contradictions side by side."""
    desk = desk_of(request)
    index, page = desk.search(), max(1, min(page, 100_000))
    rows = conflicting(index, PAGE + 1, (page - 1) * PAGE)
    total = desk.kept(("counts",), lambda: counts(index)).conflicts
    shown = _sides(desk, rows[:PAGE])
    return render(request, "conflicts.html", rows=shown, total=total, page=page, more=len(rows) > PAGE)


def _sides(desk: Desk, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    drawn = pictures(desk.store, sorted({row["subject"] for row in rows}), statuses=("accepted", "proposed"))
    names, found = speakers_at(desk), []
    for row in rows:
        held = drawn[row["subject"]]
        by_id = {item.id: item for item in held.claims}
        told = held.conflicts.get(row["property"])
        sides = [
            {
                "value": value_words(side.value),
                "claims": [
                    {
                        "id": key,
                        "who": names.name(by_id[key].claim.speaker) or by_id[key].recorded_by,
                        "day": by_id[key].claim.date_of_information,
                    }
                    for key in side.claims[:5]
                ],
            }
            for side in (told.sides[:8] if told else ())
        ]
        if sides:
            found.append({**row, "sides": sides})
    return found


@router.get("/behind")
@kept_page
def behind(request: Request, claims: str = "", more: str = "") -> Response:
    """Show the claims behind a figure."""
    desk = desk_of(request)
    keys = [key for key in claims.split(",") if re.fullmatch(r"[0-9a-f]{8,64}", key)][:_BEHIND]
    ids = [key if len(key) == 64 else full_id(desk.project, key) for key in keys]
    rows = claim_rows(desk, ids)
    total = len(rows) + (int(more) if more.isdecimal() and len(more) < 9 else 0)
    return render(request, "behind.html", rows=rows, total=total)


def recorded(desk: Desk, key: str) -> Recorded:
    """Return a claim by its identifier.

    Raises
    ------
    WebError
        It names no claim.
    """
    found = recorded_by_id(desk.store, [key]) if _ID.fullmatch(key) else []
    if not found:
        raise WebError(404, f"no claim {key[:64]!r} is in this project: an identifier has 64 hex digits")
    return found[0]


@router.get("/claims/{key}")
@kept_page
def one(request: Request, key: str) -> Response:
    """Show one claim."""
    desk = desk_of(request)
    return render(request, "claim.html", revealed=False, **claim_page(desk, recorded(desk, key)))


@router.post("/claims/{key}/show")
async def reveal(request: Request, key: str) -> Response:
    """Show a personal claim once, and record that it was seen."""
    reason = field(await form_of(request), "reason", longest=300)
    return await run_in_threadpool(_reveal, request, key, reason)


def _reveal(request: Request, key: str, reason: str) -> Response:
    desk = desk_of(request)
    item = recorded(desk, key)
    with desk.saving:
        record_viewing(desk.project, item.id, reason)
    desk.search()
    return render(request, "claim.html", revealed=True, **claim_page(desk, item))


@router.post("/claims/{key}/judge")
async def judge(request: Request, key: str) -> Response:
    """Record a verdict on a claim."""
    form = await form_of(request)
    return await run_in_threadpool(_judge, desk_of(request), key, field(form, "verdict"), field(form, "seen"))


def _judge(desk: Desk, key: str, verdict: str, seen: str) -> Response:
    item = recorded(desk, key)
    with desk.saving:
        if claim_page(desk, item)["seen"] != seen:
            return goto(f"/claims/{key}", N_("Judged in another window meanwhile; nothing was recorded."))
        review_claims(desk.project, [Verdict(verdict, key)])
    desk.search()
    return goto(f"/claims/{key}")


@router.post("/claims/{key}/settle")
async def settle(request: Request, key: str) -> Response:
    """Settle a property in favour of a claim."""
    name = field(await form_of(request), "property")
    return await run_in_threadpool(_settle, desk_of(request), key, name)


def _settle(desk: Desk, key: str, name: str) -> Response:
    item = recorded(desk, key)
    if name not in (*item.claim.values, "place"):
        raise WebError(422, f"claim {key[:12]} tells nothing on {name!r}")
    by, today = reviewer_of(desk.project, None), date.today().isoformat()
    with desk.saving:
        review = review_claim(item.id, "settle", by, settles=name, on=today)
        desk.project.append([review], tool="review", state="accepted")
    desk.search()
    return goto("/claims/conflicts")


@router.get("/claims/{key}/versions")
@kept_page
def versions(request: Request, key: str) -> Response:
    """Show versions of a claim side by side."""
    desk = desk_of(request)
    original = recorded(desk, key)
    items = versions_of(desk.project, original.id)
    return render(
        request,
        "versions.html",
        original={"id": original.id, "words": plain_words(original.claim)},
        versions=_compared(desk, items),
    )


def _compared(desk: Desk, items: list[Recorded]) -> list[dict[str, Any]]:
    names = speakers_at(desk)
    told = [{**item.claim.values, "speaker": names.name(item.claim.speaker)} for item in items]
    for item, values in zip(items, told, strict=True):
        values |= {"stance": item.claim.stance, "mode": item.claim.mode, "said_on": item.claim.said_on}
    fields = list(dict.fromkeys(name for values in told for name in values if name != "corrects"))
    return [
        {
            "id": item.id,
            "at": item.recorded_at,
            "by": item.recorded_by,
            "fields": [
                {
                    "name": name,
                    "value": value_words(values.get(name)) if values.get(name) is not None else "–",
                    "differs": len({str(other.get(name)) for other in told}) > 1,
                }
                for name in fields
            ],
        }
        for item, values in zip(items, told, strict=True)
    ]


@router.post("/claims/{key}/versions")
async def choose_version(request: Request, key: str) -> Response:
    """Keep one version."""
    chosen = field(await form_of(request), "chosen")
    return await run_in_threadpool(_choose, desk_of(request), key, chosen)


def _choose(desk: Desk, key: str, chosen: str) -> Response:
    with desk.saving:
        keep_version(desk.project, recorded(desk, key).id, chosen)
    desk.search()
    return goto(f"/claims/{key}/versions")
