"""Which pages have a statement from one place: one text printed twice, or one agency's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from tilth.claims import Claim

__all__ = ["Origin", "origins_of"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Pages of one origin; ``why`` is ``""`` for a page of its own, ``one text`` or the agency's name."""

    sources: tuple[str, ...]
    why: str = ""


def origins_of(
    sources: Sequence[str], texts: Mapping[str, str], claims: Sequence[Claim], pages: Mapping[str, str]
) -> tuple[Origin, ...]:
    """Return the pages of a statement by origin.

    Parameters
    ----------
    sources
        The pages.
    texts
        Their texts by source.
    claims
        The statement as each of them brings it.
    pages
        First version of sources that are versions of a page.
    """
    words = {pages.get(str(claim.source), str(claim.source)): claim for claim in claims}
    group = {source: {source} for source in sources}
    why: dict[str, str] = {}
    for one, other in combinations(sources, 2):
        if group[one] is group[other]:
            continue
        reason = _one_text(texts.get(one, ""), texts.get(other, ""))
        reason = reason or _one_agency(
            texts.get(one, ""), texts.get(other, ""), words.get(one), words.get(other)
        )
        if reason:
            joined = group[one] | group[other]
            group |= dict.fromkeys(joined, joined)
            why |= dict.fromkeys(joined, reason)
    whole = {id(members): members for members in group.values()}
    return tuple(
        Origin(tuple(source for source in sources if source in members), why.get(min(members), ""))
        for members in whole.values()
    )


def _one_text(one: str, other: str) -> str:
    from tilth.reading import containment, same_rules, sequences

    rules = same_rules("reprints")
    length = int(rules["words_in_a_row"])
    shared = containment(sequences(one, length), sequences(other, length))
    return "one text" if shared >= float(rules["shared_text"]) else ""


def _one_agency(one: str, other: str, first: Claim | None, second: Claim | None) -> str:
    """Return the agency that both texts name, when they bring the same words."""
    from tilth.reading import containment, content_words, same_rules

    if first is None or second is None:
        return ""
    told = [content_words(str(claim.values.get("content", ""))) for claim in (first, second)]
    if containment(told[0], told[1]) < float(same_rules("statements")["contained_words"]):
        return ""
    return next(
        (name for name, named in _agencies().items() if named.search(one) and named.search(other)), ""
    )


@cache
def _agencies() -> Mapping[str, re.Pattern[str]]:
    from tilth.reading import same_rules, written_names

    found = {}
    for name in same_rules("reprints")["agencies"]:
        written = sorted({name, *written_names(name)}, key=len, reverse=True)
        found[name] = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, written))})(?!\w)")
    return found
