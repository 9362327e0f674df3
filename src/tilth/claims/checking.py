"""Claims against the vocabulary: each fault with what was given and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache, partial

from tilth.claims import _values
from tilth.claims._errors import ClaimError, Problem
from tilth.claims._values import Check, Fault, shorten
from tilth.claims.claim import ACCESS, CREDIBILITY, MODES, RELIABILITY, STANCES, Claim
from tilth.claims.vocabulary import Kind, Property, vocabulary

__all__ = ["check_claims", "check_envelope", "problems_of"]

_ENVELOPE: tuple[tuple[str, Check], ...] = (
    ("said_on", _values.check_time),
    ("valid", _values.check_time),
    ("span", _values.check_span),
    ("speaker", _values.check_reference),
    ("source", _values.check_reference),
    ("part_of", _values.check_claim_id),
    ("channel", _values.check_name),
    ("reliability", _values.one_of(RELIABILITY)),
    ("credibility", _values.one_of(CREDIBILITY)),
    ("stance", _values.one_of(STANCES)),
)
_check_mode = _values.one_of(MODES)
_check_access = _values.one_of(ACCESS)


def check_claims(claims: Iterable[Claim]) -> None:
    """Return when every claim is allowed.

    Raises
    ------
    ClaimError
        Listing each fault of each claim.

    Examples
    --------
    >>> check_claims([Claim(kind="survey_box", subject="survey_box:1", values={"found": -1})])
    Traceback (most recent call last):
        ...
    tilth.claims._errors.ClaimError: 1 claim refused, nothing was written:
      claim 0, place: given no place, allowed a place with geometry and accuracy_m
      claim 0, values.found: given -1, allowed 0 items or more; the unit is items
    """
    problems = [fault for number, claim in enumerate(claims) for fault in problems_of(claim, number)]
    if problems:
        raise ClaimError(problems)


def problems_of(claim: Claim, number: int = 0) -> list[Problem]:
    """Return the faults of one claim; an empty list when there are none."""
    try:
        check_envelope(claim)
        _check_values(claim, _compiled(claim.kind))
    except (Fault, TypeError):
        return _all_problems(claim, number)
    return []


def check_envelope(claim: Claim) -> None:
    """Raise Fault unless all but kind, values and place is as every version of tilth writes it."""
    _values.check_subject(claim.subject)
    _check_mode(claim.mode)
    _check_access(claim.access)
    for name, check in _ENVELOPE:
        value = getattr(claim, name)
        if value is not None:
            check(value)
    if claim.wording:
        _check_wording(claim.wording)


def _check_wording(wording: Mapping[str, str]) -> None:
    if not isinstance(wording, dict):
        raise Fault(shorten(wording), "an object: original words by property")
    for name, words in wording.items():
        _values.check_name(name)
        _values.check_text(words)


class _Compiled:
    """The checks of one kind, made once."""

    __slots__ = ("checks", "kind", "personal", "place_none", "place_required", "required")

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.checks = {name: _check_of(item) for name, item in kind.properties.items()}
        self.required = tuple(name for name, item in kind.properties.items() if item.required)
        self.personal = frozenset(name for name, item in kind.properties.items() if item.personal)
        self.place_required = kind.place == "required"
        self.place_none = kind.place == "none"


@cache
def _compiled(kind: str) -> _Compiled:
    words = vocabulary()
    if not isinstance(kind, str) or kind not in words:
        import difflib

        near = difflib.get_close_matches(str(kind), words.kinds, n=3)
        raise Fault(shorten(kind), "a kind of the vocabulary", f"near: {', '.join(near) or 'none'}")
    return _Compiled(words[kind])


def _check_values(claim: Claim, compiled: _Compiled) -> None:
    checks = compiled.checks
    values = claim.values
    if not isinstance(values, dict):
        raise Fault(shorten(values), "an object: values by property")
    for name, value in values.items():
        check = checks.get(name)
        if check is None:
            raise _unknown_property(name, compiled)
        check(value)
    for name in compiled.required:
        _check_given(name, claim)
    if claim.place is not None or compiled.place_required:
        _check_place(claim, compiled)
    if compiled.personal and claim.access != "personal":
        _check_personal(claim, compiled)


def _check_place(claim: Claim, compiled: _Compiled) -> None:
    if claim.place is None:
        if compiled.place_required:
            raise Fault("no place", "a place with geometry and accuracy_m")
        return
    if compiled.place_none:
        raise Fault("a place", f"no place: {compiled.kind.name} is nowhere on the map")
    _values.check_place(claim.place)


def _check_personal(claim: Claim, compiled: _Compiled) -> None:
    private = compiled.personal.intersection(claim.values)
    if private and claim.access != "personal":
        raise Fault(
            f"access {shorten(claim.access)}",
            "access personal",
            f"{', '.join(sorted(private))} can identify a person: set access to personal or leave it out",
        )


def _check_of(item: Property) -> Check:
    check = _values.check_for(item, _check_of)
    return _values.each(check) if item.many else check


def _all_problems(claim: Claim, number: int) -> list[Problem]:
    """Look again, slowly, for every fault and its field."""
    problems: list[Problem] = []

    def attempt(field: str, check: Callable[[], object]) -> None:
        try:
            check()
        except Fault as fault:
            problems.append(Problem(number, field, fault.given, fault.allowed, fault.advice))

    attempt("subject", lambda: _values.check_subject(claim.subject))
    attempt("mode", lambda: _check_mode(claim.mode))
    attempt("access", lambda: _check_access(claim.access))
    attempt("wording", lambda: _check_wording(claim.wording))
    for name, check in _ENVELOPE:
        value = getattr(claim, name)
        if value is not None:
            attempt(name, partial(check, value))
    try:
        compiled = _compiled(claim.kind)
    except Fault as fault:
        return [*problems, Problem(number, "kind", fault.given, fault.allowed, fault.advice)]
    except TypeError:
        return [*problems, Problem(number, "kind", shorten(claim.kind), "a kind of the vocabulary")]
    attempt("place", lambda: _check_place(claim, compiled))
    if isinstance(claim.values, dict):
        for name, value in claim.values.items():
            attempt(f"values.{name}", partial(_check_value, name, value, compiled))
        for name in compiled.required:
            attempt(f"values.{name}", partial(_check_given, name, claim))
        attempt("access", lambda: _check_personal(claim, compiled))
    else:
        attempt("values", lambda: _check_values(claim, compiled))
    return [_discreet(problem, claim, compiled) for problem in problems]


def _check_given(name: str, claim: Claim) -> None:
    if name not in claim.values:
        raise Fault("nothing", f"a value for {name}")


def _check_value(name: str, value: object, compiled: _Compiled) -> None:
    check = compiled.checks.get(name)
    if check is None:
        raise _unknown_property(name, compiled)
    check(value)


def _discreet(problem: Problem, claim: Claim, compiled: _Compiled) -> Problem:
    """Leave out of a message what may concern a person; messages end up in logs and on screens."""
    top, _, name = problem.field.partition(".")
    about_person = top in ("values", "wording", "place") and claim.access == "personal"
    if not about_person and name not in compiled.personal:
        return problem
    return replace(problem, given="something not shown because it concerns a person", advice="")


def _unknown_property(name: str, compiled: _Compiled) -> Fault:
    import difflib

    near = difflib.get_close_matches(str(name), compiled.checks, n=3) or sorted(compiled.checks)[:8]
    return Fault(
        f"unknown property {shorten(name)}",
        f"a property of {compiled.kind.name}: {', '.join(near)}",
    )
