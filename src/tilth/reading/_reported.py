"""Reported speech: "X said that", "according to X", "..., X said", and what is carried over."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from tilth.reading._cases import case_allows, case_is_plainly_other, cases_of
from tilth.reading._cues import Cue, pattern
from tilth.reading._drafts import Draft, trimmed
from tilth.reading._sentences import Sentence
from tilth.reading._speakers import Speaker, Speakers
from tilth.reading._words import load

__all__ = ["reported"]

_SHORTEST = 8
_BARE = 4
_NEAR = 40
_DENIAL = 8
_FRONT = 2
_FEW_WORDS = 8
_LONGEST_MODIFIER = 90


def reported(
    sentence: Sentence, speakers: Speakers, *, start: int | None = None, heard: Speaker | None = None
) -> list[Draft]:
    """Return the claims in reported speech of a sentence, from ``start`` on; empty when there are none."""
    begin = sentence.start if start is None else start
    made: list[Draft] = []
    done = begin
    for cue in speakers.cues.between(begin, sentence.end):
        if cue.start < done or any(q.start <= cue.start < q.end for q in sentence.quotes):
            continue
        spans = _of_cue(cue, sentence, begin, speakers, made[-1].speaker if made else heard)
        if spans and not (
            _relayed(spans, made) or _nested(spans, made, speakers.text) or _promised(spans, made)
        ):
            made = [*([] if _outer(spans, made) else made), *spans]
            done = cue.end
    if len(made) > 1:
        made = _cut(made, speakers)
    return made or ([] if heard else _hedged(sentence, speakers, begin))


def _relayed(spans: list[Draft], made: list[Draft]) -> bool:
    """Tell whether a cue behind a claim that has its speaker only tells who passed it on."""
    if not made or spans[0].rule != "verb-behind" or spans[0].end < made[-1].end:
        return False
    return not _outer(spans, made)


def _promised(spans: list[Draft], made: list[Draft]) -> bool:
    """Tell whether a claim lies in one that somebody else reports: "X said that Y promised to ..."."""
    inner = spans[0].rule in {"verb-to", "verb-object"} and spans[0].cue is not None
    return inner and any(
        each.rule in {"according", "carried", "verb-that"} and each.start < spans[0].cue.start < each.end
        for each in made[-1:]
        if spans[0].cue
    )


def _outer(spans: list[Draft], made: list[Draft]) -> bool:
    """Tell whether who closes a sentence reports what another did in it: "A promised to ..., B said"."""
    last = spans[0]
    if len(made) != 1 or last.rule != "verb-behind" or last.start > made[0].start:
        return False
    told = last.speaker is not None and last.speaker.entity.kind != "media"
    return told and made[0].rule in {"verb-to", "verb-object"} and last.end > made[0].start


def _nested(spans: list[Draft], made: list[Draft], text: str) -> bool:
    """Tell whether a claim only tells what somebody said: the outer speaker has said it."""
    if not made or made[-1].rule != "verb-that" or spans[0].speaker is None:
        return False
    outer, inner, cue = made[-1], spans[0].speaker, spans[0].cue
    ahead = text[outer.start : inner.start]
    if cue is not None and inner.start < outer.start < cue.start < outer.end:
        return len(text[outer.start : cue.start].split()) < _BARE and "," not in text[outer.start : cue.start]
    return outer.start <= inner.start < spans[0].start and len(ahead.split()) < _FRONT


def _of_cue(
    cue: Cue, sentence: Sentence, begin: int, speakers: Speakers, heard: Speaker | None
) -> list[Draft]:
    if cue.take in {"evident", "carried"} and speakers.points(cue, begin):
        return []
    if cue.take in {"according", "opening", "evident", "postponed"}:
        return _according(cue, sentence, begin, speakers)
    if cue.take == "noun":
        return _of_noun(cue, sentence, speakers)
    if cue.take in {"carried", "own"}:
        return _carried(cue, sentence, begin, speakers)
    return _verb(cue, sentence, begin, speakers, heard)


def _draft(
    start: int, end: int, rule: str, sentence: Sentence, speaker: Speaker, cue: Cue, speakers: Speakers
) -> list[Draft]:
    start, end = trimmed(speakers.text, start, end)
    if end - start < _SHORTEST:
        return []
    speakers.note(speaker)
    whole = (sentence.start, sentence.end)
    return [Draft(start, end, "indirect", rule, whole, speaker, cue)]


def _according(cue: Cue, sentence: Sentence, begin: int, speakers: Speakers) -> list[Draft]:
    """Read "according to X": before the claim, behind it, or in the middle of it."""
    postponed = cue.take == "postponed"
    speaker = speakers.preceding(cue, begin) if postponed else speakers.following(cue, sentence.end)
    if speaker is None:
        return _carried(cue, sentence, begin, speakers) if cue.take == "evident" else []
    text = speakers.text
    first, last = (speaker.start, cue.end) if postponed else (cue.start, speaker.end)
    before, after = text[begin:first], text[last : sentence.end]
    if cue.take == "opening" and (before.strip() or not _goes_on(after)):
        return []
    if len(before.split()) <= 1:
        start = last + (_modifier(after, speakers) or _aside(after, last, speakers))
        return _draft(start, sentence.end, "according", sentence, speaker, cue, speakers)
    if cue.take == "evident" and _goes_on(after) and pattern(speakers.lang, "bare_clause").match(","):
        return _draft(last, sentence.end, "evident", sentence, speaker, cue, speakers)
    ends = not _goes_on(after) or bool(pattern(speakers.lang, "adjunct_end").search(after))
    closes = not re.search(r"\w", after) or (before.rstrip().endswith(",") and ends)
    end = first if closes else sentence.end
    return _draft(begin, end, "according-behind", sentence, speaker, cue, speakers)


def _of_noun(cue: Cue, sentence: Sentence, speakers: Speakers) -> list[Draft]:
    """Read the clause of a noun: "claims by X that"."""
    speaker = speakers.following(cue, sentence.end)
    conjunction = _conjunction(cue, speaker, sentence, speakers) if speaker else None
    if speaker is None or conjunction is None:
        return []
    return _clauses(conjunction, sentence, speaker, cue, speakers)


def _modifier(after: str, speakers: Speakers) -> int:
    """Return the length of the words that still belong to the speaker, up to the comma behind them."""
    if not load(speakers.lang)["opening_comma"] or after.lstrip()[:1] == ",":
        return 0
    comma = after.find(", ", 0, _LONGEST_MODIFIER)
    return comma + 1 if comma > 0 else 0


def _aside(after: str, last: int, speakers: Speakers) -> int:
    """Return how many characters behind a speaker tell more of who it is: a post, or a second speaker."""
    joined = re.match(rf"\s+(?:{load(speakers.lang)['coordination']})\s[^,.;:]{{1,60}}(?=,)", after, re.I)
    if joined:
        return joined.end()
    post = re.match(r",\s[^,.;:]{3,70},(?=\s\S+\s\S+\s\S+)", after)
    if post and not speakers.titled(last, last + post.end()):
        return 0
    if post and not pattern(speakers.lang, "finite_firm").search(post[0]) and _agrees(post[0], speakers.lang):
        return post.end()
    return 0


def _agrees(post: str, lang: str) -> bool:
    """Tell whether words behind a speaker stand in a case that "according to" asks for."""
    if not load(lang)["cases"]:
        return True
    word = post.strip(" ,").split(" ")[0]
    if cases_of(post, lang):
        return case_allows(post, lang, "according")
    return case_is_plainly_other(word, lang) and not pattern(lang, "finite").search(post)


@cache
def _post(lang: str) -> re.Pattern[str]:
    """Return an expression for a post that ends a sentence behind its speaker: ", arms director at X"."""
    words = load(lang)
    nouns = f"{words['titles']}|{words['near_noun']}"
    article = f"(?:{words['articles']}|{words['indefinite']})"
    ahead = rf",\s+(?:{article}(?:\s+|(?<=['’])))?(?:[\w'’-]+\s+){{0,5}}?"
    return re.compile(rf"{ahead}(?:{nouns})(?!\w)[^,;:\n]*[.!?]?\s*", re.I)


def _goes_on(after: str) -> bool:
    """Tell whether words behind an attribution in the middle go on with the claim."""
    return after.lstrip().startswith(",") and len(after.split()) > 1


def _carried(cue: Cue, sentence: Sentence, begin: int, speakers: Speakers) -> list[Draft]:
    own = cue.take == "own"
    speaker = speakers.before(cue, begin) if own else speakers.issuer(cue, sentence.end)
    conjunction = None if own else _conjunction(cue, None, sentence, speakers)
    teller = speakers.teller(cue, begin) if conjunction is not None else None
    speaker, text = teller or speaker or speakers.last, speakers.text
    if speaker is None:
        return []
    if own:
        return _draft(cue.end, sentence.end, "carried", sentence, speaker, cue, speakers)
    if conjunction is not None:
        return _clauses(conjunction, sentence, speaker, cue, speakers)
    if len(text[begin : cue.start].split()) <= 1:
        return _draft(cue.end, sentence.end, "carried", sentence, speaker, cue, speakers)
    closes = not re.search(r"\w", text[cue.end : sentence.end]) or text[begin : cue.start].rstrip().endswith(
        ","
    )
    end = cue.start if closes else sentence.end
    return _draft(begin, end, "carried", sentence, speaker, cue, speakers)


def _spoken_by(
    cue: Cue, sentence: Sentence, begin: int, speakers: Speakers, heard: Speaker | None
) -> tuple[Speaker | None, bool]:
    """Return who speaks with a verb, and whether the mention stands behind it."""
    clause = _clause_start(speakers.text, begin, cue.start)
    if cue.gerund:
        return heard or speakers.subject(begin, cue.start), False
    relative, shared = speakers.relative(cue, begin), speakers.elides(cue, begin)
    if shared and shared != "," and relative is None and heard is not None:
        return heard, False
    ahead = speakers.before(cue, clause)
    if ahead is not None:
        return ahead, False
    if relative is not None or (shared and shared != ","):
        return relative or heard or speakers.subject(begin, cue.start), False
    bare = pattern(speakers.lang, "bare_clause").search(" ")
    behind = None if shared and heard and bare else speakers.after(cue, sentence.end)
    if behind is not None:
        return behind, True
    told = heard or (speakers.subject(begin, cue.start) if shared == "," else None)
    return _unnamed(cue, clause, told if shared else None, heard, speakers), False


def _unnamed(
    cue: Cue, clause: int, shared: Speaker | None, heard: Speaker | None, speakers: Speakers
) -> Speaker | None:
    """Return who speaks with a verb that has no subject beside it."""
    if shared is not None:
        return shared
    if cue.place and (not load(speakers.lang)["cases"] or cue.start - clause < _SHORTEST):
        return speakers.last
    before = speakers.text[clause : cue.start]
    bare = not re.search(r"\w", before) or speaker_led(before, speakers)
    return heard or speakers.last if bare and load(speakers.lang)["drops_subject"] else None


def _verb(cue: Cue, sentence: Sentence, begin: int, speakers: Speakers, heard: Speaker | None) -> list[Draft]:
    speaker, behind = _spoken_by(cue, sentence, begin, speakers, heard)
    if speaker is None:
        return []
    conjunction = _conjunction(cue, speaker if behind else None, sentence, speakers)
    if conjunction is not None and _aloof(
        begin, min(cue.start, speaker.start), cue.end, conjunction, speakers
    ):
        conjunction = None
    if conjunction is None and cue.verb_end < cue.end and cue.take == "object":
        return _bracketed(cue, sentence, begin, speaker, speakers)
    if conjunction is not None and cue.take == "to" and _to(cue, conjunction, speakers):
        conjunction = None
    if conjunction is not None and cue.take == "object" and speakers.within(cue.end, conjunction):
        conjunction = None
    if conjunction is not None:
        return _clauses(conjunction, sentence, speaker, cue, speakers)
    words = speakers.text
    told = behind and _leads(words[begin : cue.start], words[speaker.end : sentence.end])
    if cue.take == "object" and not told:
        return _object(cue, sentence, begin, speaker, speakers, behind=behind)
    if cue.take == "to":
        return _infinitive(cue, sentence, speaker, speakers)
    plain = _plain(cue, sentence, begin, speaker, speakers)
    return plain if plain or behind else _affirmed(cue, sentence, begin, speaker, speakers)


def _affirmed(cue: Cue, sentence: Sentence, begin: int, speaker: Speaker, speakers: Speakers) -> list[Draft]:
    """Read what somebody confirms or denies without a clause, in a language with cases."""
    if cue.stance not in {"confirms", "denies"} or not load(speakers.lang)["cases"]:
        return []
    few = len(speakers.text[cue.end : sentence.end].split()) < _BARE
    return [] if few else _object(cue, sentence, begin, speaker, speakers, behind=False)


def _to(cue: Cue, conjunction: int, speakers: Speakers) -> bool:
    """Tell whether an infinitive follows a verb at once, so that a conjunction behind is none of it."""
    found = pattern(speakers.lang, "to_clause").match(speakers.text[cue.end : conjunction])
    return found is not None and found.end() > 0


def _aloof(begin: int, first: int, last: int, conjunction: int, speakers: Speakers) -> bool:
    """Tell whether a conjunction belongs to words behind an attribution: "..., X said, a step that"."""
    between = speakers.text[last:conjunction].rsplit(maxsplit=1)[0]
    return _leads(speakers.text[begin:first], "") and re.search(r",\s+\w", between) is not None


def _object(
    cue: Cue, sentence: Sentence, begin: int, speaker: Speaker, speakers: Speakers, *, behind: bool
) -> list[Draft]:
    """Read the object behind a verb; with the speaker behind it, it may stand before the verb."""
    text = speakers.text
    last = max(cue.end, speaker.end if behind else 0)
    if behind and len(text[begin : cue.start].split()) > _FRONT and _fronted(begin, cue, speakers):
        return _draft(begin, sentence.end, "verb-object", sentence, speaker, cue, speakers)
    adjunct = pattern(speakers.lang, "object_adjunct").match(text[last : sentence.end].lstrip())
    last += adjunct.end() + 1 if adjunct else 0
    end = _clause_end(text, last, sentence.end, speakers)
    judged = cue.stance in {"opposes", "supports"} and len(text[last:end].split()) < _BARE
    return [] if judged else _draft(last, end, "verb-object", sentence, speaker, cue, speakers)


def _fronted(begin: int, cue: Cue, speakers: Speakers) -> bool:
    """Tell whether the words before a verb are its object: in a language with cases, or a verb set second."""
    words = load(speakers.lang)
    if words["cases"]:
        return True
    front = speakers.text[begin : cue.start]
    return bool(words["auxiliary_apart"]) and re.match(rf"(?:{words['articles']})\s", front, re.I) is not None


def _infinitive(cue: Cue, sentence: Sentence, speaker: Speaker, speakers: Speakers) -> list[Draft]:
    """Read an infinitive clause behind a verb such as to promise."""
    start = max(cue.end, speaker.end)
    if not pattern(speakers.lang, "to_clause").search(speakers.text[start : sentence.end]):
        return []
    return _draft(start, sentence.end, "verb-to", sentence, speaker, cue, speakers)


def _bracketed(cue: Cue, sentence: Sentence, begin: int, speaker: Speaker, speakers: Speakers) -> list[Draft]:
    """Read an object within a split verb; the object before the verb, or a clause behind it, belong to it."""
    text = speakers.text
    inner = max(cue.verb_end, speaker.end if speaker.start >= cue.verb_end else 0)
    part = cue.start + text[cue.start : cue.end].rindex(" ")
    if _goes_on(text[cue.end : sentence.end]):
        return _draft(inner, sentence.end, "verb-bracket", sentence, speaker, cue, speakers)
    if speaker.start > cue.start and len(text[inner:part].split()) < 2:
        return _draft(begin, cue.end, "verb-bracket", sentence, speaker, cue, speakers)
    return _draft(inner, part, "verb-bracket", sentence, speaker, cue, speakers)


def _plain(cue: Cue, sentence: Sentence, begin: int, speaker: Speaker, speakers: Speakers) -> list[Draft]:
    """Read a verb without conjunction: behind its claim, in the middle of it, before a colon or bare."""
    text = speakers.text
    first, last = min(cue.start, speaker.start), max(cue.end, speaker.end)
    before, after = text[begin:first], text[last : sentence.end]
    as_said = pattern(speakers.lang, "as_words").search(before.rstrip())
    if as_said and as_said.end() == len(before.rstrip()):
        start, end = (begin, begin + as_said.start()) if as_said.start() else (last, sentence.end)
        return _draft(start, end, "as-said", sentence, speaker, cue, speakers)
    if _leads(before, after) and _claims(before, speakers) and not speaker_led(before, speakers):
        ends = pattern(speakers.lang, "adjunct_end").search(after) or _post(speakers.lang).fullmatch(after)
        goes_on = _goes_on(after) and not ends
        return _draft(
            begin, sentence.end if goes_on else first, "verb-behind", sentence, speaker, cue, speakers
        )
    colon = re.match(r"[^:,.]{0,60}:\s", after)
    if colon:
        return _draft(last + colon.end(), sentence.end, "verb-colon", sentence, speaker, cue, speakers)
    if cue.stance == "denies" and _short_denial(text[begin : sentence.end], speakers.lang):
        return _draft(begin, sentence.end, "denied", sentence, speaker, cue, speakers)
    if pattern(speakers.lang, "back_sentence").search(text[begin : sentence.end]):
        return []
    return _bare(last, cue, sentence, speaker, speakers)


def _leads(before: str, after: str) -> bool:
    """Tell whether the words before an attribution are a claim, or the front of one that goes on."""
    few = 0 if _goes_on(after) else 2
    return before.rstrip().endswith(",") and len(before.split()) > few


def _claims(before: str, speakers: Speakers) -> bool:
    """Tell whether words before an attribution can be a claim: few of them need a finite verb."""
    few = len(before.split()) < _FEW_WORDS
    return not few or pattern(speakers.lang, "finite").search(before) is not None


def _short_denial(words: str, lang: str) -> bool:
    """Tell whether a sentence only denies what was said before it: "Moscow denies this"."""
    return len(words.split()) <= _DENIAL and pattern(lang, "object_pronouns").search(words) is not None


def speaker_led(before: str, speakers: Speakers) -> bool:
    """Tell whether the words before an attribution are no claim but an adjunct of it."""
    words = before.strip()
    led = pattern(speakers.lang, "lead_in").match(words)
    return led is not None and led.end() == len(words)


def _behind_adjunct(text: str, place: int, end: int, speakers: Speakers) -> int:
    """Return the place behind the words that tell when, where or whom somebody told something."""
    adjunct = pattern(speakers.lang, "verb_adjunct")
    found = adjunct.match(text, place, end)
    if found:
        return found.end()
    alone = adjunct.match(text[place:end])
    return place + alone.end() if alone else place


def _bare(place: int, cue: Cue, sentence: Sentence, speaker: Speaker, speakers: Speakers) -> list[Draft]:
    """Read a clause that follows its verb, from a place on, without a conjunction."""
    text = speakers.text
    while place < sentence.end and text[place].isspace():
        place += 1
    start = _behind_adjunct(text, place, sentence.end, speakers)
    behind = text[place:start]
    if not pattern(speakers.lang, "bare_clause").search(f"{behind}  ") or (
        speaker.start > cue.start and "," not in behind
    ):
        return []
    if text[start : start + 1] == "," or not pattern(speakers.lang, "finite").search(
        text, start, sentence.end
    ):
        return []
    return _clauses(start, sentence, speaker, cue, speakers)


def _clauses(start: int, sentence: Sentence, speaker: Speaker, cue: Cue, speakers: Speakers) -> list[Draft]:
    """Return the clauses behind a conjunction, each with a conjunction of its own a claim."""
    text = speakers.text
    end = _clause_end(text, start, sentence.end, speakers)
    made: list[Draft] = []
    place = start
    for joint in pattern(speakers.lang, "joined").finditer(text, start, end):
        made += _draft(place, joint.start(), "verb-that", sentence, speaker, cue, speakers)
        place = joint.end()
    return made + _draft(place, end, "verb-that", sentence, speaker, cue, speakers)


def _clause_end(text: str, start: int, end: int, speakers: Speakers) -> int:
    """Return where the clause ends: at a trailing part that is another statement, or with the sentence."""
    found = pattern(speakers.lang, "clause_stop").search(text, start, end)
    return found.start() if found else end


def _clause_start(text: str, begin: int, end: int) -> int:
    """Return where the clause of a verb starts."""
    stop = max(text.rfind(mark, begin, end) for mark in (";", ":", "”", '"', "»"))
    return stop + 1 if stop >= 0 else begin


def _conjunction(cue: Cue, behind: Speaker | None, sentence: Sentence, speakers: Speakers) -> int | None:
    """Return the place behind the conjunction, when it follows its verb closely."""
    text = speakers.text
    near = behind.end if behind else cue.end
    for start in (near, cue.end):
        found = pattern(speakers.lang, "conjunctions").search(text, start, sentence.end)
        if (
            found
            and len(text[start : found.start()].split()) <= 8
            and not re.search(r"[;:“”]", text[start : found.start()])
            and not (behind and _relative(text, near, found.start(), speakers))
        ):
            return found.end()
    return None


def _relative(text: str, near: int, place: int, speakers: Speakers) -> bool:
    """Tell whether a word behind a speaker and a comma tells of the speaker and not what they say."""
    apart = text[near:place].strip() == ","
    return apart and pattern(speakers.lang, "relatives").match(text, place) is not None


def _hedged(sentence: Sentence, speakers: Speakers, begin: int) -> list[Draft]:
    """Read a sentence that only its mood gives to the last speaker, or to whom its pronoun stands for."""
    speaker = speakers.last or speakers.pronoun(begin)
    if speaker is None:
        return []
    for found in pattern(speakers.lang, "hedges").finditer(speakers.text, begin, sentence.end):
        if _in_main(begin, found.start(), speakers):
            cue = Cue(found.start(), found.end(), "neutral", "carried", found.end())
            return _draft(begin, sentence.end, "hedge", sentence, speaker, cue, speakers)
    return []


def _in_main(begin: int, place: int, speakers: Speakers) -> bool:
    """Tell whether a verb stands in the main clause: near the front, or in no clause that is subordinate."""
    if place - begin <= _NEAR:
        return True
    comma = speakers.text.rfind(",", begin, place) + 1
    clause = speakers.text[max(comma, begin) : place]
    if len(clause) > 2 * _NEAR:
        return False
    return not any(pattern(speakers.lang, key).search(clause) for key in ("subordinate", "conjunctions"))


def _cut(made: list[Draft], speakers: Speakers) -> list[Draft]:
    """End a claim before the attribution of the next one in its sentence; drop doubles."""
    found: list[Draft] = []
    for each in made:
        later = [one for one in made if one is not each and one.cue and each.start < one.cue.start < each.end]
        stops = [
            one.cue.start if one.speaker.start < each.start else min(one.cue.start, one.speaker.start)
            for one in later
            if one.cue and one.speaker and one.cue is not each.cue
        ]
        end = min([each.end, *(stop for stop in stops if stop > each.start)])
        if end < each.end:
            end = speakers.tail(each.start, end)
        start, end = trimmed(speakers.text, each.start, end)
        if end - start >= _SHORTEST and not any(one.start < end and start < one.end for one in found):
            found.append(replace(each, start=start, end=end))
    return found
