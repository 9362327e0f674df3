"""Submissions of our own forms as claims: no mapping by hand, since questions bear the vocabulary's names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tilth.claims import Claim, recorded_about, recorded_by_id, review_claim, statuses_of, vocabulary
from tilth.exchange._answers import AnswerError, answered
from tilth.exchange._errors import ExchangeError
from tilth.exchange._submission_files import is_submission_file, submissions_in
from tilth.exchange._taking import take
from tilth.exchange.form_plan import TEMPLATE, Form, forms
from tilth.exchange.intake import Draft, Intake, RowProblem
from tilth.exchange.sources import source_of_file
from tilth.project import Project, reviewer_of

__all__ = ["is_submission", "take_submissions"]

_ADVICE = "the answer is kept as words beside the claim; add a property to the vocabulary to count it"
_STANDING = ("proposed", "accepted", "disputed")
_NOT_SHOWN = "an answer not shown because it concerns a person"


@dataclass(frozen=True, slots=True)
class _Made:
    number: int
    claim: Claim
    report: Claim


def is_submission(path: Path) -> bool:
    """Return whether a file holds submissions of a form that tilth made."""
    return is_submission_file(path)


def take_submissions(project: Project, path: Path, *, dry_run: bool = False) -> list[Intake]:
    """Take submissions into the project; return the account for each form in the file.

    The same submission again changes nothing. One that was changed where it was collected comes in as a
    correction of what it told before.

    Raises
    ------
    ExchangeError
        A damaged file.
    """
    by_form: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    try:
        for number, row in enumerate(submissions_in(path), 1):
            template = next(str(value) for name, value in row.items() if name.endswith(TEMPLATE))
            by_form.setdefault(template.split("/")[1], []).append((number, row))
    except (ValueError, KeyError) as error:
        raise ExchangeError(f"{path.name} holds no whole submissions: {error}") from error
    return [_take(project, path, name, rows, dry_run=dry_run) for name, rows in by_form.items()]


def _take(
    project: Project, path: Path, name: str, rows: Sequence[tuple[int, dict[str, Any]]], *, dry_run: bool
) -> Intake:
    form = forms().get(name)
    if form is None:
        reason, advice = f"form {name!r} is not known here", "update tilth"
        problems = [RowProblem(n, "", "form", name, "form", "refused", reason, advice) for n, _ in rows]
        return Intake(path.name, "", len(rows), 0, len(rows), 0, 0, 0, tuple(problems), f"form {name}")
    problems = []
    made = [one for number, row in rows for one in _made(form, number, row, problems)]
    corrections = _corrections(project, made)
    drafts = [Draft(one.number, one.claim.subject, one.claim) for one in made]
    before = [source_of_file(path), *(one.report for one in made), *corrections]
    return take(
        project, path.name, form.kind, drafts, problems,
        before=before, dry_run=dry_run, tool="import-form", profile=f"form {form.name}",
    )  # fmt: skip


def _made(form: Form, number: int, row: Mapping[str, Any], problems: list[RowProblem]) -> Iterator[_Made]:
    key = _instance(row)
    if not key:
        reason = "no identity of the submission"
        problems.append(
            RowProblem(number, "", "instanceID", "", "form", "refused", reason, "export it again")
        )
        return
    try:
        values, place, unknown = answered(form, row)
    except AnswerError as error:
        field, given, reason, advice = error.args
        shown = _NOT_SHOWN if _has_personal(form) else given
        problems.append(RowProblem(number, key, field, shown, "form", "refused", reason, advice))
        return
    rule, why = "unknown question", "not asked by this version"
    problems += [RowProblem(number, key, name, "", rule, "advisory", why, _ADVICE) for name in unknown]
    report = _report(form, key, row)
    yield _Made(number, _claim(form, key, values, place, unknown, row), report)


def _instance(row: Mapping[str, Any]) -> str:
    named = {name.replace(".", "/").split("/")[-1]: value for name, value in row.items()}
    found = next((str(named[key]) for key in ("instanceID", "KEY", "_uuid", "__id") if named.get(key)), "")
    return found.removeprefix("uuid:").strip()


def _claim(
    form: Form,
    key: str,
    values: dict[str, Any],
    place: dict[str, Any] | None,
    unknown: dict[str, str],
    row: Mapping[str, Any],
) -> Claim:
    properties = vocabulary()[form.kind].properties
    if "report" in properties:
        values["report"] = f"field_report:{key}"
    names = [str(values.get(name, "")) for name in form.identity]
    record = "-".join(names) if names and all(names) else key
    personal = any(properties[name].personal for name in values) or (unknown and _has_personal(form))
    return Claim(
        kind=form.kind,
        subject=f"{form.kind}:{record}",
        values=values,
        wording=unknown,
        mode="observation",
        valid=str(values.get(form.date) or _date(row)) or None,
        place=place,
        access="personal" if personal else "public",
    )


def _has_personal(form: Form) -> bool:
    return any(item.personal for item in vocabulary()[form.kind].properties.values())


def _date(row: Mapping[str, Any]) -> str:
    return next((str(value)[:10] for name, value in row.items() if name.endswith("date_of_information")), "")


def _report(form: Form, key: str, row: Mapping[str, Any]) -> Claim:
    """Return the claim that the form was handed in; it stays the same when answers are corrected."""
    told = next(str(value) for name, value in row.items() if name.endswith(TEMPLATE))
    values = {"guid": key, "form_template": told, "report_kind": _KINDS.get(form.name, "other")}
    return Claim(kind="field_report", subject=f"field_report:{key}", values=values)


_KINDS = {
    "hazardous_area": "hazardous_area", "nts": "non_technical_survey", "ts": "technical_survey",
    "clearance": "clearance", "bac": "clearance", "spot_task": "eod_spot", "accident": "accident",
    "risk_education": "risk_education", "quality_visit": "quality", "handover": "handover",
}  # fmt: skip


def _corrections(project: Project, made: Sequence[_Made]) -> list[Claim]:
    """Return the reviews by which changed submissions replace what they told before."""
    held = {item.id for item in recorded_by_id(project.store, [one.claim.id for one in made])}
    fresh = [one for one in made if one.claim.id not in held]
    reports = {one.report.subject: one for one in fresh}
    known = {item.claim.subject for item in recorded_about(project.store, list(reports))}
    changed = [one for subject, one in reports.items() if subject in known]
    reviewer = reviewer_of(project, None).replace("entity:", "import:", 1)
    return [review for one in changed for review in _replaced(project, one, reviewer)]


def _replaced(project: Project, one: _Made, reviewer: str) -> Iterator[Claim]:
    before = [
        item
        for item in recorded_about(project.store, [one.claim.subject])
        if item.claim.values.get("report", one.report.subject) == one.report.subject
    ]
    statuses = statuses_of(project.store, before)
    for item in before:
        if statuses[item.id].name in _STANDING and item.claim.kind == one.claim.kind:
            yield review_claim(
                item.id, "correct", reviewer, reason="the submission was changed where it was collected",
                replacement=one.claim.id, on=date.today().isoformat(),
            )  # fmt: skip
