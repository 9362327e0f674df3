"""Names, languages and warnings that the parts of a dossier share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tilth.claims import Recorded, pictures
from tilth.project import Project

__all__ = ["banners", "languages", "speaker_names"]


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
    """Return the names of all speakers by their identifiers."""
    wanted = sorted({item.claim.speaker for item in items if item.claim.speaker})
    drawn = pictures(project.store, wanted, statuses=("accepted", "proposed"))
    return {key: str(drawn[key].value("name") or key.split(":", 1)[1]) for key in wanted}


def languages(project: Project, items: Iterable[Recorded]) -> dict[str, str]:
    """Return the language of each source."""
    wanted = sorted({item.claim.source for item in items if item.claim.source})
    drawn = pictures(project.store, wanted, statuses=("accepted", "proposed"))
    return {key: str(drawn[key].value("lang") or "") for key in wanted}
