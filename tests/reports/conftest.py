"""A project with something for every part of a dossier, and a page taken apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tilth.claims import Claim, Installation
from tilth.project import Project, add_facts, run_chain
from tilth.reports import district_dossier, state_dossier

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HOSTILE = "<script>alert(1)</script> \"quoted\" 'once' & \u202eright to left\u202c </q></dd>"


@dataclass
class Page(HTMLParser):
    """What a page holds: its elements with attributes and text, and whether they nest."""

    text: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.text)
        self.close()
        self.faults += [f"{tag} never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> at {self.getpos()}, open: {self.open[-3:]}")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.styles.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element with this tag."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def figures(self) -> list[dict[str, str]]:
        """The figures' attributes."""
        return [found for found in self.all("data") if found.get("class") == "figure"]


def _point(lon: float, lat: float) -> dict[str, object]:
    return {"geometry": {"type": "Point", "coordinates": [lon, lat]}, "accuracy_m": 20}


def _box(lon: float, lat: float, size: float = 0.001) -> dict[str, object]:
    ring = [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]
    return {"geometry": {"type": "Polygon", "coordinates": [ring]}}


def _told() -> list[Claim]:
    """Return claims from a constructed article, hostile words among them."""
    source = Claim(
        kind="source",
        subject="source:made-up",
        values={"title": HOSTILE, "lang": "nl", "published": "2023-07-07", "synthetic": "yes"},
    )
    speaker = Claim(kind="entity", subject="entity:x", values={"name": HOSTILE, "entity_kind": "person"})
    claims = [source, speaker]
    for number, (content, low) in enumerate(((HOSTILE, 2), ("The rate is higher.", 14)), 1):
        statement = Claim(
            kind="statement",
            subject=f"statement:{number}",
            values={"content": content, "topic": "dud_rate", "about": ["USA", "UKR"]},
            speaker="entity:x" if number == 1 else None,
            mode="direct" if number == 1 else "article",
            stance="denies",
            said_on="2023-07",
            source="source:made-up",
            span=(number, number + 5),
        )
        rate = Claim(
            kind="dud_rate",
            subject="dud_rate:M864",
            values={"munition": "m864", "rate_low": low, "rate_high": low},
            source="source:made-up",
            span=(number, number + 5),
            part_of=statement.id,
        )
        claims += [statement, rate]
    transfer = Claim(
        kind="transfer",
        subject="transfer:USA-UKR",
        values={"supplier": "USA", "recipient": "UKR", "munition": "m864", "item": HOSTILE, "value_usd": 8e8},
        source="source:made-up",
        span=(1, 6),
        part_of=claims[2].id,
    )
    return [*claims, transfer]


def _placed() -> list[Claim]:
    made = {"synthetic": "yes"}
    strikes = [
        Claim(
            kind="strike",
            subject=f"strike:{number}",
            values={"munition": "m864", "rounds": 12, "date": date, "place_name": HOSTILE, **made},
            place=_point(37.5 + number / 100, 48.0),
        )
        for number, date in enumerate(("2023-07-14", "2023-07", "2023"), 1)
    ]
    evidence = [
        Claim(
            kind="evidence_point",
            subject=f"evidence_point:{number}",
            values={"evidence_kind": "submunition", "count": 2, "date": "2024-05-01", **made},
            place=_point(37.51 + number / 1000, 48.001),
        )
        for number in range(3)
    ]
    searched = [{"searched": 1, "detection": 0.9, "found": 2}, {"searched": 1, "found": 0}, {}]
    boxes = [
        Claim(
            kind="survey_box",
            subject=f"survey_box:{number}",
            values={"size_m": 50, **values, **made},
            place=_box(37.51 + number / 100, 48.0),
        )
        for number, values in enumerate(searched)
    ]
    area = Claim(
        kind="hazardous_area",
        subject="hazardous_area:hostile",
        values={"classification": "SHA", "note": HOSTILE},
        place=_box(37.55, 48.0, 0.01),
        valid="2023-07-14/..",
    )
    release = Claim(
        kind="release",
        subject="release:1",
        values={"product": "cleared", "hazardous_area": "hazardous_area:hostile", "date": "2024-08-01"},
        place=_box(37.55, 48.0, 0.005),
    )
    return [*strikes, *evidence, *boxes, area, release]


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Yield a project in which the whole chain has run; tests only read it."""
    folder = tmp_path_factory.mktemp("reports")
    with Project.create(folder / "reports.gpkg", Installation(folder / "home")) as made:
        add_facts(made)
        made.append(_told(), tool="test")
        made.append(_placed(), tool="test")
        run_chain(made, today="2026-01-01")
        yield made


@pytest.fixture(scope="session")
def texts(project: Project) -> dict[str, str]:
    """Return the two dossiers as HTML."""
    return {"district": district_dossier(project, HOSTILE, [HOSTILE]), "state": state_dossier(project, "USA")}


@pytest.fixture(params=["district", "state"])
def page(request: pytest.FixtureRequest, texts: dict[str, str]) -> Page:
    """Return each dossier taken apart."""
    return Page(texts[request.param])


@pytest.fixture
def page_file(page: Page, tmp_path: Path) -> Path:
    """Return each dossier as a file."""
    path = tmp_path / "page.html"
    path.write_text(page.text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def taken_apart() -> Callable[[str], Page]:
    """Return a function that takes a page apart."""
    return Page
