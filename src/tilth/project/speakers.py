"""Who speaks: identifiers of speakers, their names, and spellings that a reviewer joined."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tilth.claims import Claim, recorded_of_kind, statuses_of
from tilth.project._errors import ProjectError
from tilth.project.project import Project

__all__ = ["Speakers", "entity_subject", "join_claim", "speakers_of"]

_STANDS = ("accepted", "proposed")


def entity_subject(name: str) -> str:
    """Return the identifier of an entity by its canonical name.

    Examples
    --------
    >>> entity_subject("Human Rights Watch")
    'entity:human-rights-watch'
    """
    slug = re.sub(r"[^\w]+", "-", name.lower()).strip("-")
    return f"entity:{slug[:120] or 'unnamed'}"


@dataclass(frozen=True, slots=True)
class Speakers:
    """The entities of a project: their names, and which identifiers mean the same one.

    Attributes
    ----------
    names
        Name of each entity by identifier.
    joined
        Identifier that an entity was joined with, for entities that a reviewer found to be the same.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    joined: Mapping[str, str] = field(default_factory=dict)

    def one(self, subject: str) -> str:
        """Return the identifier that stands for an entity: its own, or that of the one it was joined with."""
        seen = {subject}
        while subject in self.joined and self.joined[subject] not in seen:
            subject = self.joined[subject]
            seen.add(subject)
        return subject

    def name(self, subject: str | None) -> str | None:
        """Return the name of a speaker; None when the article itself speaks."""
        if subject is None:
            return None
        one = self.one(subject)
        return self.names.get(one) or self.names.get(subject) or one.split(":", 1)[1]

    def find(self, name: str) -> str | None:
        """Return the identifier of the entity with a name or identifier, None when there is none."""
        if name in self.names:
            return name
        wanted = name.casefold().strip()
        found = [key for key, known in self.names.items() if known.casefold() == wanted]
        return found[0] if len(found) == 1 else None


def speakers_of(project: Project) -> Speakers:
    """Return the entities that the project's claims tell of, rejected claims left out."""
    items = recorded_of_kind(project.store, ["entity"])
    statuses = statuses_of(project.store, items)
    names: dict[str, str] = {}
    joined: dict[str, str] = {}
    for item in items:
        values = item.claim.values
        if statuses[item.id].name not in _STANDS:
            continue
        if "name" in values:
            names[item.claim.subject] = str(values["name"])
        if statuses[item.id].name == "accepted" and values.get("same_as"):
            joined[item.claim.subject] = str(values["same_as"][0])
    return Speakers(names, joined)


def join_claim(project: Project, one: str, other: str, reviewer: str) -> Claim:
    """Return the claim by which a reviewer says that entity `one` is the same as entity `other`.

    Statements of both then count as those of `other`; both names stay in the ledger.

    Raises
    ------
    ProjectError
        A name that is no entity of the project, or one that stands for several.
    """
    known = speakers_of(project)
    ends = [known.find(name) for name in (one, other)]
    for name, end in zip((one, other), ends, strict=True):
        if end is None:
            raise ProjectError(
                f"{name!r} is no single entity of {project.address}: give its name or its identifier"
                " (entity:...) as 'tilth review' lists it"
            )
    first, second = str(ends[0]), known.one(str(ends[1]))
    if first == second or known.one(first) == second:
        raise ProjectError(f"{one!r} and {other!r} are one entity already: {second}")
    return Claim(kind="entity", subject=first, values={"same_as": [second]}, speaker=reviewer)
