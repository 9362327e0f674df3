"""Land release: areas that balance to the square metre. Pure: records in, account out."""

from __future__ import annotations

from tilth.release._columns import Columns
from tilth.release._errors import ReleaseError
from tilth.release._groups import Shares
from tilth.release._rules import stated_tolerance
from tilth.release._spells import Spells
from tilth.release.account import Account, account, account_of
from tilth.release.borders import shares_within
from tilth.release.cells import cells, land_on, released_by_activity
from tilth.release.partition import Partition, partition
from tilth.release.process import Move, Process, State, moves, process
from tilth.release.records import AreaRecord, ReleaseRecord
from tilth.release.reporting import ActivityFigures, ActivityReport, counted_once, product_of
from tilth.release.sampling import Shown, assumptions, passes, sample_size, sampling_rule, shown_by_sample

__all__ = [
    "Account",
    "ActivityFigures",
    "ActivityReport",
    "AreaRecord",
    "Columns",
    "Move",
    "Partition",
    "Process",
    "ReleaseError",
    "ReleaseRecord",
    "Shares",
    "Shown",
    "Spells",
    "State",
    "account",
    "account_of",
    "assumptions",
    "cells",
    "counted_once",
    "land_on",
    "moves",
    "partition",
    "passes",
    "process",
    "product_of",
    "released_by_activity",
    "sample_size",
    "sampling_rule",
    "shares_within",
    "shown_by_sample",
    "stated_tolerance",
]
