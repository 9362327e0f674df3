"""From unexploded submunitions to land, survey, clearance and cost, each with the rows it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tilth import data
from tilth.munitions._answer import Expectation
from tilth.munitions._errors import MunitionError
from tilth.munitions._few import draws_like, rules
from tilth.munitions.catalogue import Munition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Consequence", "Consequences", "Span", "casualty_rows", "consequences"]

Rows = Iterable[Mapping[str, Any]]
_DRAWS = 8000
_HECTARE_M2 = 10_000


@dataclass(frozen=True, slots=True)
class Span:
    """Median and central 90 per cent interval; from few rows the mean would be endless."""

    median: float
    p05: float
    p95: float


@dataclass(frozen=True, slots=True)
class Consequence:
    """One quantity with its interval and the rows of the fact tables behind it.

    Attributes
    ----------
    name, unit : str
        ``land`` in m2, ``strikes``, ``clearance`` and ``survey`` in team-years, ``time`` in years, ``cost``
        in US dollars, ``density`` in items a hectare.
    figure : Span
    rows : tuple of str
    how : str
        One sentence on how it follows.
    """

    name: str
    unit: str
    figure: Span
    rows: tuple[str, ...]
    how: str

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "name": self.name,
            "unit": self.unit,
            **asdict(self.figure),
            "rows": list(self.rows),
            "how": self.how,
        }


@dataclass(frozen=True, slots=True)
class Consequences:
    """What follows from a strike or delivery if all of it is used."""

    items: tuple[Consequence, ...]
    assumptions: tuple[str, ...]

    def __getitem__(self, name: str) -> Consequence:
        return next(item for item in self.items if item.name == name)

    @property
    def rows(self) -> tuple[str, ...]:
        """Every row used, once."""
        return tuple(dict.fromkeys(row for item in self.items for row in item.rows))

    def to_json(self) -> dict[str, Any]:
        """Return all as plain values."""
        return {"items": [item.to_json() for item in self.items], "assumptions": list(self.assumptions)}


def consequences(
    answer: Expectation,
    munition: Munition,
    *,
    teams: int | None = None,
    rounds_per_strike: float | None = None,
    footprints: Rows | None = None,
    productivity: Rows | None = None,
    seed: int = 0,
) -> Consequences:
    """Return land affected, survey and clearance effort, cost, and the density of what was left.

    Rounds fall in strikes of k rounds. Where k footprints of area a fall within the ground A of one strike
    they overlap, and cover A (1 - exp(-k a / A)) of it (the coverage of a Boolean model; Chiu, Stoyan,
    Kendall and Mecke 2013, Stochastic Geometry, 3.1). Each of a, A and k is as uncertain as the rows on it.

    Parameters
    ----------
    answer
        What `expect` gave for this munition.
    teams
        Number of clearance teams, for the time that the work takes.
    rounds_per_strike
        Rounds on one target; a wide range when not given.
    footprints, productivity
        Rows with the columns of these tables, which are the default.

    Raises
    ------
    MunitionError
        For fewer than one team or round a strike.

    Examples
    --------
    >>> from tilth.munitions import expect, find
    >>> found = consequences(expect("m864", 1000), find("m864"))
    >>> found["land"].figure.p05 < found["land"].figure.p95
    True
    """
    import numpy as np

    _check(teams, rounds_per_strike)
    rng = np.random.default_rng([seed, 1])
    ground = {row["row_id"]: row for row in (data.table("footprints") if footprints is None else footprints)}
    work = {
        row["row_id"]: row
        for row in (data.table("clearance_productivity") if productivity is None else productivity)
    }
    rounds = _rounds(answer, rng)
    carrier, strike = (
        _carrier_rows(munition, ground),
        _known(rules()["footprint"]["strike_rows"], ground, "area_m2"),
    )
    each = draws_like([_number(ground[row], "area_m2") for row in carrier], _DRAWS, rng)
    whole = np.maximum(draws_like([_number(ground[row], "area_m2") for row in strike], _DRAWS, rng), each)
    together = _together(rounds_per_strike, rng)
    strikes = np.where(rounds > 0, np.maximum(rounds / together, 1.0), 0.0)
    land = strikes * whole * (1 - np.exp(-np.minimum(together, np.maximum(rounds, 1)) * each / whole))
    found = [
        Consequence("strikes", "strikes", _span(strikes), (), "rounds over rounds on one target"),
        Consequence("land", "m2", _span(land), (*carrier, *strike), "footprints that overlap within strikes"),
        *_effort(land, work, teams, rng),
        _density(answer, land, rounds * rng.choice(munition.loads, _DRAWS), work, rng),
    ]
    return Consequences(tuple(found), tuple(_assumed(rounds_per_strike, teams)))


def _check(teams: int | None, rounds_per_strike: float | None) -> None:
    if teams is not None and teams < 1:
        raise MunitionError(f"teams is {teams!r}; give how many clearance teams work, from 1")
    if rounds_per_strike is not None and not rounds_per_strike >= 1:
        raise MunitionError(f"rounds_per_strike is {rounds_per_strike!r}; give rounds on one target, from 1")


def _rounds(answer: Expectation, rng: np.random.Generator) -> NDArray[np.float64]:
    import numpy as np

    low, high = answer.rounds if isinstance(answer.rounds, tuple) else (answer.rounds, answer.rounds)
    return low + np.floor(rng.random(_DRAWS) * (high - low + 1))


def _together(given: float | None, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return draws of rounds on one target."""
    import numpy as np

    limits = rules()["footprint"]["rounds_per_strike"]
    share = rng.random(_DRAWS)
    if given is not None:
        return np.full(_DRAWS, float(given))
    return np.asarray(
        np.exp(share * np.log(limits["high"] / limits["low"])) * limits["low"], dtype=np.float64
    )


def _carrier_rows(munition: Munition, ground: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the rows with the area of one round: about the munition, else its kind, else any."""
    kept = rules()["footprint"]
    added = [row for row in ground if row not in {each["row_id"] for each in data.table("footprints")}]
    usable = _known([*kept["carrier_rows"], *added], ground, "area_m2")
    own = tuple(row for row in usable if str(ground[row].get("carrier_id", "")) == munition.id)
    alike = tuple(row for row in usable if row in kept["by_kind"].get(munition.kind, ()))
    return own or alike or usable


def _known(names: Iterable[str], rows: Mapping[str, Mapping[str, Any]], column: str) -> tuple[str, ...]:
    """Return the named rows that were read at their source and give a figure."""
    return tuple(
        name
        for name in names
        if name in rows and rows[name].get("verification") != "located" and _number(rows[name], column) > 0
    )


def _number(row: Mapping[str, Any], column: str) -> float:
    text = str(row.get(column) or "").strip()
    return float(text) if text else 0.0


def _effort(
    land: NDArray[np.float64],
    work: Mapping[str, Mapping[str, Any]],
    teams: int | None,
    rng: np.random.Generator,
) -> Iterable[Consequence]:
    rule = rules()["work"]
    for name, given in (("survey", rule["survey_rows"]), ("clearance", rule["clearance_rows"])):
        rows = _known(given, work, "area_m2_per_team")
        yearly = draws_like(
            [_number(work[row], "area_m2_per_team") * given[row] for row in rows], _DRAWS, rng
        )
        yield Consequence(
            name, "team-years", _span(land / yearly), rows, "land over the ground of a team in a year"
        )
        if name == "clearance" and teams is not None:
            time = _span(land / yearly / teams)
            yield Consequence("time", "years", time, rows, f"clearance shared by {teams} teams")
    rows = _known(rule["cost_rows"], work, "cost_usd_per_m2")
    price = draws_like([_number(work[row], "cost_usd_per_m2") for row in rows], _DRAWS, rng)
    yield Consequence("cost", "USD", _span(land * price), rows, "land times cost of a square metre")


def _density(
    answer: Expectation,
    land: NDArray[np.float64],
    fired: NDArray[np.float64],
    work: Mapping[str, Mapping[str, Any]],
    rng: np.random.Generator,
) -> Consequence:
    """Return items a hectare, beside what programmes found: a test of the whole, not a forecast."""
    import numpy as np

    shares, rates = (np.array(column) for column in zip(*answer.rate_quantiles, strict=True))
    rate = np.interp(rng.random(_DRAWS), shares, rates)
    rows = _known(rules()["work"]["density_rows"], work, "items_per_hectare")
    seen = sorted(_number(work[row], "items_per_hectare") for row in rows)
    dense = np.divide(fired * rate * _HECTARE_M2, land, out=np.zeros(_DRAWS), where=land > 0)
    how = f"items left over land; programmes found {seen[0]:g} to {seen[-1]:g} a hectare"
    return Consequence("density", "items/ha", _span(dense), rows, how)


def _assumed(rounds_per_strike: float | None, teams: int | None) -> Iterable[str]:
    limits = rules()["footprint"]["rounds_per_strike"]
    yield "All rounds are used, and nothing was cleared since."
    if rounds_per_strike is None:
        yield f"Rounds on one target are not told: {limits['low']} to {limits['high']}, evenly by logarithm."
    else:
        yield f"{rounds_per_strike:g} rounds on one target, as given."
    yield "Teams work as those on record did; costs are funding over area, of the year of each row."
    if teams is None:
        yield "How many teams there are is not told, so no time is given."


def _span(values: NDArray[np.float64]) -> Span:
    import numpy as np

    p05, median, p95 = (float(at) for at in np.quantile(values, (0.05, 0.5, 0.95)))
    return Span(median, p05, p95)


def casualty_rows(place: str, rows: Rows | None = None) -> Sequence[Mapping[str, Any]]:
    """Return the published casualty figures of a place (part of its name), those of remnants first.

    For context only: no number of casualties is computed from a number of submunitions.

    Examples
    --------
    >>> [row["row_id"] for row in casualty_rows("Lebanon")][:2]
    ['ca049', 'ca050']
    """
    table = data.table("casualties") if rows is None else rows
    wanted = place.casefold()
    found = [
        row
        for row in table
        if wanted and wanted in str(row.get("place", "")).casefold() and row.get("verification") != "located"
    ]
    return sorted(found, key=lambda row: not row.get("from_remnants"))
