"""A form's own workbook (XLSForm): what its questions and choices are called, in every language it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tilth.exchange._errors import ExchangeError
from tilth.exchange.importing._words import code_list, fold

__all__ = ["Form", "Question", "read_form"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form.

    Attributes
    ----------
    labels
        What people are asked, in every language of the form.
    choices
        By the word that is stored, what people see.
    """

    name: str
    type: str
    labels: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def words(self, allowed: tuple[str, ...]) -> dict[str, str]:
        """Return what stored words mean among allowed values, told by what people see."""
        known = code_list(allowed)
        found = {}
        for stored, seen in self.choices.items():
            values = {known[fold(word)] for word in (stored, *seen) if fold(word) in known}
            if len(values) == 1:
                found[stored] = values.pop()
        return found


@dataclass(frozen=True, slots=True)
class Form:
    """The questions of a form by name."""

    questions: Mapping[str, Question]

    def of(self, header: str) -> Question | None:
        """Return the question that a column of submissions answers: by its name, groups left aside."""
        last = header.replace(":", "/").split("/")[-1]
        for name in (header, last, last.split("-")[-1]):
            if name in self.questions:
                return self.questions[name]
        return None


def read_form(path: Path) -> Form:
    """Return the questions of an XLSForm workbook.

    Raises
    ------
    ExchangeError
        No workbook, or one without a sheet of questions.
    """
    from tilth.exchange.importing._tables import xlsx_sheets

    sheets = {sheet.layer.casefold(): sheet for sheet in xlsx_sheets(path)}
    survey = sheets.get("survey")
    if survey is None or not {"type", "name"} <= set(survey.columns):
        raise ExchangeError(f"{path.name} is no XLSForm: it has no sheet 'survey' with type and name")
    listed: dict[str, dict[str, tuple[str, ...]]] = {}
    choices = sheets.get("choices")
    for row in _rows(choices.columns, choices.cells, choices.rows) if choices else ():
        name = str(row.get("list_name") or row.get("list name") or "")
        listed.setdefault(name, {})[str(row.get("name"))] = tuple(_labels(row))
    return Form(dict(_questions(_rows(survey.columns, survey.cells, survey.rows), listed)))


def _questions(
    rows: Iterator[dict[str, Any]], listed: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Iterator[tuple[str, Question]]:
    for row in rows:
        words = str(row.get("type") or "").split()
        name = row.get("name")
        if not words or name is None or words[0] in ("begin", "end", "begin_group", "end_group"):
            continue
        choices = listed.get(words[1], {}) if len(words) > 1 else {}
        yield str(name), Question(str(name), words[0], tuple(_labels(row)), choices)


def _rows(columns: Sequence[str], cells: Mapping[str, Sequence[Any]], count: int) -> Iterator[dict[str, Any]]:
    for at in range(count):
        yield {name.strip().casefold(): cells[name][at] for name in columns}


def _labels(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the labels of a row in every language: ``label``, ``label::English (en)``."""
    for name, value in row.items():
        if name.split(":")[0].strip() == "label" and value is not None:
            yield str(value)
