"""An untuned reader: quotes, a reporting verb, the nearest known name, words of a topic.

It stands for what anybody writes in an afternoon, and shows what the rest of the reader is worth.
"""

from __future__ import annotations

import re
from typing import Any

from tilth.reading import Article

__all__ = ["read"]

WEAPON = re.compile(
    r"cluster (?:munition|bomb|weapon)|clustermunitie|clusterbom|streumunition|sous-munition|submunition|bomblet"
    r"|municiones? (?:en|de) racimo|bombas? de racimo|касетн|кассетн|submunitie",
    re.I,
)
SAYS = re.compile(
    r"\b(?:said|says|told|added|stated|warned|claimed|announced|denied|accused|called|zei|zegt|stelde|meldde|noemde|"
    r"verklaarde|zeggen|sagte|erklärte|teilte|betonte|warnte|nannte|dit|affirmé|déclaré|annoncé|estime|dijo|afirmó|"
    r"aseguró|anunció|declaró|заявив|заявила|сказав|повідомив|заявил|сообщил|сказал)\b",
    re.I,
)
BEHIND = re.compile(r"[\s,:]*\b(?:that|dat|dass|que|qu|що|что|if|of|ob)?['’]?\s*", re.I)
ACCORDING = re.compile(
    r"\b(?:according to|volgens|laut|nach Angaben|selon|según|за словами|по словам)\s+", re.I
)
QUOTE = re.compile(r"[“„«\"]([^“”„«»\"]{12,600})[”“»\"]")
NAME = re.compile(r"\b[A-ZÀ-ÝА-ЯІЇЄ][\w’'-]+(?:\s+(?:van|de|of|for|von|der)?\s*[A-ZÀ-ÝА-ЯІЇЄ][\w’'-]+){0,3}")
SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+[”»\"]?|\n|\Z)")
RATE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:%|per ?cent|percent|procent|Prozent|pour cent|por ciento|відсотк|процент)"
)
STATES = {
    "USA": (
        "US government",
        r"United States|U\.S\.|US|Washington|Verenigde Staten|VS|USA|États-Unis|Estados Unidos|США",
    ),
    "RUS": (
        "Russian government",
        r"Russia|Moscow|Rusland|Moskou|Russland|Moskau|Russie|Moscou|Rusia|Moscú|Росі\w|Росси\w|Москв\w",
    ),
    "UKR": ("Ukrainian government", r"Ukraine|Kyiv|Kiev|Oekraïne|Kyjiw|Ucrania|Україн\w|Украин\w|Ки[їе]в"),
    "DEU": (
        "German government",
        r"Germany|Berlin|Duitsland|Deutschland|Allemagne|Alemania|Німеччин\w|Германи\w",
    ),
    "LTU": ("Lithuanian government", r"Lithuania|Vilnius|Litouwen|Litauen|Lituanie|Lituania|Литв\w"),
}
TOPICS = {
    "treaty": r"convention|treaty|verdrag|konvention|übereinkommen|traité|tratado|convención|конвенц|договор",
    "dud_rate": r"dud|failure rate|per ?cent|procent|Prozent",
    "contamination": r"unexploded|blindgänger|niet-ontploft|non explos|sin explotar|remnant|нерозірван|неразорв",
    "clearance": r"clear|demin|ruim|räum|dépollu|desminad|розмінуван|разминир",
    "stockpile": r"stock|voorra|bestand|arsenal|запас",
    "transfer": r"suppl|deliver|send|sent|transfer|lever|liefer|livr|fourni|entreg|suministr|постач|постав|nadaw",
    "use": r"\buse|used|fired|gebruik|ingezet|einsetz|eingesetzt|utilis|emple|usa|застос|примен",
    "harm": r"kill|injur|civilian|casualt|gedood|burger|getötet|verletz|tué|bless|civil|muert|загин|погиб",
    "law": r"\blaw|wet\b|recht|droit|derecho|прав",
}


def read(article: Article) -> list[dict[str, Any]]:
    """Return claims with content, speaker, topic and facts, as the scorer needs them."""
    if not WEAPON.search(article.text):
        return []
    made: list[dict[str, Any]] = []
    last: str | None = None
    for sentence in SENTENCE.finditer(article.text):
        words, begin = sentence[0], sentence.start()
        for start, end, mode, speaks in _parts(words):
            speaker = (_speaker(words, start, end) or last) if speaks else None
            if speaks and speaker is None:
                continue
            last = speaker or last
            content = words[start:end]
            if end - start > 8 and (speaks or WEAPON.search(content)):
                made.append(_claim(content, begin + start, speaker, mode))
    return made


def _parts(words: str) -> list[tuple[int, int, str, bool]]:
    """Return the parts of a sentence that are claims: quotes, what follows a verb, or the whole."""
    quotes = list(QUOTE.finditer(words))
    if quotes:
        return [(*_trimmed(words, *quote.span(1)), "direct", True) for quote in quotes]
    according = ACCORDING.search(words)
    if according:
        name = NAME.search(words, according.end())
        start = name.end() if name and name.start() - according.end() < 30 else according.end()
        return [(*_trimmed(words, start, len(words)), "indirect", True)]
    says = SAYS.search(words)
    if says:
        joint = BEHIND.match(words, says.end())
        return [(*_trimmed(words, joint.end() if joint else says.end(), len(words)), "indirect", True)]
    return [(*_trimmed(words, 0, len(words)), "article", False)]


def _trimmed(words: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not words[start].isalnum():
        start += 1
    while end > start and not (words[end - 1].isalnum() or words[end - 1] in "%)"):
        end -= 1
    return start, max(end, start + 1)


def _speaker(words: str, start: int, end: int) -> str | None:
    """Return the known or capitalised name outside the claim that stands nearest to it."""
    found = [
        (min(abs(name.start() - end), abs(start - name.end())), name[0])
        for name in NAME.finditer(words)
        if name.end() <= start or name.start() >= end
    ]
    if not found:
        return None
    name = min(found)[1]
    return next((title for title, known in STATES.values() if re.fullmatch(known, name)), name)


def _claim(content: str, start: int, speaker: str | None, mode: str) -> dict[str, Any]:
    topic = next((name for name, known in TOPICS.items() if re.search(known, content, re.I)), "other")
    span = [start, start + len(content)]
    return {"content_span": span, "speaker": speaker, "mode": mode, "topic": topic} | {
        "facts": _facts(content, topic)
    }


def _facts(content: str, topic: str) -> list[dict[str, Any]]:
    named = [code for code, (_, known) in STATES.items() if re.search(known, content)]
    rate = RATE.search(content)
    if topic == "dud_rate" and rate:
        return [{"type": "dud_rate", "rate": float(rate[1].replace(",", "."))}]
    if topic == "transfer" and len(named) > 1:
        return [{"type": "transfer", "supplier": named[0], "recipient": named[1], "status": "announced"}]
    if topic == "use" and named:
        return [{"type": "use", "by": named[0], "in": "UKR", "status": "alleged"}]
    if topic == "treaty":
        status = "not_party" if re.search(r"\b(?:not|niet|nicht|pas|no|не)\b", content) else "party"
        return [{"type": "treaty_status", "state": code, "treaty": "CCM", "status": status} for code in named]
    return []
