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
    often
        Whether it stands in the bar at the foot of a phone's screen.
    """

    path: str
    words: str
    icon: str
    often: bool = False


def N_(words: str) -> str:
    """Mark words for the catalogues; they are translated where they are shown."""
    return words


PLACES = (
    Place("/", N_("Today"), "today", often=True),
    Place("/read", N_("Read"), "read", often=True),
    Place("/claims", N_("Claims"), "claims", often=True),
    Place("/states", N_("States and transfers"), "states"),
    Place("/map", N_("Map"), "map", often=True),
    Place("/areas", N_("Areas and tasks"), "areas"),
    Place("/account", N_("Account"), "account"),
    Place("/bring", N_("Bring data"), "bring"),
    Place("/settings", N_("Settings and help"), "settings"),
)
