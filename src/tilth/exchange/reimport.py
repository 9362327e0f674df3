"""Files of our own export coming back: untouched rows change nothing, edited ones are corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tilth.claims import (
    Claim,
    Recorded,
    problems_of,
    recorded_about,
    recorded_by_id,
    recorded_of_kind,
    review_claim,
)
from tilth.exchange._cells import CLAIM, WHOLE, CellError, content_of
from tilth.exchange._edits import changed_columns, edited
from tilth.exchange._export_readers import export_rows
from tilth.exchange.coarsening import coarse
from tilth.exchange.intake import Intake, RowProblem
from tilth.project import Project, reviewer_of

__all__ = ["take_export"]

_PORTION = 5_000
_OWN_WORK = ("review", "run")
_TOOL = "import-export"


def take_export(project: Project, path: Path, *, dry_run: bool = False) -> Intake:
    """Take in a file that `tilth export` wrote; return the account of its rows.

    A row whose claim the project holds and that nobody changed adds nothing. A changed row adds the changed
    claim as a proposal and a correction that leads from the old one to it. A row of another project's claim
    adds that claim as it is. A row without identity is a new claim.

    Raises
    ------
    ExchangeError
        A damaged file.
    """
    desk = _Desk(project, path.name)
    portion: list[tuple[int, dict[str, str]]] = []
    for number, row in enumerate(export_rows(path), 1):
        portion.append((number, row))
        if len(portion) >= _PORTION:
            desk.take(portion)
            portion = []
    desk.take(portion)
    return desk.finish(dry_run=dry_run)


def _is_untouched(row: dict[str, str], key: str) -> bool:
    """Whether a row tells the claim to the letter; False only means that it must be looked at closely."""
    if row.get(WHOLE):
        return False
    try:
        return Claim.from_json(content_of(row)).id == key
    except (CellError, KeyError, TypeError, ValueError):
        return False


@dataclass
class _Desk:
    """The rows of one file on their way in."""

    project: Project
    name: str
    made: dict[str, Claim] = field(default_factory=dict)
    corrections: list[Claim] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    rows: int = 0
    unchanged: int = 0
    doubles: int = 0
    coarse_ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def take(self, portion: Sequence[tuple[int, dict[str, str]]]) -> None:
        """Sort out some rows."""
        keys = [row.get(CLAIM, "") for _, row in portion]
        wanted = [key for key in keys if len(key) == 64 and not set(key) - set("0123456789abcdef")]
        held = {item.id: item for item in recorded_by_id(self.project.store, wanted)}
        for number, row in portion:
            self.rows += 1
            self.kinds.add(row.get("tilth_kind", ""))
            try:
                self._row(number, row, held.get(row.get(CLAIM, "")))
            except (CellError, KeyError, TypeError, ValueError) as error:
                self._refuse(number, row, "cell", str(error), "correct the cell and import again")

    def _row(self, number: int, row: dict[str, str], held: Recorded | None) -> None:
        key = row.get(CLAIM, "")
        if key and key in self.seen:
            self._double(number, row, self.seen[key])
        elif held is not None:
            self.seen[key] = number
            self._held(number, row, held)
        elif row.get("tilth_coarsened") and key in self._coarse(row["tilth_kind"]):
            self.seen[key] = number
            self.unchanged += 1
        else:
            if key:
                self.seen[key] = number
            self._strange(number, row)

    def _held(self, number: int, row: dict[str, str], held: Recorded) -> None:
        changes = {} if _is_untouched(row, held.id) else changed_columns(held.claim, row)
        if not changes:
            self.unchanged += 1
            return
        if held.claim.kind in _OWN_WORK:
            self._refuse(number, row, "kind", f"a {held.claim.kind} is not edited", "use 'tilth review'")
            return
        claim = edited(held.claim, changes)
        if claim.id == held.id:
            self.unchanged += 1
        elif self._allowed(number, row, claim):
            self._correct(number, row, held, claim, sorted(changes))

    def _correct(
        self, number: int, row: dict[str, str], held: Recorded, claim: Claim, columns: Sequence[str]
    ) -> None:
        known = recorded_by_id(self.project.store, [claim.id])
        reviewer = reviewer_of(self.project, None).replace("entity:", "import:", 1)
        before = recorded_about(self.project.store, [f"claim:{held.id}"])
        own = [item for item in before if item.claim.speaker == reviewer]
        if known and own and own[-1].claim.values.get("replacement") == claim.id:
            self.unchanged += 1
            return
        reason = f"{', '.join(columns)} changed in {self.name}"
        after = own[-1].id if own else None
        today = date.today().isoformat()
        self.made[claim.id] = claim
        self.corrections.append(
            review_claim(
                held.id, "correct", reviewer, reason=reason, replacement=claim.id, on=today, after=after
            )
        )
        if any((item.claim.speaker or "").startswith("entity:") for item in before):
            words = "a person reviewed the claim: both stand until somebody decides"
            self._remark(number, row, "reviewed", words, f"tilth review correct {held.id[:12]}")

    def _strange(self, number: int, row: dict[str, str]) -> None:
        """Take the claim of a row that the project does not hold."""
        if row.get("tilth_kind") in _OWN_WORK:
            words = "verdicts and computations come with their signatures"
            self._refuse(number, row, "tilth_kind", words, "bring them with 'tilth sync'")
            return
        claim = Claim.from_json(content_of(row))
        changes = changed_columns(claim, row) if row.get(WHOLE) else {}
        claim = edited(claim, changes) if changes else claim
        if not self._allowed(number, row, claim):
            return
        if claim.id in self.made:
            self._double(number, row, 0)
            return
        if row.get(CLAIM) and claim.id != row[CLAIM] and not row.get("tilth_coarsened"):
            words = "edited since it was exported, and this project does not hold the claim it was"
            self._remark(number, row, "identity", words, "it is taken as a claim of its own")
        self.made[claim.id] = claim

    def _allowed(self, number: int, row: dict[str, str], claim: Claim) -> bool:
        faults = problems_of(claim)
        self.problems += [
            RowProblem(
                number, row.get("tilth_subject", ""), fault.field.removeprefix("values."), fault.given,
                "vocabulary", "refused", f"allowed: {fault.allowed}", fault.advice,
            )
            for fault in faults
        ]  # fmt: skip
        return not faults

    def _coarse(self, kind: str) -> frozenset[str]:
        """Return what the personal claims of a kind look like when made coarse."""
        if kind not in self.coarse_ids:
            held = recorded_of_kind(self.project.store, [kind])
            made = (coarse(item.claim) for item in held)
            self.coarse_ids[kind] = frozenset(one[0].id for one in made if one is not None)
        return self.coarse_ids[kind]

    def _double(self, number: int, row: dict[str, str], first: int) -> None:
        self.doubles += 1
        words = f"the same claim as row {first}" if first else "the same as an earlier row"
        self._remark(number, row, "duplicate", words, f"clear {CLAIM} to make this row a new claim")

    def _refuse(self, number: int, row: dict[str, str], rule: str, reason: str, advice: str) -> None:
        record = row.get("tilth_subject", "")
        self.problems.append(RowProblem(number, record, "row", "", rule, "refused", reason, advice))

    def _remark(self, number: int, row: dict[str, str], rule: str, reason: str, advice: str) -> None:
        record = row.get("tilth_subject", "")
        self.problems.append(RowProblem(number, record, "row", "", rule, "advisory", reason, advice))

    def finish(self, *, dry_run: bool) -> Intake:
        """Append what came of the rows and account for them."""
        refused = len({one.row for one in self.problems if one.severity == "refused"})
        held = {item.id for item in recorded_by_id(self.project.store, list(self.made))}
        corrected = {str(one.values["replacement"]) for one in self.corrections}
        known = len(held - corrected)
        added: Sequence[str] = ()
        if not dry_run and (self.made or self.corrections):
            added = self.project.append([*self.made.values(), *self.corrections], tool=_TOOL).added
        return Intake(
            name=self.name,
            kind=next(iter(self.kinds)) if len(self.kinds) == 1 else "export",
            rows=self.rows,
            accepted=len(self.made) - known,
            refused=refused,
            duplicates=self.doubles,
            unchanged=self.unchanged + known,
            claims_added=len(added),
            problems=tuple(sorted(self.problems, key=lambda one: one.row)),
            profile="export of tilth",
            claims=tuple(self.made),
        )
