"""The forms for the field as data: which questions, of which properties of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Literal

import yaml

from tilth.claims import Property, canonical_bytes, vocabulary
from tilth.exchange._errors import ExchangeError

__all__ = ["Form", "Question", "form", "forms"]

TEMPLATE = "form_template"
DATE = "date_of_information"
Style = Literal["plain", "place", "counts", "choose", "repeat", "answers"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or the few that together fill one list property.

    Attributes
    ----------
    name
        Name in the form: that of the property it fills.
    style
        ``plain``; ``place``; ``counts`` (a number for each cell); ``choose`` (several of a list); ``repeat``
        (a group as often as needed); ``answers`` (a checklist).
    only
        Condition under which it is shown.
    parts
        Of counts, the fields of each cell by the cell's name; of answers, the items; of a repeat, its fields
        with whether they must be answered; of choose, the field that is chosen.
    """

    name: str
    style: Style
    rule: Property | None
    required: bool = False
    only: str = ""
    parts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """One form: what it tells of, its questions by group, and how a submission is named.

    Attributes
    ----------
    identity
        Questions whose answers name the record; none when each submission is a record of its own.
    place
        geopoint, geoshape, square or none.
    date
        Question that says when it was so.
    fixed
        Values that every submission has.
    """

    name: str
    kind: str
    place: str
    date: str
    groups: Mapping[str, tuple[Question, ...]]
    identity: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    version: str = ""

    def questions(self) -> Iterator[Question]:
        """Yield all questions in order."""
        for asked in self.groups.values():
            yield from asked

    @property
    def template(self) -> str:
        """What each submission carries, so that it is known without a mapping."""
        return f"tilth/{self.name}/{self.version}"


@cache
def forms() -> dict[str, Form]:
    """Return all forms by name."""
    text = (files("tilth.data") / "exchange" / "forms.yaml").read_text("utf-8")
    return {name: _form(name, row) for name, row in yaml.safe_load(text).items()}


def form(name: str) -> Form:
    """Return a form by its name.

    Examples
    --------
    >>> form("survey_box").identity
    ('grid_id', 'cell_id')
    >>> form("box")
    Traceback (most recent call last):
        ...
    tilth.exchange._errors.ExchangeError: no form 'box'; there are: hazardous_area, nts, ts, ...
    """
    known = forms()
    if name not in known:
        raise ExchangeError(f"no form {name!r}; there are: {', '.join(known)}")
    return known[name]


def _form(name: str, row: Mapping[str, Any]) -> Form:
    kind = vocabulary()[row["kind"]]
    groups = {
        group: tuple(_question(entry, kind.properties) for entry in entries)
        for group, entries in row["groups"].items()
    }
    identity = row.get("identity", ())
    return Form(
        name,
        kind.name,
        row["place"],
        row["date"],
        groups,
        (identity,) if isinstance(identity, str) else tuple(identity),
        dict(row.get("fixed", {})),
        sha256(canonical_bytes(_plain(row)) + _labels()).hexdigest()[:10],
    )


@cache
def _labels() -> bytes:
    """Return the words of the forms: a form with other words is another version."""
    return (files("tilth.data") / "exchange" / "form_labels.csv").read_bytes()


def _plain(row: Any) -> Any:
    if isinstance(row, dict):
        return {str(name): _plain(value) for name, value in row.items()}
    return [_plain(value) for value in row] if isinstance(row, list) else row


def _question(entry: str | Mapping[str, Any], properties: Mapping[str, Property]) -> Question:
    if isinstance(entry, str):
        name, required = entry.rstrip("!"), entry.endswith("!")
        return Question(name, "place" if name == "place" else "plain", properties.get(name), required)
    if "counts" in entry:
        return Question(entry["counts"], "counts", properties[entry["counts"]], parts=entry["cells"])
    if "choose" in entry:
        return Question(
            entry["choose"], "choose", properties[entry["choose"]], parts={"field": entry["field"]}
        )
    if "answers" in entry:
        parts = {"items": entry["items"], "of": entry["of"]}
        return Question(entry["answers"], "answers", properties[entry["answers"]], parts=parts)
    if "repeat" in entry:
        return Question(entry["repeat"], "repeat", properties[entry["repeat"]], parts=_fields(entry["ask"]))
    plain = _question(entry["ask"], properties)
    return Question(plain.name, plain.style, plain.rule, plain.required, entry.get("only", ""))


def _fields(asked: Sequence[str]) -> dict[str, bool]:
    return {name.rstrip("!"): name.endswith("!") for name in asked}
