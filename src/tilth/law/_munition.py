"""What a question says of a munition: checked by kind, other words taken for the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import isfinite
from typing import Any

from tilth.law._errors import LawError
from tilth.law._facts import one_name
from tilth.law._files import data_yaml
from tilth.law._near import near

__all__ = ["described"]


def described(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties under the names that the definition asks for.

    Raises
    ------
    LawError
        For unknown keys, wrong kinds, or two keys that contradict each other.
    """
    keys = data_yaml("definition")["keys"]
    known: dict[str, Any] = {}
    for key, value in given.items():
        name = _names().get(str(key))
        if name is None:
            raise LawError(
                f"munition: no property {key!r}{near(key, _names())}; allowed are {', '.join(keys)}"
            )
        if value is None:
            continue
        _check_kind(name, value, keys[name]["kind"])
        if name == "payload":
            _payload(known, str(value))
        else:
            one_name(known, name, value, "munition:")
    return _unitary(known)


@cache
def _names() -> dict[str, str]:
    keys = data_yaml("definition")["keys"]
    return {word: name for name, each in keys.items() for word in (name, *each.get("aka", ()))}


def _check_kind(key: str, value: Any, kind: str) -> None:
    if kind in ("count", "number", "share"):
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
            raise LawError(f"munition: {key} is {value!r}; give a number of zero or more")
        if kind == "share" and value > 1:
            raise LawError(f"munition: {key} is {value!r}; give a share from 0 to 1, so 0.02 for 2 per cent")
        if kind == "count" and value != int(value):
            raise LawError(f"munition: {key} is {value!r}; give a whole number")
    elif kind == "yes_no" and not isinstance(value, bool):
        raise LawError(f"munition: {key} is {value!r}; give true or false")
    elif kind in ("word", "text") and not isinstance(value, str):
        raise LawError(f"munition: {key} is {value!r}; give a text")


_MEANS = {
    "air_defence": ("air_defence_only", True),
    "mines": ("mine", True),
    "unconventional": ("conventional", False),
    "unitary": ("unitary", True),
    "explosive": ("explosive", True),
    "inert": ("explosive", False),
}


def _payload(known: dict[str, Any], text: str) -> None:
    """Put what a word for the payload stands for."""
    wanted = text.strip().casefold().replace(" ", "_").replace("-", "_")
    words = {word: name for name, taken in data_yaml("definition")["payloads"].items() for word in taken}
    if wanted not in words:
        allowed = ", ".join(data_yaml("definition")["payloads"])
        raise LawError(f"munition: payload is {text!r}{near(wanted, words)}; give one of {allowed}")
    key, value = _MEANS.get(words[wanted], ("payload", words[wanted]))
    one_name(known, key, value, "munition:")


def _unitary(known: dict[str, Any]) -> dict[str, Any]:
    """Return the properties with a unitary warhead read as having no submunitions."""
    if known.pop("unitary", None) is True:
        one_name(known, "submunitions", 0, "munition: a unitary warhead, but")
    return known
