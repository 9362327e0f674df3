"""Which placed subjects later batches of the ledger touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, text

from tilth.claims import vocabulary

__all__ = ["changed_subjects", "subjects_recorded_after"]

_INSIDE = """EXISTS (SELECT 1 FROM tilth_entry e
WHERE e.claim_no = c.claim_no AND e.batch_no > :since)"""
_LATER = """EXISTS (SELECT 1 FROM tilth_entry e JOIN tilth_batch b ON b.batch_no = e.batch_no
WHERE e.claim_no = c.claim_no AND substr(b.recorded_at, 1, 10) > :since)"""
_PLACED = "EXISTS (SELECT 1 FROM tilth_claim p WHERE p.subject = c.subject AND p.body LIKE :placed)"


def changed_subjects(connection: Connection, since: int) -> list[str]:
    """Return the placed subjects that batches after `since` speak of, or whose claims they review."""
    return _subjects(connection, _INSIDE, since)


def subjects_recorded_after(connection: Connection, day: str) -> list[str]:
    """Return the placed subjects that anything recorded after a day speaks of or reviews."""
    return _subjects(connection, _LATER, day)


def _subjects(connection: Connection, inside: str, since: int | str) -> list[str]:
    words = vocabulary()
    layered = _listed(words.with_layer())
    placeable = _listed([name for name in words if words[name].place != "none"])
    placed = text(
        f"SELECT DISTINCT c.subject FROM tilth_claim c WHERE {inside} AND (c.kind IN ({layered})"
        f" OR (c.kind IN ({placeable}) AND {_PLACED}))"
    )
    found = {row[0] for row in connection.execute(placed, {"since": since, "placed": '%"place":{%'})}
    reviewed = text(f"SELECT DISTINCT c.subject FROM tilth_claim c WHERE c.kind = 'review' AND {inside}")
    targets = [row[0].removeprefix("claim:") for row in connection.execute(reviewed, {"since": since})]
    return sorted(found | set(_subjects_behind(connection, targets)))


def _listed(names: Iterable[str]) -> str:
    return ",".join(f"'{name}'" for name in names)


def _subjects_behind(connection: Connection, targets: Sequence[str]) -> Iterator[str]:
    """Yield the subjects of reviewed claims and of the claims taken from them."""
    query = text("SELECT subject FROM tilth_claim WHERE id = :id OR part_of = :id")
    for target in targets:
        for row in connection.execute(query, {"id": bytes.fromhex(target)}):
            yield row[0]
