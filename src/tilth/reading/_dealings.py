"""What the whole article and the public record say of dealings, to fill in what a claim leaves open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from tilth.reading._parties import Party, expression, parties
from tilth.reading._view import View
from tilth.reading._words import load

__all__ = ["Context"]

_NAMED, _ROLE, _RECORD = 1, 2, 3


@cache
def _record(kind: str) -> list[dict[str, Any]]:
    return list(load("entities")[kind])


@dataclass(frozen=True, slots=True)
class Context:
    """Who supplies whom in an article, and where the weapons are used, as far as it tells."""

    named: Counter[str]
    year: int | None
    supplier: str | None
    recipient: str | None

    @classmethod
    def of(cls, view: View) -> Context:
        """Return the context of an article: votes of its sentences, then of the public record."""
        named = Counter(each.key for each in view.states(0, len(view.text)))
        year = view.article.date.year if view.article.date else None
        givers: Counter[str] = Counter()
        takers: Counter[str] = Counter()
        verb, got = expression(view.lang, "transfer", "verb"), expression(view.lang, "transfer", "get")
        for sentence in view.sentences:
            span = sentence.start, sentence.end
            if verb.search(view.text, *span):
                _vote(parties(view, *span), givers, takers, got=bool(got.search(view.text, *span)))
        for row in _record("transfers"):
            if named[row["supplier"]] and named[row["recipient"]] and (year or row["since"]) >= row["since"]:
                givers[row["supplier"]] += _RECORD
                takers[row["recipient"]] += _RECORD
        recipient = takers.most_common(1)[0][0] if takers else None
        supplier = next((state for state, _ in givers.most_common() if state != recipient), None)
        return cls(named, year, supplier if recipient else None, recipient)

    def place(self, user: str | None) -> str | None:
        """Return where a state uses the weapons, by the public record of conflicts that the article names."""
        places: Counter[str] = Counter()
        for row in _record("conflicts"):
            fits = user in row["users"] if user else self.named[row["place"]] > 0
            if fits and self.named[row["place"]] and (self.year or row["since"]) >= row["since"]:
                places[row["place"]] += self.named[row["place"]]
        return places.most_common(1)[0][0] if places else None

    def fought(self, place: str) -> bool:
        """Tell whether the public record knows a conflict in a place where the weapons are used."""
        return any(row["place"] == place for row in _record("conflicts"))

    def enemy(self, state: str | None) -> str | None:
        """Return who else uses the weapons in a state, when the article names one."""
        found = [
            user
            for row in _record("conflicts")
            for user in row["users"]
            if row["place"] == state and user != state and self.named[user]
        ]
        return found[0] if found else None


def _vote(found: list[Party], givers: Counter[str], takers: Counter[str], *, got: bool) -> None:
    """Count who may give and who may receive in a sentence on a transfer."""
    led = False
    for each in found:
        if each.part == "to":
            takers[each.state] += _ROLE
        elif each.part == "from":
            givers[each.state] += _ROLE
        elif got and not led and each.part == "plain":
            takers[each.state] += _ROLE
        elif each.part in {"plain", "by"}:
            givers[each.state] += _NAMED
        led = True
