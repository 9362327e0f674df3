"""The placed things as they were known, and as they were true, on an earlier day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import text

from tilth.claims import LedgerError
from tilth.project._changes import subjects_recorded_after
from tilth.project.layers import features_at
from tilth.project.mapped.features import Features
from tilth.project.mapped.kinds import map_layers
from tilth.project.mapped.loading import joined, of_features, subject_key

if TYPE_CHECKING:
    from tilth.claims import Store

__all__ = ["features_known"]

_MOST = 5_000
"""Areas with several claims that are worked out anew for a day; beyond, they keep the class of today."""


def features_known(
    store: Store, now: Features, *, known_on: str | None = None, true_on: str | None = None
) -> Features:
    """Return the features as known on a day, areas with the class that was true on a day.

    What changed since `known_on` is worked out anew from the claims of then; the rest is as it is now.

    Raises
    ------
    LedgerError
        A day that is none.
    """
    if known_on is not None and len(known_on) != 10:
        raise LedgerError(f"known_on: given {known_on!r}, allowed a day such as 2024-03-05")
    anew: set[str] = set()
    if known_on is not None:
        with store.reading() as connection:
            anew |= set(subjects_recorded_after(connection, known_on))
    lasting = _told_more_than_once(store) if true_on is not None else set()
    if not anew and not lasting:
        return now
    drawn = of_features(list(features_at(store, sorted(anew - lasting), known_on=known_on)))
    dated = of_features(list(features_at(store, sorted(lasting), known_on=known_on, true_on=true_on)))
    return _put_together(_without(now, anew | lasting), [drawn, dated])


def _told_more_than_once(store: Store) -> set[str]:
    """Return the areas with several claims: their class may have been another one."""
    listed = [layer.name for layer in map_layers().values() if layer.lasts]
    with store.reading() as connection:
        found = {
            row[0]
            for name in listed
            for row in connection.execute(text(f"SELECT subject FROM {name} WHERE claims LIKE '% %'"))
        }
    return found if len(found) <= _MOST else set()


def _without(now: Features, subjects: Collection[str]) -> Features:
    return now.rows(~np.isin(now.key, [subject_key(subject) for subject in subjects]))


def _put_together(base: Features, more: Sequence[Features]) -> Features:
    for part in more:
        moved = replace(part, fid=part.fid - len(base.extra))
        base = replace(joined([base, moved]), extra=(*base.extra, *part.extra))
    return base
