"""Read: an article in, its claims out, each judged by a person."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from tilth.claims import pictures, vocabulary
from tilth.claims.claim import MODES, STANCES
from tilth.exchange import Intake, take_article
from tilth.project import Verdict, review_claims
from tilth.project.search import waiting_sources
from tilth.project.side_by_side import correct_beside, versions_of
from tilth.web._errors import WebError
from tilth.web.desk import Desk, desk_of
from tilth.web.fact_forms import fact_changes, fact_fields, fact_types
from tilth.web.forms import field, form_of, goto, uploads
from tilth.web.kept_pages import kept_page
from tilth.web.navigation import N_
from tilth.web.people import speakers_at
from tilth.web.reading_room import Reading, reading_of
from tilth.web.rendering import render

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
KINDS = (".txt", ".html", ".htm", ".pdf")
_LONGEST = 1_000_000
_TOPICS = vocabulary()["statement"].properties["topic"].allowed
_FIELDS = ("speaker", "mode", "topic", "stance", "said_on", "channel")
_UNSAFE = re.compile(r"[^\w.()-]+")


@router.get("/read")
@kept_page
def articles(request: Request) -> Response:
    """Show where an article comes in, and the articles whose claims wait."""
    desk = desk_of(request)
    return render(request, "articles.html", articles=_articles(desk), kinds=KINDS)


def _articles(desk: Desk) -> list[dict[str, Any]]:
    index = desk.search()
    rows = [row for row in waiting_sources(index, 200) if row["source"]]
    drawn = pictures(desk.store, [row["source"] for row in rows], statuses=("accepted", "proposed"))
    found = []
    for row in rows:
        told = drawn[row["source"]]
        if told.value("text"):
            about = {
                name: told.value(name) for name in ("title", "published", "lang", "publisher", "synthetic")
            }
            found.append({**row, **about, "key": row["source"].split(":", 1)[1]})
    return found


@router.post("/read")
async def bring(request: Request) -> Response:
    """Take in an article that was pasted or dropped, and go to read it."""
    form = await form_of(request)
    files = uploads(form, "file")
    if files:
        name, content = Path(files[0].filename or "").name, await files[0].read()
    else:
        name, content = _pasted(form)
    language, day = field(form, "lang") or None, field(form, "date") or None
    intake = await run_in_threadpool(_take, desk_of(request), name, content, language, day)
    source = str((intake.told or {}).get("source", "")).split(":", 1)[-1]
    words = N_("The article was read: judge its claims one by one.")
    if not intake.accepted:
        words = N_("This article was read before: nothing new.")
    return goto(f"/read/{quote(source)}", words)


def _pasted(form: FormData) -> tuple[str, bytes]:
    text = field(form, "text", longest=_LONGEST)
    if not text:
        raise WebError(422, "neither a text nor a file was given: paste the article, or choose its file")
    told = {name: field(form, name) for name in ("title", "address", "publisher") if field(form, name)}
    head = json.dumps(told, ensure_ascii=False) + "\n" if told else ""
    return f"{told.get('title') or 'pasted'}"[:60] + ".txt", f"{head}{text}".encode()


def _take(desk: Desk, name: str, content: bytes, language: str | None, day: str | None) -> Intake:
    """Take an article from a folder that is gone afterwards; the name given is a name and no path."""
    ending = Path(name).suffix.lower()
    if ending not in KINDS:
        raise WebError(415, f"{name!r}: articles are read from {', '.join(KINDS)}", allowed=list(KINDS))
    safe = _UNSAFE.sub("_", Path(name).stem)[:80].strip(".") or "article"
    with tempfile.TemporaryDirectory(prefix="tilth-") as folder, desk.saving:
        path = Path(folder) / f"{safe}{ending}"
        path.write_bytes(content)
        return take_article(desk.project, path, lang=language, date=day)


@router.get("/read/{key}")
@kept_page
def read(request: Request, key: str, at: str = "", correct: str = "", undo: str = "") -> Response:
    """Show an article with its claims."""
    desk = desk_of(request)
    reading = reading_of(desk, key)
    return render(request, "reading.html", **_shown(desk, reading, key, at=at, correct=correct, undo=undo))


def _shown(desk: Desk, reading: Reading, key: str, *, at: str, correct: str, undo: str) -> dict[str, Any]:
    now = at or correct or next((card["id"] for card in reading.cards if card["status"] == "proposed"), "")
    known = sorted({name for name in speakers_at(desk).names.values()})[:2_000] if correct else []
    return {
        "reading": reading,
        "key": key,
        "at": now,
        "undo": undo,
        "correcting": reading.card(correct) if correct else None,
        "known": known,
        "topics": _TOPICS,
        "stances": STANCES,
        "modes": MODES,
        "fact_fields": fact_fields,
        "fact_types": fact_types(),
    }


@router.post("/read/{key}/judge")
async def judge(request: Request, key: str) -> Response:
    """Record a verdict on one claim and go on to the next."""
    form = await form_of(request)
    return await run_in_threadpool(_judge, desk_of(request), key, form)


def _judge(desk: Desk, key: str, form: FormData) -> Response:
    claim, verdict = field(form, "claim"), field(form, "verdict")
    reading = reading_of(desk, key)
    card = reading.card(claim)
    with desk.saving:
        if verdict == "correct":
            return _correct(desk, key, form, card)
        if verdict != "reopen" and (card is None or field(form, "seen") != card["seen"]):
            return _meanwhile(desk, key, claim)
        review_claims(desk.project, [Verdict(verdict, claim, None, field(form, "reason") or None)])
    desk.search()
    following = claim if verdict == "reopen" else reading.after(claim)
    undo = "" if verdict == "reopen" else claim
    return goto(_address(key, at=following, undo=undo))


def _correct(desk: Desk, key: str, form: FormData, card: Mapping[str, Any] | None) -> Response:
    claim, seen = field(form, "claim"), field(form, "seen")
    shown = card or _corrected_card(desk, claim)
    changes: dict[str, Any] = {
        name: field(form, name)
        for name in _FIELDS
        if name in form and field(form, name) != str(shown.get(_SHOWN_AS.get(name, name)) or "")
    }
    if field(form, "span") and field(form, "span") != _span(shown):
        changes["span"] = field(form, "span")
    facts = fact_changes(form, shown["facts"])
    changes |= {"fact": facts} if facts else {}
    done = correct_beside(desk.project, claim, changes, seen=seen, reason=field(form, "reason") or None)
    desk.search()
    if card is None and len(versions_of(desk.project, claim)) > 1:
        return goto(f"/claims/{claim}/versions", "")
    made = next((one for one in done.added if one != claim), claim)
    return goto(_address(key, at=made, undo=claim))


_SHOWN_AS = {"speaker": "speaker_name"}


def _corrected_card(desk: Desk, claim: str) -> dict[str, Any]:
    """Return a claim that another window corrected meanwhile, as this window saw it."""
    from tilth.claims import recorded_by_id
    from tilth.project import describe

    items = recorded_by_id(desk.store, [claim]) if re.fullmatch(r"[0-9a-f]{64}", claim) else []
    if not items:
        raise WebError(404, f"no claim {claim[:12]!r} is in this project")
    return describe(desk.project, items, speakers_at(desk))[0]


def _span(card: Mapping[str, Any]) -> str:
    return ":".join(str(end) for end in card["span"] or ())


def _meanwhile(desk: Desk, key: str, claim: str) -> Response:
    """Say that a claim was judged elsewhere since it was shown; nothing is recorded."""
    if len(versions_of(desk.project, claim)) > 1:
        return goto(f"/claims/{claim}/versions")
    words = "This claim was judged in another window meanwhile: look at it again. Nothing was recorded."
    return goto(_address(key, at=claim), words)


def _address(key: str, *, at: str, undo: str = "") -> str:
    asked = {"at": at} | ({"undo": undo} if undo else {})
    return f"/read/{quote(key)}?{urlencode(asked)}"
