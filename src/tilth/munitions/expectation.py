"""How many unexploded submunitions a strike leaves, with its interval and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from tilth import data
from tilth.munitions._answer import Expectation, Rival, Summary
from tilth.munitions._errors import MunitionError
from tilth.munitions._evidence import Evidence, Piece, level_of, sort_rows
from tilth.munitions._model import constant, model
from tilth.munitions._rounds import Rounds, read_rounds
from tilth.munitions._rows import RateRow, read_rows
from tilth.munitions._words import assumptions
from tilth.munitions.catalogue import Munition
from tilth.munitions.classes import resolve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tilth.munitions._posterior import Posterior
    from tilth.munitions._predict import Rates

__all__ = ["check_rates", "expect", "setting_of", "shipped_evidence", "strike_rates"]

_QUANTILES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)


def expect(
    munition: Munition | str,
    rounds: float | str | tuple[float, float],
    *,
    setting: str = "combat",
    rates: Iterable[Mapping[str, Any]] | None = None,
    rounds_sd: float | None = None,
    load: int | None = None,
    seed: int = 0,
) -> Expectation:
    """Return how many submunitions of a strike probably remain unexploded.

    The rate of the new strike is predicted from draws of a hierarchical beta-binomial model of all rows
    (``docs/failure_rates.md``). All rounds of the strike share lot and place, and all strikes what is not
    known of their family: their failures do not average out.

    Parameters
    ----------
    munition : Munition or str
        What was fired: a munition, or the words of a submunition, family or class, whose loads then differ.
    rounds : int, (low, high) or str
        Rounds fired; a range is taken as equally likely throughout. Words such as ``"1000-2000"`` and
        ``"hundreds of thousands"`` are read.
    setting : {"combat", "test", "claimed", "mixed"}
        Rate in combat, on test ranges, as officials would claim it, or either of the first two.
    rates : iterable of mappings, optional
        Rows with the columns of the table ``failure_rates``, which is the default; missing columns are empty.
    rounds_sd : float, optional
        Standard deviation of a single number of rounds; draws below 0 count as 0.
    load : int, optional
        Submunitions in a round, instead of the load on record.
    seed : int
        Seed of the draws.

    Raises
    ------
    MunitionError
        For an unknown munition or setting, rounds that are no number from 0 to 10 million, or a faulty row.

    Examples
    --------
    >>> answer = expect("m864", 1000)
    >>> answer.submunitions
    72000
    >>> answer.rate.p05 < answer.rate.median < answer.rate.p95
    True
    """
    import numpy as np

    asked = resolve(munition) if isinstance(munition, str) else munition
    fired, loads = read_rounds(rounds, rounds_sd), _loads(asked, load)
    setting = setting_of(setting)
    rows = _shipped_rows() if rates is None else read_rows(rates)
    evidence = shipped_evidence() if rates is None else sort_rows(rows)
    near = _nearest_first(asked, evidence, rows)
    rng = np.random.default_rng(seed)
    drawn = strike_rates(_posterior(evidence), asked, setting, rng)
    size = drawn.mean.size
    number = fired.draws(size, rng)
    each = np.asarray(loads, dtype=np.float64)[rng.integers(len(loads), size=size)]
    shares = drawn.share
    return Expectation(
        munition=asked.id,
        rounds=fired.given,
        setting=setting,
        submunitions=fired.times(min(loads), max(loads)),
        rate=_summary(shares),
        unexploded=_summary(_left(drawn, number, each, rng)),
        expected=_summary(shares * number * each),
        unopened=_summary(_unopened(evidence.pieces, number, rng)),
        rate_quantiles=tuple((share, float(np.quantile(shares, share))) for share in _QUANTILES),
        level=_level(near, setting),
        rows=tuple(piece for piece, _ in near),
        excluded=evidence.excluded,
        assumptions=assumptions(asked, setting, near, fired, loads, given=load is not None),
        rival=_rival(near, setting, fired, loads),
        seed=seed,
    )


def check_rates(rates: Iterable[Mapping[str, Any]]) -> None:
    """Refuse rows that are no failure rates: see the errors of `expect`.

    Examples
    --------
    >>> check_rates([{"row_id": "a", "rate_point": "2.35"}])
    Traceback (most recent call last):
        ...
    tilth.munitions._errors.MunitionError: rate row 'a': rate_point is 2.35; ... (2.35 % is 0.0235)
    """
    read_rows(rates)


def setting_of(name: str) -> str:
    """Return the setting by its name or an older one; refuse what is none.

    Examples
    --------
    >>> setting_of("any")
    'mixed'
    """
    found = model()["aliases"].get(name, name)
    if found not in model()["settings"]:
        raise MunitionError(f"unknown setting {name!r}; give one of {', '.join(model()['settings'])}")
    return str(found)


@cache
def _shipped_rows() -> tuple[RateRow, ...]:
    return read_rows(data.table("failure_rates"))


@cache
def shipped_evidence() -> Evidence:
    """Return the evidence in the packaged rows."""
    return sort_rows(_shipped_rows())


def _posterior(evidence: Evidence) -> Posterior:
    from tilth.munitions._posterior import posterior_of

    return posterior_of(evidence.pieces)


def strike_rates(
    posterior: Posterior,
    munition: Munition,
    setting: str,
    rng: np.random.Generator,
    copies: int | None = None,
) -> Rates:
    """Return draws of the rate of a strike with this munition, as wide as what is known of it."""
    from tilth.munitions._predict import Rates, rates_of

    drawn = rates_of(posterior, munition.family, setting, rng, copies)
    if not munition.families & set(model()["no_rate"]):
        return drawn
    import numpy as np

    share = np.clip(rng.random(drawn.mean.size), 1e-9, 1 - 1e-9)
    return Rates(np.log(share / (1 - share)), drawn.sigma * 0, drawn.lot, drawn.kappa)


def _loads(munition: Munition, given: int | None) -> tuple[int, ...]:
    if given is None:
        return munition.loads
    if isinstance(given, bool) or int(given) != given or given < 1:
        raise MunitionError(f"load is {given!r}; give a whole number of submunitions in a round, from 1")
    return (int(given),)


def _nearest_first(
    munition: Munition, evidence: Evidence, rows: Sequence[RateRow]
) -> tuple[tuple[Piece, str], ...]:
    levels: list[str] = model()["levels"]
    known = {row.id: row for row in rows}
    found = [(piece, level_of(munition, known[piece.row])) for piece in evidence.pieces]
    return tuple(sorted(found, key=lambda pair: levels.index(pair[1])))


def _level(near: Sequence[tuple[Piece, str]], setting: str) -> str:
    """Return the nearest level with more than bounds in the setting, else in any setting."""
    groups = set(model()["settings"][setting])
    telling = [(level, piece.group in groups) for piece, level in near if not piece.bound]
    own = next((level for level, fits in telling if fits and level != "all"), None)
    if own is None and any(level != "all" for level, _ in telling):
        return "other settings"
    return own or ("all" if telling else "prior")


def _left(
    drawn: Rates, number: NDArray[np.float64], each: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    from tilth.munitions._predict import left_of

    return left_of(drawn, number, each, rng)


def _unopened(
    pieces: Sequence[Piece], number: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return draws of the number of carriers that do not open; rows about them add to a weak prior."""
    import numpy as np

    counted = [piece for piece in pieces if piece.form == "unopened"]
    failed = sum(piece.failed or 0.0 for piece in counted)
    tested = sum(piece.tested or 0.0 for piece in counted)
    a, b = constant("unopened", "a") + failed, constant("unopened", "b") + tested - failed
    return np.asarray(rng.binomial(number.astype(np.int64), rng.beta(a, b, number.size)), dtype=np.float64)


def _summary(values: NDArray[np.float64]) -> Summary:
    import numpy as np

    p05, median, p95 = (float(at) for at in np.quantile(values, (0.05, 0.5, 0.95), method="inverted_cdf"))
    return Summary(float(values.mean()), median, p05, p95)


def _rival(near: Sequence[tuple[Piece, str]], setting: str, fired: Rounds, loads: Sequence[int]) -> Rival:
    groups = set(model()["settings"][setting])
    telling = [(piece, level) for piece, level in near if not piece.bound and piece.group in groups]
    nearest = [piece for piece, level in telling if level == telling[0][1]]
    if not nearest:
        return Rival(None, None, ())
    counted = [piece for piece in nearest if piece.form == "count" and piece.tested]
    if counted:
        nearest = counted
        rate = sum(piece.failed or 0.0 for piece in counted) / sum(piece.tested or 0.0 for piece in counted)
    else:
        rate = sum((piece.low + piece.high) / 2 for piece in nearest) / len(nearest)
    middle = fired.middle * sum(loads) / len(loads)
    return Rival(rate, rate * middle, tuple(piece.row for piece in nearest))
