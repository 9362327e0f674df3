"""Who is said to say what in a sentence: reporting words, their speaker and the words reported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tilth.reading._phrases import expression
from tilth.reading._words import entries, pattern
from tilth.reading.mentions import Mention
from tilth.times import TimeMention

__all__ = ["Attribution", "Cue", "Said", "attributions", "cues_in"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cue:
    """Reporting words in a sentence; ``kind`` is verb, source, report or impersonal."""

    kind: str
    start: int
    end: int
    spec: Any


@dataclass(frozen=True, slots=True)
class Attribution:
    """Reporting words with their speaker; chunk is the part of the sentence that is no content."""

    cue: Cue
    speaker: Mention | None
    link: str
    chunk: Span


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution and the part of the sentence that it reports."""

    who: Attribution
    content: Span
    rule: str


@dataclass(frozen=True)
class Part:
    """A sentence to look at: its text with quotes blanked out, its mentions and times."""

    text: str
    lang: str
    mentions: tuple[Mention, ...]
    times: tuple[TimeMention, ...]


@cache
def _specs(lang: str) -> tuple[tuple[re.Pattern[str], Any], ...]:
    return tuple((expression(spec["forms"]), spec) for spec in entries(lang, "cues"))


def cues_in(text: str, lang: str) -> list[Cue]:
    """Return all reporting words in text order; of two at one place the longer."""
    found = [Cue("impersonal", *m.span(), {}) for m in pattern(lang, "impersonal").finditer(text)]
    found += [Cue("source", *m.span(), {}) for m in pattern(lang, "sources").finditer(text)]
    found += [Cue("report", *m.span(), {}) for m in pattern(lang, "reports").finditer(text)]
    found += [Cue("verb", *m.span(), spec) for finder, spec in _specs(lang) for m in finder.finditer(text)]
    found.sort(key=lambda c: (c.start, -c.end, c.kind, "after" not in c.spec))
    kept: list[Cue] = []
    for cue in found:
        if "after" in cue.spec and _particle(text, cue, lang) is None:
            continue
        if not kept or cue.start >= kept[-1].end:
            kept.append(cue)
    return kept


def _particle(text: str, cue: Cue, lang: str) -> Span | None:
    """Return where the particle stands that closes a verb in two parts."""
    for hit in expression([cue.spec["after"]]).finditer(text, cue.end):
        between = text[cue.end : hit.start()]
        if len(between.split()) > 9 or pattern(lang, "conjunctions").search(between) or ";" in between:
            return None
        return hit.span()
    return None


def attributions(part: Part) -> list[Attribution]:
    """Return the reporting words that have a speaker, in text order."""
    found: list[Attribution] = []
    for cue in cues_in(part.text, part.lang):
        if found and cue.start < found[-1].chunk[1]:
            continue
        made = _with_speaker(part, cue, bool(found))
        if made is not None:
            found.append(made)
    return found


def _with_speaker(part: Part, cue: Cue, later: bool) -> Attribution | None:
    if cue.kind == "impersonal":
        return _made(part, cue, None, "elided")
    if cue.kind in ("source", "report"):
        near = _after(part, cue)
        return _made(part, cue, near, "own") if near else None
    before, after = _before(part, cue), _after(part, cue) if _may_invert(part, cue) else None
    if before is not None:
        return _made(part, cue, before, "own")
    if after is not None:
        return _made(part, cue, after, "own")
    left = part.text[: cue.start].rstrip()
    words = left.split()
    joined = words and words[-1].lower() in entries(part.lang, "coordinators")
    if later and joined:
        return _made(part, cue, None, "same")
    ending = entries(part.lang, "participles") or r"(?!)"
    if re.search(ending, part.text[cue.start : cue.end].split()[0]) and left.endswith(","):
        return _made(part, cue, None, "same")
    return _relative(part, cue)


def _may_invert(part: Part, cue: Cue) -> bool:
    if entries(part.lang, "inverted") == "true":
        return True
    left = part.text[: cue.start].rstrip()
    return left.endswith((",", "\x01", "”", '"', "’", "'"))


def _before(part: Part, cue: Cue) -> Mention | None:
    for mention in reversed(part.mentions):
        if mention.end > cue.start:
            continue
        return mention if _only_gap(part, mention.end, cue.start) and _may_speak(part, mention) else None
    return None


def _after(part: Part, cue: Cue) -> Mention | None:
    for mention in part.mentions:
        if mention.start < cue.end:
            continue
        return mention if _only_gap(part, cue.end, mention.start, bare=True) else None
    return None


def _may_speak(part: Part, mention: Mention) -> bool:
    """Refuse a name that hangs on a preposition: "in Kyiv said" has another subject."""
    head = mention.units[0]
    if head.kind == "of":
        return False
    left = part.text[: mention.start].rstrip().rsplit(None, 1)
    word = left[-1].lower() if left else ""
    return word not in entries(part.lang, "states", "not_speakers_after")


def _only_gap(part: Part, start: int, end: int, *, bare: bool = False) -> bool:
    """Tell whether only adverbs, times and side remarks stand between two places."""
    letters = list(part.text[start:end])
    for time in part.times:
        for at in range(max(time.start, start), min(time.end, end)):
            letters[at - start] = " "
    gap = "".join(letters)
    if not bare:
        gap = re.sub(r"^\s*\([^)]*\)", " ", gap)
        gap = re.sub(r"^\s*,[^,;:]{1,90},\s", " ", gap)
    gap = pattern(part.lang, "interrupters").sub(" ", gap)
    gap = pattern(part.lang, "tails").sub(" ", gap)
    known = set(entries(part.lang, "gap_words"))
    words = [w.lower() for w in re.findall(r"[^\s]+", gap)]
    return len(words) <= 5 and all(w in known or w.endswith("ly") and not bare for w in words)


def _relative(part: Part, cue: Cue) -> Attribution | None:
    left = part.text[: cue.start]
    pronouns = "|".join(map(re.escape, entries(part.lang, "relative")))
    hit = None
    for hit in re.finditer(rf",?\s*\b(?:{pronouns})\b\s", left):
        pass
    if hit is None or not _only_gap(part, hit.end(), cue.start):
        return None
    found = _made(part, cue, None, "relative")
    return Attribution(cue, None, "relative", (hit.start(), found.chunk[1]))


def _made(part: Part, cue: Cue, speaker: Mention | None, link: str) -> Attribution:
    start = min(cue.start, speaker.start if speaker else cue.start)
    end = max(cue.end, speaker.end if speaker else cue.end)
    if "after" in cue.spec:
        particle = _particle(part.text, cue, part.lang)
        end = max(end, particle[1] if particle else end)
    start = _time_before(part, start)
    return Attribution(cue, speaker, link, (start, _tail(part, end, cue)))


def _time_before(part: Part, start: int) -> int:
    for time in part.times:
        if time.end <= start and not part.text[time.end : start].strip() and time.start == 0:
            return time.start
    return start


def _tail(part: Part, end: int, cue: Cue) -> int:
    """Return the end of times, occasions and addressees that follow."""
    while True:
        rest = re.match(r"\s*", part.text[end:])
        at = end + (rest.end() if rest else 0)
        step = next((t.end for t in part.times if t.start <= at < t.end), None)
        if step is None and (hit := pattern(part.lang, "tails").match(part.text, at)):
            step = hit.end()
        if step is None and (hit := re.compile(r"\([^)]{1,40}\)").match(part.text, at)):
            step = hit.end()
        if step is None and "addressee" in cue.spec:
            step = next((m.end for m in part.mentions if m.start == at), None)
        if step is None or step <= end:
            return end
        end = step


