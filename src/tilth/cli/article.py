"""The command `tilth read`: articles into proposed claims."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tilth.cli._say import PROBLEMS, WRONG, progress, result_json, say, show, stop

if TYPE_CHECKING:
    from tilth.exchange import Endpoint, Intake
    from tilth.reading import ArticleRead

__all__ = ["register"]

READERS = ("rules", "endpoint")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(read)


def read(
    files: Annotated[list[str], typer.Argument(help="Articles (.txt .html .pdf), or - for standard input.")],
    lang: Annotated[str | None, typer.Option(help="Language, found out when not given.")] = None,
    date: Annotated[str | None, typer.Option(help="Date of the article, when it bears none.")] = None,
    json_dir: Annotated[Path | None, typer.Option(help="Write one NAME.json for each input here.")] = None,
    into: Annotated[str | None, typer.Option(help="Keep the claims in this project.")] = None,
    version_of: Annotated[
        str | None, typer.Option(help="Source of the project that this is a newer version of.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    reader: Annotated[
        str, typer.Option(help="rules, or endpoint: a language model at an address you name.")
    ] = "rules",
    endpoint: Annotated[
        str | None, typer.Option(help="Address of an OpenAI-compatible server; else TILTH_ENDPOINT.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Model to ask; else TILTH_ENDPOINT_MODEL.")] = None,
    patience: Annotated[float | None, typer.Option(help="Seconds that one answer may take.")] = None,
    plain_http: Annotated[
        bool, typer.Option("--plain-http", help="Allow http, which others can read, to another machine.")
    ] = False,
) -> None:
    """Read articles into proposed claims: who says what, how, when, about what."""
    _refuse_wrong(files, into, json_dir, reader, asked=bool(endpoint or model or patience or plain_http))
    if version_of is not None and (into is None or len(files) != 1):
        stop("--version-of names the earlier source of one file: give one file and --into P")
    asked = _endpoint(endpoint, model, patience, plain_http=plain_http) if reader == "endpoint" else None
    done: list[dict[str, Any]] = []
    kept: list[Intake] = []
    for name, found in _read_all(files, lang, date, asked):
        content = found.to_json()
        done.append({"name": name, **content})
        _tell_refused(name, found)
        if json_dir is not None:
            _write(json_dir / f"{_stem(name)}.json", content)
        if into is not None:
            kept.append(_keep(into, name, found, version_of))
        if not json and json_dir is None:
            _show_claims(name, content)
    if into is not None and kept:
        _tell_echoes(into, kept)
    if json and done:
        one = {name: value for name, value in done[0].items() if name != "name"}
        result_json(one if len(files) == 1 else {"articles": done})
    if len(done) < len(files):
        raise typer.Exit(PROBLEMS if done else WRONG)


def _refuse_wrong(
    files: list[str], into: str | None, json_dir: Path | None, reader: str, *, asked: bool
) -> None:
    if into is not None and "-" in files:
        stop("--into keeps files alone: save what comes on standard input to a file first")
    if reader not in READERS:
        stop(f"no reader {reader!r}; there are: {', '.join(READERS)}")
    if asked and reader != "endpoint":
        stop("--endpoint, --model, --patience and --plain-http go with --reader endpoint, which is missing")
    missing = [name for name in files if name != "-" and not Path(name).exists()]
    if missing:
        named = ", ".join(missing[:5])
        stop(f"{len(missing)} of {len(files)} articles are not there: {named}; check the names")
    twice = [stem for stem, count in Counter(map(_stem, files)).items() if count > 1]
    if json_dir is not None and twice:
        named = ", ".join(twice[:5])
        stop(f"--json-dir writes one file a name, and these come twice: {named}; read them apart")


def _endpoint(
    address: str | None, model: str | None, patience: float | None, *, plain_http: bool
) -> Endpoint:
    from tilth.exchange import Endpoint

    found = Endpoint.told(address, model, patience=patience, plain_http=plain_http)
    say(f"articles go to {found.shown}, and nowhere else; how well {found.model} reads was not measured")
    return found


def _read_all(
    files: list[str], lang: str | None, date: str | None, asked: Endpoint | None
) -> Iterator[tuple[str, ArticleRead]]:
    """Yield what each article says; one that cannot be read is named, and the others are read."""
    from tilth.errors import TilthError
    from tilth.reading import ArticleError, read_article

    for number, name in enumerate(files, 1):
        try:
            with progress(f"reading {name} ({number} of {len(files)})"):
                given = sys.stdin.buffer if name == "-" else Path(name)
                found = read_article(
                    given, name="stdin" if name == "-" else None, lang=lang, date=date, model=asked
                )
        except TilthError as error:
            say(f"tilth: {error}")
            if asked is not None and not isinstance(error, ArticleError):
                return  # the endpoint does not answer: nor will it for the rest
            continue
        yield name, found


def _tell_refused(name: str, found: ArticleRead) -> None:
    for words, counts in (("claims refused", found.refused), ("left out of claims", found.left_out)):
        if counts:
            reasons = "; ".join(f"{count} {reason}" for reason, count in sorted(counts.items()))
            say(f"{name}: {sum(counts.values())} {words}: {reasons}")


def _stem(name: str) -> str:
    return "stdin" if name == "-" else Path(name).stem


def _write(path: Path, content: Any) -> None:
    """Write a file whole or not at all."""
    import orjson

    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))
    part.replace(path)


def _keep(address: str, name: str, found: ArticleRead, version_of: str | None) -> Intake:
    from tilth.cli._reading_told import article_lines
    from tilth.exchange import keep_proposals
    from tilth.project import Project, file_of

    path = file_of(address)
    known = path is None or path.exists()
    with Project.open(address) if known else Project.create(address) as project:
        taken = keep_proposals(
            project, found.article, found.proposals, Path(name), reader=found.reader, version_of=version_of
        )
    for line in article_lines(taken):
        say(line)
    return taken


def _tell_echoes(address: str, kept: list[Intake]) -> None:
    """Say which of the new statements other articles bring too."""
    from tilth.cli._reading_told import echo_lines
    from tilth.project import Project

    with Project.open(address, read_only=True) as project:
        for line in echo_lines(project, kept):
            say(line)


def _show_claims(name: str, content: dict[str, Any]) -> None:
    show(f"{name}: {len(content['claims'])} claims, {content['lang']}, {content['date'] or 'no date'}")
    for claim in content["claims"]:
        who = claim["speaker"] or "the article"
        show(f"  {who} [{claim['mode']}, {claim['topic']}]: {claim['content']}")
