"""Commands on munitions: the catalogue, what rounds leave behind, the register, the failure model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tilth.cli import munition_model, munition_register
from tilth.cli._say import result_json, say, show, stop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tilth.munitions import Claimed, Consequences, Expectation, Munition
    from tilth.project import Project

__all__ = ["munition_report", "register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Address = Annotated[
    str | None, typer.Option("--project", help="Project whose claims add to and correct what is shipped.")
]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="The catalogue, what a number of rounds leaves behind, holdings and transfers.")
    group.command("show")(show_munition)
    group.command()(expect)
    munition_register.register(group)
    munition_model.register(group)
    app.add_typer(group, name="munitions")


@contextmanager
def opened(address: str | None) -> Iterator[Project | None]:
    """Open the project to read, if one is named."""
    if address is None:
        yield None
        return
    from tilth.project import Project

    with Project.open(address, read_only=True) as project:
        yield project


def show_munition(
    munition: Annotated[str, typer.Argument(help="Designation, other name, submunition or family.")],
    project: Address = None,
    html: Annotated[Path | None, typer.Option(help="Write the page of the munition to this file.")] = None,
    json: Json = False,
) -> None:
    """Show munitions by name or by what they carry, with rates, sources and Article 2."""
    from tilth.munitions import search
    from tilth.project import munition_page, munitions_in, rows_in

    with opened(project) as open_project:
        known = munitions_in(open_project) if open_project else None
        rates = rows_in(open_project, "failure_rates") if open_project else None
    found = search(munition, known)
    if html is not None:
        _write_page(html, found.munitions, project)
    pages = [munition_page(each, rates) for each in found.munitions]
    if json:
        several = {"query": found.query, "by": found.by, "munitions": pages}
        result_json(pages[0] | several if len(pages) == 1 else several)
        return
    if len(pages) > 1:
        show(f"{munition}: {len(pages)} munitions by {found.by}")
    for page in pages:
        _show_page(page, short=len(pages) > 3)


def munition_report(
    munition: Annotated[str, typer.Argument(help="Identifier or name of the munition.")],
    project: Address = None,
    out: Annotated[Path | None, typer.Option(help="File to write (.html).")] = None,
) -> None:
    """Page of a munition: what it is, how often it fails, what it leaves, as one HTML file that prints."""
    from tilth.reports import munition_html, write_page

    safe = "".join(letter if letter.isalnum() else "-" for letter in munition.casefold())
    say(f"wrote {write_page(out or Path(f'munition-{safe}.html'), munition_html(munition, project))}")


def _write_page(path: Path, munitions: Sequence[Munition], project: str | None) -> None:
    from tilth.reports import munition_html, write_page

    if len(munitions) != 1:
        stop(f"{len(munitions)} munitions have that name: give one of {', '.join(m.id for m in munitions)}")
    say(f"wrote {write_page(path, munition_html(munitions[0].id, project))}")


def _show_page(page: Mapping[str, Any], *, short: bool) -> None:
    show(
        f"{page['id']}  {page['designation']}"
        f" ({page['kind']}, {page['origin_iso3'] or 'origin not established'})"
    )
    for item in page["submunitions"]:
        show(
            f"  {item['count'] or 'number not known'} x {item['name']},"
            f" family {item['family'] or 'not on record'}"
        )
    if short:
        return
    words = {
        "total_submunitions": "submunitions a round",
        "self_destruct": "self-destruct (as claimed)",
        "verification": "load",
        "source_url": "source",
        "note": "note",
    }
    show(f"  also called: {', '.join(page['aliases']) or 'nothing else'}")
    show(f"  documented: {'; '.join(page['users_places']) or 'nowhere'}")
    for name, label in words.items():
        if page[name] not in (None, ""):
            show(f"  {label}: {page[name]}")
    show(
        f"  cluster munition under Article 2: {page['article2']['answer']}"
        f" ({'; '.join(page['article2']['because'])})"
    )
    for row in page["rates"]:
        show(
            f"  {row['setting']}: {row['rate']}, {row['place'] or 'place not told'} {row['year']},"
            f" {row['who']} {_cited(row)}"
        )
    show(f"  left of one round in combat: {page['one_round']}")


def _cited(row: Mapping[str, Any]) -> str:
    """Return the row and its page; a page on which the figure was not read is no source of it."""
    if row["verification"] == "located":
        return f"[{row['row']}, NOT VERIFIED: not read at its source]"
    return f"[{row['row']}] {row['source_url']}"


def expect(
    munition: Annotated[str, typer.Option(help="Munition, submunition, family or class (155 mm shells).")],
    rounds: Annotated[str, typer.Option(help='Rounds: 1000, 1000-2000, "hundreds of thousands".')],
    setting: Annotated[str, typer.Option(help="combat, test, claimed or mixed.")] = "combat",
    load: Annotated[
        int | None, typer.Option(help="Submunitions a round, instead of those on record.")
    ] = None,
    compare: Annotated[bool, typer.Option(help="Put claims beside the evidence and draw every row.")] = False,
    claimed: Annotated[str | None, typer.Option(help="A claimed rate to compare: 0.0235 or 2.35%.")] = None,
    aftermath: Annotated[bool, typer.Option(help="Land, survey, clearance and cost that follow.")] = False,
    teams: Annotated[int | None, typer.Option(help="Clearance teams, for the time it takes.")] = None,
    rounds_per_strike: Annotated[float | None, typer.Option(help="Rounds on one target.")] = None,
    place: Annotated[str | None, typer.Option(help="Country whose casualty figures to show.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the plot.")] = Path(),
    seed: Annotated[int, typer.Option(help="Same seed, same figures.")] = 0,
    project: Address = None,
    json: Json = False,
) -> None:
    """Expected unexploded submunitions of a number of rounds, as an interval."""
    from tilth.munitions import consequences, resolve, share_given
    from tilth.munitions import expect as expect_unexploded

    rates, known, ground = _project_rows(project)
    asked = resolve(munition, known)
    share = share_given(claimed) if claimed is not None else None
    answer = expect_unexploded(asked, rounds, setting=setting, rates=rates, load=load, seed=seed)
    content = answer.to_json()
    claims, paths = _compared(answer, asked, rates, share, out) if compare or claimed else ((), ())
    if compare or claimed:
        content["compare"] = {
            "claims": [each.to_json() for each in claims],
            "plots": [str(path) for path in paths],
        }
    found = None
    if aftermath or place or teams is not None or rounds_per_strike is not None:
        found = consequences(
            answer, asked, teams=teams, rounds_per_strike=rounds_per_strike, seed=seed, **ground
        )
        content["consequences"] = found.to_json() | {"casualties": _casualties(place)}
    if json:
        result_json(content)
        return
    _show_answer(answer)
    _show_compared(answer, claims, paths)
    _show_aftermath(found, place)


def _project_rows(address: str | None) -> tuple[Any, Any, dict[str, Any]]:
    """Return rates, catalogue, and footprints and work rates of a project; None each for what is shipped."""
    if address is None:
        return None, None, {}
    from tilth.project import munitions_in, rows_in

    with opened(address) as project:
        assert project is not None
        ground = {"footprints": rows_in(project, "footprints")}
        ground["productivity"] = rows_in(project, "clearance_productivity")
        return rows_in(project, "failure_rates"), munitions_in(project), ground


def _compared(
    answer: Expectation, munition: Munition, rates: Any, share: float | None, out: Path
) -> tuple[tuple[Claimed, ...], tuple[Path, ...]]:
    from tilth.munitions import claims_on, published
    from tilth.munitions import expect as expect_unexploded
    from tilth.reports import write_forest

    claims = claims_on(answer, munition, claimed=share, rates=rates)
    fitted = {
        setting: expect_unexploded(munition, 1, setting=setting, rates=rates)
        for setting in ("claimed", "test", "combat")
    }
    return claims, write_forest(published(answer, munition, rates), fitted, munition.id, out)


def _casualties(place: str | None) -> list[dict[str, Any]]:
    from tilth.munitions import casualty_rows

    kept = (
        "row_id",
        "place",
        "period",
        "total",
        "killed",
        "injured",
        "from_remnants",
        "measure",
        "who_says_it",
        "source_url",
    )
    return [{name: row[name] for name in kept} for row in (casualty_rows(place) if place else ())]


def _show_answer(answer: Expectation) -> None:
    rounds, items = (
        f"{v[0]:,} to {v[1]:,}" if isinstance(v, tuple) else f"{v:,}"
        for v in (answer.rounds, answer.submunitions)
    )
    left, rate = answer.unexploded, answer.rate
    show(f"{rounds} rounds of {answer.munition}: {items} submunitions, setting {answer.setting}")
    show(
        f"unexploded: {left.median:,.0f} (90% between {left.p05:,.0f} and {left.p95:,.0f}),"
        f" mean {left.mean:,.0f}"
    )
    show(f"failing: {100 * rate.median:.1f}% ({100 * rate.p05:.1f} to {100 * rate.p95:.1f})")
    apart = answer.unopened
    show(
        "apart from these, carriers that do not open:"
        f" {apart.median:,.0f} ({apart.p05:,.0f} to {apart.p95:,.0f})"
    )
    show(
        f"nearest evidence: {answer.level}; rows used {len(answer.evidence)}, left out {len(answer.excluded)}"
    )
    for words in answer.assumptions:
        show(f"- {words}")


def _show_compared(answer: Expectation, claims: tuple[Claimed, ...], paths: tuple[Path, ...]) -> None:
    if not paths:
        return
    left, rate = answer.unexploded, answer.rate
    rounds = " to ".join(
        f"{end:,}" for end in (answer.rounds if isinstance(answer.rounds, tuple) else (answer.rounds,))
    )
    for claim in claims:
        cited = f", {claim.row}" if claim.row else ""
        show(f"claimed {claim.words} per {rounds} rounds of {answer.munition} ({claim.who}{cited})")
    if not claims:
        show("no official claim on this munition or its family is on record")
    show(
        f"{answer.setting} evidence: {100 * rate.median:.2g} % -> {_digits(left.median)}"
        f" (90 % {_digits(left.p05)} to {_digits(left.p95)})"
    )
    say(f"wrote {' and '.join(map(str, paths))}")


def _digits(value: float) -> str:
    return f"{float(f'{value:.3g}'):,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _show_aftermath(found: Consequences | None, place: str | None) -> None:
    if found is None:
        return
    for item in found.items:
        figure = item.figure
        rows = f" [{', '.join(item.rows)}]" if item.rows else ""
        show(
            f"{item.name}: {_digits(figure.median)} {item.unit}"
            f" (90% {_digits(figure.p05)} to {_digits(figure.p95)}){rows}; {item.how}"
        )
    for words in found.assumptions:
        show(f"- {words}")
    for row in _casualties(place):
        show(
            f"casualties, {row['place']} {row['period']}: {row['total'] or row['killed'] or row['injured']}"
            f" {row['measure']} ({row['who_says_it']}) [{row['row_id']}]"
        )
