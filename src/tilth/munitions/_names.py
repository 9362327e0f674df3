"""Comparable keys of designations, whatever the case, spacing or alphabet."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["keys", "misread", "parts"]


@cache
def _letters(which: str) -> dict[int, str]:
    raw = (files("tilth.data") / "munitions" / "letters.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(raw)
    return str.maketrans(loaded[which])


@cache
def keys(name: str) -> tuple[str, ...]:
    """Return the keys under which a designation is known: by letter shape, then by sound.

    Two designations are the same when they share a key. Blank text has the key ``""``.

    Examples
    --------
    >>> keys("BL-755")
    ('bl755',)
    >>> keys("РБК-500")
    ('pбk500', 'rbk500')
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    found = (_compact(plain.translate(_letters(which))) for which in ("looks_like", "sounds_like"))
    return tuple(dict.fromkeys(found))


@cache
def _misread() -> dict[int, str]:
    """Return Latin letters as a reader takes the Cyrillic ones they stand for: Н, written N, is read as H."""
    raw = (files("tilth.data") / "munitions" / "letters.yaml").read_text("utf-8")
    loaded: dict[str, dict[str, str]] = yaml.safe_load(raw)
    looks, sounds = loaded["looks_like"], loaded["sounds_like"]
    single = {sounds[letter]: looks[letter] for letter in looks if len(sounds.get(letter, "")) == 1}
    return str.maketrans({sound: look for sound, look in single.items() if sound != look})


def misread(key: str) -> str:
    """Return the key that a Cyrillic designation has when its letters are taken for Latin ones.

    Examples
    --------
    >>> misread("9n235")
    '9h235'
    """
    return key.translate(_misread())


def _compact(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def parts(text: str) -> frozenset[str]:
    """Return the keys of every designation in a text such as ``m85 (L20A1)`` or ``cbu-87 / blu-97``.

    Examples
    --------
    >>> sorted(parts("m85 (L20A1)"))
    ['l20a1', 'm85']
    """
    for mark in "/,;()":
        text = text.replace(mark, "|")
    return frozenset(key for part in text.split("|") for key in keys(part) if key)
