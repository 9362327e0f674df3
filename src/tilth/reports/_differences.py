"""Where claims differ: the sides beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tilth.claims import Recorded, Told, pictures
from tilth.project import Project
from tilth.reports._speakers import speaker_names
from tilth.reports.figures import Figures

__all__ = ["differences"]

_STATED = "as stated by the source"


def differences(
    project: Project,
    figures: Figures,
    items: Sequence[Recorded],
    about: Sequence[Recorded],
    names: dict[str, str],
) -> list[dict[str, Any]]:
    """Return every property on which claims differ, sides beside each other; dud rates always count."""
    subjects = {item.claim.subject for item in about if item.claim.kind != "statement"}
    names = names | speaker_names(project, items)
    drawn = pictures(project.store, sorted(subjects), statuses=("accepted", "proposed", "disputed"))
    rates = _rates(figures, [item for item in items if item.claim.kind == "dud_rate"], names)
    return rates + [
        {"title": _title(subject, name), "sides": list(_sides(figures, told, names))}
        for subject, picture in drawn.items()
        for name, told in picture.told.items()
        if picture.kind != "dud_rate" and len(told.sides) > 1 and not _is_wording(name)
    ]


def _rates(figures: Figures, items: Sequence[Recorded], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return the failure rates that are claimed beside each other, when there is more than one."""
    groups: dict[str, list[Recorded]] = {}
    for item in items:
        groups.setdefault(_rate_words(item.claim.values), []).append(item)
    if len(groups) < 2:
        return []
    sides = []
    for words, members in groups.items():
        values = members[0].claim.values
        value = values.get("rate_high", values.get("rate_low", ""))
        who = dict.fromkeys(names.get(item.claim.speaker or "", "the source itself") for item in members)
        figure = figures.figure(value, claims=[item.id for item in members], exact=_STATED, text=words)
        sides.append({"figure": figure, "speakers": f"According to {', '.join(who)}"})
    return [{"title": "How often submunitions fail, as claimed", "sides": sides}]


def _rate_words(values: Mapping[str, Any]) -> str:
    low, high = values.get("rate_low"), values.get("rate_high")
    about = "about " if values.get("bound") == "about" else ""
    if low is None or high is None:
        return f"at least {low:g} per cent" if low is not None else f"at most {high or 0:g} per cent"
    return f"{about}{low:g} per cent" if low == high else f"{about}{low:g} to {high:g} per cent"


def _is_wording(name: str) -> bool:
    """Whether differing wordings of a property say nothing: remarks, addresses, attributions."""
    return name in ("note", "source_url", "source_url_2", "attribution", "as_written", "item", "bound")


def _title(subject: str, name: str) -> str:
    kind, key = subject.split(":", 1)
    return f"{kind.replace('_', ' ')} {key.replace('-', ' ')}: {name.replace('_', ' ')}"


def _sides(figures: Figures, told: Told, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    for side in told.sides:
        who = [names.get(speaker or "", "the source itself") for speaker in side.speakers]
        text = None if isinstance(side.value, int | float) else str(side.value).replace("_", " ")
        value = side.value if isinstance(side.value, int | float | str) else str(side.value)
        figure = figures.figure(value, claims=side.claims, exact=_STATED, text=text)
        yield {"figure": figure, "speakers": f"According to {', '.join(dict.fromkeys(who))}"}
