"""Direct speech: whole quoted predicates with the speaker beside them."""

from __future__ import annotations

import re
from itertools import pairwise

from tilth.reading._cues import Cue
from tilth.reading._drafts import Draft, trimmed
from tilth.reading._sentences import Quote, Sentence
from tilth.reading._speakers import Speaker, Speakers
from tilth.reading._words import load

__all__ = ["predicates", "quoted"]

_FEW = 3


def predicates(text: str, sentence: Sentence, lang: str) -> list[Quote]:
    """Return the quotes that are whole predicates and not a quoted word within a reported sentence."""
    found: list[Quote] = []
    marked = load(lang)["quotes_led"]
    for quote in sentence.quotes:
        before = text[sentence.start : quote.start - 1].rstrip()
        inside = text[quote.start : quote.end].strip()
        led = not before or before.endswith((":", ",", "–", "—"))
        capital = inside[:1].isupper() or inside[:1] in "‘'“„…" or inside[:1].isdigit()
        closed = inside.endswith((",", ".", "?", "!")) or text[quote.end + 1 : quote.end + 2] in {",", "."}
        whole = led or (closed and not marked)
        if len(inside.split()) >= _FEW and whole and (capital or (led and bool(found))):
            found.append(quote)
    return found


def quoted(sentence: Sentence, speakers: Speakers, *, follows: bool) -> list[Draft]:
    """Return the claims in direct speech; ``follows`` says that the sentence before was such a one."""
    text = speakers.text
    quotes = predicates(text, sentence, speakers.lang)
    if not quotes:
        return []
    cue, speaker = _attribution(sentence, quotes, speakers)
    outside = sentence.end - sentence.start - sum(quote.end - quote.start + 2 for quote in quotes)
    if speaker is None and (follows or outside <= _FEW):
        speaker = speakers.last
    if speaker is None:
        return []
    speakers.note(speaker)
    whole = (sentence.start, sentence.end)
    made = []
    for quote in quotes:
        start, end = trimmed(text, quote.start, quote.end)
        if end > start:
            rule = "quote" if cue else "quote-carried"
            made.append(Draft(start, end, "direct", rule, whole, speaker, cue))
    return made


def _attribution(
    sentence: Sentence, quotes: list[Quote], speakers: Speakers
) -> tuple[Cue | None, Speaker | None]:
    """Return the cue outside the quotes that stands nearest to one, with its speaker."""
    edges = [(sentence.start, sentence.start)]
    edges += [(quote.start - 1, quote.end + 1) for quote in quotes] + [(sentence.end, sentence.end)]
    for (_, start), (end, _) in reversed(list(pairwise(edges))):
        if not re.search(r"\w", speakers.text[start:end]):
            continue
        for cue in speakers.cues.between(start, end):
            speaker = speakers.of(cue, start, end)
            if speaker is not None:
                return cue, speaker
            free = load(speakers.lang)["drops_subject"] and cue.take == "that"
            if (free or cue.take in {"carried", "evident"}) and speakers.last is not None:
                return cue, speakers.last
    return None, None
