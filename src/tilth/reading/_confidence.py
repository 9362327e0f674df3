"""How likely a proposal is a claim that a person would accept, from signs that anybody can check."""

from __future__ import annotations

from functools import cache
from math import exp

from tilth.reading._drafts import Draft
from tilth.reading._view import View
from tilth.reading._words import load

__all__ = ["Signs", "confidence_of", "kept_from", "off_topic", "signs_of"]

Signs = dict[str, float]
_NEAR = 300
_TOUCH = 900
_REACH = 1500
_FEW = 2
_ENOUGH = 0.35
_STRONG_TOPICS = frozenset({"treaty", "contamination", "dud_rate", "stockpile", "clearance", "definition"})


@cache
def _weights() -> tuple[float, dict[str, float]]:
    fitted = load("confidence")
    return float(fitted["base"]), {str(name): float(weight) for name, weight in fitted["signs"].items()}


def kept_from(mode: str) -> float:
    """Return the confidence from which on a proposal of a mode is shown."""
    return float(load("confidence")["kept_from"][mode])


def confidence_of(signs: Signs) -> float:
    """Return the chance that a claim with such signs is accepted, between 0.01 and 0.99.

    Examples
    --------
    >>> confidence_of({"own": 1.0, "own:strong": 1.0}) > confidence_of({"own": 1.0})
    True
    """
    base, weights = _weights()
    total = base + sum(weights.get(name, 0.0) * value for name, value in signs.items())
    return round(min(0.99, max(0.01, 1 / (1 + exp(-total)))), 2)


def off_topic(signs: Signs) -> bool:
    """Tell whether a claim stands far from the topic, or, the article's own, shows no sign of it."""
    if "far" in signs:
        return True
    if "own" not in signs:
        return False
    enough = signs.get("own:weight", 0.0) >= _ENOUGH
    return not (enough or any(f"own:{name}" in signs for name in ("strong", "near", "treaty", "facts")))


def _far(draft: Draft, view: View) -> bool:
    """Tell whether no word of the topic stands near; near is less where the article only touches on it."""
    touches = view.count("on_topic_re") < _FEW and not view.titled
    reach = _TOUCH if touches else _REACH
    first, last = draft.sentence[0] - reach, draft.sentence[1] + reach
    return not (view.holds("on_topic_re", first, last) or view.holds("convention_re", first, last))


def signs_of(draft: Draft, view: View, topic: str, weight: float, facts: list[dict[str, object]]) -> Signs:
    """Return the signs of a claim: words, topic, facts, attribution, what surrounds it; each 0 to about 1."""
    start, end = draft.start, draft.end
    first, last = draft.sentence
    length = len(view.text[start:end].split())
    who = "attributed" if draft.speaker else "own"
    strong = view.holds("on_topic_re", start, end)
    near = not strong and view.holds("near_topic_re", start, end)
    treaty = view.holds("convention_re", start, end)
    signs: Signs = {
        who: 1.0,
        f"{who}:strong": float(strong),
        f"{who}:near": float(near),
        f"{who}:treaty": float(treaty),
        f"{who}:weight": min(weight, 8.0) / 8,
        f"{who}:facts": float(bool(facts)),
        f"{who}:key-facts": float(any(fact["type"] != "quantity" for fact in facts)),
        f"{who}:around": float(view.holds("on_topic_re", first - _NEAR, last + _NEAR)),
        f"{who}:dense": min(view.count("on_topic_re") * 1000 / max(len(view.text), 1), 10) / 10,
        f"{who}:short": float(length < 6),
        f"{who}:topic": float(topic in _STRONG_TOPICS),
        f"{who}:pointing": float(not strong and view.holds("anaphoric_re", start, end)),
        f"{who}:states": float(bool(view.states(start, end))),
        f"rule:{draft.rule}": 1.0,
        "direct": float(draft.mode == "direct"),
        "far": float(_far(draft, view)),
        "question": float(view.text[end : end + 1] == "?"),
    }
    if draft.speaker:
        signs[f"role:{draft.speaker.role}"] = 1.0
    if draft.cue:
        signs[f"take:{draft.cue.take}"] = 1.0
    return {name: value for name, value in signs.items() if value}
