"""Answers to a form's questions as the values of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tilth.claims import Property
from tilth.exchange.form_plan import DATE, TEMPLATE, Form, Question
from tilth.exchange.squares import ring

__all__ = ["AnswerError", "Answered", "answered"]

_PARTS = re.compile(r"[/.\-]")
_OWN = frozenset(
    (
        *(TEMPLATE, DATE, "form_started", "form_ended", "about_labels", "place", "__geometry", "uuid"),
        *("SubmissionDate", "KEY", "instanceID", "instanceName", "SubmitterID", "SubmitterName", "rootUuid"),
        *("AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits"),
        *("FormVersion", "PARENT_KEY", "deprecatedID", "__id", "__system", "updatedAt", "submissionDate"),
        *("submitterId", "submitterName", "attachmentsPresent", "attachmentsExpected", "reviewState"),
        *("deviceId", "edits", "formVersion", "id", "SET-OF-nonconformities"),
    )
)
_WORDS_FOR_NUMBERS = ("number", "amount")


class AnswerError(ValueError):
    """Question, answer, reason, advice."""


class Answered:
    """The answers of one submission by the name of their question, whatever groups they stand in."""

    def __init__(self, form: Form, row: Mapping[str, Any]) -> None:
        self.form = form
        self.given: dict[str, Any] = {}
        self.path: dict[str, list[str]] = {}
        for column, value in row.items():
            parts = _PARTS.split(column)
            if value not in ("", None, []):
                self.given[parts[-1] if column[:1] != "_" else column] = value
                self.path[parts[-1]] = parts
        self.row = row

    def get(self, name: str) -> Any:
        """Return the answer to a question; None when it was not given."""
        return self.given.get(name)

    def text(self, name: str) -> str:
        """Return an answer as text."""
        value = self.given.get(name)
        return "" if value is None else str(value).strip()


def answered(
    form: Form, row: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any] | None, dict[str, str]]:
    """Return the values, the place and the answers to questions that this version does not ask.

    Raises
    ------
    AnswerError
        An answer that is none of its question.
    """
    answers = Answered(form, row)
    values: dict[str, Any] = dict(form.fixed)
    used: set[str] = set()
    for question in form.questions():
        value = _value(question, answers, used)
        if value is not None and question.style != "place":
            values[question.name] = value
    return values, _place(form, answers, values), _unknown(answers, used)


def _value(question: Question, answers: Answered, used: set[str]) -> Any:
    used.add(question.name)
    parts = question.parts
    match question.style:
        case "counts":
            used.update(parts)
            cells = [
                {**told, "count": _number(name, answers.text(name))}
                for name, told in parts.items()
                if answers.text(name)
            ]
            return cells or None
        case "choose":
            return [{parts["field"]: word} for word in answers.text(question.name).split()] or None
        case "answers":
            used.update(parts["items"])
            told = [(item, answers.text(item)) for item in parts["items"] if answers.text(item)]
            return [{"item": item, "answer": answer} for item, answer in told] or None
        case "repeat":
            used.update(f"{question.name}_{inner}" for inner in parts)
            return list(_repeated(question, answers.get(question.name))) or None
        case "place":
            return None
        case _:
            assert question.rule is not None
            return _plain(question.rule, answers)


def _repeated(question: Question, given: Any) -> Iterator[dict[str, str]]:
    for one in given if isinstance(given, list) else ():
        named = {
            _PARTS.split(column)[-1]: str(value) for column, value in one.items() if value not in ("", None)
        }
        told = {
            inner: named[f"{question.name}_{inner}"]
            for inner in question.parts
            if f"{question.name}_{inner}" in named
        }
        if told:
            yield told


def _plain(rule: Property, answers: Answered) -> Any:
    if rule.type == "place":
        return _point(answers, rule.name)
    text = answers.text(rule.name)
    if not text:
        return None
    if not rule.many:
        return _one(rule, text)
    words = text.split() if rule.allowed or (rule.type == "ref" and ":" in text) else text.split(";")
    return [_one(rule, word.strip()) for word in words if word.strip()]


def _one(rule: Property, text: str) -> Any:
    if rule.type in (*_WORDS_FOR_NUMBERS, "integer"):
        return _number(rule.name, text)
    if rule.type == "ref" and rule.to:
        return text if text.startswith(f"{rule.to}:") else f"{rule.to}:{text}"
    if rule.type in ("date", "period"):
        return text[:10]
    return text[:5] if rule.type == "time" else text


def _number(name: str, text: str) -> int | float:
    try:
        value = float(text)
    except ValueError:
        raise AnswerError(name, text, "no number", "correct it where it was collected") from None
    return int(value) if value.is_integer() else value


def _place(form: Form, answers: Answered, values: Mapping[str, Any]) -> dict[str, Any] | None:
    if form.place == "none":
        return None
    if form.place == "geoshape":
        return _outline(answers)
    place = _point(answers, "place")
    if place is None or form.place == "geopoint":
        return place
    lon, lat = place["geometry"]["coordinates"]
    size = values.get("size_m")
    if not size:
        return place
    return {**place, "geometry": {"type": "Polygon", "coordinates": [ring(lon, lat, float(size))]}}


def _point(answers: Answered, name: str) -> dict[str, Any] | None:
    """Return a point from "lat lon altitude accuracy", from GeoJSON, or from a column for each number."""
    given = answers.get(name)
    if isinstance(given, dict):
        accuracy = (given.get("properties") or {}).get("accuracy")
        return _made(given["coordinates"][0], given["coordinates"][1], accuracy)
    text = answers.text(name)
    if not text:
        text = " ".join(
            _column(answers, name, part) for part in ("Latitude", "Longitude", "Altitude", "Accuracy")
        )
    numbers = [_number(name, part) for part in text.split()]
    if len(numbers) < 2:
        return None
    return _made(numbers[1], numbers[0], numbers[3] if len(numbers) > 3 else None)


def _column(answers: Answered, name: str, part: str) -> str:
    """Return one number of a point, as ODK Central and KoboToolbox name its column."""
    for column, value in answers.row.items():
        parts = _PARTS.split(column)
        central = parts[-1] == part and len(parts) > 1 and parts[-2] == name
        if (central or parts[-1] == f"_{name}_{part.lower()}") and value not in ("", None):
            return str(value)
    return ""


def _made(lon: float, lat: float, accuracy: float | None) -> dict[str, Any]:
    place: dict[str, Any] = {"geometry": {"type": "Point", "coordinates": [lon, lat]}, "notation": "gis"}
    return place | ({"accuracy_m": accuracy} if accuracy else {})


def _outline(answers: Answered) -> dict[str, Any] | None:
    """Return an outline from "lat lon altitude accuracy; ..." or from GeoJSON."""
    given = answers.get("place")
    if isinstance(given, dict):
        corners = given["coordinates"][0] if given["type"] == "Polygon" else given["coordinates"]
        points = [[corner[0], corner[1]] for corner in corners]
        return _polygon(points, None)
    parts = [part.split() for part in answers.text("place").split(";") if part.strip()]
    if not parts:
        return None
    numbers = [[_number("place", word) for word in part] for part in parts]
    if any(len(part) < 2 for part in numbers):
        raise AnswerError("place", answers.text("place")[:60], "no outline", "draw it again and send it")
    worst = max((part[3] for part in numbers if len(part) > 3), default=0)
    return _polygon([[part[1], part[0]] for part in numbers], worst or None)


def _polygon(points: list[list[float]], accuracy: float | None) -> dict[str, Any]:
    closed = points if points[0] == points[-1] else [*points, points[0]]
    if len({tuple(point) for point in closed}) < 3:
        words = f"{len(points)} corners"
        raise AnswerError("place", words, "an outline needs three corners", "draw it again and send it")
    place: dict[str, Any] = {"geometry": {"type": "Polygon", "coordinates": [closed]}, "notation": "gis"}
    return place | ({"accuracy_m": accuracy} if accuracy else {})


def _unknown(answers: Answered, used: set[str]) -> dict[str, str]:
    """Return answers to questions that somebody added to the form: kept as words, nothing lost."""
    kept: dict[str, str] = {}
    for name, value in answers.given.items():
        parts = answers.path.get(name, [name])
        inside = len(parts) > 1 and parts[-2] in used
        about = name.startswith(("_", "about_", "g_")) or name in _OWN or name in used
        system = parts[0] in ("meta", "__system", "formhub", "SET")
        if not (about or inside or system or isinstance(value, list | dict)):
            kept[name] = str(value)[:2000]
    return kept
