"""From the rows of a sheet to claims not yet checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tilth.claims import Claim, vocabulary
from tilth.exchange.importing._cells import CellFault
from tilth.exchange.importing._columns import Columns, read_columns
from tilth.exchange.importing._positions import Positions, positions
from tilth.exchange.importing._settings import settings
from tilth.exchange.importing.mapping import Mapping
from tilth.exchange.importing.sheets import SURPLUS, Sheet
from tilth.exchange.intake import Draft, RowProblem

__all__ = ["Drafted", "draft_rows"]

HIDDEN = "not shown: it concerns a person"


@dataclass(slots=True)
class Drafted:
    """Drafts in order of rows, problems of rows, by row what was done to an outline, and whom rows name."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    mended: dict[int, tuple[str, str]] = field(default_factory=dict)
    subjects: set[str] = field(default_factory=set)


def draft_rows(sheet: Sheet, mapping: Mapping, source: Claim, *, synthetic: bool = False) -> Drafted:
    """Return a draft for every row that can be one, and a problem for every cell that cannot be read."""
    columns = read_columns(sheet, mapping)
    sizes = next((told.values for told in columns.properties if told.to == "size_m"), None)
    where = positions(sheet, mapping, sizes)
    return _Desk(sheet, mapping, source, columns, where, synthetic).drafted()


class _Desk:
    """One sheet at work."""

    def __init__(
        self,
        sheet: Sheet,
        mapping: Mapping,
        source: Claim,
        columns: Columns,
        where: Positions,
        synthetic: bool,
    ) -> None:
        self.sheet, self.mapping, self.source = sheet, mapping, source
        self.columns, self.where, self.synthetic = columns, where, synthetic
        self.kind = vocabulary()[mapping.kind]
        self.about = settings("kinds")[mapping.kind]
        self.personal = frozenset(item.name for item in self.kind.properties.values() if item.personal)
        self.records = self._records()
        self.refused: set[int] = set()
        self.told_empty: set[int] = set()
        self.problems: list[RowProblem] = []
        self.lost: dict[int, dict[str, str]] = {}

    def drafted(self) -> Drafted:
        """Return drafts and problems."""
        rows = list(self._values())
        self._surplus()
        self._cell_faults()
        self._empty(rows)
        self._place_faults()
        made = Drafted(problems=self.problems)
        special = self.columns.special
        for at, (values, wording) in enumerate(rows):
            subject = self._subject(at)
            if subject is not None:
                made.subjects.add(subject)
            if at in self.refused or subject is None:
                continue
            if self.synthetic or self.records[at].startswith("synthetic-"):
                values["synthetic"] = "yes"
            claim = Claim(
                kind=self.mapping.kind,
                subject=subject,
                values=values,
                wording=wording | self.lost.get(at, {}),
                speaker=self._at(special.get("speaker"), at) or self.mapping.speaker or None,
                said_on=self._at(special.get("said_on"), at),
                source=self.source.subject,
                valid=self._valid(at, values),
                place=self.where.places[at],
                access=self._access(values),
            )
            made.drafts.append(Draft(at + 1, self.records[at], claim))
        made.mended = {at + 1: told for at, told in self.where.mended.items()}
        return made

    def _at(self, values: Sequence[Any] | None, at: int) -> Any:
        return values[at] if values is not None else None

    def _records(self) -> list[str]:
        told = self.columns.special.get("record") or self.columns.special.get("subject")
        if told is None:
            return [str(number) for number in range(1, self.sheet.rows + 1)]
        return [str(record) if record is not None else "" for record in told]

    def _subject(self, at: int) -> str | None:
        """Return the subject of a row; None when it has no identifier and the mapping wants one."""
        whole = self._at(self.columns.special.get("subject"), at)
        if whole and str(whole).startswith(f"{self.mapping.kind}:"):
            return str(whole)
        record = self.records[at]
        if record:
            return f"{self.mapping.kind}:{self._prefix()}{record}"
        keep = self.mapping.bad_cells == "keep_row"
        advice = "named by its row" if keep else "give each row its own id"
        header = self._record_header()
        self._problem(at, header, "", "identifier", CellFault("no identifier", advice), refuse=not keep)
        if not keep:
            return None
        self.records[at] = f"row {at + 1}"
        return f"{self.mapping.kind}:{self._file_prefix()}row-{at + 1}"

    def _record_header(self) -> str:
        column = self.mapping.column_to("record")
        return column.header if column else "id"

    def _prefix(self) -> str:
        prefix = self.mapping.prefix
        named = "record" in self.columns.special or "subject" in self.columns.special
        return self._file_prefix() if prefix == "file" or not named else prefix

    def _file_prefix(self) -> str:
        layer = f"{self.sheet.layer}-" if self.sheet.layer else ""
        return f"{self.source.subject.removeprefix('source:')[:8]}-{layer}"

    def _values(self) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
        """Yield values and wording of each row."""
        constants = dict(self.mapping.constants)
        columns = self.columns.properties
        for at in range(self.sheet.rows):
            values = dict(constants)
            wording: dict[str, str] = {}
            for told in columns:
                value = told.values[at]
                if told.words is not None and (words := told.words[at]) is not None:
                    wording[told.to] = words
                if value is None:
                    continue
                if told.fixed is not None:
                    values.setdefault(told.to, []).append({**told.fixed, told.field: value})
                elif told.many and told.to in values:
                    values[told.to] = list(dict.fromkeys([*values[told.to], *value]))
                elif value != []:
                    values[told.to] = value
            yield values, wording

    def _valid(self, at: int, values: dict[str, Any]) -> str | None:
        told = self._at(self.columns.special.get("valid"), at)
        if told is None:
            event = values.get(self.about.get("event", ""))
            return str(event) if event is not None else None
        return f"{told}/.." if self.about.get("state") and "/" not in told else str(told)

    def _access(self, values: dict[str, Any]) -> str:
        if self.about.get("personal") or (self.personal and not self.personal.isdisjoint(values)):
            return "personal"
        return "public"

    def _cell_faults(self) -> None:
        refuse = self.mapping.bad_cells == "refuse_row"
        for at, header, target, cell, fault in self.columns.faults:
            if not refuse and target in self.kind.properties and cell:
                self.lost.setdefault(at, {})[target] = cell if target not in self.personal else HIDDEN
            self._problem(at, header, cell, fault.rule, fault, refuse=refuse)

    def _place_faults(self) -> None:
        required = self.kind.place == "required"
        rule = self.mapping.place
        for at, (header, text, fault) in sorted(self.where.faults.items()):
            if at in self.told_empty:
                continue
            self._problem(at, header, text, fault.rule, fault, refuse=required or rule.accuracy == header)
        for at, (note, _) in self.where.mended.items():
            fault = CellFault(note, "look at it on a map; the original is kept", "make_valid")
            self._problem(at, "geometry", "", "make_valid", fault, severity="advisory")
        if not required or rule.notation == "none":
            return
        for at, place in enumerate(self.where.places):
            if place is None and at not in self.where.faults and at not in self.told_empty:
                fault = CellFault("no position", "give both", "place")
                cells = ", ".join(str(self.sheet.cells[name][at] or "") for name in rule.columns)
                self._problem(at, ", ".join(rule.columns), cells, "place", fault, refuse=True)

    def _empty(self, rows: Sequence[tuple[dict[str, Any], dict[str, str]]]) -> None:
        """Refuse rows that tell nothing: no place, and no value of their own."""
        constants = len(self.mapping.constants)
        for at, (values, wording) in enumerate(rows):
            if self.where.places[at] is None and len(values) == constants and not wording:
                if at in self.refused:
                    continue
                self.told_empty.add(at)
                fault = self.where.faults.get(
                    at, ("row", "", CellFault("the row tells nothing", "leave it out"))
                )
                self._problem(at, fault[0], fault[1], fault[2].rule, fault[2], refuse=True)

    def _surplus(self) -> None:
        for at, cells in enumerate(self.sheet.cells.get(SURPLUS, ())):
            if cells:
                fault = CellFault("more cells than columns", "is a comma in one of the cells?", "row")
                self._problem(at, "row", str(cells), "row", fault, refuse=True)

    def _problem(
        self,
        at: int,
        header: str,
        cell: str,
        rule: str,
        fault: CellFault,
        *,
        refuse: bool = False,
        severity: str = "",
    ) -> None:
        if refuse:
            self.refused.add(at)
        level = severity or ("refused" if refuse else "warning")
        shown = HIDDEN if self.about.get("personal") and cell else cell[:200]
        advice = fault.advice
        self.problems.append(
            RowProblem(at + 1, self.records[at], header, shown, rule, level, fault.reason, advice)
        )
