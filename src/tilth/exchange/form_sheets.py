"""A form as the three sheets of an XLSForm: survey, choices, settings."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import yaml

from tilth.claims import Property, canonical_bytes
from tilth.exchange.form_plan import DATE, TEMPLATE, Form, Question

__all__ = ["FormSheets", "form_sheets", "languages", "wording"]

Row = dict[str, str]
_FLAG = ("yes", "no", "unknown")
_HINTS = {"square": "!centre", "geoshape": "!outline"}
_MAY_BE_PLANNED = ("start", "end", "from", "until")
_FOUND_THERE = ("find", "evidence_point")


@cache
def languages() -> dict[str, dict[str, Any]]:
    """Return the languages of forms by code: name, who made the wording, who reviewed it."""
    text = (files("tilth.data") / "exchange" / "form_languages.yaml").read_text("utf-8")
    known: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return known


@cache
def _labels() -> dict[str, dict[str, str]]:
    text = (files("tilth.data") / "exchange" / "form_labels.csv").read_text("utf-8")
    return {row.pop("key"): row for row in csv.DictReader(text.splitlines())}


def wording(*keys: str) -> dict[str, str]:
    """Return the words for the first key that has any, by language; English where a language has none.

    Examples
    --------
    >>> wording("victim.name", "name")["fr"], wording("=CHA")["en"]
    ('Nom de la personne', 'Confirmed (CHA)')
    """
    row = next((_labels()[key] for key in keys if key in _labels()), None)
    if row is None:
        plain = keys[-1].lstrip("=#@!+").replace("_", " ")
        return dict.fromkeys(languages(), plain)
    return {code: row.get(code) or row["en"] for code in languages()}


@dataclass
class FormSheets:
    """The rows of the three sheets."""

    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    settings: list[Row] = field(default_factory=list)


def form_sheets(form: Form, known: Mapping[str, Sequence[tuple[str, str]]] | None = None) -> FormSheets:
    """Return the sheets of a form.

    Parameters
    ----------
    known
        Identifiers and names to choose from, for kinds that questions refer to (organisation, team, task);
        kinds without any are asked as text.
    """
    return _Writer(form, known or {}).sheets()


class _Writer:
    def __init__(self, form: Form, known: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        self.form = form
        self.known = known
        self.lists: dict[str, Row | list[Row]] = {}
        self.choices: list[Row] = []

    def sheets(self) -> FormSheets:
        survey = list(self._head())
        for group, questions in self.form.groups.items():
            if not questions:
                continue
            survey.append({"type": "begin group", "name": f"g_{group}", **_said("label", f"#{group}")})
            for question in questions:
                survey += self._question(question)
            survey.append({"type": "end group"})
        return FormSheets(survey, self.choices, [self._settings()])

    def _settings(self) -> Row:
        names = [f"${{{name}}}" for name in self.form.identity] or ["${form_started}"]
        title = wording(f"@{self.form.name}")["en"]
        return {
            "form_title": f"{title} (tilth)",
            "form_id": f"tilth_{self.form.name}",
            "version": self._version(),
            "default_language": _language("en"),
            "instance_name": "concat(" + ", ' ', ".join(["''", *names]) + ")",
        }

    def _version(self) -> str:
        """Return the version of the form, and of the lists it offers where it has some."""
        if not self.known:
            return self.form.version
        offered = canonical_bytes({kind: [list(one) for one in rows] for kind, rows in self.known.items()})
        return f"{self.form.version}-{sha256(offered).hexdigest()[:4]}"

    def _head(self) -> Iterator[Row]:
        yield {"type": "start", "name": "form_started"}
        yield {"type": "end", "name": "form_ended"}
        yield {"type": "calculate", "name": TEMPLATE, "calculation": f"'{self.form.template}'"}
        yield {"type": "note", "name": "about_labels", **_said("label", "!machine")}
        if self.form.date == DATE:
            yield self._date(DATE)

    def _date(self, name: str) -> Row:
        return {
            "type": "date", "name": name, "required": "yes", "constraint": ". <= today()",
            **_said("label", name), **_said("constraint_message", "!past"),
        }  # fmt: skip

    def _question(self, question: Question) -> Iterator[Row]:
        match question.style:
            case "place":
                yield self._place(question)
            case "counts":
                yield from self._counts(question)
            case "choose":
                yield self._choose(question)
            case "answers":
                yield from self._answers(question)
            case "repeat":
                yield from self._repeat(question)
            case _:
                yield self._plain(question)

    def _base(self, question: Question, type_: str) -> Row:
        labels = _said("label", f"{self.form.kind}.{question.name}", question.name)
        row = {"type": type_, "name": question.name, **labels}
        row |= {"required": "yes"} if question.required else {}
        return row | ({"relevant": question.only} if question.only else {})

    def _place(self, question: Question) -> Row:
        type_ = "geoshape" if self.form.place == "geoshape" else "geopoint"
        hint = "!found_there" if self.form.kind in _FOUND_THERE else _HINTS.get(self.form.place)
        return self._base(question, type_) | (_said("hint", hint) if hint else {})

    def _plain(self, question: Question) -> Row:
        rule = question.rule
        assert rule is not None
        row = self._base(question, self._type(rule))
        row |= _limits(rule)
        if rule.type in ("date", "period") and rule.name not in _MAY_BE_PLANNED:
            row |= {"constraint": ". <= today()", **_said("constraint_message", "!past")}
        if rule.many and row["type"] == "text":
            row |= _said("hint", "!list")
        return row | ({"appearance": "multiline"} if rule.type in ("text", "long_text") else {})

    def _type(self, rule: Property) -> str:
        if rule.type == "enum":
            word = "select_multiple" if rule.many else "select_one"
            return f"{word} {self._list(f'{self.form.kind}_{rule.name}', rule.allowed)}"
        if rule.type == "flag":
            return f"select_one {self._list('yes_no', _FLAG)}"
        if rule.type == "ref" and self.known.get(rule.to or ""):
            word = "select_multiple" if rule.many else "select_one"
            return f"{word} {self._known(str(rule.to))}"
        simple = {"number": "decimal", "amount": "decimal", "integer": "integer", "date": "date"}
        return {**simple, "time": "time", "place": "geopoint"}.get(rule.type, "text")

    def _counts(self, question: Question) -> Iterator[Row]:
        note = f"about_{question.name}"
        yield {
            "type": "note",
            "name": note,
            **_said("label", f"{self.form.kind}.{question.name}", question.name),
        }
        for name in question.parts:
            yield {
                "type": "integer", "name": name, "constraint": ". >= 0",
                **_said("label", f"+{name.rsplit('_', 1)[1]}"),
                **_told("constraint_message", "!least", low="0"),
            }  # fmt: skip

    def _choose(self, question: Question) -> Row:
        assert question.rule is not None
        [inner] = [one for one in question.rule.fields if one.name == question.parts["field"]]
        return self._base(question, f"select_multiple {self._list(question.name, inner.allowed)}")

    def _answers(self, question: Question) -> Iterator[Row]:
        chosen = self._list("checklist", question.parts["of"])
        for item in question.parts["items"]:
            yield {"type": f"select_one {chosen}", "name": item, **_said("label", f"+{item}")}

    def _repeat(self, question: Question) -> Iterator[Row]:
        assert question.rule is not None
        yield {"type": "begin repeat", "name": question.name, **_said("label", question.name)}
        for inner in question.rule.fields:
            if inner.name not in question.parts:
                continue
            kind = f"select_one {self._list(f'{question.name}_{inner.name}', inner.allowed)}"
            row = {"type": kind if inner.allowed else "text", "name": f"{question.name}_{inner.name}"}
            row |= _said("label", f"{question.name}.{inner.name}")
            yield row | ({"required": "yes"} if question.parts[inner.name] else {})
        yield {"type": "end repeat"}

    def _list(self, name: str, allowed: Iterable[str]) -> str:
        if name not in self.lists:
            self.lists[name] = []
            self.choices += [
                {"list_name": name, "name": value, **_said("label", f"={value}")} for value in allowed
            ]
        return name

    def _known(self, kind: str) -> str:
        name = f"known_{kind}"
        if name not in self.lists:
            self.lists[name] = []
            for subject, words in self.known[kind]:
                labels = {f"label::{_language(code)}": words for code in languages()}
                self.choices.append({"list_name": name, "name": subject, **labels})
        return name


def _language(code: str) -> str:
    return f"{languages()[code]['name']} ({code})"


def _said(column: str, *keys: str) -> Row:
    return {f"{column}::{_language(code)}": words for code, words in wording(*keys).items()}


def _told(column: str, key: str, **values: str) -> Row:
    return {name: words.format(**values) for name, words in _said(column, key).items()}


def _limits(rule: Property) -> Row:
    """Return the constraint of a number with the words that a person sees."""
    if rule.type not in ("number", "integer", "amount") or rule.min is None:
        return {}
    if rule.max is None:
        return {
            "constraint": f". >= {rule.min:g}",
            **_told("constraint_message", "!least", low=f"{rule.min:g}"),
        }
    limits = {"low": f"{rule.min:g}", "high": f"{rule.max:g}"}
    both = f". >= {rule.min:g} and . <= {rule.max:g}"
    return {"constraint": both, **_told("constraint_message", "!number", **limits)}
