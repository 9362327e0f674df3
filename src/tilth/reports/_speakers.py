"""Names, languages and warnings that the parts of a dossier share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tilth.claims import Recorded, pictures, recorded_by_id, recorded_of_kind, statuses_of
from tilth.project import Project, speakers_of

__all__ = ["banners", "languages", "reviewers", "speaker_names", "titles", "vanished"]


def banners(project: Project, items: Sequence[Recorded]) -> list[str]:
    """Return warnings: constructed articles, unreviewed claims."""
    subjects = sorted({item.claim.source for item in items if item.claim.source})
    drawn = pictures(project.store, subjects, statuses=("accepted", "proposed"))
    made_up = [drawn[key].value("title") for key in subjects if drawn[key].value("synthetic") == "yes"]
    words = ["Claims marked “proposed” were read by a program and not yet reviewed by a person."]
    if made_up:
        words.insert(0, f"Contains constructed examples, not real reports: {'; '.join(map(str, made_up))}.")
    return words


def speaker_names(project: Project, items: Iterable[Recorded]) -> dict[str, str]:
    """Return the names of all speakers by their identifiers; spellings that were joined have one name."""
    known = speakers_of(project)
    wanted = sorted({item.claim.speaker for item in items if item.claim.speaker})
    return {key: known.name(key) or key for key in wanted}


def titles(project: Project, items: Iterable[Recorded]) -> dict[str, str]:
    """Return the title of each source."""
    wanted = sorted({item.claim.source for item in items if item.claim.source})
    drawn = pictures(project.store, wanted, statuses=("accepted", "proposed"))
    return {key: str(drawn[key].value("title") or drawn[key].value("path") or key) for key in wanted}


def reviewers(project: Project, items: Sequence[Recorded]) -> dict[str, str]:
    """Return by claim who judged it, for claims that a person judged or entered as a correction."""
    statuses = statuses_of(project.store, items)
    keys = sorted({key for status in statuses.values() for key in status.reviews})
    by = {
        item.id: str(item.claim.speaker).removeprefix("entity:")
        for item in recorded_by_id(project.store, keys)
        if str(item.claim.speaker).startswith("entity:")
    }
    judged = {
        key: ", ".join(sorted({by[review] for review in status.reviews if review in by}))
        for key, status in statuses.items()
    }
    corrected = {item.id: item.recorded_by for item in items if "corrects" in item.claim.values}
    return corrected | {key: names for key, names in judged.items() if names}


def vanished(project: Project) -> frozenset[str]:
    """Return the statements that the newest version of their page no longer holds."""
    gone: set[str] = set()
    for item in recorded_of_kind(project.store, ["source_version"]):
        gone |= set(item.claim.values.get("vanished", ()))
        gone -= {row["claim"] for row in item.claim.values.get("unchanged", ())}
    return frozenset(gone)


def languages(project: Project, items: Iterable[Recorded]) -> dict[str, str]:
    """Return the language of each source."""
    wanted = sorted({item.claim.source for item in items if item.claim.source})
    drawn = pictures(project.store, wanted, statuses=("accepted", "proposed"))
    return {key: str(drawn[key].value("lang") or "") for key in wanted}
