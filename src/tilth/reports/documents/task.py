"""The task dossier: what a team takes to the field about one area."""

from __future__ import annotations

from collections.abc import Iterator

from tilth.claims import Picture
from tilth.project import Project, pictures_of
from tilth.reports._errors import ReportError
from tilth.reports.documents.area_file import AreaFile, area_file, told
from tilth.reports.documents.blocks import Block, Cell, Document, Section, Table, Words
from tilth.reports.documents.completion import summary_table
from tilth.reports.documents.parts import banners, history_section, signature_section, stated, work_section
from tilth.reports.documents.remaining import residual_section
from tilth.reports.documents.site_map import site_map
from tilth.reports.documents.turning_points import turning_points
from tilth.reports.documents.words import DocumentWords

__all__ = ["task_dossier"]

_MOST = 60


def task_dossier(project: Project, name: str, lang: str = "en") -> Document:
    """Return the dossier of a task, or of an area that no task was made for yet.

    Raises
    ------
    ProjectError
        Neither a task nor an area has this name.
    ReportError
        The task names no area, or the area has no outline.
    """
    words = DocumentWords(lang)
    task = _task(project, name)
    file = area_file(project, _area_of(task) if task is not None else name)
    sections = [
        Section("task", words("task"), _told_of(task, file, words)),
        Section("map", words("map"), [site_map(file, words)]),
        Section("evidence", words("evidence_known"), list(_evidence(file, words))),
        work_section(file, words),
        residual_section(file, words),
        Section("points", words("points"), turning_points(file.outline, file.area, words)),
        history_section(file, words),
        signature_section(words, (("sign_planner", ""), ("sign_team", ""))),
    ]
    title = words("task_dossier")
    lead = f"{told(task, 'title') or told(task, 'local_id') or name}: {file.name}" if task else file.name
    return Document(title, lead, lang, sections, banners(file, words), words("footer", day=file.today))


def _task(project: Project, name: str) -> Picture | None:
    wanted = name if name.startswith("task:") else f"task:{name}"
    tasks = pictures_of(project, "task")
    return next((one for one in tasks if one.subject == wanted or told(one, "local_id") == name), None)


def _area_of(task: Picture) -> str:
    areas = told(task, "hazardous_area")
    listed = areas if isinstance(areas, list) else [areas] if areas else []
    if not listed:
        raise ReportError(f"{task.subject} names no hazardous area: record it with the task")
    return str(listed[0])


def _told_of(task: Picture | None, file: AreaFile, words: DocumentWords) -> list[Block]:
    blocks: list[Block] = [Words([words("task_warning")], warning=True)]
    if task is not None:
        rows: list[list[Cell]] = [
            [words("team"), _team(task, file)],
            [words("organisation"), file.named(told(task, "organisation")) or "–"],
            [
                words("priority"),
                _priority(task),
            ],
            [words("planned"), f"{told(task, 'planned_start') or '…'} – {told(task, 'planned_end') or '…'}"],
            [words("expected_days"), stated(task, "expected_days", words)],
        ]
        blocks.append(Table(rows, widths=(1.4, 2)))
    return [*blocks, summary_table(file, words), *_land(file, words)]


def _team(task: Picture, file: AreaFile) -> str:
    teams = told(task, "team") or ()
    return ", ".join(file.named(one) for one in ([teams] if isinstance(teams, str) else teams)) or "–"


def _priority(task: Picture) -> str:
    parts = (told(task, "priority"), told(task, "priority_reason"))
    return ": ".join(str(part) for part in parts if part) or "–"


def _land(file: AreaFile, words: DocumentWords) -> Iterator[Block]:
    names = ("terrain", "slope", "vegetation", "metal_contamination", "access_state", "intended_land_use")
    rows: list[list[Cell]] = [
        [words(f"land_{name}"), words.value(told(file.area, name))] for name in names if told(file.area, name)
    ]
    if rows:
        yield Table(rows, caption=words("the_land"), widths=(1.4, 2))


def _evidence(file: AreaFile, words: DocumentWords) -> Iterator[Block]:
    rows = [
        [
            str(told(one, "date") or told(one, "found_on") or "–"),
            words.value(told(one, "evidence_kind") or "–"),
            str(told(one, "munition") or "–"),
            stated(one, "count", words),
        ]
        for one in (*file.evidence,)
    ]
    if not rows:
        yield Words([words("no_evidence")])
        return
    head = [words(key) for key in ("date", "evidence_kind", "model", "number_of")]
    more = words("more_rows", count=len(rows) - _MOST) if len(rows) > _MOST else ""
    yield Table(rows[:_MOST], head, more, (1.2, 2.2, 1.6, 0.8))
