"""What a state's people do in a joint operation, from free words."""

from __future__ import annotations

import re
from typing import Any

from tilth.law._errors import LawError
from tilth.law._files import data_yaml
from tilth.law._near import near

__all__ = ["joint_role"]


def joint_role(value: Any) -> str:
    """Return the role that words name; stems and their order of trial are in ``acts.yaml``.

    Raises
    ------
    LawError
        When no role fits, with the roles there are.

    Examples
    --------
    >>> joint_role("expressly requests"), joint_role("staff officer"), joint_role("fires itself")
    ('requests_exclusive', 'participates', 'uses')
    """
    words = re.findall(r"[a-z]+", str(value).casefold())
    data = data_yaml("acts")
    fitting = [
        role
        for role, sets in data["joint_operation_role"].items()
        if any(_all_there(stems.split(), words) for stems in sets)
    ]
    if {"participates", "uses"} <= set(fitting):
        raise LawError(
            f"fact joint_operation_role is {value!r}: does the actor take part, or use itself? "
            "give participates or uses"
        )
    if fitting:
        return str(data["role_names"].get(fitting[0], fitting[0]))
    roles = dict.fromkeys(data["role_names"].get(each, each) for each in data["joint_operation_role"])
    advice = near(value, roles)
    raise LawError(f"fact joint_operation_role is {value!r}{advice}: give one of {', '.join(roles)}")


def _all_there(stems: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(stem) for word in words) for stem in stems)
