"""XLSForms written as files, checked by pyxform before anybody gets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tilth.exchange._errors import ExchangeError
from tilth.exchange.form_plan import Form
from tilth.exchange.form_sheets import FormSheets, form_sheets
from tilth.project import Project, pictures_of

__all__ = ["known_of", "write_form"]

_LISTED = ("organisation", "team", "task", "asset", "hazardous_area", "activity", "release")
_MOST = 500


def write_form(path: Path, form: Form, known: Mapping[str, Sequence[tuple[str, str]]] | None = None) -> Path:
    """Write a form as an XLSForm workbook; return where it is.

    Raises
    ------
    ExchangeError
        When the ending is not .xlsx, or pyxform finds a fault in the form.
    """
    if path.suffix.lower() != ".xlsx":
        raise ExchangeError(f"{path.name}: an XLSForm is a workbook; give a name that ends in .xlsx")
    if not path.resolve().parent.is_dir():
        raise ExchangeError(f"no folder {str(path.parent)!r}: make it first")
    draft = path.with_name(f".part-{path.name}")
    try:
        _save(draft, form_sheets(form, known))
        _check(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def known_of(project: Project) -> dict[str, list[tuple[str, str]]]:
    """Return what a project's forms offer to choose from: identifiers and names by kind.

    Kinds with more than 500 members are left out: such a list helps nobody on a telephone.
    """
    known: dict[str, list[tuple[str, str]]] = {}
    for kind in _LISTED:
        members = [
            (
                one.subject,
                str(one.value("name") or one.value("title") or one.value("local_id") or one.subject),
            )
            for one in pictures_of(project, kind)
            if not any(letter.isspace() for letter in one.subject)
        ]
        if 0 < len(members) <= _MOST:
            known[kind] = members
    return known


def _save(path: Path, sheets: FormSheets) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    del book["Sheet"]
    for name in ("survey", "choices", "settings"):
        rows = getattr(sheets, name)
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet.append(columns or ["list_name", "name"])
        for row in rows:
            sheet.append([row.get(column) for column in columns])
        sheet.freeze_panes = "A2"
        for cell in sheet[1]:
            cell.font = Font(bold=True)
    book.save(path)


def _check(path: Path) -> None:
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        convert(path, validate=False)
    except PyXFormError as error:
        raise ExchangeError(f"the form is not sound: {error}") from error
