"""Who speaks: the mention that a reporting word goes with, and the entity it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tilth.reading._cues import Cue
from tilth.reading._mentions import Mention
from tilth.reading._register import Entity, register

__all__ = ["Speaker", "Speakers"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """An entity and the words that stand for it."""

    entity: Entity
    start: int
    end: int


@dataclass
class Speakers:
    """The speakers of one text, and who was named last."""

    text: str
    lang: str
    mentions: list[Mention]
    last: Speaker | None = None
    said: list[Entity] = field(default_factory=list)

    def before(self, cue: Cue, start: int) -> Speaker | None:
        """Return the speaker whose mention stands before a cue, at most a few words away."""
        place = cue.start
        near = [each for each in self.mentions if start <= each.start and each.end <= place]
        for each in reversed(near):
            gap = self.text[each.end : place]
            if not self._bridges(gap):
                return None
            if each.adjective or (self._is_place(each, start) and not cue.place):
                place = each.start if each.adjective and gap.strip() else place
                continue
            return self.resolved(each)
        return None

    def after(self, cue: Cue, end: int) -> Speaker | None:
        """Return the speaker whose mention follows a cue, or its stem, at most two words away."""
        stem = cue.stem or cue.end
        for each in self.mentions:
            if each.start < stem or each.end > end:
                continue
            gap = self.text[stem : each.start]
            if len(gap.split()) > 2 or re.search(r"[.,;:!?()“”„\"]", gap):
                return None
            if gap.split() and self._conjoins(gap):
                return None
            return None if each.adjective else self.resolved(each)
        return None

    def _conjoins(self, gap: str) -> bool:
        words = register(self.lang).words
        return bool(re.search(rf"(?<!\w)(?:{words['conjunctions']})(?!\w)", gap, re.I))

    def _bridges(self, gap: str) -> bool:
        """Tell whether words may stand between a subject and its verb."""
        if re.search(r"[.;:!?“”„\"]", gap):
            return False
        commas = gap.count(",")
        if commas == 0:
            return len(gap.split()) <= 6 and not self._conjoins(gap)
        return gap.lstrip().startswith(",") and gap.rstrip().endswith(",") and len(gap.split()) <= 16

    def _is_place(self, each: Mention, start: int) -> bool:
        """Tell whether a state or capital stands behind a preposition of place."""
        if each.role not in {"state", "name"}:
            return False
        words = register(self.lang).words["place_words"]
        return bool(
            re.search(rf"(?<!\w)(?:{words})\s+\Z", self.text[max(start, each.start - 12) : each.start], re.I)
        )

    def resolved(self, each: Mention) -> Speaker | None:
        """Return the speaker that a mention stands for; a pointing word goes back to who came before."""
        if each.role in {"pronoun", "anaphor"} or (each.role == "office" and each.entity is None):
            entity = self._pointed(each)
        else:
            entity = each.entity
        return Speaker(entity, each.start, each.end) if entity else None

    def _pointed(self, each: Mention) -> Entity | None:
        """Return the nearest entity before a mention that is of a class it may point to."""
        if "staff" in each.classes and self._of_unknown(each):
            return Entity("unnamed spokesperson", "other")
        person = "person" in each.classes
        for entity in self._earlier(each):
            fits = bool(each.classes & entity.nouns) or ("staff" in each.classes and entity.kind != "person")
            if each.role == "pronoun":
                fits = entity.kind == "person" if person and "body" not in each.classes else True
                fits = fits and (person or entity.kind != "person")
            if fits and (each.state is None or entity.state == each.state):
                return entity
        if each.role == "pronoun":
            return None
        if each.state is not None and each.classes & {"army", "government", "parliament"}:
            return register(self.lang).organ(sorted(each.classes)[0], each.state)
        words = " ".join(self.text[each.start : each.end].split())
        return Entity(f"unnamed {sorted(each.classes)[0]}" if each.classes else words, "other")

    def _of_unknown(self, each: Mention) -> bool:
        """Tell whether a spokesperson is that of somebody who has no name here."""
        words = register(self.lang).words["of_words"]
        return bool(re.match(rf"\s+(?:{words})(?!\w)", self.text[each.end : each.end + 12], re.I))

    def _earlier(self, each: Mention) -> list[Entity]:
        """Return earlier entities, who spoke last first; adjectives name nobody."""
        named = [
            one.entity
            for one in reversed(self.mentions)
            if one.end <= each.start and one.entity and not one.adjective and one.role != "pronoun"
        ]
        spoke = list(reversed(self.said))
        return [*spoke[:3], *named] if each.role == "pronoun" else [*named[:2], *spoke, *named[2:]]

    def note(self, speaker: Speaker) -> None:
        """Keep who spoke."""
        self.last = speaker
        self.said.append(speaker.entity)
