"""The check of a language file against its schema; errors name the file and the key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

from tilth.reading._errors import WordsError

__all__ = ["checked", "spelled"]

_SLOT = re.compile(r"\{(?:adjective|name|capital|state|number|scale)\}")


def checked(data: Any, schema: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Return a language file with its defaults filled in.

    Raises
    ------
    WordsError
        For an unknown or missing key, an empty list, a value of another kind, or an expression that does not
        compile; the message names the file and the key.
    """
    return _keyed(data, {"fields": schema["keys"]}, file)


def spelled(word: str) -> list[str]:
    """Return the words that a word with endings in brackets stands for.

    Examples
    --------
    >>> spelled("Росі(я|ї|ю)")
    ['Росія', 'Росії', 'Росію']
    """
    parts = re.split(r"\(([^()]*)\)", word)
    options = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    return ["".join(each) for each in product(*options)]


def _fail(at: str, given: Any, allowed: str) -> WordsError:
    return WordsError(f"{at}: {given!r} given; {allowed}")


def _keyed(data: Any, spec: Mapping[str, Any], at: str) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise _fail(at, data, "a table is needed")
    fields = spec["fields"]
    unknown = [key for key in data if key not in fields]
    if unknown:
        raise _fail(at, unknown[0], f"known keys: {', '.join(fields)}")
    made = {}
    for key, inner in fields.items():
        if key in data and ("default" not in inner or data[key] != inner["default"]):
            made[key] = _value(data[key], inner, f"{at}: {key}")
        elif "default" in inner:
            made[key] = inner["default"]
        else:
            raise WordsError(f"{at}: {key} is missing; write it ({inner['kind']})")
    return made


def _value(data: Any, spec: Mapping[str, Any], at: str) -> Any:
    return _KINDS[spec["kind"]](data, spec, at)


def _text(data: Any, _spec: Mapping[str, Any], at: str) -> Any:
    if data is not None and not isinstance(data, str):
        raise _fail(at, data, "a text is needed; quote words such as no or on")
    return data


def _flag(data: Any, _spec: Mapping[str, Any], at: str) -> bool:
    if not isinstance(data, bool):
        raise _fail(at, data, "true or false")
    return data


def _spaced(data: Any, _spec: Mapping[str, Any], at: str) -> str:
    if not isinstance(data, str) or not data.split():
        raise _fail(at, data, "plain words in one text are needed")
    return " ".join(form for word in data.split() for form in spelled(word))


def _words(data: Any, spec: Mapping[str, Any], at: str) -> list[str]:
    if not isinstance(data, list) or not (data or spec.get("empty")):
        raise _fail(at, data, "a list of words is needed, not empty")
    for word in data:
        if not isinstance(word, str) or not word.strip():
            raise _fail(at, word, "a word is needed; quote words such as no or on")
    return [form for word in data for form in spelled(word)]


def _pairs(data: Any, spec: Mapping[str, Any], at: str) -> list[str]:
    for pair in _words(data, spec, at):
        if len(pair) != 2:
            raise _fail(at, pair, "a pair of two marks is needed")
    return list(data)


def _regex(data: Any, _spec: Mapping[str, Any], at: str) -> str:
    if not isinstance(data, str) or not data:
        raise _fail(at, data, "an expression is needed")
    try:
        re.compile(_SLOT.sub("x", data))
    except re.error as error:
        raise WordsError(f"{at}: {data!r} is no regular expression: {error}") from None
    return data


def _regexes(data: Any, spec: Mapping[str, Any], at: str) -> list[str]:
    if not isinstance(data, list) or not data:
        raise _fail(at, data, "a list of expressions is needed, not empty")
    return [_regex(each, spec, at) for each in data]


def _numbers(data: Any, _spec: Mapping[str, Any], at: str) -> dict[str, float]:
    if not isinstance(data, Mapping) or not data:
        raise _fail(at, data, "words with their numbers are needed")
    for word, number in data.items():
        if not isinstance(word, str) or isinstance(number, bool) or not isinstance(number, int | float):
            raise _fail(f"{at}: {word}", number, "a word with a number is needed")
    return dict(data)


def _weighted(data: Any, spec: Mapping[str, Any], at: str) -> dict[float, str]:
    if not isinstance(data, Mapping) or not data:
        raise _fail(at, data, "weights with their expressions are needed")
    for weight in data:
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            raise _fail(at, weight, "a weight is a number")
    return {weight: _regex(each, spec, f"{at}: {weight}") for weight, each in data.items()}


def _table(data: Any, spec: Mapping[str, Any], at: str) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise _fail(at, data, "a table is needed")
    keys = spec.get("keys")
    for key in data:
        if keys and key not in keys:
            raise _fail(at, key, f"known keys: {', '.join(keys)}")
        if spec.get("codes") and not re.fullmatch("[A-Z]{3}", str(key)):
            raise _fail(at, key, "an ISO 3166 alpha-3 code is needed")
    missing = [key for key in keys or () if key not in data] if spec.get("all") else []
    if missing:
        raise WordsError(f"{at}: {missing[0]} is missing")
    return {key: _value(each, spec["of"], f"{at}: {key}") for key, each in data.items()}


def _rows(data: Any, spec: Mapping[str, Any], at: str) -> list[dict[str, Any]]:
    if not isinstance(data, list) or not data:
        raise _fail(at, data, "a list of rows is needed, not empty")
    made = []
    for number, row in enumerate(data, 1):
        given = _keyed(row, spec, f"{at}: row {number}")
        for key, allowed in spec.get("allowed", {}).items():
            if given[key] not in allowed:
                raise _fail(f"{at}: row {number}: {key}", given[key], f"allowed: {', '.join(allowed)}")
        made.append(given)
    return made


_KINDS: dict[str, Callable[[Any, Mapping[str, Any], str], Any]] = {
    "text": _text,
    "flag": _flag,
    "spaced": _spaced,
    "words": _words,
    "pairs": _pairs,
    "regex": _regex,
    "regexes": _regexes,
    "numbers": _numbers,
    "weighted": _weighted,
    "table": _table,
    "rows": _rows,
    "keyed": _keyed,
}
