"""What answers look like."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "REFUSALS",
    "ClaimOut",
    "ClaimsOut",
    "ConflictsOut",
    "Problem",
    "ProjectOut",
    "StateOut",
    "TransferOut",
]


class Problem(BaseModel):
    """A refusal (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    instance: str


_SAME: dict[int | str, dict[str, Any]] = {
    304: {"description": "Not changed since the version named in If-None-Match"}
}
REFUSALS: dict[int | str, dict[str, Any]] = _SAME | {
    status: {
        "description": words,
        "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
    }
    for status, words in {
        400: "No request that can be read",
        401: "No token, or a wrong one",
        403: "Not from this session",
        404: "No such thing in this project",
        405: "Not to be done with this resource",
        409: "Judged by somebody else meanwhile",
        413: "Larger than a request may be",
        415: "Not of a type that is read here",
        422: "Values that are not allowed",
    }.items()
}
"""How every resource refuses."""


class ProjectOut(BaseModel):
    """The project as a whole."""

    name: str
    version: int = Field(description="Number of the last batch: equal versions hold the same claims")
    claims: int
    waiting: int = Field(description="Claims that people brought in and nobody reviewed")
    conflicts: int
    kinds: dict[str, int]
    statuses: dict[str, int]


class ClaimOut(BaseModel):
    """A claim with where it stands; of a personal one the content is left out."""

    id: str
    status: str
    replaced_by: str | None
    personal: bool
    content: dict[str, Any] | None = Field(description="As in the ledger; null for personal data")
    speaker_name: str | None
    recorded_at: str
    recorded_by: str
    log: str
    seq: int
    tool: str
    rule: str | None
    confidence: float | None
    seen: str = Field(description="Give it back with a verdict: it tells which state of the claim was judged")


class ClaimsOut(BaseModel):
    """A page of claims, newest first."""

    claims: list[ClaimOut]
    total: int | None = Field(description="How many there are, on the first page; counting stops at 1,000")
    total_is_more: bool
    next: str | None = Field(description="Address of the next page")


class ConflictsOut(BaseModel):
    """A page of contradictions."""

    conflicts: list[dict[str, Any]]
    next: str | None


class StateOut(BaseModel):
    """A state with its standing under the Convention on Cluster Munitions today."""

    code: str
    name: str
    standing: str
    since: str | None
    due: dict[str, Any] | None
    overdue: list[dict[str, Any]]
    claims: list[str]


class TransferOut(BaseModel):
    """A transfer with the claims about it."""

    key: str
    supplier: str
    recipient: str
    status: str | None
    when: str | None
    items: list[str]
    claims: list[str]
