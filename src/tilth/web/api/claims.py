"""Claims for programs: the project, search, one claim, contradictions, verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from tilth.claims import Recorded, recorded_by_id, statuses_of, vocabulary
from tilth.claims.review import STATUSES
from tilth.project import Verdict, review_claims
from tilth.project.search import Question, conflicting, counts, find, users_of
from tilth.project.side_by_side import standing_mark
from tilth.web._errors import WebError
from tilth.web.api.caching import answer
from tilth.web.api.models import ClaimOut, ClaimsOut, ConflictsOut, ProjectOut
from tilth.web.desk import Desk, desk_of
from tilth.web.people import speakers_at

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["claims"])
Kind = StrEnum("Kind", {name: name for name in vocabulary()})  # type: ignore[misc]
StatusName = StrEnum("StatusName", {name: name for name in STATUSES})  # type: ignore[misc]
Key = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="Identifier of a claim")]
_FAR = 2**53 - 1


class ClaimsQuery(BaseModel):
    """What to find; what is not given does not narrow the answer."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=500, description="Words in content, speaker or source")
    kind: Kind | None = None
    status: StatusName | None = None
    state: str | None = Field(None, pattern="^[A-Z]{3}$", description="ISO 3166 code that claims speak of")
    subject: str | None = Field(None, max_length=200)
    speaker: str | None = Field(None, max_length=200)
    source: str | None = Field(None, max_length=200)
    since: date | None = None
    until: date | None = None
    waits: Literal["yes"] | None = None
    before: int = Field(0, ge=0, le=_FAR, description="From the address of the next page")
    after: int = Field(0, ge=0, le=_FAR, description="Only claims recorded after this version of the project")
    limit: int = Field(50, ge=1, le=500)


@router.get("/project", response_model=ProjectOut)
def project(request: Request) -> Response:
    """Return name, version and counts of the project."""
    return answer(request, lambda: _project(desk_of(request)))


def _project(desk: Desk) -> dict[str, Any]:
    counted = counts(desk.search())
    told = {name: getattr(counted, name) for name in ("waiting", "conflicts", "kinds", "statuses")}
    return {"name": desk.name, "version": desk.version(), "claims": counted.total, **told}


@router.get("/claims", response_model=ClaimsOut)
def claims(request: Request, asked: Annotated[ClaimsQuery, Query()]) -> Response:
    """Return claims, newest first, a page at a time."""
    return answer(request, lambda: _claims(desk_of(request), asked), links=_next)


def _claims(desk: Desk, asked: ClaimsQuery) -> dict[str, Any]:
    given = {name: value for name, value in asked.model_dump(exclude_none=True).items() if name != "limit"}
    words = {name: str(value) for name, value in given.items() if name in _TEXTS}
    numbers = {name: int(given[name]) for name in ("before", "after")}
    question = Question(words=asked.q, waits=asked.waits is not None, **words, **numbers)  # type: ignore[arg-type]
    found = find(desk.search(), question, asked.limit)
    rest = asked.model_dump(exclude_none=True, exclude_defaults=True, mode="json") | {"before": found.next}
    return {
        "claims": claims_out(desk, recorded_by_id(desk.store, found.ids), found.ids),
        "total": found.total if not asked.before else None,
        "total_is_more": found.more,
        "next": f"/api/claims?{urlencode(rest)}" if found.next else None,
    }


_TEXTS = ("kind", "status", "state", "subject", "speaker", "source", "since", "until")


def _next(made: Mapping[str, Any]) -> dict[str, str]:
    return {"next": made["next"]} if made["next"] else {}


def claims_out(desk: Desk, items: Sequence[Recorded], order: Sequence[str]) -> list[dict[str, Any]]:
    """Return claims as programs get them, in the order asked for."""
    statuses, names = statuses_of(desk.store, items), speakers_at(desk)
    made = {}
    for item in items:
        status, personal = statuses[item.id], item.claim.access == "personal"
        kept = ("recorded_at", "recorded_by", "log", "seq", "tool", "rule", "confidence")
        made[item.id] = {
            "id": item.id,
            "status": status.name,
            "replaced_by": status.replacement,
            "personal": personal,
            "content": None if personal else item.claim.to_json(),
            "speaker_name": None if personal else names.name(item.claim.speaker),
            "seen": standing_mark(status),
            **{name: getattr(item, name) for name in kept},
        }
    return [made[key] for key in order if key in made]


@router.get("/claims/{key}", response_model=ClaimOut)
def claim(request: Request, key: Key) -> Response:
    """Return one claim."""
    return answer(request, lambda: _one(desk_of(request), key))


def _one(desk: Desk, key: str) -> dict[str, Any]:
    found = recorded_by_id(desk.store, [key])
    if not found:
        raise WebError(404, f"no claim {key} is in this project")
    return claims_out(desk, found, [key])[0]


@router.get("/claims/{key}/uses", response_model=ClaimsOut)
def uses(request: Request, key: Key) -> Response:
    """Return the claims that rest on a claim: computations, corrections, facts taken from it."""

    def made() -> dict[str, Any]:
        desk = desk_of(request)
        _one(desk, key)
        ids = users_of(desk.search(), key)
        rows = claims_out(desk, recorded_by_id(desk.store, ids), ids)
        return {"claims": rows, "total": len(rows), "total_is_more": False, "next": None}

    return answer(request, made)


class VerdictIn(BaseModel):
    """A verdict on a claim."""

    model_config = ConfigDict(extra="forbid", strict=True)

    verdict: Literal["accept", "reject", "retract", "reopen"]
    seen: str = Field(max_length=64, description="The claim's `seen` when it was judged")
    reason: str | None = Field(None, max_length=1_000)


@router.post(
    "/claims/{key}/verdicts",
    response_model=ClaimOut,
)
def judge(request: Request, key: Key, given: VerdictIn) -> Response:
    """Record a verdict; refused when the claim was judged by somebody else meanwhile."""
    desk = desk_of(request)
    with desk.saving:
        if _one(desk, key)["seen"] != given.seen:
            raise WebError(409, f"claim {key[:12]} was judged since you read it: read it again")
        review_claims(desk.project, [Verdict(given.verdict, key, None, given.reason)])
    return answer(request, lambda: _one(desk, key))


@router.get("/conflicts", response_model=ConflictsOut)
def conflicts(
    request: Request,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Response:
    """Return subjects and properties on which claims that stand differ, the newest first."""

    def made() -> dict[str, Any]:
        rows = conflicting(desk_of(request).search(), limit + 1, (page - 1) * limit)
        following = f"/api/conflicts?{urlencode({'page': page + 1, 'limit': limit})}"
        return {"conflicts": rows[:limit], "next": following if len(rows) > limit else None}

    return answer(request, made, links=_next)
