"""Commands on sources: read an article, import files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from tilth.cli._say import PROBLEMS, result_json, say, show, stop

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(read)
    app.command("import")(import_file)


def read(
    files: Annotated[list[str], typer.Argument(help="Articles (.txt .html .pdf), or - for standard input.")],
    lang: Annotated[str | None, typer.Option(help="Language, found out when not given.")] = None,
    date: Annotated[str | None, typer.Option(help="Date of the article, when it bears none.")] = None,
    json_dir: Annotated[Path | None, typer.Option(help="Write one NAME.json for each input here.")] = None,
    into: Annotated[str | None, typer.Option(help="Keep the claims in this project.")] = None,
    version_of: Annotated[
        str | None, typer.Option(help="Source of the project that this is a newer version of.")
    ] = None,
    json: Json = False,
) -> None:
    """Read articles into proposed claims: who says what, how, when, about what."""
    if into is not None and "-" in files:
        stop("--into keeps files alone: save what comes on standard input to a file first")
    if version_of is not None and (into is None or len(files) != 1):
        stop("--version-of names the earlier source of one file: give one file and --into P")
    read_in: list[dict[str, Any]] = []
    for name in files:
        content = _read_one(name, lang, date)
        read_in.append({"name": name, **content})
        if json_dir is not None:
            _write(json_dir / f"{Path(name).stem}.json", content)
        if into is not None:
            _keep(into, name, lang, date, version_of)
        if not json and json_dir is None:
            _show_claims(name, content)
    if json:
        one = {name: value for name, value in read_in[0].items() if name != "name"}
        result_json(one if len(read_in) == 1 else {"articles": read_in})


def _read_one(name: str, lang: str | None, date: str | None) -> dict[str, Any]:
    from tilth.reading import READER, open_article, read

    given: Path | bytes = sys.stdin.buffer.read() if name == "-" else Path(name)
    if isinstance(given, Path) and not given.is_file():
        stop(f"no file {name!r}: check the name")
    article = open_article(given, name="stdin" if name == "-" else None, lang=lang, date=date)
    claims = [proposal.to_json() for proposal in read(article)]
    day = str(article.date) if article.date is not None else None
    return {"claims": claims, "lang": article.lang, "date": day, "reader": READER}


def _write(path: Path, content: Any) -> None:
    import orjson

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))


def _keep(address: str, name: str, lang: str | None, date: str | None, version_of: str | None) -> None:
    from tilth.cli._reading_told import article_lines
    from tilth.exchange import take_article
    from tilth.project import Project, file_of

    path = file_of(address)
    known = path is None or path.exists()
    with Project.open(address) if known else Project.create(address) as project:
        taken = take_article(project, Path(name), lang=lang, date=date, version_of=version_of)
    for line in article_lines(taken):
        say(line)


def _show_claims(name: str, content: dict[str, Any]) -> None:
    show(f"{name}: {len(content['claims'])} claims, {content['lang']}, {content['date'] or 'no date'}")
    for claim in content["claims"]:
        who = claim["speaker"] or "the article"
        show(f"  {who} [{claim['mode']}, {claim['topic']}]: {claim['content']}")


def import_file(
    file: Annotated[Path, typer.Argument(help="Table (.csv) or GIS file.")],
    project: Annotated[str, typer.Option(help="Project: a .gpkg file or a postgresql:// address.")],
    kind: Annotated[
        str | None, typer.Option("--as", help="What it holds: strike, hazardous_area, dataset ...")
    ] = None,
    origin: Annotated[str, typer.Option(help="Where a dataset comes from.")] = "",
    licence: Annotated[str, typer.Option(help="Terms of a dataset.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Only say what would happen.")] = False,
    json: Json = False,
) -> None:
    """Take field data into a project, with an account of every row."""
    from tilth.exchange import take_file
    from tilth.project import Project

    with Project.open(project) as opened:
        parts = take_file(opened, file, kind=kind, dry_run=dry_run, origin=origin, licence=licence)
    if json:
        content = [part.to_json() for part in parts]
        result_json(content[0] if len(content) == 1 else {"parts": content})
    else:
        for part in parts:
            show(
                f"{part.name}: {part.rows:,} rows, {part.accepted:,} accepted as {part.kind},"
                f" {part.refused:,} refused, {part.duplicates:,} twice, {part.unchanged:,} known before"
            )
            for problem in part.problems[:20]:
                show(
                    f"  row {problem.row} {problem.record}: {problem.field} {problem.value}: {problem.reason}"
                )
    raise typer.Exit(PROBLEMS if any(part.refused for part in parts) else 0)
