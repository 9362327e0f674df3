"""Articles as claims: the source, its speakers, what they say, and the typed facts in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.claims import Claim, Note, problems_of
from tilth.exchange.intake import Intake, RowProblem
from tilth.project import Project

if TYPE_CHECKING:
    from tilth.reading import Article, Proposal

__all__ = ["article_claims", "take_article"]


def take_article(
    project: Project,
    path: Path,
    *,
    lang: str | None = None,
    date: str | None = None,
    synthetic: bool = False,
    dry_run: bool = False,
) -> Intake:
    """Read an article into proposed claims and keep them; reading it again changes nothing."""
    from tilth.reading import READER, open_article, read

    article = open_article(path, lang=lang, date=date)
    proposals = read(article)
    source = source_claim(article, path, synthetic=synthetic)
    made = list(article_claims(proposals, source.subject))
    good, problems = [], []
    for number, (claim, note) in enumerate(made, 1):
        faults = problems_of(claim)
        problems += [
            RowProblem(number, claim.subject, f.field, f.given, "vocabulary", "refused", f.allowed, f.advice)
            for f in faults
        ]
        if not faults:
            good.append((claim, note))
    claims = [source, *(claim for claim, _ in good)]
    notes = [None, *(note for _, note in good)]
    new = set() if dry_run else set(project.append(claims, tool=READER, notes=notes).added)
    added = len(good) if dry_run else sum(claim.id in new for claim, _ in good)
    return Intake(
        name=path.name,
        kind="statement",
        rows=len(made),
        accepted=added,
        refused=len(made) - len(good),
        duplicates=0,
        unchanged=len(good) - added,
        claims_added=len(new),
        problems=tuple(problems),
        profile=READER,
        claims=tuple(claim.id for claim, _ in good),
    )


def source_claim(article: Article, path: Path | None = None, *, synthetic: bool = False) -> Claim:
    """Return the claim that registers the article, with the text that offsets refer to."""
    values: dict[str, Any] = {
        "title": article.title or article.name,
        "lang": article.lang,
        "media_type": article.media_type,
        "sha256": article.raw_sha256,
        "text_sha256": article.sha256,
        "text": article.text,
    }
    if synthetic:
        values["synthetic"] = "yes"
    if path is not None:
        values["path"] = path.name
    if article.date is not None:
        values["published"] = str(article.date)
    values |= {"url": article.address} if article.address else {}
    values |= {"publisher": article.publisher} if article.publisher else {}
    return Claim(kind="source", subject=f"source:{article.raw_sha256[:16]}", values=values)


def article_claims(proposals: Iterable[Proposal], source: str) -> Iterator[tuple[Claim, Note | None]]:
    """Yield entities, statements and typed facts; facts are part of the statement they stand in."""
    named: set[str] = set()
    for proposal in proposals:
        speaker = entity_subject(proposal.speaker) if proposal.speaker else None
        if speaker and proposal.speaker and speaker not in named:
            named.add(speaker)
            yield _entity(speaker, proposal, source), None
        note = Note(proposal.rule, proposal.confidence)
        statement = _statement(proposal, speaker, source)
        yield statement, note
        for number, fact in enumerate(proposal.facts, 1):
            yield _fact(fact, number, statement), note


def entity_subject(name: str) -> str:
    """Return the identifier of an entity by its canonical name.

    Examples
    --------
    >>> entity_subject("Human Rights Watch")
    'entity:human-rights-watch'
    """
    slug = re.sub(r"[^\w]+", "-", name.lower()).strip("-")
    return f"entity:{slug[:120] or 'unnamed'}"


def _entity(subject: str, proposal: Proposal, source: str) -> Claim:
    values: dict[str, Any] = {"name": proposal.speaker}
    if proposal.speaker_kind:
        values["entity_kind"] = proposal.speaker_kind
    if proposal.speaker_state:
        values["country"] = proposal.speaker_state
    return Claim(kind="entity", subject=subject, values=values, source=source)


def _statement(proposal: Proposal, speaker: str | None, source: str) -> Claim:
    start, end = proposal.content_span
    optional = {
        "topic": proposal.topic,
        "about": list(proposal.about) or None,
        "cue": proposal.cue,
        "speaker_as_written": proposal.speaker_as_written,
        "said_on_as_written": proposal.said_on_as_written,
    }
    values = {"content": proposal.content} | {k: v for k, v in optional.items() if v is not None}
    key = sha256(f"{source} {start} {end} {speaker}".encode()).hexdigest()[:16]
    return Claim(
        kind="statement",
        subject=f"statement:{key}",
        values=values,
        speaker=speaker,
        mode=proposal.mode,
        stance=proposal.stance,
        channel=proposal.channel,
        said_on=proposal.said_on,
        source=source,
        span=(start, end),
    )


def _fact(fact: Mapping[str, Any], number: int, statement: Claim) -> Claim:
    kind = str(fact["type"])
    values = _fact_values(kind, {name: value for name, value in fact.items() if name != "type"})
    return Claim(
        kind=kind,
        subject=fact_subject(kind, values, f"{statement.subject.split(':', 1)[1]}-{number}"),
        values=values,
        speaker=statement.speaker,
        mode=statement.mode,
        stance=statement.stance,
        said_on=statement.said_on,
        source=statement.source,
        span=statement.span,
        part_of=statement.id,
    )


def _fact_values(kind: str, fact: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in fact.items() if value not in (None, [], "")}
    if kind == "use" and "in" in values:
        values["in_country"] = values.pop("in")
    if kind == "dud_rate":
        values |= _rate_bounds(values.pop("rate", None), str(values.get("bound", "exact")))
    if kind == "quantity" and isinstance(values.get("value"), list | tuple):
        low, high = values["value"]
        values["value"] = {"low": low, "high": high}
    return values


def _rate_bounds(rate: Any, bound: str) -> dict[str, Any]:
    """Return the rate in per cent as a lower and an upper bound, as far as each is told."""
    if rate is None:
        return {}
    low, high = rate if isinstance(rate, list | tuple) else (rate, rate)
    return ({"rate_low": low} if bound != "max" else {}) | ({"rate_high": high} if bound != "min" else {})


def fact_subject(kind: str, values: Mapping[str, Any], otherwise: str) -> str:
    """Return what a typed fact is about, so that contradicting facts meet under one subject."""
    parties = {
        "transfer": ("supplier", "recipient"),
        "treaty_status": ("state", "treaty"),
        "use": ("by", "in_country"),
        "stockpile": ("holder",),
        "dud_rate": ("munition",),
        "ban": ("treaty",),
    }.get(kind)
    if parties is None:
        return f"{kind}:{otherwise}"
    named = [re.sub(r"[^\w]+", "-", str(values.get(name, "unnamed"))).strip("-") for name in parties]
    return f"{kind}:{'-'.join(named)}"[:190]
