"""Words that land pages take from data, marked for the catalogues: layers, symbols, lines, states, moves."""

from __future__ import annotations

__all__ = ["LAND_WORDS"]


def N_(words: str) -> str:
    """Mark words for the catalogues; they are translated where they are shown."""
    return words


LAND_WORDS = (
    N_("Hazardous areas"),
    N_("Released land"),
    N_("Survey boxes"),
    N_("Reported strikes"),
    N_("Evidence"),
    N_("confirmed hazardous area (CHA)"),
    N_("suspected hazardous area (SHA)"),
    N_("submunition found"),
    N_("searched to the required share, nothing found"),
    N_("searched in part, nothing found: not enough to say"),
    N_("reported strike, with its uncertainty (1 sigma)"),
    N_("submunition"),
    N_("accident"),
    N_("fragment"),
    N_("carrier"),
    N_("crater"),
    N_("informant"),
    N_("opening"),
    N_("found"),
    N_("cancelled"),
    N_("reduced"),
    N_("cleared"),
    N_("corrections"),
    N_("closing"),
    N_("open"),
    N_("worked on"),
    N_("suspended"),
    N_("closed"),
    N_("handed over"),
    N_("released"),
    N_("discarded"),
    N_("region"),
    N_("class"),
    N_("organisation"),
    N_("month"),
)
"""What the filter ``words`` looks up on the pages of map, areas and account."""
