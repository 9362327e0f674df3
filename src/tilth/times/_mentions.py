"""Finding the times a text speaks of, and resolving them against the date of the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tilth.times._frames import framed
from tilth.times._matching import filled_slots, frame_of, matches, rule_of
from tilth.times._partial import PartialDate
from tilth.times._patterns import Grammar, grammar
from tilth.times._period import Period
from tilth.times._reach import date_reach
from tilth.times._rules import resolved_on

__all__ = ["TimeMention", "find_times", "resolve"]

_ANY_DAY = (date(1500, 1, 1), date(9000, 12, 31))


@dataclass(frozen=True, slots=True)
class TimeMention:
    """Words of a text that speak of a time.

    Attributes
    ----------
    start, end : int
        Place in the text in Unicode code points, end exclusive.
    words : str
        The words as written, with their preposition: ``"on Friday"``.
    resolved : PartialDate or Period or None
        None when the document date does not decide it; keep the words then.
    """

    start: int
    end: int
    words: str
    resolved: PartialDate | Period | None


def find_times(text: str, document_date: PartialDate | None, lang: str) -> list[TimeMention]:
    """Return the times that a text mentions, in text order, without overlap.

    Of two readings that begin at the same word the longer one is taken. Common words that also
    name a month ("may") count only with a capital. Time grows linearly with the text.

    Parameters
    ----------
    text : str
        Running text.
    document_date : PartialDate or None
        The day it was published, as far as known; None when nothing is known.
    lang : str
        Language code, such as ``"nl"``; see `languages`.

    Raises
    ------
    TimeError
        For a language without a file.

    Examples
    --------
    >>> found = find_times("He said so on Friday.", PartialDate(2023, 7, 10), "en")
    >>> [(each.start, each.end, each.words, str(each.resolved)) for each in found]
    [(11, 20, 'on Friday', '2023-07-07')]
    """
    read = grammar(lang)
    return [
        TimeMention(*match.span(), text[slice(*match.span())], _resolved(match, document_date, read))
        for match in matches(text, read, strict=True)
    ]


def resolve(words: str, document_date: PartialDate | None, lang: str) -> PartialDate | Period | None:
    """Return the time that words stand for, counted from the date of the document.

    A weekday is the latest such day not after the document date, that day included; so are a day
    and month without a year, and a month without a year. "Last Friday" is strictly before, "next
    Friday" strictly after. If the document date is itself partial or rough, the answer is given
    only when every day it can be leads to the same one: "yesterday" in a text of July stays
    unresolved, "last month" does not. "Until Friday" and "before July" stay unresolved too, since
    they mostly look ahead; "since Friday" does not. Capitals do not matter.

    Parameters
    ----------
    words : str
        A phrase such as ``"vorige week"``; of several times in it the longest counts, the first
        of equals.
    document_date : PartialDate or None
        None when nothing is known; full dates are then still resolved.
    lang : str
        Language code.

    Returns
    -------
    PartialDate or Period or None
        "Last week" is one day out of seven: a `Period` with ``once``. None when nothing matches,
        the date does not exist, its weekday contradicts it, or the document date does not decide.

    Raises
    ------
    TimeError
        For a language without a file; the message lists those there are.

    Examples
    --------
    >>> str(resolve("am Freitag", PartialDate(2023, 7, 10), "de"))
    '2023-07-07'
    >>> resolve("zaterdag", PartialDate(2023, 7), "nl") is None
    True
    >>> str(resolve("vorige week", PartialDate(2023, 7, 18), "nl"))
    '[2023-07-10..2023-07-16]'
    """
    read = grammar(lang)
    found = list(matches(words, read, strict=False))
    if not found:
        return None
    longest = max(found, key=lambda match: match.end() - match.start())
    return _resolved(longest, document_date, read)


def _resolved(
    match: re.Match[str], document_date: PartialDate | None, read: Grammar
) -> PartialDate | Period | None:
    """Resolve from the first and the last day the document date can be; keep it if they agree.

    All rules move forward with the document date, so what both ends agree on holds in between.
    """
    rule, slots = rule_of(match, read), filled_slots(match, read)
    days = date_reach(document_date) if document_date else _ANY_DAY
    first, last = (resolved_on(rule.kind, slots, rule.shift, day) for day in days)
    if first is None or first != last:
        return None
    frame = frame_of(match)
    return framed(first, frame, rule.kind, dated="year" in slots) if frame else first
