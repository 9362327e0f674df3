"""What the model is asked: the instructions, the schema of its answer, and the article between markers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from tilth.reading.article import Article
from tilth.reading.endpoint._settings import allowed, bound, fact_fields, settings

__all__ = ["answer_schema", "messages"]


def messages(article: Article, start: int, end: int) -> list[dict[str, str]]:
    """Return the conversation that asks for the claims in a part of an article.

    The markers around the part depend on the text, so that no article can hold its own end.
    """
    part = article.text[start:end]
    marker = f"ARTICLE {sha256(part.encode()).hexdigest()[:16]}"
    day = str(article.date) if article.date is not None else "not known"
    told = f"Language: {article.lang}. Date of the article: {day}."
    schema = json.dumps(answer_schema(), ensure_ascii=False)
    return [
        {"role": "system", "content": f"{settings()['instructions']}\nSchema: {schema}"},
        {"role": "user", "content": f"{told}\nBEGIN {marker}\n{part}\nEND {marker}"},
    ]


@cache
def answer_schema() -> Mapping[str, Any]:
    """Return the JSON schema of an answer."""
    words = {"type": "string", "maxLength": bound("words_characters")}
    known = {"type": ["string", "null"], "maxLength": bound("words_characters")}
    claim = {
        "content": {"type": "string", "maxLength": bound("content_characters")},
        "mode": {"enum": list(allowed("mode"))},
        **dict.fromkeys(("speaker", "speaker_as_written", "cue", "channel", "said_on_as_written"), known),
        "topic": {"enum": list(allowed("statement.topic"))},
        "stance": {"enum": list(allowed("stance"))},
        "about": {"type": "array", "items": words},
        "facts": {"type": "array", "items": {"anyOf": [_fact(kind) for kind in settings()["facts"]]}},
    }
    return {
        "type": "object",
        "properties": {"claims": {"type": "array", "items": _object(claim)}},
        "required": ["claims"],
        "additionalProperties": False,
    }


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _fact(kind: str) -> dict[str, Any]:
    fields = fact_fields(kind) or {}
    return _object({"type": {"const": kind}} | {name: _field(sort) for name, sort in fields.items()})


def _field(sort: str) -> dict[str, Any]:
    if sort == "ban.acts":
        return {"type": "array", "items": {"enum": list(allowed(sort))}}
    if "." in sort:
        return {"enum": [*allowed(sort), None]}
    if sort in {"number", "year"}:
        return {"type": ["number", "null"]}
    if sort == "rate":
        return {"type": ["number", "array", "null"], "items": {"type": "number"}}
    return {"type": ["string", "null"]}
