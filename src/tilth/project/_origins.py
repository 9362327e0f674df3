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
    brought = {pages.get(str(claim.source), str(claim.source)): claim for claim in claims}
    group = {source: {source} for source in sources}
    why: dict[str, str] = {}
    for one, other in combinations(sources, 2):
        if group[one] is group[other]:
            continue
        reason = _reason(brought[one], brought[other], texts)
        if reason:
            joined = group[one] | group[other]
            group |= dict.fromkeys(joined, joined)
            why |= dict.fromkeys(joined, reason)
    whole = {id(members): members for members in group.values()}
    return tuple(
        Origin(tuple(source for source in sources if source in members), why.get(min(members), ""))
        for members in whole.values()
    )


def _reason(one: Claim, other: Claim, texts: Mapping[str, str]) -> str:
    """Return why two pages have a statement from one place, an empty text when nothing tells so."""
    both = [texts.get(str(claim.source), "") for claim in (one, other)]
    around = [_around(text, claim) for text, claim in zip(both, (one, other), strict=True)]
    if _one_text(*around):
        return "one text"
    return _one_agency(both, [str(claim.values.get("content", "")) for claim in (one, other)])


def _around(text: str, claim: Claim) -> str:
    """Return a text without the statement itself, which both pages hold in any case."""
    start, end = claim.span or (0, 0)
    return f"{text[:start]} {text[end:]}"


def _one_text(one: str, other: str) -> bool:
    from tilth.reading import containment, same_rules, sequences

    rules = same_rules("reprints")
    found = [sequences(text, int(rules["words_in_a_row"])) for text in (one, other)]
    if min(map(len, found)) < int(rules["fewest_sequences"]):
        return False
    return containment(*found) >= float(rules["shared_text"])


def _one_agency(texts: Sequence[str], contents: Sequence[str]) -> str:
    """Return the agency that both texts name, when they bring the same words."""
    from tilth.reading import containment, content_words, same_rules

    least = float(same_rules("statements")["contained_words"])
    if containment(*map(content_words, contents)) < least:
        return ""
    return next((name for name, named in _agencies().items() if all(map(named.search, texts))), "")


@cache
def _agencies() -> Mapping[str, re.Pattern[str]]:
    from tilth.reading import same_rules, written_names

    found = {}
    for name in same_rules("reprints")["agencies"]:
        written = sorted({name, *written_names(name)}, key=len, reverse=True)
        found[name] = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, written))})(?!\w)")
    return found
