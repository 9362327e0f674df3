"""The places of the application, in the order a day's work meets them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PLACES", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation.

    Attributes
    ----------
    path, words
        Its address, and its name in English (a message of the catalogues).
    icon
        Name of its drawing in ``templates/icons.html``.
    under
        Further addresses that lie in it.
    often
        Whether it stands in the bar at the foot of a phone's screen.
    """

    path: str
    words: str
    icon: str
    often: bool = False
    under: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Return whether an address lies in this place.

        Examples
        --------
        >>> [place.words for place in PLACES if place.holds("/transfers/USA-UKR")]
        ['States and transfers']
        """
        roots = (*self.under, *(() if self.path == "/" else (self.path,)))
        return path == self.path or any(path == root or path.startswith(f"{root}/") for root in roots)


def N_(words: str) -> str:
    """Mark words for the catalogues; they are translated where they are shown."""
    return words


PLACES = (
    Place("/", N_("Today"), "today", often=True),
    Place("/read", N_("Read"), "read", often=True),
    Place("/claims", N_("Claims"), "claims", often=True, under=("/behind",)),
    Place("/states", N_("States and transfers"), "states", under=("/transfers",)),
    Place("/map", N_("Map"), "map", often=True),
    Place("/areas", N_("Areas and tasks"), "areas"),
    Place("/account", N_("Account"), "account"),
    Place("/bring", N_("Bring data"), "bring"),
    Place("/settings", N_("Settings and help"), "settings"),
)
