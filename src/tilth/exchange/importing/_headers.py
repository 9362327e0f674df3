"""Headers of a sheet looked up by what they mean."""

from __future__ import annotations

import re
from functools import cache

from tilth.exchange.importing._settings import settings
from tilth.exchange.importing._words import fold, header_names, squeezed
from tilth.exchange.importing.sheets import SURPLUS, Sheet
from tilth.exchange.importing.xlsform import Form

__all__ = ["Headers", "forms_of", "unit_in"]

_PATH = re.compile(r"[/:]|(?<=\w)-(?=\w)|\.")


def forms_of(header: str) -> list[str]:
    """Return the folded forms of a header: whole, its last part, and each without its unit.

    Examples
    --------
    >>> forms_of("site/area_ha")
    ['site area ha', 'area ha', 'site area', 'area']
    """
    whole = fold(header)
    last = fold(_PATH.split(header)[-1])
    forms = [whole, last]
    forms += [bare for form in (whole, last) if (bare := _without_unit(form))]
    return list(dict.fromkeys(forms))


def unit_in(header: str) -> str:
    """Return the unit that a header names, nothing when it names none.

    Examples
    --------
    >>> unit_in("Size (ha)"), unit_in("Area km²"), unit_in("Area")
    ('ha', 'km2', '')
    """
    words = fold(header.replace("²", "2")).split()
    ends = [" ".join(words[at:]) for at in range(len(words))]
    if "%" in header:
        return "percent"
    return next((_units()[end] for end in ends if end in _units()), "")


def _without_unit(form: str) -> str:
    words = form.split()
    for at in range(1, len(words)):
        if " ".join(words[at:]) in _units():
            return " ".join(words[:at])
    return ""


@cache
def _units() -> dict[str, str]:
    listed = settings("headers")["units"]
    return {fold(str(word).replace("²", "2")): unit for unit, words in listed.items() for word in words}


class Headers:
    """The headers of one sheet, for one kind."""

    def __init__(self, sheet: Sheet, kind: str, form: Form | None = None) -> None:
        self.kind = kind
        self.form = form
        self.forms = {name: self._forms(name) for name in sheet.columns if name != SURPLUS}

    def _forms(self, header: str) -> list[str]:
        """Return the forms of a header, and after them those of the question that it answers."""
        question = self.form.of(header) if self.form is not None else None
        asked = [form for label in question.labels for form in forms_of(label)] if question else []
        return list(dict.fromkeys([*forms_of(header), *asked]))

    def all(self, target: str) -> list[str]:
        """Return the headers that may mean `target`, the surest first."""
        names = header_names(target, self.kind)
        found = []
        for at, (header, forms) in enumerate(self.forms.items()):
            rank = next((rank for rank, form in enumerate(forms) if squeezed(form) in names), None)
            if rank is not None:
                found.append((0 if fold(header) == fold(target) else 1 + rank, at, header))
        return [header for _, _, header in sorted(found)]

    def best(self, target: str) -> str | None:
        """Return the surest header for `target`, None when there is none."""
        return next(iter(self.all(target)), None)

    def ending_in(self, target: str) -> str | None:
        """Return the first header whose last word means `target`, as forms write ``place-Latitude``."""
        names = header_names(target, self.kind)
        ends = ((header, forms[0].split()[-1:]) for header, forms in self.forms.items())
        return next((header for header, end in ends if end and end[0] in names), None)
