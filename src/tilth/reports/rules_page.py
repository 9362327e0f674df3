"""The page of rules: each with whom it binds, its conditions, exceptions, readings, citation and source."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from itertools import groupby
from typing import Any

from markupsafe import Markup

from tilth import __version__
from tilth.law import Block, Rule, regime_title
from tilth.reports._page import environment

__all__ = ["rules_page"]


def rules_page(rules: Iterable[Rule], blocks: Iterable[Block]) -> str:
    """Return every rule and every article that rules rest on as one HTML page.

    Examples
    --------
    >>> from tilth.law import framework, rules
    >>> text = rules_page(rules(), framework().values())
    >>> 'id="rule-CCM-1a"' in text, "Art. 1(1)(a)" in text
    (True, True)
    """
    told = list(rules)
    groups = [
        {"anchor": f"under-{number}", "title": _title(regime), "rules": list(under)}
        for number, (regime, under) in enumerate(groupby(told, key=lambda rule: rule.regime), 1)
    ]
    context: dict[str, Any] = {
        "css": Markup((files("tilth.reports") / "templates" / "style.css").read_text("utf-8")),
        "version": __version__,
        "title": "Rules of law that tilth applies",
        "lead": "Who is bound, by what, under which conditions; what is contested, and who reads it how.",
        "banners": ['Information, not legal advice. "Not verified": the text was not, or only partly, read.'],
        "contents": [(group["anchor"], group["title"]) for group in groups] + [("articles", "Articles")],
        "groups": groups,
        "blocks": list(blocks),
        "words": lambda text: str(text).replace("_", " "),
        "regime_title": _title,
        "notes": [],
        "claims": [],
        "project": "its packaged rules",
        "basis": "",
    }
    return environment().get_template("rules.html").render(context)


def _title(regime: str) -> str:
    """Return the regime's title, with the state for national law."""
    from tilth.law import state_name

    kind, _, code = regime.partition(":")
    return f"National law, {state_name(code)}" if code else regime_title(kind)
