"""An untuned reader: quotes, a reporting verb, the nearest known name, words of a topic.

The names are those of tilth's register. It stands for what anybody writes in an afternoon, and shows what
the rest of the reader is worth.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tilth.reading import Article
from tilth.reading._register import register

__all__ = ["read"]

WEAPON = re.compile(
    r"cluster (?:munition|bomb|weapon)|clustermunitie|clusterbom|streumunition|sous-munition"
    r"|submunition|bomblet|municiones? (?:en|de) racimo|bombas? de racimo|касетн|кассетн|submunitie",
    re.I,
)
SAYS = re.compile(
    r"\b(?:"
    r"said|says|told|added|stated|warned|claimed|announced|denied|accused|called|believes?|"
    r"insists|insisted|argued|vowed|zei|zegt|stelde|meldde|noemde|verklaarde|zeggen|benadrukte|"
    r"herinnerde|beloofde|waarschuwde|vindt|wil|liet weten|sagte|erklärte|teilte|betonte|"
    r"warnte|nannte|forderte|sieht|sprach|dit|affirmé|déclaré|annoncé|estime|rappelé|assuré|"
    r"souligné|promis|dijo|afirmó|aseguró|anunció|declaró|pidió|recordó|заявив|заявила|сказав|"
    r"повідомив|заявил|сообщил|сказал|зазначив|наголосив|вважає|отметил|считает|утверждает"
    r")\b",
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
TOPICS = {
    "treaty": r"conven[tc]i|treaty|verdrag|konvention|übereinkommen|trai?t[éa]|конвенц",
    "dud_rate": r"dud|failure rate|per ?cent|procent|Prozent",
    "contamination": r"unexploded|blindgänger|niet-ontploft|non explos|sin explotar|remnant"
    r"|нерозірван|неразорв",
    "clearance": r"clear|demin|ruim|räum|dépollu|desminad|розмінуван|разминир",
    "stockpile": r"stock|voorra|bestand|arsenal|запас",
    "transfer": r"suppl|deliver|send|sent|transfer|lever|liefer|livr|fourni|entreg|suministr|постач|постав",
    "use": r"\buse|used|fired|gebruik|ingezet|einsetz|eingesetzt|utilis|emple|usa|застос|примен",
    "harm": r"kill|injur|civilian|casualt|gedood|burger|getötet|verletz|tué|bless|civil|muert|загин|погиб",
    "law": r"\blaw|wet\b|recht|droit|derecho|прав",
}


@cache
def _known(lang: str) -> tuple[re.Pattern[str], dict[str, str], dict[str, str]]:
    """Return an expression of known names, whom each stands for, and the states among them."""
    names = register(lang)
    codes = names.states | names.capital_of | names.adjective_of
    speakers = {name: entity.name for name, entity in names.aliases.items()}
    speakers |= {name: names.organ("government", code).name for name, code in codes.items()}
    listed = sorted(speakers, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b"), speakers, codes


def read(article: Article) -> list[dict[str, Any]]:
    """Return claims with content, speaker, topic and facts, as the scorer needs them."""
    if not WEAPON.search(article.text):
        return []
    made: list[dict[str, Any]] = []
    known, speakers, _ = _known(article.lang)
    last: str | None = None
    for sentence in SENTENCE.finditer(article.text):
        words, begin = sentence[0], sentence.start()
        for start, end, mode, speaks in _parts(words):
            speaker = (_speaker(words, start, end, known, speakers) or last) if speaks else None
            if speaks and speaker is None:
                continue
            last = speaker or last
            content = words[start:end]
            if end - start > 8 and (speaks or WEAPON.search(content)):
                made.append(_claim(content, begin + start, speaker, mode, article.lang))
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


def _speaker(
    words: str, start: int, end: int, known: re.Pattern[str], speakers: dict[str, str]
) -> str | None:
    """Return the known name outside the claim that stands nearest to it, else a capitalised one."""
    for expression in (known, NAME):
        found = [
            (min(abs(name.start() - end), abs(start - name.end())), name[0])
            for name in expression.finditer(words)
            if name.end() <= start or name.start() >= end
        ]
        if found:
            name = min(found)[1]
            return speakers.get(name, name)
    return None


def _claim(content: str, start: int, speaker: str | None, mode: str, lang: str) -> dict[str, Any]:
    topic = next((name for name, known in TOPICS.items() if re.search(known, content, re.I)), "use")
    known, _, codes = _known(lang)
    named = list(dict.fromkeys(codes[name] for name in known.findall(content) if name in codes))
    made = {"content_span": [start, start + len(content)], "speaker": speaker, "mode": mode, "topic": topic}
    return made | {"facts": _facts(content, topic, named)}


def _facts(content: str, topic: str, named: list[str]) -> list[dict[str, Any]]:
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
