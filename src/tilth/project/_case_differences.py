"""What differs between two answers to one question of law, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["differences"]

_COMPARED = ("standing", "outcome", "citation", "readings", "depends_on", "flags")


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return each finding that came, went or changed, and a changed answer on the munition.

    Examples
    --------
    >>> one = {"state": "CYP", "role": "user", "regime": "ccm", "clause": "VCLT-18", "outcome": "unclear"}
    >>> two = one | {"clause": "CCM-1a", "outcome": "prohibited"}
    >>> cluster = {"answer": "yes"}
    >>> differences({"cluster_munition": cluster, "findings": [one]},
    ...             {"cluster_munition": cluster, "findings": [two]})
    ['CYP (user), ccm, VCLT-18: no longer found (was unclear)', 'CYP (user), ccm, CCM-1a: prohibited, new']
    """
    found = []
    first, second = before["cluster_munition"]["answer"], now["cluster_munition"]["answer"]
    if first != second:
        found.append(f"cluster munition: {first} before, {second} now")
    earlier, later = _by_name(before), _by_name(now)
    for name, finding in earlier.items():
        if name not in later:
            found.append(f"{name}: no longer found (was {finding['outcome']})")
    for name, finding in later.items():
        if name not in earlier:
            found.append(f"{name}: {finding['outcome']}, new")
            continue
        found += _changes(name, earlier[name], finding)
    return found


def _by_name(answer: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {
        f"{each['state']} ({each['role']}), {each['regime']}, {each['clause']}": each
        for each in answer["findings"]
    }


def _changes(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return [
        f"{name}: {key.replace('_', ' ')} {_told(before.get(key))} before, {_told(now.get(key))} now"
        for key in _COMPARED
        if before.get(key) != now.get(key)
    ]


def _told(value: Any) -> str:
    if isinstance(value, list):
        words = [each.get("outcome", "") if isinstance(each, Mapping) else str(each) for each in value]
        return "; ".join(words) or "none"
    return str(value).replace("_", " ")
