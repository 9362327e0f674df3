"""A waiting claim as people read it: who, how, when, the words in their context, facts, rule, source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["claim_text", "console", "fact_words"]

_MODES = {"direct": "quoted", "indirect": "reported", "article": "the article's own"}
_BEGIN, _END = ">>", "<<"
"""Marks of the claim's words in their context; colour is never the only sign."""


def console() -> Console:
    """Return where results are printed; lines are not broken when they go to a file or a pipe."""
    from rich.console import Console

    made = Console(highlight=False, markup=False, emoji=False)
    made.soft_wrap = not made.is_terminal
    return made


def claim_text(row: Mapping[str, Any]) -> Text:
    """Return a claim as text of several lines, its words highlighted in their context."""
    from rich.text import Text

    text = Text()
    text.append(row["id"][:12], "bold")
    text.append(f"  {_head(row)}\n")
    if row["kind"] == "statement":
        text.append(f"    {_flat(row['before'], keep_end=True)}")
        text.append(f"{_BEGIN}{_flat(row['words'])}{_END}", "bold reverse")
        text.append(f"{_flat(row['after'], keep_start=True)}\n")
    else:
        text.append(f"    {_flat(row['words'])[:300]}\n", "bold")
    for number, fact in enumerate(row["facts"], 1):
        text.append(f"    fact {number}: {fact_words(fact)}\n")
    if row.get("said_in", 1) > 1:
        plural = "s" if row["origins"] > 1 else ""
        places = f"of {row['origins']} origin{plural} as far as their texts show"
        text.append(f"    said in {row['said_in']} sources, {places}\n")
    text.append(f"    {_made(row)}\n", "dim")
    return text


def _head(row: Mapping[str, Any]) -> str:
    if row["kind"] != "statement":
        return str(row["kind"]).replace("_", " ")
    parts = [row["speaker_name"] or "The article", _MODES.get(row["mode"], row["mode"])]
    parts += [f"on {str(row['topic']).replace('_', ' ')}"] if row["topic"] else []
    parts += [row["stance"]] if row["stance"] else []
    parts += [f"via {row['channel']}"] if row["channel"] else []
    parts += [f"said {row['said_on']}"] if row["said_on"] else []
    return ", ".join(map(str, parts))


def _made(row: Mapping[str, Any]) -> str:
    title = row["source_title"] or row["source"]
    day = f" ({row['published']})" if row["published"] else ""
    parts = [f"from {title}{day}"] if title else []
    parts += [f"rule {row['rule']}"] if row["rule"] else []
    parts += [f"confidence {row['confidence']:.2f}"] if row["confidence"] is not None else []
    return "; ".join(parts) or f"made by {row['tool']}"


def fact_words(fact: Mapping[str, Any]) -> str:
    """Return a typed fact in one line, as a correction may write it.

    Examples
    --------
    >>> fact_words({"id": "ab", "type": "ban", "acts": ["use", "transfer"], "treaty": "CCM"})
    'ban acts=use,transfer treaty=CCM'
    """
    told = [f"{name}={_value(value)}" for name, value in fact.items() if name not in ("id", "type")]
    return " ".join([str(fact["type"]), *told])


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return (".." if all(isinstance(one, int | float) for one in value) else ",").join(map(str, value))
    if isinstance(value, dict):
        return "..".join(str(value[name]) for name in ("low", "high") if name in value)
    words = str(value)
    return f"'{words}'" if " " in words else words


def _flat(words: str, *, keep_start: bool = False, keep_end: bool = False) -> str:
    """Return words on one line, with one blank where a joint needs it."""
    flat = " ".join(words.split())
    lead = " " if keep_start and words[:1].isspace() else ""
    tail = " " if keep_end and words[-1:].isspace() else ""
    return f"{lead}{flat}{tail}"
