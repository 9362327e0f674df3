"""Whether a state is bound by a regime on a date, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tilth.law._calendar import Days, Stretch
from tilth.law._errors import LawError
from tilth.law._known import known_rows, uncertainty
from tilth.law._regimes import regime_facts, regime_name, regime_title
from tilth.law._timeline import Step, days_of, span, timeline
from tilth.law.participation import Participation
from tilth.law.states import require_existing, state_code, state_name
from tilth.times import PartialDate, TimeError

__all__ = ["Standing", "as_date", "standing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a state stands to a regime on a date.

    Attributes
    ----------
    state, regime : str
    on : PartialDate
    standing : str
        ``party``, ``provisional``, ``signatory`` (signed or consented, not in force),
        ``former_party``, ``outsider``, or ``unclear`` when several of these are possible.
    possible : tuple of str
        The standings that fit what is known; one unless `standing` is ``unclear``.
    since, until : str or None
        First and last day of this standing, ISO 8601, ``[a..b]`` for a day in between; None when
        there is no such day or none on record.
    reasons : tuple of str
        Plain sentences with the article.
    facts : tuple of str
        Origins of the rows used.
    flags : tuple of str
        What to be careful about: ``single-sourced``, ``as of DATE``, ``not verified``.
    source : str
        Address of the first source.
    rules : tuple of str
        Articles that were applied to the dates, by the names of the framework blocks (``CCM-17``).
    consented : bool
        Whether it has deposited an instrument that is not yet in force for it.
    """

    state: str
    regime: str
    on: PartialDate
    standing: str
    possible: tuple[str, ...]
    since: str | None
    until: str | None
    reasons: tuple[str, ...]
    facts: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    source: str = ""
    rules: tuple[str, ...] = ()
    consented: bool = False


def standing(
    state: str,
    regime: str,
    on: str | date | PartialDate,
    facts: Iterable[Participation] | None = None,
    conflicts: Sequence[Stretch] = (),
) -> Standing:
    """Return how a state stands to a regime on a date.

    A partial date on which the standing changes gives ``unclear`` with every standing that is
    possible. The day a withdrawal takes effect is the first day as former party.

    Parameters
    ----------
    state : str
        ISO 3166 code or name; with `facts` also the name used there.
    regime : str
        ``ccm``, ``ccw_p5``, ``att``, ``eu_2008_944``, ``national:USA`` or ``ihl``.
    on : str, date or PartialDate
        The date asked for; may be partial (``2025-03``).
    facts : iterable of Participation, optional
        Newer facts; what they state wins over the packaged tables, what they leave out does not.
    conflicts : sequence of (date, date or None)
        Armed conflicts of the state, for withdrawals held back by Art. 20(3).

    Raises
    ------
    LawError
        For an unknown state, regime or date, a state that did not exist then, or dates that
        contradict each other.

    Examples
    --------
    >>> standing("LTU", "ccm", "2025-03-05").standing, standing("LTU", "ccm", "2025-03-06").standing
    ('party', 'former_party')
    >>> standing("Lithuania", "ccm", "2025-03").possible
    ('party', 'former_party')
    """
    given = tuple(facts or ())
    code = state if any(each.state == state for each in given) else state_code(state)
    name = regime_name(regime, code)[0]
    day = as_date(on)
    require_existing(code, *days_of(day))
    if regime_facts(name).get("everyone"):
        return _everyone(code, name, day)
    known = known_rows(code, name, given)
    if not known:
        return _no_row(code, name, day)
    if name.startswith("national:"):
        return min((_of_rows([row], day, conflicts) for row in known), key=_rank)
    return _of_rows(known, day, conflicts)


def as_date(on: str | date | PartialDate) -> PartialDate:
    """Return the date as a partial date, or raise LawError with what to write."""
    if isinstance(on, PartialDate):
        return on
    if isinstance(on, date):
        return PartialDate.from_date(on)
    try:
        return PartialDate.parse(on)
    except TimeError as error:
        raise LawError(f"date of the question: {error}") from error


def _rank(found: Standing) -> tuple[int, str]:
    """Order several national laws: the one in force first, the oldest among them."""
    order = ("party", "unclear", "provisional", "signatory", "former_party", "outsider")
    return order.index(found.standing), found.since or ""


def _of_rows(rows: Sequence[Participation], on: PartialDate, conflicts: Sequence[Stretch]) -> Standing:
    steps = timeline(rows, conflicts)
    first, last = days_of(on)
    fitting = [index for index in range(len(steps)) if _possible(steps, index, first, last)]
    possible = tuple(dict.fromkeys(steps[index].standing for index in fitting))
    row = steps[fitting[-1]].row
    reasons = [_sentence(steps[index]) for index in fitting]
    if fitting[-1] + 1 < len(steps) and steps[fitting[-1]].standing == "party":
        reasons.append(_sentence(steps[fitting[-1] + 1]).replace(": ", ": later ", 1))
    clear = len(possible) == 1
    if not clear:
        reasons.insert(
            0, f"{row.name or row.state} may be {' or '.join(possible)} on {on}: the dates do not settle it"
        )
    start, end = (fitting[0], fitting[-1]) if clear else (0, len(steps) - 1)
    used = [steps[index] for index in fitting]
    return Standing(
        row.state,
        row.regime,
        on,
        possible[0] if clear else "unclear",
        possible,
        _since(steps[start].days),
        _until(steps, end),
        tuple(reasons),
        tuple(dict.fromkeys(part for each in rows for part in (each.origin or "given").split(" + "))),
        _flags(row, on, used),
        row.sources[0] if row.sources else str(regime_facts(row.regime)["source"]),
        tuple(dict.fromkeys(each.rule for each in used if each.rule)),
        clear and any("consented, not yet in force" in each.flags for each in used),
    )


def _possible(steps: Sequence[Step], index: int, first: date, last: date) -> bool:
    begun = steps[index].days[0] <= last
    ended = any(later.days[1] <= first for later in steps[index + 1 :])
    return begun and not ended


def _since(days: Days) -> str | None:
    if days[0] == date.min and days[1] in (date.min, date.max):
        return None
    return span(days)


def _until(steps: Sequence[Step], index: int) -> str | None:
    if index + 1 >= len(steps) or steps[index + 1].days[0] == date.max:
        return None
    first, last = steps[index + 1].days
    if last == date.max or first == date.min:
        return None
    return span((first - timedelta(1), last - timedelta(1)))


def _sentence(step: Step) -> str:
    row = step.row
    return f"{row.name or row.state} under the {regime_title(row.regime)}: {step.because}"


_SOURCED = {
    "single": "single-sourced",
    "single_date_status_confirmed": "single-sourced date, standing confirmed by a second source",
    "double_same_publisher": "both sources are of one publisher",
}


def _flags(row: Participation, on: PartialDate, steps: Sequence[Step]) -> tuple[str, ...]:
    flags = [flag for step in steps for flag in step.flags]
    if row.sourced in _SOURCED:
        flags.append(_SOURCED[row.sourced])
    if doubt := uncertainty(row):
        flags.append(f"uncertain: {doubt}")
    flags += row.differs
    checked = row.as_of or PartialDate.parse(regime_facts(row.regime)["as_of"])
    if days_of(on)[1] > days_of(checked)[1]:
        flags.append(f"as of {checked}")
    if row.tag != "verified" or _unread(row.regime):
        flags.append("not verified")
    return tuple(dict.fromkeys(flags))


def _unread(regime: str) -> bool:
    """Whether the block of the regime itself was not read in full at its source."""
    return bool(regime_facts(regime)["tag"] != "verified")


def _everyone(code: str, regime: str, on: PartialDate) -> Standing:
    reason = f"the {regime_title(regime)} binds every party to an armed conflict"
    return Standing(
        code,
        regime,
        on,
        "party",
        ("party",),
        None,
        None,
        (reason,),
        (f"regimes:{regime}",),
        (),
        str(regime_facts(regime)["source"]),
    )


def _no_row(code: str, regime: str, on: PartialDate) -> Standing:
    facts = regime_facts(regime)
    checked = PartialDate.parse(facts["as_of"])
    flags: tuple[str, ...] = (f"as of {checked}",) if days_of(on)[1] > days_of(checked)[1] else ()
    flags += ("not verified",) if _unread(regime) else ()
    name, title, origin = state_name(code), facts["title"], (f"regimes:{regime.partition(':')[0]}",)
    if facts["complete"]:
        reason = f"{name} is not in the list of states under the {title}, which is complete as of {checked}"
        return Standing(
            code, regime, on, "outsider", ("outsider",), None, None, (reason,), origin, flags, facts["source"]
        )
    reason = f"no fact on {name} under the {title} is on record; look it up and give it as a fact"
    options = (
        ("outsider", "signatory", "party") if not regime.startswith("national") else ("outsider", "party")
    )
    return Standing(
        code, regime, on, "unclear", options, None, None, (reason,), (), ("no fact on record", *flags), ""
    )
