"""The register of holdings and transfers: what is said, by whom, and what had expired or gone by a date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tilth.munitions._errors import MunitionError
from tilth.times import Order, PartialDate, Period, TimeError, compare, parse_time

__all__ = ["Entry", "Stock", "moves", "stock"]

_GONE = ("destroyed", "transferred", "used")
_COME = ("acquired", "discovered")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said in the register, as a claim holds it.

    Attributes
    ----------
    claim : str
        Identifier of the claim.
    subject : str
        What it is about: ``transfer:T01``.
    kind : str
        ``stockpile``, ``stockpile_change`` or ``transfer``.
    values : mapping
        Properties of the kind in the vocabulary.
    wording : mapping
        Original words of values that did not fit.
    speaker : str
        Who says it, in words.
    said_on : str or None
    status : str
        Of the claim: ``accepted`` or ``proposed``.
    """

    claim: str
    subject: str
    kind: str
    values: Mapping[str, Any]
    wording: Mapping[str, str]
    speaker: str
    said_on: str | None
    status: str

    def told(self, name: str) -> str:
        """Return a value in words, empty when nothing is said."""
        value = self.values.get(name, self.wording.get(name, ""))
        if isinstance(value, dict):
            return amount_words(value)
        if isinstance(value, list | tuple):
            return ";".join(map(str, value))
        return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else str(value)

    @property
    def dates(self) -> tuple[str, ...]:
        """Dates of the event itself: announced, delivered, date, from and until, as of."""
        names = ("announced", "delivered", "date", "from", "until", "as_of")
        return tuple(self.told(name) for name in names if self.told(name))


@dataclass(frozen=True, slots=True)
class Stock:
    """What is said of a state's stock of one munition by a date, speakers side by side.

    Attributes
    ----------
    munition : str
        As the claims name it; empty for cluster munitions in general.
    held, gone, come : tuple of Entry
        Holdings; munitions destroyed, passed on or used since; and those acquired or found.
    expired : mapping of claim -> str
        For each holding with an expiry: ``expired``, ``not expired`` or ``cannot say``.
    sums : tuple of (speaker, low, high)
        For each speaker that gives a number: what its own figures leave.
    differ : bool
        True when speakers give numbers that do not meet.
    """

    munition: str
    held: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    come: tuple[Entry, ...]
    expired: Mapping[str, str]
    sums: tuple[tuple[str, float, float], ...]
    differ: bool


def moves(
    entries: Iterable[Entry],
    *,
    supplier: str | None = None,
    recipient: str | None = None,
    since: str | None = None,
) -> list[Entry]:
    """Return the transfers between states since a date, by date; undated ones are kept at the end.

    A partial date that may lie after `since` counts: only what is certainly earlier is left out.

    Raises
    ------
    MunitionError
        For a date that is none.
    """
    start = _date(since) if since else None
    found = [
        entry
        for entry in entries
        if entry.kind == "transfer"
        and _is_party(entry, "supplier", supplier)
        and _is_party(entry, "recipient", recipient)
        and not (start and _before(entry, start))
    ]
    return sorted(found, key=lambda entry: (min(entry.dates, default="9999"), entry.subject, entry.claim))


def _is_party(entry: Entry, side: str, code: str | None) -> bool:
    named = entry.told(side).replace(" and others", "").split(";")
    return code is None or code in named


def _before(entry: Entry, start: PartialDate | Period) -> bool:
    known = [_parsed(date) for date in entry.dates]
    certain = [date for date in known if date is not None]
    return bool(certain) and all(compare(date, start) is Order.BEFORE for date in certain)


def stock(entries: Sequence[Entry], holder: str, on: str) -> list[Stock]:
    """Return what is said of a state's stock by a date, one for each munition.

    Holdings and changes that certainly lie after the date are left out; a transfer that the state made or
    got counts as passed on or acquired unless it is refused, denied or only considered.

    Raises
    ------
    MunitionError
        For a date that is none.
    """
    day = _date(on)
    own = [entry for entry in entries if _concerns(entry, holder) and not _after(entry, day)]
    named = dict.fromkeys(entry.told("munition").removeprefix("munition:") for entry in own)
    return [
        _stock(name, [e for e in own if e.told("munition").removeprefix("munition:") == name], holder, day)
        for name in named
    ]


def _concerns(entry: Entry, holder: str) -> bool:
    if entry.kind == "transfer":
        done = entry.told("status") or entry.told("status_text")
        if any(word in done for word in ("refused", "denied", "considered", "requested", "not carried out")):
            return False
        return _is_party(entry, "supplier", holder) or _is_party(entry, "recipient", holder)
    return entry.told("holder") == holder


def _after(entry: Entry, day: PartialDate | Period) -> bool:
    known = [date for text in entry.dates if (date := _parsed(text)) is not None]
    return bool(known) and all(compare(day, date) is Order.BEFORE for date in known)


def _stock(name: str, own: Sequence[Entry], holder: str, day: PartialDate | Period) -> Stock:
    held = tuple(entry for entry in own if entry.kind == "stockpile")
    gone = tuple(entry for entry in own if _went(entry, holder))
    come = tuple(entry for entry in own if entry not in held and entry not in gone and _came(entry, holder))
    expired = {entry.claim: _expired(entry, day) for entry in held if entry.told("expiry")}
    sums = tuple(_sums(held, gone, come))
    apart = any(one[1] > other[2] for one in sums for other in sums)
    return Stock(name, held, gone, come, expired, sums, apart)


def _went(entry: Entry, holder: str) -> bool:
    if entry.kind == "transfer":
        return _is_party(entry, "supplier", holder)
    return entry.kind == "stockpile_change" and entry.told("change") in _GONE


def _came(entry: Entry, holder: str) -> bool:
    if entry.kind == "transfer":
        return _is_party(entry, "recipient", holder)
    return entry.told("change") in _COME


def _expired(entry: Entry, day: PartialDate | Period) -> str:
    expiry = _parsed(entry.told("expiry"))
    order = Order.CANNOT_SAY if expiry is None else compare(expiry, day)
    return {Order.BEFORE: "expired", Order.AFTER: "not expired"}.get(order, "cannot say")


def _sums(
    held: Sequence[Entry], gone: Sequence[Entry], come: Sequence[Entry]
) -> Iterable[tuple[str, float, float]]:
    """Yield for each speaker holdings less what went plus what came, never below nought."""
    for speaker in dict.fromkeys(entry.speaker for entry in held):
        own = [[_ends(entry) for entry in group if entry.speaker == speaker] for group in (held, gone, come)]
        told, went, came = ([ends for ends in group if ends is not None] for group in own)
        if not told:
            continue
        low = sum(ends[0] for ends in told) - sum(ends[1] for ends in went) + sum(ends[0] for ends in came)
        high = sum(ends[1] for ends in told) - sum(ends[0] for ends in went) + sum(ends[1] for ends in came)
        yield speaker, max(low, 0.0), max(high, 0.0)


def _ends(entry: Entry) -> tuple[float, float] | None:
    """Return the least and most carriers that an entry speaks of, None when it gives no number."""
    value = entry.values.get("munitions_count", entry.values.get("quantity"))
    if isinstance(value, dict):
        given = [float(value[name]) for name in ("low", "value", "high") if name in value]
        return (min(given), max(given)) if given else None
    return (float(value), float(value)) if isinstance(value, int | float) else None


def amount_words(value: Mapping[str, Any]) -> str:
    """Return a range or rough amount in words.

    Examples
    --------
    >>> amount_words({"low": 1000, "high": 2000}), amount_words({"value": 500, "about": True})
    ('1,000 to 2,000', 'about 500')
    """
    about = "about " if value.get("about") else ""
    if "low" in value and "high" in value:
        return f"{about}{value['low']:,g} to {value['high']:,g}"
    if "value" in value:
        return f"{about}{value['value']:,g}"
    side = "at least" if "low" in value else "at most"
    return f"{side} {value.get('low', value.get('high', 0)):,g}"


def _date(text: str) -> PartialDate | Period:
    try:
        return parse_time(text)
    except TimeError as error:
        raise MunitionError(
            f"date is {text!r}; give one such as 2024, 2024-03 or 2024-03-05 ({error})"
        ) from None


def _parsed(text: str) -> PartialDate | Period | None:
    """Return a date of a claim; words such as ``1990s`` are read by their year, what is none is no date."""
    for tried in (
        text,
        text.replace(" to ", "/"),
        f"{text[:4]}/{text[:3]}9" if text.endswith("0s") else text,
    ):
        try:
            return parse_time(tried)
        except TimeError:
            continue
    return None
