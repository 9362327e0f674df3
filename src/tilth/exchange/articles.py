"""Articles as claims: the source, its speakers, what they say, and the typed facts in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.claims import Claim, Note, problems_of
from tilth.exchange.intake import Intake, RowProblem
from tilth.exchange.rereading import read_again
from tilth.exchange.versions import earlier_versions, one_source
from tilth.project import REGISTER_RULE, Project, entity_subject, fact_claim

if TYPE_CHECKING:
    from tilth.reading import Article, Proposal

__all__ = ["article_claims", "keep_proposals", "take_article"]


def take_article(
    project: Project,
    path: Path,
    *,
    lang: str | None = None,
    date: str | None = None,
    synthetic: bool = False,
    dry_run: bool = False,
    version_of: str | None = None,
) -> Intake:
    """Read an article into proposed claims and keep them; reading it again changes nothing.

    Of a new version of a page only what is new is added; what vanished is told and recorded.

    Parameters
    ----------
    version_of
        Identifier, title, file name or address of a source that this is a version of, where page and
        metadata do not tell.
    """
    from tilth.reading import READER, open_article, read

    article = open_article(path, lang=lang, date=date)
    return keep_proposals(
        project,
        article,
        read(article),
        path,
        reader=READER,
        synthetic=synthetic,
        dry_run=dry_run,
        version_of=version_of,
    )


def keep_proposals(
    project: Project,
    article: Article,
    proposals: Iterable[Proposal],
    path: Path,
    *,
    reader: str,
    synthetic: bool = False,
    dry_run: bool = False,
    version_of: str | None = None,
) -> Intake:
    """Keep what a reader proposes of an article; what the project holds already is not repeated."""
    source = source_claim(article, path, synthetic=synthetic)
    stated = one_source(project, version_of) if version_of is not None else None
    versions = earlier_versions(project, source, stated=stated)
    made = list(article_claims(proposals, source.subject))
    good, problems = _allowed(made)
    reading = read_again(project, source, good, versions, reader)
    new: set[str] = set()
    if not dry_run:
        claims, notes = zip(*reading.claims, strict=True) if reading.claims else ((), ())
        new = set(project.append(claims, tool=reader, notes=notes).added)
    ids = {claim.id for claim, _ in good}
    planned = {claim.id for claim, _ in reading.claims}
    added = len(ids & (planned if dry_run else new))
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
        profile=reader,
        claims=tuple(claim.id for claim, _ in good),
        told=reading.told,
    )


def _allowed(
    made: Iterable[tuple[Claim, Note | None]],
) -> tuple[list[tuple[Claim, Note | None]], list[RowProblem]]:
    """Return the claims that the vocabulary allows, and the faults of the others; facts go with theirs."""
    good: list[tuple[Claim, Note | None]] = []
    problems: list[RowProblem] = []
    refused: set[str] = set()
    for number, (claim, note) in enumerate(made, 1):
        faults = problems_of(claim)
        problems += [
            RowProblem(number, claim.subject, f.field, f.given, "vocabulary", "refused", f.allowed, f.advice)
            for f in faults
        ]
        if not faults and claim.part_of in refused:
            reason = "its statement was refused"
            problems.append(RowProblem(number, claim.subject, "part_of", "", "vocabulary", "refused", reason))
        if faults or claim.part_of in refused:
            refused.add(claim.id)
        else:
            good.append((claim, note))
    return good, problems


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
            yield _entity(speaker, proposal, source), _named_by(proposal.speaker)
        note = Note(proposal.rule, proposal.confidence)
        statement = _statement(proposal, speaker, source)
        yield statement, note
        for number, fact in enumerate(proposal.facts, 1):
            yield fact_claim(fact, number, statement), note


def _named_by(name: str) -> Note:
    """Return whether the register holds a speaker or the article alone names it."""
    from tilth.reading import known_speaker

    return Note(REGISTER_RULE if known_speaker(name) else "named in the article")


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
