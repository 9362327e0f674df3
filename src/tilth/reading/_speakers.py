"""Who speaks: the mention that a reporting word goes with, and the entity it stands for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache

from tilth.reading._cases import case_allows, case_is_plainly_other, cases_of
from tilth.reading._cues import Cue, Cues
from tilth.reading._mentions import Mention
from tilth.reading._register import Entity
from tilth.reading._resolving import Resolver
from tilth.reading._words import load

__all__ = ["Speaker", "Speakers"]

_STOPS = re.compile(r"[.;:!?“”„\"«»\n]")
_QUOTED_NAME = re.compile(r"[«„“\"][^«»„“”\"\n]{1,30}[»”“\"]")
_GAP = 10
_NEAR = 5
_WIDE = 7
_LONG = 9
_DATE = re.compile(r",?\s*\d{1,2}\s+\w+(?:\s+\d{4}(?:\s\w+)?)?\s*,")
_FEW = 2
_POST = 14
_RECENT = 25
_CLOSED = re.compile(r"\s*(?:[.,;:!?»”\")]|\Z)")
_LAST_COMMA = re.compile(r",\s*(?:\w{1,3}[’']?\s*)?\Z")
_SET_OFF = re.compile(r",\s+(?:\w{1,3}[’']?\s*)?")
_GOING_ON = re.compile(r"\s+\w")
_MARK = re.compile(r"[,.;:!?]")
_ASIDE = 30
_WIDEST = 60
_MODIFIERS = re.compile(r",\s((?:[^\W\dA-Z]\w+\s){1,2})\Z")
_SMALL = re.compile(r"\s(?:[^\W\dA-Z]\w+\s){1,3}")


@dataclass(frozen=True, slots=True)
class Speaker:
    """An entity and the words that stand for it; ``role`` is how they do so."""

    entity: Entity
    start: int
    end: int
    role: str = "known"


def _is_person(each: Mention) -> bool:
    return each.entity is not None and each.entity.kind == "person" and each.role in {"known", "name"}


@cache
def _patterns(lang: str) -> dict[str, re.Pattern[str]]:
    words = load(lang)
    article = rf"(?:(?:{words['articles']})\s+)?"
    writers = words["facts"]["use"].get("by") or "(?!)"
    before = "|".join(words[key] for key in ("prepositions", "place_words", "of_words"))
    return {
        "preposition": re.compile(rf"(?<!\w)(?:{before})\s+{article}\Z", re.I),
        "firm": re.compile(rf"(?<!\w)(?:{words['prepositions']}|{words['place_words']})\s+\Z", re.I),
        "hung": re.compile(rf"(?<!\w)(?:{before})\s+(?-i:[^\W\dA-ZА-ЯІЇЄҐ]\w*)\s+\Z", re.I),
        "tie": re.compile(
            rf"\s+(?:{words['of_words']}|(?:\w+\s+){{0,4}}(?:{writers}))\s+{article}",
            re.I,
        ),
        "place": re.compile(rf"(?<!\w)(?:{words['place_words']})\s+{article}\Z", re.I),
        "article": re.compile(rf"(?<!\w)(?:{words['articles']})\s+\Z", re.I),
        "coordination": re.compile(
            rf"[”“\"»«]?,?\s+(?:{words['coordination']})\s+{article}(?:\w+\s+)?", re.I
        ),
        "and": re.compile(rf"(?<!\w)(?:{words['coordination']}|{words['clause_joins']})(?!\w)", re.I),
        "conjunctions": re.compile(rf"(?<!\w)(?:{words['conjunctions']})(?!\w)", re.I),
        "citing": re.compile(rf"(?<!\w)(?:{words['citing']})(?!\w)", re.I),
        "relative": re.compile(rf",?\s+(?:{words['relatives']})\s(?:\w+\s+){{0,2}}\Z", re.I),
        "pointing": re.compile(rf"(?<!\w)(?:{words['subordinate']})\s+(?:\w+\s+)?\Z", re.I),
        "relative_word": re.compile(rf"\s+(?:{words['relatives']})(?!\w)", re.I),
        "elided": re.compile(rf"(?:{words['elided']})\s*\Z", re.I),
    }


class Speakers:
    """The speakers of one text, and who was named last."""

    def __init__(
        self, text: str, lang: str, mentions: list[Mention], cues: Cues, titled: tuple[Entity, ...] = ()
    ) -> None:
        self.text, self.lang, self.cues = text, lang, cues
        self.mentions = [each for each in mentions if each.role != "post"]
        self.posts = [each for each in mentions if each.role == "post"]
        self.resolver = Resolver(text, lang, self.mentions, titled)
        self.last: Speaker | None = None
        self._starts = [each.start for each in self.mentions]
        self._posts = [each.start for each in self.posts]
        self._patterns = _patterns(lang)

    def within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that lie in a part of the text."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end)
        return [each for each in self.mentions[first:last] if each.end <= end]

    def before(self, cue: Cue, start: int) -> Speaker | None:
        """Return the speaker whose mention stands before a cue, as its subject, or in it (a-t-il dit)."""
        inner = self.within(cue.start + 1, cue.verb_end)
        if inner and inner[0].role == "pronoun" and self.text[inner[0].start - 1] == "-":
            return self.resolved(inner[0])
        return self._ahead(cue, start)

    def _ahead(self, cue: Cue, start: int) -> Speaker | None:
        aside = False
        for each in reversed(self.within(start, cue.start)):
            gap = self._gap(each.end, cue.start)
            if _STOPS.search(gap) or len(gap.split()) > _ASIDE:
                return None
            if each.adjective and not gap.strip():
                return self._national(each)
            if not (self._spoken(each) or self._placed(cue, each)) or self._hangs(each, start):
                continue
            if gap.strip() == "," and self._between_commas(each, start):
                return self.resolved(each)
            apposed = re.fullmatch(r",\s*(?:\w+\s+)?", gap) and "," in self.text[each.start : each.end]
            if "," not in gap or apposed:
                near = len(gap.split()) <= _GAP and not self._conjoins(gap)
                return self._first(each, start) if near and not aside else None
            if gap.count(",") > 1 or not gap.lstrip().startswith(","):
                if self._tells(each, start):
                    continue
                return self._first(each, start) if self._set_off(gap) else None
            aside = True
        return None

    def _national(self, each: Mention) -> Speaker | None:
        """Return the person named before whom a noun for the people of a state means: "the Norwegian"."""
        article = self._patterns["article"].search(self.text, max(0, each.start - 12), each.start)
        if article is None:
            return None
        last = bisect_left(self._starts, each.start)
        for one in reversed(self.mentions[max(0, last - _RECENT) : last]):
            if one.entity and one.entity.kind == "person" and one.entity.state == each.state:
                return Speaker(one.entity, article.start(), each.end, "anaphor")
        return None

    def _between_commas(self, each: Mention, start: int) -> bool:
        """Tell whether the name of a person stands between commas behind a post: "the envoy, A. B., said"."""
        before = self.text[start : each.start].rstrip()
        if not (_is_person(each) and before.endswith(",")):
            return False
        return not any(one.end == start + len(before) - 1 for one in self.within(start, each.start))

    def _tells(self, each: Mention, start: int) -> bool:
        """Tell whether a mention stands in apposition to a person named right before it."""
        before = self.within(start, each.start)
        return bool(before) and (
            _is_person(before[-1]) and _SET_OFF.fullmatch(self.text, before[-1].end, each.start) is not None
        )

    @staticmethod
    def _set_off(gap: str) -> bool:
        """Tell whether commas set off the words between a subject and its verb."""
        return gap.lstrip().startswith(",") and len(gap[gap.rindex(",") :].split()) <= 5

    def _first(self, each: Mention, start: int) -> Speaker | None:
        """Return the first of several speakers that a conjunction joins."""
        before = self.within(start, each.start)
        if before and not before[-1].adjective:
            gap = self.text[before[-1].end : each.start]
            if self._patterns["coordination"].fullmatch(gap) and self._spoken(before[-1]):
                return self.resolved(before[-1])
        return self.resolved(each)

    def after(self, cue: Cue, end: int) -> Speaker | None:
        """Return the speaker whose mention follows a cue, at most a few words away."""
        for each in self._with_posts(cue.verb_end, end):
            gap = self._gap(cue.verb_end, each.start)
            if self._apart(gap):
                return None
            if self.text[each.start - 1] == "(" or self._unheld(each, end):
                continue
            if each.adjective:
                return self._national(each) if _CLOSED.match(self.text, each.end) else None
            if each.role == "pronoun" and self._determines(each):
                return None
            if not self._placed(cue, each) and (self._led(each) or self._shifted(each)):
                continue
            near = len(gap.split()) <= (_WIDE if load(self.lang)["cases"] else _NEAR)
            return self.resolved(self._apposed(each, end)) if near else None
        return None

    def _apart(self, gap: str) -> bool:
        """Tell whether the words between a verb and a mention behind it keep the two apart."""
        if _STOPS.search(gap) or "," in gap.strip(", ") or gap.lstrip().startswith(","):
            return True
        return len(gap.split()) > _GAP or self._conjoins(gap)

    def _with_posts(self, start: int, end: int) -> list[Mention]:
        """Return the mentions of a part of the text, with the posts whose holder a name tells later."""
        first, last = bisect_left(self._posts, start), bisect_right(self._posts, end)
        posts = [each for each in self.posts[first:last] if each.end <= end]
        return sorted([*self.within(start, end), *posts], key=lambda each: each.start)

    def titled(self, start: int, end: int) -> bool:
        """Tell whether a part of the text holds a post, or somebody it may belong to."""
        return bool(self._with_posts(start, end))

    def of(self, cue: Cue, start: int, end: int) -> Speaker | None:
        """Return the speaker of a cue beside what it reports: as its verb or its preposition tells."""
        if cue.take in {"according", "evident"}:
            return self.following(cue, end)
        if cue.take == "carried" and any(one.role == "pronoun" for one in self.within(cue.start, cue.end)):
            return self.last
        return self.before(cue, start) or self.after(cue, end)

    def far(self, cue: Cue, end: int) -> Speaker | None:
        """Return the person named last before the comma behind a verb, in a language with cases."""
        if not load(self.lang)["cases"]:
            return None
        stop = _MARK.search(self.text, cue.verb_end, end)
        for each in reversed(self.within(cue.verb_end, stop.start() if stop else end)):
            if _is_person(each) and not self._oblique(each):
                return self.resolved(each)
        return None

    def cited(self, cue: Cue, speaker: Speaker, end: int) -> Speaker:
        """Return whom a medium cites behind a verb; the speaker as it is when that is no other source."""
        found = self._patterns["citing"].search(self.text, cue.end, end)
        medium = speaker.entity.kind == "media" or speaker.role == "name"
        if not medium or speaker.entity.kind == "person" or not found:
            return speaker
        for each in self.within(found.end(), min(end, found.end() + _ASIDE * 2)):
            source = None if each.adjective else self.resolved(self._owner(each, end))
            if source is not None:
                return speaker if source.entity.kind in {"media", "other"} else source
        return speaker

    def following(self, cue: Cue, end: int) -> Speaker | None:
        """Return the speaker right behind "according to"."""
        for each in self.within(cue.end, end):
            gap = self.text[cue.end : each.start]
            if len(gap.split()) > 3 or _STOPS.search(gap) or "," in gap:
                return None
            if each.role == "pronoun" and self._determines(each):
                return None
            if self._patterns["relative_word"].match(gap):
                return None
            if not each.adjective:
                return self.resolved(self._holding(self._owner(each, end), end))
        return None

    def preceding(self, cue: Cue, start: int) -> Speaker | None:
        """Return the speaker right before a phrase that follows it."""
        for each in reversed(self.within(start, cue.start)):
            gap = self.text[each.end : cue.start]
            return None if gap.strip(" -") or each.adjective else self.resolved(each)
        return None

    def subject(self, start: int, end: int) -> Speaker | None:
        """Return the first mention of a clause that can be its subject."""
        for each in self.within(start, end):
            if self._spoken(each):
                return self.resolved(each)
        return None

    def pronoun(self, start: int) -> Speaker | None:
        """Return whom the pronoun stands for with which a sentence begins."""
        near = self.within(start, start + 8)
        return self.resolved(near[0]) if near and near[0].role == "pronoun" else None

    def relative(self, cue: Cue, start: int) -> Speaker | None:
        """Return the speaker that a relative word right before a cue points back to."""
        first = max(start, cue.start - 40)
        found = self._patterns["relative"].search(self.text, first, cue.start)
        found = found or self._patterns["elided"].search(self.text, first, cue.start)
        if not found or self._patterns["and"].search(found[0]):
            return None
        for each in reversed(self.within(start, found.start())):
            object_of_it = each.role == "pronoun" and found[0].strip() == ","
            if self.text[each.end : found.start()].strip() or object_of_it:
                return None
            if not each.adjective:
                return self.resolved(each)
        return None

    def points(self, cue: Cue, start: int) -> bool:
        """Tell whether a relative word stands before a cue, in a language with cases: "which it tells"."""
        if not load(self.lang)["cases"]:
            return False
        before = self.text[max(start, cue.start - 30) : cue.start]
        return self._patterns["pointing"].search(before) is not None

    def elides(self, cue: Cue, start: int) -> str | None:
        """Return the words by which a cue shares the subject of a verb before it; None without such words."""
        found = self._patterns["elided"].search(self.text, max(start, cue.start - 40), cue.start)
        return found[0].strip() if found else None

    def tail(self, start: int, end: int) -> int:
        """Return where a clause ends before the words by which a verb behind it shares its subject."""
        found = self._patterns["elided"].search(self.text, start, end)
        return found.start() if found else end

    def teller(self, cue: Cue, start: int) -> Speaker | None:
        """Return whose report a sentence tells of before an impersonal verb: "in their report it is said"."""
        for each in self.within(start, cue.start):
            if each.role in {"known", "organ", "name", "anaphor"}:
                return self.resolved(self._owner(each, cue.start))
        return None

    def issuer(self, cue: Cue, end: int) -> Speaker | None:
        """Return whom words behind an impersonal cue name: "it says in a statement of X"."""
        for each in self.within(cue.end, min(end, cue.end + 80)):
            gap = self.text[cue.end : each.start]
            if _STOPS.search(gap) or "," in gap or len(gap.split()) > 7:
                return None
            if each.role in {"known", "organ", "name", "state"}:
                return self.resolved(each)
        return None

    def _hangs(self, each: Mention, start: int) -> bool:
        """Tell whether a name without endings hangs on a noun: "at a session of the Council"."""
        if not load(self.lang)["cases"] or each.core > each.start or each.role not in {"known", "name"}:
            return False
        if cases_of(self.text[each.start : each.end], self.lang):
            return False
        clause = max(start, self.text.rfind(",", start, each.start) + 1)
        led = self._patterns["hung"].search(self.text, max(clause, each.start - 60), each.start)
        return bool(led) and any(self._spoken(one) for one in self.within(clause, led.start() if led else 0))

    def _spoken(self, each: Mention) -> bool:
        return not (each.adjective or self._led(each) or self._oblique(each))

    def _led(self, each: Mention) -> bool:
        """Tell whether a mention stands behind a preposition."""
        found = self._patterns["preposition"].search(self.text, max(0, each.start - 30), each.start)
        if found is None or not self._patterns["article"].fullmatch(found[0]):
            return found is not None
        return each.role != "unnamed" and (
            bool(self._patterns["firm"].search(found[0])) or self._owned(found.start())
        )

    def _owned(self, place: int) -> bool:
        """Tell whether an article that may also mean "of" stands behind a noun or a name."""
        before = self.text[max(0, place - 40) : place].rstrip(" ")
        word = re.search(r"[\w.-]+\Z", before)
        return word is not None and word[0][:1].isupper()

    def _oblique(self, each: Mention) -> bool:
        """Tell whether the form of a mention cannot be a subject, in a language with cases."""
        if each.role == "pronoun":
            return False
        if self._named_plainly(each):
            return False
        return not case_allows(self.text[each.start : each.end], self.lang, "subject")

    def _shifted(self, each: Mention) -> bool:
        """Tell whether a mention behind a verb is whom it is told, by its case."""
        return bool(load(self.lang)["cases"]) and self._oblique(each)

    def _placed(self, cue: Cue, each: Mention) -> bool:
        """Tell whether a mention behind a preposition of place may speak with a cue."""
        if not cue.place or each.adjective:
            return False
        if not load(self.lang)["cases"]:
            return True
        before = self.text[max(0, each.start - 12) : each.start]
        words = self.text[each.start : each.end]
        return bool(self._patterns["place"].search(before)) and case_allows(words, self.lang, "place")

    def _gap(self, start: int, end: int) -> str:
        """Return the words between two places; in a language with cases without quoted names and dates."""
        gap = self.text[start:end]
        return _DATE.sub(" ", _QUOTED_NAME.sub(" ", gap)) if load(self.lang)["cases"] else gap

    def _owner(self, each: Mention, end: int) -> Mention:
        """Return whose report or organisation a noun is, when a name follows it, in a language with cases."""
        if not load(self.lang)["cases"]:
            return self._author(each, end)
        for one in self.within(each.end, end):
            if not self.text[each.end : one.start].strip() and _is_person(one):
                return one
            if (
                each.role != "anaphor"
                or len(self.text[each.end : one.start].split()) > _FEW
                or _MARK.search(self.text, each.end, one.start)
            ):
                return each
            if one.role in {"known", "name", "organ"}:
                return one
        return each

    def _author(self, each: Mention, end: int) -> Mention:
        """Return who wrote a report, when a preposition ties the name to it: "a report by X"."""
        if not (
            each.classes & {"report"} or (each.entity and each.entity.name.endswith((" media", " report")))
        ):
            return each
        for one in self.within(each.end, min(end, each.end + _ASIDE)):
            tie = self._patterns["tie"].fullmatch(self.text, each.end, one.start)
            return (
                one if tie and one.role in {"known", "name", "organ", "state"} and not one.adjective else each
            )
        return each

    def _apposed(self, each: Mention, end: int) -> Mention:
        """Return the named person that follows an office or a noun: at once, or behind what the post is."""
        if not load(self.lang)["cases"]:
            return self._holding(each, end)
        if _is_person(each):
            return each
        pointing = each.role in {"anaphor", "office", "unnamed"}
        for one in self.within(each.end, end):
            gap = self._gap(each.end, one.start)
            reach = _LONG if pointing else _POST if each.core > each.start else 0
            if len(gap.split()) > reach or _MARK.search(gap):
                return each
            if _is_person(one) and not self._oblique(one):
                return one
        return each

    def _holding(self, post: Mention, end: int) -> Mention:
        """Return the person whose name ends a long post: "the head of the mission to the north, A. B."."""
        posted = post.role in {"office", "unnamed", "post"} or (
            bool(post.classes & {"person", "staff"}) if post.role == "anaphor" else post.core > post.start
        )
        posted = posted and not _is_person(post)
        if not posted:
            return post
        for one in self.within(post.end, end):
            gap = _LAST_COMMA.sub("", self.text[post.end : one.start])
            if len(gap.split()) > _POST or _MARK.search(gap):
                return post
            if _is_person(one) and not self._led(one) and not _GOING_ON.match(self.text, one.end, end):
                return one
        return post

    def _named_plainly(self, each: Mention) -> bool:
        """Tell whether a name is in the nominative, behind words that belong to others: "head of X A. B."."""
        if each.core <= each.start or not _is_person(each):
            return False
        words = self.text[each.core : each.end].split()
        first, last = (cases_of(word, self.lang) for word in (words[0], words[-1]))
        firm = "nom" in first or words[0] in load(self.lang)["given_names"]
        return firm and ("nom" in last if last else not case_is_plainly_other(words[-1], self.lang))

    def _unheld(self, each: Mention, end: int) -> bool:
        """Tell whether a mention is a post of which the text does not say who holds it."""
        return each.role == "post" and self._holding(each, end) is each

    def _determines(self, each: Mention) -> bool:
        """Tell whether a pronoun that is also an article stands before a noun."""
        words = self.text[each.start : each.end] + " "
        if not self._patterns["article"].search(words):
            return False
        behind = self.text[each.end : each.end + 30]
        return bool(re.match(r"\s+\w", behind)) and not self._patterns["conjunctions"].match(behind.lstrip())

    def _conjoins(self, gap: str) -> bool:
        return bool(self._patterns["conjunctions"].search(gap))

    def resolved(self, each: Mention) -> Speaker | None:
        """Return the speaker that a mention stands for; a pointing word goes back to who came before."""
        if not load(self.lang)["cases"]:
            each = self._author(each, each.end + _WIDEST)
        entity = self.resolver.entity(each)
        if entity is None:
            return None
        article = self._patterns["article"].search(self.text, max(0, each.start - 12), each.start)
        start = article.start() if article else self._titled_from(each)
        return Speaker(entity, start, each.end, each.role)

    def _titled_from(self, each: Mention) -> int:
        """Return where the words of a post begin that a body opens: "White House security adviser A. B."."""
        if each.role == "unnamed":
            modified = _MODIFIERS.search(self.text, max(0, each.start - _WIDEST), each.start)
            return modified.start(1) if modified and not self._led(each) else each.start
        before = self.within(max(0, each.start - _WIDEST), each.start)
        if not before or not (
            _is_person(each) and before[-1].role in {"known", "organ", "adjective", "state"}
        ):
            return each.start
        last = before[-1]
        small = _SMALL.fullmatch(self.text, last.end, each.start) and self.text[each.start].islower()
        return last.start if small and not self.cues.between(last.end, each.start) else each.start

    def note(self, speaker: Speaker) -> None:
        """Keep who spoke."""
        self.last = speaker
        self.resolver.told = None
        self.resolver.said.append(speaker.entity)
