"""Munitions named by class, family or submunition: their loads and family are those of what they may be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tilth.munitions._errors import MunitionError
from tilth.munitions._model import model
from tilth.munitions.catalogue import Munition, Submunition, catalogue
from tilth.munitions.finding import find, search

__all__ = ["class_in", "named_in", "resolve"]


@cache
def _words() -> Mapping[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        (files("tilth.data") / "munitions" / "classes.yaml").read_text("utf-8")
    )
    return loaded


def resolve(text: str, munitions: Sequence[Munition] | None = None) -> Munition:
    """Return the munition of this name, or a stand-in for what a submunition, family or class may be.

    Raises
    ------
    MunitionError
        For a name of several munitions, or of none; near ones are listed.

    Examples
    --------
    >>> resolve("155 mm DPICM shells").loads[:3]
    (88, 72, 63)
    >>> resolve("9n235").family
    'Soviet/Russian'
    """
    known = catalogue() if munitions is None else munitions
    try:
        return find(text, known)
    except MunitionError as error:
        if "several munitions" in str(error):
            raise
        whole = class_in(text, known, strict=True)
        if whole is not None:
            return whole
        found = search(text, known)
        if found.by == "part of a name":
            names = ", ".join(munition.id for munition in found.munitions[:8])
            raise MunitionError(
                f"no munition {text!r}; part of the name of {names}: give one of these"
            ) from None
        return _stand_in(text, found.munitions, _common_family(found.munitions))


def class_in(
    text: str, munitions: Sequence[Munition] | None = None, *, strict: bool = False
) -> Munition | None:
    """Return the class of munitions that words speak of, None when they name none.

    With `strict` every word must be one of a class, and "cluster munitions" is one too; otherwise other
    words are passed over, and words for cluster munitions in general name no class.

    Examples
    --------
    >>> class_in("155 mm artillery DPICM shells (types undisclosed)").family
    'DPICM M42/M46'
    >>> class_in("banana bombs", strict=True) is None
    True
    """
    known = catalogue() if munitions is None else munitions
    plain = text.casefold()
    calibre = re.search(_words()["calibre"], plain)
    said = re.findall(r"[^\W\d_][\w-]*", re.sub(_words()["calibre"], " mm ", plain))
    kinds = [kind for kind, names in _words()["kinds"].items() if set(said) & set(names)]
    families = [name for name, names in _words()["families"].items() if set(said) & set(names)]
    general = strict and bool(set(said) & set(_words()["any"]))
    if not (calibre or kinds or families or general):
        return None
    if strict and any(word not in _all_words() for word in said):
        return None
    wanted = int(calibre.group(1)) if calibre else None
    family = families[0] if families else ""
    members = _members(known, kinds, wanted, family)
    return _stand_in(text, members, family or _common_family(members)) if members else None


def named_in(text: str, munitions: Sequence[Munition] | None = None) -> Munition | None:
    """Return the munition that a text names among other words, or what several named may be; None for none.

    Designations of munitions and of submunitions count, a variant's letters after the number left out where
    needed.

    Examples
    --------
    >>> named_in("CBU-105D/B Sensor Fuzed Weapon (Textron)").id
    'cbu-105'
    >>> named_in("155 mm M864, M483A1 shells stored at Miesau").loads
    (72, 88)
    """
    known = catalogue() if munitions is None else munitions
    found: dict[str, Munition] = {}
    for word in re.findall(r"[^\s,/;()]+", text):
        if re.search(r"[^\W\d_].*\d|[A-Z]{4}", word):
            found |= {munition.id: munition for munition in _called(word, known)}
    if len(found) < 2:
        return next(iter(found.values()), None)
    members = tuple(found.values())
    return _stand_in(text, members, _common_family(members))


def _called(word: str, known: Sequence[Munition]) -> tuple[Munition, ...]:
    for tried in (word, re.sub(r"(?<=\d)[A-Za-z]+$", "", word)):
        try:
            return (find(tried, known),)
        except MunitionError:
            try:
                found = search(tried, known)
            except MunitionError:
                continue
            if found.by in ("name", "submunition"):
                return found.munitions
    return ()


@cache
def _all_words() -> frozenset[str]:
    groups = [
        *_words()["kinds"].values(),
        *_words()["families"].values(),
        _words()["any"],
        _words()["filler"],
    ]
    return frozenset(word for group in groups for word in group)


def _members(
    known: Sequence[Munition], kinds: Sequence[str], calibre: int | None, family: str
) -> list[Munition]:
    """Return the munitions within the limits; a limit that leaves none is dropped, the widest last."""
    special = {*model()["misfit"], *model()["no_rate"]} - {family}
    usual = [m for m in known if m.load and not m.families & special]
    usual = [m for m in usual if not kinds or m.kind in kinds] or usual
    usual = [m for m in usual if not family or family in m.families] or usual
    return [m for m in usual if calibre is None or m.caliber_mm == calibre] or usual


def _common_family(members: Sequence[Munition]) -> str:
    families = {munition.family for munition in members}
    return families.pop() if len(families) == 1 else ""


def _stand_in(text: str, members: Sequence[Munition], family: str) -> Munition:
    """Return a munition that may be any of the members, with the loads of all."""
    loads = tuple(load for munition in members for load in munition.loads)
    return Munition(
        id=text,
        designation=text,
        aliases=(),
        kind="class",
        caliber_mm=None,
        origin_iso3="",
        submunitions=(Submunition(family, None, family),) if family else (),
        total_submunitions=None,
        self_destruct="unknown",
        art2_exclusion="unclear",
        users_places=(),
        family=family,
        source_url="",
        verification="",
        note=f"any of {', '.join(munition.id for munition in members)}",
        class_loads=loads,
    )
