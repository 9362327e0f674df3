"""Commands on the register: stocks, transfers, and rows of one's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tilth.cli._say import result_json, say, show, stop

if TYPE_CHECKING:
    from tilth.munitions import Entry, Stock

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Address = Annotated[str | None, typer.Option("--project", help="Project; the shipped rows when not given.")]


def register(group: typer.Typer) -> None:
    """Add these commands to the group of munitions."""
    group.command()(stock)
    group.command()(transfers)
    group.command()(add)


def _entries(address: str | None) -> tuple[list[Entry], Any, Any]:
    """Return the register, and the project's rates and catalogue (None for the shipped ones)."""
    from tilth.project import Project, entries_in, munitions_in, rows_in

    if address is None:
        return entries_in(None), None, None
    with Project.open(address, read_only=True) as project:
        return entries_in(project), rows_in(project, "failure_rates"), munitions_in(project)


def stock(
    state: Annotated[str, typer.Argument(help="Who holds: ISO 3166 code or name of a state.")],
    on: Annotated[str | None, typer.Option(help="Date, partial allowed; today when not given.")] = None,
    project: Address = None,
    json: Json = False,
) -> None:
    """What is said of a state's stock by a date: held, expired, destroyed, passed on, by whose word."""
    from tilth.law import state_code
    from tilth.munitions import stock as stock_of

    code, day = state_code(state), on or date.today().isoformat()
    entries, _, known = _entries(project)
    found = stock_of(entries, code, day)
    documented = _documented(code, known)
    if json:
        result_json(
            {
                "state": code,
                "on": day,
                "munitions": [_stock_json(each) for each in found],
                "documented": documented,
            }
        )
        return
    show(f"{code} on {day}: what is said, by whom")
    for each in found:
        _show_stock(each)
    if not found:
        show("  no holding, destruction or transfer is on record: this does not say that there is none")
    for row in documented:
        show(
            f"  catalogue: {row['munition']}: {row['words']}"
            + (" (NOT VERIFIED)" if row["located"] else f" [{row['source_url']}]")
        )


def _documented(code: str, known: Any) -> list[dict[str, Any]]:
    """Return where the catalogue names the state."""
    from tilth.law import state_name
    from tilth.munitions import catalogue

    name = state_name(code)
    return [
        {"munition": m.id, "words": words, "source_url": m.source_url, "located": m.verification == "located"}
        for m in known or catalogue()
        for words in m.users_places
        if name in words or (code == "USA" and words.startswith("US "))
    ]


def _stock_json(each: Stock) -> dict[str, Any]:
    return {
        "munition": each.munition or None,
        "held": [_entry_json(entry) | {"expired": each.expired.get(entry.claim)} for entry in each.held],
        "gone": [_entry_json(entry) for entry in each.gone],
        "come": [_entry_json(entry) for entry in each.come],
        "by_speaker": [{"speaker": who, "low": low, "high": high} for who, low, high in each.sums],
        "contradictory": each.differ,
    }


def _entry_json(entry: Entry) -> dict[str, Any]:
    kept = {name: value for name, value in entry.values.items() if name != "value_usd"}
    return {
        "claim": entry.claim,
        "subject": entry.subject,
        "kind": entry.kind,
        "speaker": entry.speaker,
        "said_on": entry.said_on,
        "status": entry.status,
        **{"told": kept},
    }


def _show_stock(each: Stock) -> None:
    show(f"{each.munition or 'munitions not named'}")
    for words, entries in (("held", each.held), ("gone", each.gone), ("come", each.come)):
        for entry in entries:
            number = (
                entry.told("munitions_count")
                or entry.told("quantity")
                or entry.told("quantity_text")
                or "number not told"
            )
            when = ", ".join(entry.dates) or entry.said_on or "no date"
            what = entry.told("change") or entry.told("status") or entry.told("status_text")
            expired = (
                f"; expiry {entry.told('expiry')}: {each.expired[entry.claim]}"
                if entry.claim in each.expired
                else ""
            )
            item = f" {entry.told('item')}" if entry.told("item") else ""
            show(
                f"  {words}: {number}{item}, {what or 'stated'}, {when}{expired};"
                f" says {entry.speaker} [{entry.claim[:12]}]"
            )
    for who, low, high in each.sums:
        show(f"  by the figures of {who}: {low:,g}{f' to {high:,g}' if high != low else ''} left")
    if each.differ:
        show("  THESE FIGURES CONTRADICT EACH OTHER; none is preferred here")


def transfers(
    supplier: Annotated[str | None, typer.Option("--from", help="State that supplies.")] = None,
    recipient: Annotated[str | None, typer.Option("--to", help="State that receives.")] = None,
    since: Annotated[str | None, typer.Option(help="Date; what is certainly earlier is left out.")] = None,
    project: Address = None,
    json: Json = False,
) -> None:
    """Transfers asked for, announced, delivered, refused or denied: who says so, the law, what follows."""
    from tilth.law import state_code
    from tilth.munitions import moves

    entries, rates, known = _entries(project)
    codes = [state_code(state) if state else None for state in (supplier, recipient)]
    rows = [
        _transfer(entry, rates, known)
        for entry in moves(entries, supplier=codes[0], recipient=codes[1], since=since)
    ]
    if json:
        result_json({"from": codes[0], "to": codes[1], "since": since, "transfers": rows})
        return
    for row in rows:
        _show_transfer(row)
    show(
        f"{len(rows)} claims of transfers; money stated is often that of a whole package,"
        " never of the munitions alone"
    )


def _transfer(entry: Entry, rates: Any, known: Any) -> dict[str, Any]:
    from tilth.project import aftermath_of, law_case_of, munition_of

    munition = munition_of(entry.values, known)
    told = (
        "supplier",
        "recipient",
        "via",
        "item",
        "munition",
        "status",
        "status_text",
        "quantity",
        "quantity_text",
        "announced",
        "delivered",
        "date",
        "note",
        "source_url",
        "source_url_2",
    )
    row: dict[str, Any] = {
        "claim": entry.claim,
        "subject": entry.subject,
        "speaker": entry.speaker,
        "review": entry.status,
        **{name: entry.told(name) or None for name in told},
    }
    worth = entry.values.get("value_usd")
    row["package_usd"] = worth
    row["package_note"] = (
        None if worth is None else "as stated; often of a whole package, never of the munitions alone"
    )
    row["law_case"] = law_case_of(entry.values, munition)
    row["aftermath"] = aftermath_of(entry.values, munition, rates=rates)
    return row


def _show_transfer(row: dict[str, Any]) -> None:
    when = ", ".join(str(row[name]) for name in ("announced", "delivered", "date") if row[name]) or "no date"
    show(
        f"{row['subject'].split(':', 1)[1]}: {row['supplier'] or 'not named'} to"
        f" {row['recipient'] or 'not named'}, {when}: {row['item'] or 'cluster munitions'};"
        f" {row['quantity'] or row['quantity_text'] or 'number not told'}"
    )
    show(f"  {row['status'] or row['status_text'] or 'stated'}, says {row['speaker']} [{row['claim'][:12]}]")
    if row["law_case"]:
        answers = {
            f"{each['state']} {each['regime']}: {each['outcome']}"
            for each in row["law_case"]["findings"]
            if each["outcome"] != "not_regulated"
        }
        show(f"  law on {row['law_case']['question']['on']}: {'; '.join(sorted(answers)) or 'not regulated'}")
    left = row["aftermath"]
    if left:
        per = "per 1,000 rounds" if left["per_rounds"] else "for the number told"
        figure = left["unexploded"]
        show(
            f"  would leave {per}: {figure['median']:,.0f} unexploded"
            f" (90% {figure['p05']:,.0f} to {figure['p95']:,.0f})"
        )


def add(
    file: Annotated[
        Path, typer.Argument(help="Table (.csv) with the columns of a fact table, stocks or transfers.")
    ],
    project: Annotated[str, typer.Option(help="Project: a .gpkg file or a postgresql:// address.")],
    by: Annotated[str | None, typer.Option(help="Who enters; this user when not given.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why rows on record are corrected.")] = None,
    json: Json = False,
) -> None:
    """Add or correct munitions, failure rates, holdings or transfers in a project, as claims."""
    from tilth.project import Project, enter_rows

    with Project.open(project) as opened:
        done = enter_rows(opened, _rows(file), by=by, reason=reason)
    if json:
        result_json(
            {
                "table": done.table,
                "added": list(done.added),
                "corrected": list(done.corrected),
                "unchanged": list(done.unchanged),
            }
        )
        return
    say(
        f"{done.table}: {len(done.added)} added, {len(done.corrected)} corrected,"
        f" {len(done.unchanged)} known before"
    )


def _rows(file: Path) -> list[dict[str, str]]:
    import csv

    if not file.is_file():
        stop(f"no file {str(file)!r}: check the name")
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        stop(f"{file.name} is no UTF-8 text: save it as UTF-8")
    rows = list(csv.DictReader(text.splitlines()))
    ragged = [str(at) for at, row in enumerate(rows, 2) if None in row or None in row.values()]
    if ragged:
        stop(
            f"{file.name}: {len(ragged)} lines have more or fewer cells than the first:"
            f" line {', '.join(ragged[:5])}"
        )
    return rows
