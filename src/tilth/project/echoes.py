"""The same statement in several articles: linked, never merged, and how many sources are independent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tilth.claims import Claim, Recorded, recorded_about, recorded_of_kind, recorded_parts, statuses_of
from tilth.project._errors import ProjectError
from tilth.project._origins import Origin, origins_of
from tilth.project._pairing import Said, days_of, fact_key, likeness
from tilth.project.project import Project
from tilth.project.speakers import Speakers, speakers_of
from tilth.project.typed_facts import FACTS

__all__ = ["Echo", "echoes_of", "link_claim"]

_STANDS = ("accepted", "proposed", "disputed")
SAME, OTHER = "same_statement", "other_statement"


@dataclass(frozen=True, slots=True)
class Echo:
    """One statement as several articles bring it.

    Attributes
    ----------
    statements
        Identifiers of its claims, in order of publication.
    sources
        Pages that bring it, versions of one page counted once.
    origins
        The same pages by where they have it from: pages that print one text, or carry one agency's
        words, are one origin.
    """

    statements: tuple[str, ...]
    sources: tuple[str, ...]
    origins: tuple[Origin, ...]


def echoes_of(project: Project, among: Sequence[Recorded] | None = None) -> dict[str, Echo]:
    """Return for every statement that several pages bring all that is known of the others.

    Statements are the same when one speaker (spellings joined by a reviewer count as one) said them on
    the same day, or in articles a few days apart where the day is not told, in nearly the same words;
    across languages only when a typed fact agrees. Rules and thresholds are in ``data/reading/same.yaml``.
    A reviewer's link or separation goes before the rules.

    Parameters
    ----------
    among
        Statements to compare; all of the project when not given.
    """
    told, claims = _statements(project, among)
    pages = _pages(project)
    groups = _Groups(list(told), [_pair(link.claim) for link in _links(project, OTHER)])
    for link in _links(project, SAME):
        groups.join(*_pair(link.claim))
    for _, one, other in sorted(_pairs(told.values(), pages), reverse=True):
        groups.join(one, other)
    found: dict[str, Echo] = {}
    texts = {item.claim.subject: str(item.claim.values.get("text", "")) for item in _sources(project, among)}
    recorded = {key: number for number, key in enumerate(told)}
    for members in groups.several():
        ordered = sorted(members, key=lambda key: (str((told[key].day or ("",))[0]), recorded[key]))
        sources = tuple(dict.fromkeys(pages.get(told[key].source, told[key].source) for key in ordered))
        if len(sources) > 1:
            origins = origins_of(sources, texts, [claims[key] for key in ordered], pages)
            found |= dict.fromkeys(ordered, Echo(tuple(ordered), sources, origins))
    return found


def _sources(project: Project, among: Sequence[Recorded] | None) -> list[Recorded]:
    if among is None:
        return recorded_of_kind(project.store, ["source"])
    return recorded_about(project.store, sorted({item.claim.source for item in among if item.claim.source}))


def _statements(
    project: Project, among: Sequence[Recorded] | None
) -> tuple[dict[str, Said], dict[str, Claim]]:
    """Return the standing statements that somebody says, ready to compare."""
    from tilth.reading import content_words, negated

    items = recorded_of_kind(project.store, ["statement"]) if among is None else list(among)
    statuses = statuses_of(project.store, items)
    standing = [
        item
        for item in items
        if item.claim.speaker
        and item.claim.source
        and item.claim.access != "personal"
        and statuses[item.id].name in _STANDS
    ]
    facts = _facts(project, standing)
    known, sources = speakers_of(project), _told_of_sources(project, among)
    told = {
        item.id: Said(
            id=item.id,
            speaker=known.one(str(item.claim.speaker)),
            source=str(item.claim.source),
            lang=sources.get(str(item.claim.source), ("", None))[0],
            said=days_of(item.claim.said_on),
            published=days_of(sources.get(str(item.claim.source), ("", None))[1]),
            words=content_words(str(item.claim.values.get("content", ""))) - _own_words(known, item),
            negated=negated(str(item.claim.values.get("content", ""))),
            facts=frozenset(facts.get(item.id, ())),
        )
        for item in standing
    }
    return told, {item.id: item.claim for item in standing}


def _own_words(known: Speakers, item: Recorded) -> frozenset[str]:
    """Return the words of the speaker's own name, which say nothing on what was said."""
    from tilth.reading import content_words

    return content_words(known.name(item.claim.speaker) or "")


def _facts(project: Project, items: Sequence[Recorded]) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = {}
    for part in recorded_parts(project.store, [item.id for item in items]):
        key = fact_key(part.claim) if part.claim.kind in FACTS else None
        if key is not None and part.claim.part_of:
            found.setdefault(part.claim.part_of, []).append(key)
    return found


def _told_of_sources(project: Project, among: Sequence[Recorded] | None) -> dict[str, tuple[str, str | None]]:
    """Return language and date of publication of each source."""
    return {
        item.claim.subject: (str(item.claim.values.get("lang", "")), item.claim.values.get("published"))
        for item in _sources(project, among)
    }


def _pages(project: Project) -> dict[str, str]:
    """Return for each source that has versions the first version, which stands for the page."""
    first: dict[str, str] = {}
    for item in recorded_of_kind(project.store, ["source_version"]):
        earlier = str(item.claim.values["earlier"])
        first[str(item.claim.values["version"])] = first.get(earlier, earlier)
    return first


def _links(project: Project, relation: str) -> list[Recorded]:
    """Return the links of a kind that a person made or accepted."""
    items = recorded_of_kind(project.store, ["statement_link"])
    statuses = statuses_of(project.store, items)
    return [
        item
        for item in items
        if item.claim.values.get("relation") == relation and statuses[item.id].name == "accepted"
    ]


def _pair(claim: Claim) -> tuple[str, str]:
    return str(claim.values["from_claim"]), str(claim.values["to_claim"])


def _pairs(told: Iterable[Said], pages: Mapping[str, str]) -> Iterator[tuple[float, str, str]]:
    """Yield the pairs of statements of different pages that are the same, with how alike they are."""
    from tilth.reading import same_rules

    rules = same_rules("statements")
    by_speaker: dict[str, list[Said]] = {}
    for one in told:
        if one.day is not None:
            by_speaker.setdefault(one.speaker, []).append(one)
    for said in by_speaker.values():
        said.sort(key=lambda one: (one.day or (None,))[0] or 0)
        for number, one in enumerate(said):
            for other in said[number + 1 :]:
                if _too_far(one, other, int(rules["days_between_publication"])):
                    break
                if pages.get(one.source, one.source) == pages.get(other.source, other.source):
                    continue
                share = likeness(one, other, rules)
                if share:
                    yield share, one.id, other.id


def _too_far(one: Said, other: Said, tolerance: int) -> bool:
    """Whether a statement is later than any day of the first allows; days are sorted by their beginning."""
    first, second = one.day, other.day
    return first is not None and second is not None and (second[0] - first[1]).days > tolerance


class _Groups:
    """Statements in groups; a pair that a reviewer keeps apart never comes into one group."""

    def __init__(self, keys: Sequence[str], apart: Iterable[tuple[str, str]]) -> None:
        self.group = {key: {key} for key in keys}
        self.apart = {frozenset(pair) for pair in apart}

    def join(self, one: str, other: str) -> None:
        if one not in self.group or other not in self.group:
            return
        first, second = self.group[one], self.group[other]
        if first is second or any(frozenset((a, b)) in self.apart for a in first for b in second):
            return
        first |= second
        for key in second:
            self.group[key] = first

    def several(self) -> list[set[str]]:
        """Return the groups with more than one member."""
        found = {id(group): group for group in self.group.values() if len(group) > 1}
        return list(found.values())


def link_claim(project: Project, one: str, other: str, reviewer: str, *, same: bool) -> Claim:
    """Return the claim by which a reviewer says that two statements are, or are not, the same.

    Raises
    ------
    ProjectError
        The claims are not two statements.
    """
    from tilth.claims import recorded_by_id

    items = recorded_by_id(project.store, [one, other])
    if one == other or [item.claim.kind for item in items] != ["statement", "statement"]:
        raise ProjectError("a link takes two different statements: give their identifiers as ONE=OTHER")
    values = {"from_claim": one, "to_claim": other, "relation": SAME if same else OTHER}
    keys = "-".join(key[:16] for key in (one, other))
    return Claim(kind="statement_link", subject=f"statement_link:{keys}", values=values, speaker=reviewer)
