"""What a reading adds to what the project holds: new, unchanged, revised by a newer reader, vanished."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tilth.claims import Claim, review_claim
from tilth.exchange.bundles import Bundle, Held

__all__ = ["Comparison", "compare", "revisions"]


@dataclass(slots=True)
class Comparison:
    """Bundles just read beside the statements held of the page.

    Attributes
    ----------
    fresh
        Read for the first time.
    unchanged
        Read before, here or in an earlier version, with what holds it.
    revised
        The same words of the same source, told otherwise by a newer reader; nobody has judged the old.
    vanished
        Statements of the version before that this one no longer holds.
    reworded
        Vanished statements, each with a fresh one of the same speaker that has much in common with it.
    """

    fresh: list[Bundle] = field(default_factory=list)
    unchanged: list[tuple[Bundle, Held]] = field(default_factory=list)
    revised: list[tuple[Bundle, Held]] = field(default_factory=list)
    vanished: list[Held] = field(default_factory=list)
    reworded: list[tuple[Held, Bundle]] = field(default_factory=list)


def compare(
    bundles: Sequence[Bundle],
    held: Sequence[Held],
    *,
    source: str,
    reader: str,
    before: Iterable[str] = (),
) -> Comparison:
    """Return what is new, unchanged, revised and vanished.

    Parameters
    ----------
    source
        Identifier of the source that was just read.
    reader
        Name of the reader with its version; only a version of the same reader revises a proposal.
    before
        Identifiers of the statements that the version before held.
    """
    made = Comparison()
    open_ones = list(held)
    rest = _paired(bundles, open_ones, made, source, reader, by_ids=True)
    rest = _paired(rest, open_ones, made, source, reader, by_ids=False)
    for bundle in rest:
        found = _overlapping(bundle, open_ones, source, reader)
        if found is None:
            made.fresh.append(bundle)
            continue
        open_ones.remove(found)
        (made.unchanged if found.judged else made.revised).append((bundle, found))
    wanted = set(before)
    made.vanished = [one for one in open_ones if one.ids & wanted and one.standing is not None]
    made.reworded = list(_reworded(made))
    return made


def _paired(
    bundles: Sequence[Bundle],
    open_ones: list[Held],
    made: Comparison,
    source: str,
    reader: str,
    *,
    by_ids: bool,
) -> list[Bundle]:
    """Pair bundles with what is held of them, in order; return those without a partner."""
    rest = []
    for bundle in bundles:
        fitting = [one for one in open_ones if _fits(bundle, one, by_ids=by_ids)]
        if not fitting:
            rest.append(bundle)
            continue
        one = next((each for each in fitting if each.statement.claim.source == source), fitting[0])
        open_ones.remove(one)
        same = bundle.ids <= one.ids and len(bundle.facts) == len(one.facts)
        own = one.statement.claim.source == source and _same_reader(one, reader)
        revised = own and not same and not one.judged
        (made.revised if revised else made.unchanged).append((bundle, one))
    return rest


def _fits(bundle: Bundle, one: Held, *, by_ids: bool) -> bool:
    return bundle.statement.id in one.ids if by_ids else bundle.key == one.key


def _same_reader(one: Held, reader: str) -> bool:
    return one.statement.tool.split("@")[0] == reader.split("@")[0]


def _overlapping(bundle: Bundle, open_ones: Sequence[Held], source: str, reader: str) -> Held | None:
    """Return what is held of much the same words of the same source."""
    from tilth.reading import same_rules

    least = float(same_rules("versions")["overlap_of_span"])
    best: tuple[float, Held] | None = None
    for one in open_ones:
        if one.statement.claim.source != source or not (one.judged or _same_reader(one, reader)):
            continue
        share = _shared(bundle.statement.span, one.statement.claim.span)
        if share >= least and (best is None or share > best[0]):
            best = share, one
    return best[1] if best else None


def _shared(one: tuple[int, int] | None, other: tuple[int, int] | None) -> float:
    if one is None or other is None:
        return 0.0
    inside = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return inside / (one[1] - one[0] + other[1] - other[0] - inside)


def _reworded(made: Comparison) -> Iterable[tuple[Held, Bundle]]:
    from tilth.reading import content_words, resemblance, same_rules

    least = float(same_rules("versions")["changed_statement"])
    free = list(made.fresh)
    for one in made.vanished:
        speaker, words = one.key
        told = content_words(words)
        alike = [
            (resemblance(told, content_words(bundle.key[1])), -number, bundle)
            for number, bundle in enumerate(free)
            if bundle.key[0] == speaker
        ]
        best = max(alike, default=None, key=lambda row: row[:2])
        if best is not None and best[0] >= least:
            free.remove(best[2])
            yield one, best[2]


def revisions(made: Comparison, reader: str) -> list[Claim]:
    """Return the verdicts by which a newer reader takes back its own earlier proposals."""
    by = f"reader:{reader}"
    claims = []
    for bundle, one in made.revised:
        old, new = one.statement.id, bundle.statement.id
        if old != new:
            claims.append(review_claim(old, "correct", by, replacement=new, reason="read anew"))
            continue
        gone = [fact.id for fact in one.facts if fact.id not in bundle.ids]
        claims += [review_claim(key, "retract", by, reason="read anew") for key in gone]
    return claims
