"""Claims against the vocabulary: each fault with what was given and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from tilth.claims import _values
from tilth.claims._errors import ClaimError, Problem
from tilth.claims._values import Check, Fault, shorten
from tilth.claims.claim import ACCESS, CREDIBILITY, MODES, RELIABILITY, STANCES, Claim
from tilth.claims.vocabulary import Kind, Property, vocabulary

__all__ = ["check_claims", "problems_of"]

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
    >>> check_claims([Claim(kind="strike", subject="strike:1", values={"rounds": -1})])
    Traceback (most recent call last):
        ...
    tilth.claims._errors.ClaimError: 1 claims refused, nothing was written:
      claim 0, values.rounds: given -1, allowed 0 items or more; ...
    """
    problems = [fault for number, claim in enumerate(claims) for fault in problems_of(claim, number)]
    if problems:
        raise ClaimError(problems)


def problems_of(claim: Claim, number: int = 0) -> list[Problem]:
    """Return the faults of one claim; an empty list when there are none."""
    try:
        _check_envelope(claim)
        _check_values(claim, _compiled(claim.kind))
    except Fault:
        return _all_problems(claim, number)
    return []


def _check_envelope(claim: Claim) -> None:
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
    for words in wording.values():
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
    if kind not in words:
        import difflib

        near = difflib.get_close_matches(kind, words.kinds, n=3)
        raise Fault(shorten(kind), "a kind of the vocabulary", f"near: {', '.join(near) or 'none'}")
    return _Compiled(words[kind])


def _check_values(claim: Claim, compiled: _Compiled) -> None:
    checks = compiled.checks
    values = claim.values
    for name, value in values.items():
        check = checks.get(name)
        if check is None:
            raise Fault(shorten(name), f"properties of {compiled.kind.name}")
        check(value)
    for name in compiled.required:
        if name not in values:
            raise Fault("nothing", f"a value for {name}")
    if claim.place is not None:
        _check_place(claim, compiled)
    elif compiled.place_required:
        raise Fault("no place", "a place with geometry and accuracy_m")
    if compiled.personal and claim.access != "personal":
        _check_personal(claim, compiled)


def _check_place(claim: Claim, compiled: _Compiled) -> None:
    if compiled.place_none:
        raise Fault("a place", f"no place: {compiled.kind.name} is nowhere on the map")
    _values.check_place(claim.place)


def _check_personal(claim: Claim, compiled: _Compiled) -> None:
    private = compiled.personal.intersection(claim.values)
    if private:
        raise Fault(
            f"access {claim.access}",
            "access personal",
            f"{', '.join(sorted(private))} identifies a person",
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
            attempt(name, lambda check=check, value=value: check(value))  # type: ignore[misc]
    try:
        compiled = _compiled(claim.kind)
    except Fault as fault:
        return [*problems, Problem(number, "kind", fault.given, fault.allowed, fault.advice)]
    return problems + _value_problems(claim, compiled, number)


def _value_problems(claim: Claim, compiled: _Compiled, number: int) -> list[Problem]:
    problems: list[Problem] = []
    for name, value in claim.values.items():
        check = compiled.checks.get(name)
        try:
            if check is None:
                raise _unknown_property(name, compiled)
            check(value)
        except Fault as fault:
            given, allowed, advice = fault.given, fault.allowed, fault.advice
            problems.append(Problem(number, f"values.{name}", given, allowed, advice))
    rest = Claim(
        kind=claim.kind,
        subject=claim.subject,
        values={name: claim.values[name] for name in claim.values if name in compiled.checks},
        place=claim.place,
        access=claim.access,
    )
    if not problems:
        try:
            _check_values(rest, compiled)
        except Fault as fault:
            field = "place" if "place" in fault.given else "values"
            problems.append(Problem(number, field, fault.given, fault.allowed, fault.advice))
    return problems


def _unknown_property(name: str, compiled: _Compiled) -> Fault:
    import difflib

    near = difflib.get_close_matches(name, compiled.checks, n=3) or sorted(compiled.checks)[:8]
    return Fault(
        f"unknown property {shorten(name)}",
        f"a property of {compiled.kind.name}: {', '.join(near)}",
    )
