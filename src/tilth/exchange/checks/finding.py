"""What a check found, and the rules with their thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tilth.exchange.checks.records import CheckRecord
from tilth.exchange.importing._settings import settings

__all__ = ["Context", "Finding", "found", "rules"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    Attributes
    ----------
    severity
        error, warning or info.
    repair
        Name of the repair that is offered; empty when there is none.
    """

    rule: str
    severity: str
    subject: str
    row: int
    record: str
    field: str
    value: str
    reason: str
    advice: str
    repair: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Context:
    """What checks know beside the records.

    Attributes
    ----------
    country
        Shape of the country in WGS84, None when no country is named.
    districts
        Shapes of administrative units by code and by name, folded.
    near
        lon, lat of the region meant.
    subjects
        Subjects of the project and of the records themselves.
    today
        ISO date that is not the future.
    """

    country: Any = None
    districts: Mapping[str, Any] = field(default_factory=dict)
    near: tuple[float, float] | None = None
    subjects: frozenset[str] = frozenset()
    today: str = ""


def rules() -> dict[str, dict[str, Any]]:
    """Return the rules by name, with severity, meaning, advice, thresholds, repair and source."""
    return settings("checks")


def found(rule: str, record: CheckRecord, field_name: str, value: str, reason: str) -> Finding:
    """Return a finding on a record, with what the rule says of gravity, advice and repair.

    What concerns a person is not shown.
    """
    about = rules()[rule]
    shown = "not shown: it concerns a person" if record.personal and value else value[:200]
    return Finding(
        rule,
        about["severity"],
        record.subject,
        record.row,
        record.record,
        field_name,
        shown,
        reason,
        about["advice"],
        about.get("repair", ""),
    )
