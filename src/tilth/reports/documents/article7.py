"""Figures for the Article 7 report of a state party: forms F, G, H and I, drawn from claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tilth.claims import Picture
from tilth.project import Project, partition_of, pictures_of
from tilth.reports._errors import ReportError
from tilth.reports.documents.area_file import claims_of, told
from tilth.reports.documents.blocks import Block, Cell, Document, Number, Section, Table, Words
from tilth.reports.documents.parts import counted
from tilth.reports.documents.words import DocumentWords
from tilth.reports.wording import state_name

if TYPE_CHECKING:
    from tilth.release import Partition

__all__ = ["article7_figures"]

_CLASSES = ("SHA", "CHA", "indication")
_OUT_OF_SCOPE = ("A", "B", "C", "D", "E", "J")


def article7_figures(project: Project, state: str, year: int, lang: str = "en") -> Document:
    """Return the figures for the report on a calendar year: due by 30 April of the next (Article 7(2)).

    All areas, finds, sessions and victims of the project are taken to be under the state's jurisdiction. The
    columns are a proposal: the headings of the forms could not be read.

    Parameters
    ----------
    state
        ISO 3166 code.
    year
        Calendar year reported on.
    """
    words = DocumentWords(lang)
    if not 2008 <= year <= date.today().year:
        raise ReportError(f"year {year}: give a calendar year from 2008 to {date.today().year}")
    reported = _Year(project, year, words)
    sections = [
        Section("F1", words("form_f1"), list(reported.contaminated())),
        Section("F2", words("form_f2"), list(reported.cleared())),
        Section("G", words("form_g"), list(reported.education())),
        Section("H", words("form_h"), list(reported.victims())),
        Section("I", words("form_i"), list(reported.funding())),
        Section("other", words("forms_by_hand"), [Words([words("forms_by_hand_lead")])]),
    ]
    lead = words("article7_lead", state=state_name(state), year=year)
    marks = [words("article7_scope"), words("article7_columns")]
    if reported.synthetic:
        marks.insert(0, words("synthetic"))
    if words.machine_made:
        marks.append(words("machine_words"))
    footer = words("footer", day=date.today().isoformat())
    return Document(words("article7"), lead, lang, sections, marks, footer)


class _Year:
    """What the project tells of one year."""

    def __init__(self, project: Project, year: int, words: DocumentWords) -> None:
        self.project, self.year, self.words = project, year, words
        self.since, self.on = f"{year}-01-01", f"{year}-12-31"
        self.made: Partition = partition_of(project)
        areas = pictures_of(project, "hazardous_area")
        self.synthetic = any(told(area, "synthetic") == "yes" for area in areas)

    def contaminated(self) -> Iterator[Block]:
        """Yield form F.1: areas at the end of the year, by unit and class."""
        from tilth.release import account_of

        rows: list[list[Cell]] = [
            [_name(row, self.words), self._land("closing", "region", row), self._areas(row)]
            for row in account_of(self.made, self.on, by="region").to_json()["by"]
            if row["total"]["closing"] > 0
        ]
        rows.append([self.words("total"), self._land("closing"), self._areas(None)])
        head = [self.words(key) for key in ("admin_unit", "size", "areas")]
        yield Table(rows, head, self.words("f1_caption", day=self.on), (2, 1.5, 1))
        by_class = [
            [self.words.value(row["class"]), self._land("closing", "class", row)]
            for row in account_of(self.made, self.on, by="class").to_json()["by"]
            if row["class"] in _CLASSES and row["total"]["closing"] > 0
        ]
        if by_class:
            yield Table(by_class, [self.words("class"), self.words("size")], widths=(2, 1.5))

    def cleared(self) -> Iterator[Block]:
        """Yield form F.2: land released in the year, and items destroyed."""
        rows: list[list[Cell]] = [
            [self.words(f"line_{line}"), self._land(line, since=self.since)]
            for line in ("opening", "found", "cancelled", "reduced", "cleared", "corrections", "closing")
        ]
        yield Table(rows, caption=self.words("f2_caption", year=self.year), widths=(2, 1.5))
        finds = self._of_year("find", "outcome_on", "date")
        gone = [one for one in finds if told(one, "outcome") == "destroyed"]
        items: list[list[Cell]] = [
            [
                self.words.value(category),
                self.words.value(model),
                counted(members, self.words, _quantity(members)),
            ]
            for (category, model), members in _grouped(gone, "category", "model")
        ]
        if items:
            head = [self.words(key) for key in ("item", "model", "number_of")]
            yield Table(items, head, self.words("destroyed_caption"), (2, 2, 1))
        else:
            yield Words([self.words("none_destroyed")])

    def education(self) -> Iterator[Block]:
        """Yield form G: sessions and people reached."""
        sessions = self._of_year("risk_education", "date", "from")
        if not sessions:
            yield Words([self.words("no_sessions")])
            return
        rows: list[list[Cell]] = [[self.words("sessions"), counted(sessions, self.words)]]
        reached: dict[tuple[str, str], int] = {}
        for one in sessions:
            for cell in told(one, "reached") or ():
                key = (str(cell.get("sex", "unknown")), str(cell.get("age_group", "–")))
                reached[key] = reached.get(key, 0) + int(cell["count"])
        rows += [
            [
                f"{self.words.value(sex)}, {age}",
                Number(count, claims_of(sessions), exact=self.words("stated")),
            ]
            for (sex, age), count in sorted(reached.items())
        ]
        yield Table(rows, widths=(2, 1))

    def victims(self) -> Iterator[Block]:
        """Yield form H: casualties by group and outcome; no person is named."""
        victims = self._of_year("victim", "date")
        accidents = self._of_year("accident", "date")
        rows: list[list[Cell]] = [[self.words("accidents"), counted(accidents, self.words)]]
        for name in ("killed", "injured"):
            stating = [one for one in accidents if told(one, name)]
            total = sum(told(one, name) for one in stating)
            rows.append([self.words.value(name), counted(stating, self.words, total)])
        yield Table(rows, caption=self.words("h_accidents"), widths=(2, 1))
        groups = _grouped(victims, "age_group", "status")
        listed: list[list[Cell]] = [
            [self.words.value(group), self.words.value(status), counted(members, self.words)]
            for (group, status), members in groups
        ]
        if listed:
            head = [self.words(key) for key in ("group", "became", "number_of")]
            yield Table(listed, head, self.words("h_victims"), (1.5, 1.5, 1))

    def funding(self) -> Iterator[Block]:
        """Yield form I: resources on record."""
        funds = self._of_year("project_funding", "from")
        groups = _grouped(funds, "donor", "currency")
        rows: list[list[Cell]] = []
        for (donor, currency), members in groups:
            total = sum(amount for one in members if isinstance(amount := told(one, "amount"), int | float))
            number = Number(total, claims_of(members), exact=self.words("stated"), unit=currency)
            rows.append([donor.split(":", 1)[-1], number])
        if rows:
            yield Table(rows, [self.words("donor"), self.words("amount")], widths=(2, 1.5))
        else:
            yield Words([self.words("no_funding")])

    def _land(self, line: str, by: str = "region", row: Any = None, since: str | None = None) -> Cell:
        from tilth.release import cells

        name = None if row is None else (row[by] or "")
        found = cells(self.made, line, self.on, since=since, by=by, name=name)
        claims = tuple(dict.fromkeys(key for cell in found for key in cell["claims"]))
        value = round(sum(cell["area_m2"] for cell in found))
        if not claims:
            return self.words("none_on_record")
        return Number(value, claims, exact=self.words("measured"), unit="m²")

    def _areas(self, row: Any) -> Cell:
        from tilth.release import cells

        name = None if row is None else (row["region"] or "")
        found = cells(self.made, "closing", self.on, name=name)
        areas = {cell["area"] for cell in found if cell["area"]}
        claims = tuple(dict.fromkeys(key for cell in found for key in cell["claims"]))
        return Number(len(areas), claims, exact=self.words("counted")) if claims else "–"

    def _of_year(self, kind: str, *names: str) -> list[Picture]:
        """Return the records of a kind that are dated in the year."""
        return [one for one in pictures_of(self.project, kind) if _day(one, names)[:4] == str(self.year)]


def _day(picture: Picture, names: Sequence[str]) -> str:
    given = next((str(told(picture, name)) for name in names if told(picture, name)), "")
    last = picture.claims[-1].claim
    return given or last.valid or last.said_on or ""


def _grouped(
    pictures: Sequence[Picture], one_name: str, other_name: str
) -> list[tuple[tuple[str, str], list[Picture]]]:
    groups: dict[tuple[str, str], list[Picture]] = {}
    for one in pictures:
        key = str(told(one, one_name) or "unknown"), str(told(one, other_name) or "unknown")
        groups.setdefault(key, []).append(one)
    return sorted(groups.items())


def _quantity(finds: Sequence[Picture]) -> int:
    return sum(int(told(one, "quantity") or 1) for one in finds)


def _name(row: Any, words: DocumentWords) -> str:
    return str(row["region"] or words("no_unit"))
