"""Parts that documents on land share: summary, account of the land, work, finds, quality, history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tilth.claims import Picture
from tilth.reports.documents.area_file import AreaFile, claims_of, told
from tilth.reports.documents.blocks import Block, Cell, Number, Section, Signatures, Table, Words
from tilth.reports.documents.words import DocumentWords

__all__ = [
    "account_section",
    "banners",
    "history_section",
    "quality_section",
    "signature_section",
    "work_section",
]

_WORK_WIDTHS = (1.6, 1.2, 1.5, 1.9, 1.2, 0.9, 0.9)
_LAND = ("CHA", "SHA", "indication", "unclassified", "cleared", "reduced", "cancelled", "corrections")


def banners(file: AreaFile, words: DocumentWords) -> list[str]:
    """Return what the reader must know first: made up, not reviewed, machine-made words."""
    lines = [words("synthetic")] if file.synthetic else []
    lines += [words("draft", count=file.unreviewed)] if file.unreviewed else []
    return lines + ([words("machine_words")] if words.machine_made else [])


def area_number(value: float, claims: tuple[str, ...], words: DocumentWords) -> Number:
    """Return a measured area in square metres."""
    return Number(round(value), claims, exact=words("measured"), unit="m²")


def counted(pictures: Sequence[Picture], words: DocumentWords, total: float | None = None) -> Cell:
    """Return how many records there are, or the sum they tell; that none is on record is no figure."""
    if not pictures:
        return words("none_on_record")
    value = len(pictures) if total is None else total
    return Number(value, claims_of(pictures), exact=words("counted"))


def stated(picture: Picture, name: str, words: DocumentWords, unit: str = "") -> Cell:
    """Return a number as the records state it; a dash when none does."""
    value = told(picture, name)
    if not isinstance(value, int | float):
        return "–"
    return Number(value, picture.told[name].claims, exact=words("stated"), unit=unit)


def account_section(file: AreaFile, words: DocumentWords) -> Section:
    """Return the land of the area by what it is today; the parts add up to the whole."""
    behind = claims_of((file.area, *file.work.releases))
    rows: list[list[Cell]] = [
        [words.value(word), area_number(file.work.land_m2[word], behind, words)]
        for word in _LAND
        if file.work.land_m2.get(word)
    ]
    rows.append([words("whole"), area_number(sum(file.work.land_m2.values()), behind, words)])
    blocks: list[Block] = [Table(rows, caption=words("account_caption", day=file.today), widths=(2, 1))]
    if file.work.releases:
        blocks.append(_releases(file, words))
    return Section("account", words("account"), blocks)


def _releases(file: AreaFile, words: DocumentWords) -> Table:
    rows = [
        [
            words.value(told(one, "product")) or "–",
            words.value(told(one, "method")) or "–",
            str(told(one, "date") or one.claims[-1].claim.valid or "–"),
            stated(one, "depth_cm", words, "cm"),
            stated(one, "found", words),
            file.named(told(one, "organisation")) or "–",
            _approval(one, words),
        ]
        for one in file.work.releases
    ]
    head = [words(key) for key in ("outcome", "method", "date", "depth", "found", "organisation", "approved")]
    return Table(rows, head, words("releases_caption"), (1.2, 1.4, 1.2, 0.9, 0.8, 1.5, 1.7))


def _approval(release: Picture, words: DocumentWords) -> str:
    by, on = told(release, "approved_by"), told(release, "approved_on")
    return ", ".join(str(part) for part in (by, on) if part) or words("not_approved")


def work_section(file: AreaFile, words: DocumentWords) -> Section:
    """Return surveys and clearance on the area, and what they found."""
    rows: list[list[Cell]] = [
        [
            words.value(told(one, "activity_kind")),
            str(told(one, "local_id") or one.subject.split(":", 1)[1]),
            file.named(told(one, "organisation")) or "–",
            _dates(one),
            words.value(told(one, "status")) or "–",
            stated(one, "depth_cm", words, "cm"),
            stated(one, "found", words),
        ]
        for one in file.work.activities
    ]
    keys = ("work", "number", "organisation", "dates", "status", "depth", "found")
    blocks: list[Block] = []
    if rows:
        blocks.append(
            Table(
                rows, [words(key) for key in keys], words("work_caption"), (1.6, 1.2, 1.5, 1.9, 1.2, 0.9, 0.9)
            )
        )
    else:
        blocks.append(Words([words("no_work")], warning=True))
    finds = list(_finds(file, words))
    if finds:
        head = [words(key) for key in ("item", "model", "became", "number_of")]
        blocks.append(Table(finds, head, words("finds_caption"), (2, 1.6, 1.4, 0.8)))
    else:
        blocks.append(Words([words("no_finds")]))
    return Section("work", words("work_done"), blocks)


def _dates(picture: Picture) -> str:
    start, end = told(picture, "start"), told(picture, "end")
    return f"{start or '…'} – {end or '…'}" if start or end else "–"


def _finds(file: AreaFile, words: DocumentWords) -> Iterator[list[Cell]]:
    groups: dict[tuple[str, ...], list[Picture]] = {}
    for one in file.finds:
        key = tuple(str(told(one, name) or "") for name in ("category", "model", "outcome"))
        groups.setdefault(key, []).append(one)
    for (category, model, outcome), members in sorted(groups.items()):
        total = sum(told(one, "quantity") or 1 for one in members)
        yield [
            words.value(category) or "–",
            model or "–",
            words.value(outcome) or "–",
            counted(members, words, total),
        ]


def quality_section(file: AreaFile, words: DocumentWords) -> Section:
    """Return the checks of the work and of the land, with what was wrong and what was done about it."""
    rows: list[list[Cell]] = [
        [
            str(told(one, "date") or "–"),
            words.value(told(one, "visit_kind")),
            file.named(told(one, "inspecting")) or "–",
            words.value(told(one, "result")) or "–",
            _wrong(one, words),
        ]
        for one in file.work.visits
    ]
    if not rows:
        return Section("quality", words("quality"), [Words([words("no_quality")], warning=True)])
    head = [words(key) for key in ("date", "check", "inspected_by", "result", "wrong")]
    return Section("quality", words("quality"), [Table(rows, head, widths=(1.1, 2.2, 1.5, 1.3, 2.4))])


def _wrong(visit: Picture, words: DocumentWords) -> str:
    faults = told(visit, "nonconformities") or []
    listed = "; ".join(f"{one['type']} ({words.value(one.get('severity'))})" for one in faults)
    measures = told(visit, "measures")
    return " – ".join(part for part in (listed, str(measures or "")) if part) or "–"


def history_section(file: AreaFile, words: DocumentWords) -> Section:
    """Return every change of class and status with who, when and why, and moves that wait for approval."""
    rows = [_move(move, words) for move in file.status["history"]]
    waiting = [_move(move, words) for move in file.status["waiting"]]
    if not (rows or waiting):
        return Section("history", words("history"), [Words([words("no_history")])])
    head = [words(key) for key in ("date", "change", "by", "reason")]
    blocks: list[Block] = [Table(rows, head, widths=(1.1, 2.4, 1.6, 2.4))] if rows else []
    if waiting:
        blocks.append(Table(waiting, head, words("waiting_caption"), (1.1, 2.4, 1.6, 2.4)))
    return Section("history", words("history"), blocks)


def _move(move: dict[str, Any], words: DocumentWords) -> list[str]:
    event = str(move.get("move") or "").replace("_", " ")
    state = f"{words.value(move.get('class'))}, {words.value(move.get('status'))}"
    approved = ", ".join(_plain(by) for by in move.get("approved_by") or ())
    by = _plain(move.get("by")) + (f" ({words('approved')}: {approved})" if approved else "")
    return [str(move.get("date") or "–"), f"{event} – {state}", by, str(move.get("reason") or "–")]


def _plain(subject: object) -> str:
    return str(subject or "–").split(":", 1)[-1]


def signature_section(words: DocumentWords, places: Sequence[tuple[str, str]]) -> Section:
    """Return places to sign."""
    return Section(
        "signatures",
        words("signatures"),
        [Words([words("signatures_lead")]), Signatures([(words(role), name) for role, name in places])],
    )
