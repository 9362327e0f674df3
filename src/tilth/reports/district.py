"""The dossier of a district: map, areas, account, evidence, expected remnants, timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from tilth.claims import Picture, Recorded
from tilth.project import Project, latest_run, latest_runs, pictures_of
from tilth.reports._errors import ReportError
from tilth.reports._expected import expectation_row
from tilth.reports._page import page
from tilth.reports.district_map import Mark, district_map
from tilth.reports.figures import Figures
from tilth.reports.timeline import Event, timeline

__all__ = ["district_dossier"]

_PLACED = ("strike", "evidence_point", "survey_box", "hazardous_area", "release", "accident")
_CONTENTS = (
    ("summary", "In short"), ("map", "Map"), ("areas", "Hazardous areas"), ("account", "Account"),
    ("expected", "What strikes left"), ("evidence", "Evidence"), ("timeline", "Timeline"),
    ("sources", "Sources"),
)  # fmt: skip
_LINES = ("opening", "found", "cancelled", "reduced", "cleared", "corrections", "closing")
_BOXES = {"found": "box: found", "empty": "box: searched, nothing found"}
_MEASURED = "measured on the ellipsoid"
_COUNTED = (
    ("hazardous_area", "hazardous areas"),
    ("evidence_point", "evidence points"),
    ("survey_box", "survey boxes"),
)
_ROWS = 60
_DRAWN = 20_000


def district_dossier(project: Project, name: str = "District", refused: Sequence[str] = ()) -> str:
    """Return the HTML page on everything placed in the project.

    Parameters
    ----------
    refused
        Lines on what was not taken in, printed at the end of the page.

    Raises
    ------
    ReportError
        Nothing in the project has a place.
    """
    placed = {kind: pictures_of(project, kind) for kind in _PLACED}
    if not any(placed.values()):
        raise ReportError(
            f"nothing in {project.address} has a place: import strikes, evidence or areas first"
        )
    figures = Figures()
    account = sorted(latest_runs(project, "account"), key=lambda run: run.order)[-1:]
    context: dict[str, Any] = {
        "title": f"{name}: unexploded submunitions",
        "lead": "What was reported, what was found, which areas are hazardous, and what is left.",
        "contents": _CONTENTS,
        "banners": _banners(placed),
        "cards": _cards(project, figures, placed, account),
        "map": district_map(list(_marks(placed))[:_DRAWN], f"Map of {name}"),
        "areas": _areas(figures, placed["hazardous_area"]),
        "areas_caption": "Suspected (SHA) and confirmed (CHA) hazardous areas on record, the largest first.",
        "areas_more": _more(placed["hazardous_area"]),
        "account": [row for run in account for row in _account(figures, run)],
        "on": account[0].claim.values["result"]["on"] if account else "",
        "differences": [
            _words(d) for run in account for d in run.claim.values["result"]["differences"][:_ROWS]
        ],
        "expectations": [
            expectation_row(figures, run)
            for run in latest_runs(project, "munitions.expect")
            if "strikes" in run.claim.values["result"]
        ],
        "counts": list(_counts(figures, placed)),
        "timeline": _timeline(placed, name),
        "refused": list(refused)[:_ROWS],
    }
    return page(project, "district.html", figures, context)


def _banners(placed: dict[str, list[Picture]]) -> list[str]:
    made_up = any(p.value("synthetic") == "yes" for pictures in placed.values() for p in pictures)
    words = ["Areas marked proposed were drawn by a rule that is not verified: check your national standard."]
    if made_up:
        words.insert(0, "SYNTHETIC: this district is made up for testing. No such place or strike exists.")
    return words


def _cards(
    project: Project,
    figures: Figures,
    placed: dict[str, list[Picture]],
    account: Sequence[Recorded],
) -> list[dict[str, Any]]:
    rows = []
    drawing = latest_run(project, "areas.draw", "all")
    if drawing is not None:
        result = drawing.claim.values["result"]
        for code, words in (("CHA", "m² confirmed hazardous (CHA)"), ("SHA", "m² suspected hazardous (SHA)")):
            value = round(result[f"{code}_m2"])
            rows.append(_card(figures.figure(value, run=drawing.id, exact="drawn by rule, measured"), words))
    for run in account:
        value = round(run.claim.values["result"]["total"]["closing"])
        rows.append(_card(figures.figure(value, run=run.id, exact=_MEASURED), "m² hazardous, open"))
    for kind, words in _COUNTED:
        if placed[kind]:
            rows.append(_card(_count(figures, placed[kind]), words))
    return rows


def _card(figure: Markup, words: str) -> dict[str, Any]:
    return {"figure": figure, "words": words}


def _count(figures: Figures, pictures: Sequence[Picture]) -> Markup:
    claims = [item.id for picture in pictures for item in picture.claims]
    return figures.figure(len(pictures), claims=claims, exact="a count of records")


def _marks(placed: dict[str, list[Picture]]) -> Iterator[Mark]:
    styles = {"strike": "strike", "evidence_point": "evidence", "accident": "evidence"}
    for kind, pictures in placed.items():
        for picture in pictures:
            place = picture.value("place")
            if place is None:
                continue
            words = f"{picture.subject} {picture.value('date') or ''}".strip()
            style = styles.get(kind) or _style(kind, picture)
            if style:
                yield Mark(place["geometry"], style, words)


def _style(kind: str, picture: Picture) -> str | None:
    if kind == "hazardous_area":
        return "CHA" if picture.value("classification") == "CHA" else "SHA"
    if kind == "release":
        return "cleared" if picture.value("product") == "cleared" else None
    if not picture.value("searched"):
        return "unsearched"
    return "found" if (picture.value("found") or 0) > 0 else "empty"


def _areas(figures: Figures, areas: Sequence[Picture]) -> list[dict[str, Any]]:
    """Return the rows of the largest areas, largest first."""
    sized = sorted(((_size_m2(area), area) for area in areas), key=lambda pair: (-pair[0], pair[1].subject))
    return [_area(figures, size, area) for size, area in sized[:_ROWS]]


def _size_m2(picture: Picture) -> int:
    from shapely.geometry import shape

    from tilth.places import PlaceError, area_m2, settle

    place = picture.value("place")
    try:
        return round(area_m2(settle(shape(place["geometry"]))[0])) if place else 0
    except PlaceError:
        return 0


def _area(figures: Figures, size_m2: int, picture: Picture) -> dict[str, Any]:
    claims = [item.id for item in picture.claims]
    exact = f"{_MEASURED} from the claimed outline"
    return {
        "name": picture.subject.split(":", 1)[1],
        "classification": picture.value("classification") or "not classified",
        "area": figures.figure(size_m2, claims=claims, exact=exact),
        "why": picture.value("note") or picture.value("rule") or "as claimed",
    }


def _more(areas: Sequence[Picture]) -> str:
    return f"and {len(areas) - _ROWS:,} more; the project file holds them all." if len(areas) > _ROWS else ""


def _account(figures: Figures, run: Any) -> Iterator[dict[str, Any]]:
    total = run.claim.values["result"]["total"]
    for line in _LINES:
        value = round(total[line])
        yield {"words": line, "figure": figures.figure(value, run=run.id, exact=_MEASURED)}


def _words(difference: Any) -> str:
    if isinstance(difference, dict):
        return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in difference.items())
    return str(difference)


def _counts(figures: Figures, placed: dict[str, list[Picture]]) -> Iterator[dict[str, Any]]:
    for kind, pictures in placed.items():
        if pictures and kind not in ("evidence_point", "survey_box"):
            yield {"words": kind.replace("_", " "), "figure": _count(figures, pictures)}
    groups: dict[str, list[Picture]] = {}
    for picture in placed["evidence_point"]:
        groups.setdefault(f"evidence: {picture.value('evidence_kind') or 'not told'}", []).append(picture)
    for picture in placed["survey_box"]:
        style = str(_style("survey_box", picture))
        groups.setdefault(_BOXES.get(style, "box: not searched"), []).append(picture)
    for words, members in sorted(groups.items()):
        yield {"words": words, "figure": _count(figures, members)}


def _timeline(placed: dict[str, list[Picture]], name: str) -> Markup:
    months: Counter[tuple[str, str]] = Counter()
    for kind, pictures in placed.items():
        for picture in pictures:
            when = picture.value("date") or picture.claims[-1].claim.valid
            if when:
                months[(str(when)[:7], kind.replace("_", " "))] += 1
    events = [Event(month, f"{count} x {kind}") for (month, kind), count in sorted(months.items())]
    return timeline(events[:60], f"Records of {name} by month")
