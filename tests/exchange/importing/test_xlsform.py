"""Submissions of a form of somebody's own, told by its workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tilth.exchange import ExchangeError
from tilth.exchange.importing import Form, propose, read_form, sheet_of_rows

ROW = {"KEY": "uuid:1", "grp/q1": "2020-03-04", "grp/q2": "opt_b", "grp/q3": 2, "grp/q9": "x"}


@pytest.fixture
def form(tmp_path: Path) -> Form:
    """Return a form whose names tell nothing and whose labels are Ukrainian and English."""
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    for row in (
        ["type", "name", "label::English (en)", "label::Українська (uk)"],
        ["begin group", "grp", "Group", ""],
        ["date", "q1", "Date of accident", "Дата"],
        ["select_one kinds", "q2", "Type of accident", "Вид"],
        ["integer", "q3", "Number killed", "Загинуло"],
        ["end group", "", "", ""],
    ):
        survey.append(row)
    choices = book.create_sheet("choices")
    for row in (
        ["list_name", "name", "label::English (en)"],
        ["kinds", "opt_a", "Mine"],
        ["kinds", "opt_b", "IED"],
    ):
        choices.append(row)
    book.save(tmp_path / "f.xlsx")
    return read_form(tmp_path / "f.xlsx")


def test_form__labels__tell_what_columns_mean(form: Form) -> None:
    made = propose(sheet_of_rows("s", [ROW]), "accident", form=form)
    assert {c.header: c.to for c in made.columns if c.to} == {
        "KEY": "record", "grp/q1": "date", "grp/q2": "accident_kind", "grp/q3": "killed",
    }  # fmt: skip


def test_form__choices__become_the_code_list(form: Form) -> None:
    made = propose(sheet_of_rows("s", [ROW]), "accident", form=form)
    assert made.column_to("accident_kind").words == {"opt_a": "mine", "opt_b": "ied"}
    assert not [words for words in made.questions if "mean?" in words]


def test_form__names_alone__tell_nothing() -> None:
    made = propose(sheet_of_rows("s", [ROW]), "accident")
    assert made.column_to("killed") is None


def test_form__workbook_without_questions__is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(ExchangeError, match="is no XLSForm"):
        read_form(tmp_path / "x.xlsx")
