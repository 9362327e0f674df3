"""Reading an article with a model: asking for it in parts, and keeping what holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tilth.reading._errors import ArticleError
from tilth.reading._limits import blocks
from tilth.reading.article import Article
from tilth.reading.endpoint._answers import claims_in
from tilth.reading.endpoint._asking import answer_schema, messages
from tilth.reading.endpoint._checking import Checker, Refused
from tilth.reading.endpoint._settings import bound
from tilth.reading.proposal import Proposal

__all__ = ["Asker", "Reading", "read_with", "reader_name"]

Asker = Callable[[list[dict[str, str]], Mapping[str, Any]], str]
"""Is given the conversation and the JSON schema of the answer; returns the answer."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of asking.

    Attributes
    ----------
    proposals : tuple of Proposal
        The claims that hold, in text order; ``rule`` is ``endpoint`` and ``confidence`` None, since none was
        measured.
    refused : mapping of str to int
        Claims that were not accepted, by reason.
    left_out : mapping of str to int
        Parts left out of claims that were accepted, by reason.
    requests : int
        How often the model was asked.
    """

    proposals: tuple[Proposal, ...]
    refused: Mapping[str, int]
    left_out: Mapping[str, int]
    requests: int


def reader_name(model: str) -> str:
    """Return the name under which proposals of a model are recorded.

    Examples
    --------
    >>> reader_name("llama-3 8b")
    'endpoint:llama-3_8b@1'
    """
    plain = "".join(letter if letter.isalnum() or letter in "-._:/" else "_" for letter in model)
    return f"endpoint:{plain[:80]}@1"


def read_with(article: Article, ask: Asker) -> Reading:
    """Return the claims that a model proposes for an article and that can be found in it.

    Raises
    ------
    ArticleError
        The article has more parts than are asked for.

    Examples
    --------
    >>> text = "The Pentagon said that cluster munitions would be sent to Ukraine."
    >>> answer = '''{"claims": [{"content": "cluster munitions would be sent to Ukraine", "mode": "indirect",
    ... "speaker": "Pentagon", "speaker_as_written": "The Pentagon", "cue": "said", "topic": "transfer"}]}'''
    >>> found = read_with(Article.of_text(text, name="a", lang="en"), lambda messages, schema: answer)
    >>> [(one.speaker, one.content_span, one.confidence) for one in found.proposals]
    [('Pentagon', (23, 65), None)]
    """
    parts = list(blocks(article.text, bound("part_characters")))
    if len(parts) > bound("parts"):
        raise ArticleError(
            f"{article.name}: {len(article.text):,} characters make {len(parts)} questions to the model;"
            f" {bound('parts')} are allowed: give the part that is about cluster munitions"
        )
    checker, refused = Checker.of(article), Counter[str]()
    found: dict[tuple[tuple[int, int], str | None], Proposal] = {}
    for start, end in parts:
        claims, faults = claims_in(ask(messages(article, start, end), answer_schema()))
        refused += faults
        for claim in claims:
            try:
                proposal = checker.proposal(claim, (start, end))
            except Refused as fault:
                refused[str(fault)] += 1
                continue
            refused["the same claim again"] += (
                found.setdefault((proposal.content_span, proposal.speaker), proposal) is not proposal
            )
    ordered = sorted(found.values(), key=lambda one: one.content_span)
    named = tuple(replace(one, id=f"{article.name}-{number}") for number, one in enumerate(ordered, 1))
    return Reading(named, +refused, +checker.left_out, len(parts))
