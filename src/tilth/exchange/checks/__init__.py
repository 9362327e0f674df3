"""Named checks of records: they read, they never change; a repair is offered and a person accepts it."""

from __future__ import annotations

from tilth.exchange.checks._moved import moved_together
from tilth.exchange.checks.finding import Finding, rules
from tilth.exchange.checks.records import CheckRecord
from tilth.exchange.checks.running import check_project, check_records, check_rows

__all__ = [
    "CheckRecord",
    "Finding",
    "check_project",
    "check_records",
    "check_rows",
    "moved_together",
    "rules",
]
