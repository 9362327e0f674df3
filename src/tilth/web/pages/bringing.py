"""Bring data: a file, how its columns are read, what would happen row by row, and taking it in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tilth.claims import vocabulary
from tilth.exchange import ARTICLES
from tilth.exchange.importing.mapping import NOTATIONS
from tilth.web._errors import WebError
from tilth.web.desk import desk_of
from tilth.web.forms import field, form_of, goto, uploads
from tilth.web.navigation import N_
from tilth.web.rendering import render
from tilth.web.tray import ENDINGS, Brought, samples, settled, tray_of

if TYPE_CHECKING:
    from starlette.datastructures import FormData

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
KINDS = (
    *("hazardous_area", "evidence_point", "survey_box", "strike", "find", "accident", "activity", "release"),
    *(
        "quality_visit",
        "handover",
        "task",
        "field_report",
        "organisation",
        "team",
        "admin_unit",
        "place_name",
    ),
)
_OWN = ("record", "subject", "valid", "said_on", "speaker")
_ORDERS = ("", "iso", "ymd", "dmy", "mdy")
_ROWS = 50
_PREVIEW = 5


@router.get("/bring")
def bring(request: Request) -> Response:
    """Show the page."""
    tray = tray_of(desk_of(request))
    waiting = list(reversed(tray.files.values()))
    return render(request, "bring.html", waiting=waiting, kinds=KINDS, endings=ENDINGS)


@router.post("/bring")
async def upload(request: Request) -> Response:
    """Take a file into the tray."""
    form, desk = await form_of(request), desk_of(request)
    files = uploads(form, "file")
    if len(files) != 1:
        raise WebError(422, f"{len(files)} files given: choose one")
    name, kind = files[0].filename or "file", field(form, "kind") or None
    if kind is not None and kind not in KINDS:
        raise WebError(422, f"kind {kind!r} is none; allowed: {', '.join(KINDS)}")
    if name.lower().endswith(ARTICLES):
        raise WebError(415, f"{name} is an article: bring it on the page Read")
    content = await files[0].read()
    before = [await one.read() for one in uploads(form, "mapping")]
    mapping = before[0] if before else None
    made = await run_in_threadpool(tray_of(desk).put, name, content, kind, mapping)
    if made.speaks:
        await run_in_threadpool(made.try_out, desk, 0)
    return goto(f"/bring/{made.key}")


@router.get("/bring/{key}")
def mapping(request: Request, key: str, sheet: int = 0) -> Response:
    """Show how a file is read: its columns with what they become, and the first rows."""
    brought = tray_of(desk_of(request)).get(key)
    if brought.speaks:
        return render(request, "bring_own.html", brought=brought)
    number = _number(brought, sheet)
    return render(request, "bring_mapping.html", **_mapping(brought, number))


@router.get("/bring/{key}/mapping.toml")
def keep_mapping(request: Request, key: str, sheet: int = 0) -> Response:
    """Answer with a sheet's mapping as a file, to be brought along with the next one."""
    brought = tray_of(desk_of(request)).get(key)
    content = brought.as_toml(_number(brought, sheet))
    headers = {"content-disposition": 'attachment; filename="mapping.toml"'}
    return Response(content, headers=headers, media_type="application/toml")


def _number(brought: Brought, sheet: int) -> int:
    if not 0 <= sheet < len(brought.sheets):
        raise WebError(404, f"{brought.path.name} has {len(brought.sheets)} sheets; {sheet} is none of them")
    return sheet


def _mapping(brought: Brought, number: int) -> dict[str, Any]:
    held, used = brought.sheets[number], brought.mappings[number]
    known = {column.header: column for column in used.columns}
    shown = [
        {"header": header, "samples": samples(held, header), "column": known.get(header)}
        for header in held.columns
    ]
    targets = [*_OWN, *sorted(vocabulary()[used.kind].properties)]
    few = range(min(_PREVIEW, held.rows))
    preview = [[held.cells[header][row] for header in held.columns] for row in few]
    more = {"kinds": KINDS, "notations": NOTATIONS, "orders": _ORDERS, "preview": preview, "targets": targets}
    return {"brought": brought, "number": number, "sheet": held, "used": used, "shown": shown, **more}


@router.post("/bring/{key}/sheet/{sheet}")
async def settle(request: Request, key: str, sheet: int) -> Response:
    """Settle how a sheet is read, and try it."""
    form, desk = await form_of(request), desk_of(request)
    brought = tray_of(desk).get(key)
    number = _number(brought, sheet)
    if brought.done:
        raise WebError(409, f"{brought.path.name} was taken in already: bring it again if it changed")
    kind = field(form, "kind")
    if kind and kind != brought.mappings[number].kind:
        if kind not in KINDS:
            raise WebError(422, f"kind {kind!r} is none; allowed: {', '.join(KINDS)}")
        await run_in_threadpool(brought.again, number, kind)
        return goto(
            f"/bring/{key}?sheet={number}", N_("A mapping for this kind is proposed: look through it.")
        )
    brought.settle(number, settled(brought.mappings[number], _told(brought, number, form)))
    await run_in_threadpool(brought.try_out, desk, number)
    return goto(f"/bring/{key}/trial?sheet={number}")


def _told(brought: Brought, number: int, form: FormData) -> dict[str, Any]:
    used = brought.mappings[number]
    targets = {*_OWN, *vocabulary()[used.kind].properties, ""}
    columns = {}
    for at, header in enumerate(brought.sheets[number].columns):
        if f"to-{at}" not in form:
            continue
        to, order = field(form, f"to-{at}"), field(form, f"order-{at}")
        if to not in targets or order not in _ORDERS:
            raise WebError(422, f"column {header!r}: {to or order!r} is no property of a {used.kind}")
        columns[header] = {"to": to, "order": order, "unit": field(form, f"unit-{at}", longest=40)}
    chosen = [field(form, f"place-{at}") for at in range(2)]
    told: dict[str, Any] = {"columns": columns, "notation": field(form, "notation") or used.place.notation}
    told["place_columns"] = [one for one in chosen if one in brought.sheets[number].columns]
    for name in ("crs", "speaker", "prefix"):
        told[name] = field(form, name, longest=120)
    told["decimal"] = field(form, "decimal") or "."
    return told


@router.get("/bring/{key}/trial")
def trial(request: Request, key: str, sheet: int = 0, show: str = "", page: int = 1) -> Response:
    """Show what would become of each row."""
    desk = desk_of(request)
    brought = tray_of(desk).get(key)
    number = _number(brought, sheet)
    outcome = brought.outcomes[number] or brought.try_out(desk, number)
    if outcome is None:
        raise WebError(404, f"{brought.path.name} is not read by a mapping")
    rows = [fate for fate in outcome.fates if show in ("", fate.fate)]
    pages = max(1, -(-len(rows) // _ROWS))
    page = min(max(page, 1), pages)
    problems: dict[int, list[Any]] = {}
    for problem in outcome.problems:
        problems.setdefault(problem.row, []).append(problem)
    return render(
        request,
        "bring_trial.html",
        brought=brought,
        number=number,
        outcome=outcome,
        counts=Counter(fate.fate for fate in outcome.fates),
        severities=Counter(problem.severity for problem in outcome.problems),
        rows=rows[(page - 1) * _ROWS : page * _ROWS],
        problems=problems,
        asked={"show": show, "page": page, "pages": pages},
    )


@router.post("/bring/{key}/commit")
async def take_in(request: Request, key: str) -> Response:
    """Take in what was tried."""
    desk = desk_of(request)
    await form_of(request)
    brought = tray_of(desk).get(key)
    added = await run_in_threadpool(brought.commit, desk)
    return goto(f"/bring/{key}/done", f"{added:,} claims added")


@router.get("/bring/{key}/done")
def done(request: Request, key: str) -> Response:
    """Show the report of what was taken in."""
    brought = tray_of(desk_of(request)).get(key)
    if not brought.done:
        raise WebError(409, f"{brought.path.name} is not taken in yet")
    intakes = brought.intakes or [one.intake for one in brought.outcomes if one is not None]
    return render(request, "bring_done.html", brought=brought, intakes=intakes)
