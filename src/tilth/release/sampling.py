"""What a sample searched again says of released land: exact, without tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import ceil, floor
from typing import Any

import yaml

from tilth.release._errors import ReleaseError

__all__ = ["Shown", "assumptions", "passes", "sample_size", "sampling_rule", "shown_by_sample"]

_LARGEST = 2_000_000
_EPS = 1e-9


@dataclass(frozen=True, slots=True)
class Shown:
    """What a sample shows.

    Attributes
    ----------
    sampled, found, units
        Units searched again, units of them that were not free, units in all (None: very many).
    confidence, free
        With this confidence at least this share of the units is free.
    detection
        Chance to see that a sampled unit is not free.
    """

    sampled: int
    found: int
    units: int | None
    confidence: float
    free: float
    detection: float
    assumptions: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The statement in words; it never says safe or free of all items."""
        whole = f" out of {self.units:,}" if self.units is not None else ""
        return (
            f"With {100 * self.confidence:.4g} % confidence at least {100 * self.free:.4g} % of the units are"
            f" free: of {self.sampled:,} units{whole} that were searched again {self.found:,} were not."
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return told | {"assumptions": list(self.assumptions), "sentence": self.sentence}


def sample_size(
    confidence: float, free: float, *, units: int | None = None, found: int = 0, detection: float = 1.0
) -> int:
    """Return the fewest units to search again for the statement, if `found` of them prove not free.

    The statement "with this confidence at least this share of the units is free" is refused a chance above
    1 - confidence of being made when it is false. With very many units the count of units found is binomial,
    and for none found the size is ln(1 - confidence) / ln(free) (NIST/SEMATECH e-Handbook of Statistical
    Methods, 7.2.4; S. S. Wilks, Ann. Math. Stat. 12 (1941) 91); with a stated number it is hypergeometric.

    Parameters
    ----------
    units
        Units in all; None for very many.
    detection
        Chance to see that a sampled unit is not free; below 1 the sample grows.

    Raises
    ------
    ReleaseError
        Shares that are none; or so few units or so small a chance that no sample is enough.

    Examples
    --------
    >>> sample_size(0.95, 0.99), sample_size(0.95, 0.95), sample_size(0.95, 0.95, found=1)
    (299, 59, 93)
    >>> sample_size(0.95, 0.99, units=1000)
    238
    """
    _refuse(confidence, free, detection)
    most = _LARGEST if units is None else units
    if _chance(most, found, free, units, detection) > 1 - confidence + _EPS:
        raise ReleaseError(
            f"no sample of {most:,} units with {found} found shows {100 * free:.4g} % at {confidence:.4g} "
            f"confidence when an item is seen with chance {detection:.4g}: ask for less, or search better"
        )
    low, high = found, most
    while high - low > 1:
        middle = (low + high) // 2
        enough = _chance(middle, found, free, units, detection) <= 1 - confidence + _EPS
        low, high = (low, middle) if enough else (middle, high)
    return high


def shown_by_sample(
    sampled: int, found: int, confidence: float, *, units: int | None = None, detection: float = 1.0
) -> Shown:
    """Return the largest share of free units that a sample shows with a confidence.

    With very many units it is the lower bound of Clopper and Pearson (Biometrika 26 (1934) 404), one-sided;
    with a stated number the largest share for which the sample would have been too good by chance.

    Raises
    ------
    ReleaseError
        More found than sampled, more sampled than there are, shares that are none.

    Examples
    --------
    >>> round(shown_by_sample(299, 0, 0.95).free, 4), round(shown_by_sample(93, 1, 0.95).free, 4)
    (0.99, 0.95)
    >>> shown_by_sample(1000, 0, 0.95, units=1000).free
    1.0
    """
    _refuse(confidence, 0.5, detection)
    if not 0 <= found <= sampled or sampled < 1 or (units is not None and sampled > units):
        raise ReleaseError(
            f"{found} found in {sampled} sampled of {units if units is not None else 'many'} units: "
            "allowed are found <= sampled <= units, and at least one sampled"
        )
    free = (
        _free_of_many(sampled, found, confidence, detection)
        if units is None
        else _free_of(sampled, found, confidence, units, detection)
    )
    return Shown(sampled, found, units, confidence, free, detection, assumptions())


def passes(leftover: int, share: float, detection: float) -> float:
    """Return the chance that a sample in which nothing may be found passes although items were left.

    ``(1 - share x detection) ** leftover``: each of the items left lies in the searched share, and is
    found there, apart from the others.

    Examples
    --------
    >>> round(passes(5, 0.10, 0.9), 2)
    0.62
    """
    if leftover < 0 or not 0 <= share <= 1 or not 0 <= detection <= 1:
        raise ReleaseError("items left are 0 or more; share searched and detection lie within 0 and 1")
    return float((1 - share * detection) ** leftover)


def _chance(sampled: int, found: int, free: float, units: int | None, detection: float) -> float:
    """Return the largest chance of a sample this good when the statement is false."""
    if units is None:
        from scipy.stats import binom

        return float(binom.cdf(found, sampled, (1 - free) * detection))
    return _chance_of(sampled, found, floor((1 - free) * units + _EPS) + 1, units, detection)


def _chance_of(sampled: int, found: int, bad: int, units: int, detection: float) -> float:
    """Return the chance to see at most `found` when `bad` of the units are not free."""
    import numpy as np
    from scipy.stats import binom, hypergeom

    if bad > units:
        return 0.0
    if detection >= 1:
        return float(hypergeom.cdf(found, units, bad, sampled))
    drawn = np.arange(max(0, sampled + bad - units), min(bad, sampled) + 1)
    return float(hypergeom.pmf(drawn, units, bad, sampled) @ binom.cdf(found, drawn, detection))


def _free_of_many(sampled: int, found: int, confidence: float, detection: float) -> float:
    from scipy.stats import beta

    seen = 1.0 if found == sampled else float(beta.ppf(confidence, found + 1, sampled - found))
    return max(0.0, 1 - seen / detection)


def _free_of(sampled: int, found: int, confidence: float, units: int, detection: float) -> float:
    """Return the share by bisection: fewer bad units make a good sample likelier."""
    low, high = found, units
    if _chance_of(sampled, found, units, units, detection) > 1 - confidence + _EPS:
        return 0.0
    while low < high:
        middle = ceil((low + high) / 2)
        if _chance_of(sampled, found, middle, units, detection) > 1 - confidence + _EPS:
            low = middle
        else:
            high = middle - 1
    return 1 - low / units


def _refuse(confidence: float, free: float, detection: float) -> None:
    for name, value in (("confidence", confidence), ("share of free units", free), ("detection", detection)):
        if not 0 < value < 1 and not (name == "detection" and value == 1):
            raise ReleaseError(f"{name} {value:.6g}: allowed is a share between 0 and 1, such as 0.95")


def assumptions() -> tuple[str, ...]:
    """Return what has to be assumed for a statement from a sample."""
    return tuple(_rules()["assumptions"])


def sampling_rule(name: str) -> float:
    """Return the usual confidence, the share to be free, or the m2 of a unit; not verified, see the file."""
    return float(_rules()[name]["value"])


@cache
def _rules() -> dict[str, Any]:
    text = (files("tilth.data") / "release" / "sampling.yaml").read_text("utf-8")
    rules: dict[str, Any] = yaml.safe_load(text)
    return rules
