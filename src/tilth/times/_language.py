"""The words of a language, read from its file and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tilth.times._errors import TimeError

__all__ = ["Language", "language", "languages"]

Forms = tuple[tuple[str, ...], ...]
Phrases = tuple[str, ...]

UNITS = ("day", "week", "weekend", "month", "year")
KINDS = (
    *("weekday", "weekday_before", "weekday_after", "weekday_this", "weekday_of_week"),
    *("date", "days", "month", "year", "ago"),
)
FRAMES = ("since", "until", "before", "after", "about")


@dataclass(frozen=True, slots=True)
class Language:
    """All words and patterns of one language, in lower case; the keys are those of its file.

    What each key holds is written in ``data/times/README.md``.
    """

    language: str
    name: str
    source: str
    weekdays: Forms
    weekdays_with_date: Forms
    glued_parts: Phrases
    parts: Phrases
    months: Forms
    months_with_day: Forms
    day_endings: Phrases
    day_words: Mapping[int, Phrases]
    relative: Mapping[str, Mapping[int, Phrases]]
    patterns: Mapping[str, Phrases]
    numbers: Mapping[int, Phrases]
    units: Mapping[str, Phrases]
    numeric: Phrases
    frames: Mapping[str, Phrases]
    date_words: Phrases
    not_times: Phrases
    unclear: Phrases
    capital_only: Phrases


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a file, in alphabetical order.

    Examples
    --------
    >>> languages()
    ('de', 'en', 'es', 'fr', 'nl', 'ru', 'uk')
    """
    names = (entry.name for entry in files("tilth").joinpath("data", "times").iterdir())
    return tuple(sorted(name[:-5] for name in names if re.fullmatch(r"[a-z]{2,3}\.yaml", name)))


def language(code: str) -> Language:
    """Return the words of a language; ``nl-BE`` is read as ``nl``.

    Raises
    ------
    TimeError
        For a language without a file (the message lists those there are) or a faulty file.
    """
    base = re.split(r"[-_]", code.lower())[0] if isinstance(code, str) else code
    if base not in languages():
        raise TimeError(
            f"no words for dates in language {code!r}: there are {', '.join(languages())}; "
            f"give one of these, or add data/times/{base}.yaml"
        )
    return _load(base)


@cache
def _load(code: str) -> Language:
    import yaml

    text = files("tilth").joinpath("data", "times", f"{code}.yaml").read_text("utf-8")
    return read_language(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def read_language(data: Mapping[str, Any]) -> Language:
    """Return the language that a parsed file describes.

    Raises
    ------
    TimeError
        Naming the language, the key and what is wrong with it.
    """
    fields = tuple(Language.__slots__)
    wrong = sorted(set(fields) ^ set(data))
    name = data.get("language")
    if wrong:
        raise TimeError(f"date words of {name!r}: missing or unknown keys {', '.join(wrong)}")
    found = Language(**{key: _frozen(data[key], f"{name}: {key}") for key in fields})
    _check_lengths(found)
    _check_keys(found)
    return found


def _frozen(value: Any, where: str) -> Any:
    """Turn lists into tuples, and refuse words that YAML took for something else."""
    if isinstance(value, dict):
        return {key: _frozen(entry, f"{where}: {key}") for key, entry in value.items()}
    if isinstance(value, list):
        return tuple(_frozen(entry, where) for entry in value)
    if not isinstance(value, str):
        raise TimeError(f"date words of {where}: {value!r} is no word; put it in quotes")
    return value if where.endswith((": name", ": source")) else value.lower()


def _check_lengths(words: Language) -> None:
    expected = {"weekdays": 7, "weekdays_with_date": 7, "months": 12, "months_with_day": 12}
    for key, length in expected.items():
        forms = getattr(words, key)
        if len(forms) != length:
            raise TimeError(f"date words of {words.language}: {key} has {len(forms)} lists, needs {length}")


def _check_keys(words: Language) -> None:
    allowed = {"relative": UNITS, "patterns": KINDS, "frames": FRAMES, "units": UNITS}
    for key, names in allowed.items():
        unknown = sorted(set(getattr(words, key)) - set(names))
        if unknown:
            raise TimeError(
                f"date words of {words.language}: {key} has unknown {', '.join(unknown)}; "
                f"allowed are {', '.join(names)}"
            )
    if not set(words.numeric) <= {"dmy", "mdy"}:
        raise TimeError(f"date words of {words.language}: numeric may hold dmy and mdy only")
