"""What a survey box says: a class derived from its facts, never stored."""

from __future__ import annotations

from tilth.hazard.profile import Profile
from tilth.hazard.records import Box

__all__ = ["box_class"]


def box_class(box: Box, profile: Profile) -> str:
    """Return red, green, part or none for a box.

    Red has a find. Green was searched to the profile's share with nothing found. Part was searched
    less than that. None was not searched, or nobody said so: that is never "nothing found".

    Examples
    --------
    >>> from tilth.hazard.profile import default_profile
    >>> box_class(Box("b", 0, 0, 50, searched=1.0, detection=0.9, found=0), default_profile())
    'green'
    >>> box_class(Box("b", 0, 0, 50, found=0), default_profile())
    'none'
    """
    if box.found:
        return "red"
    if not box.searched or not box.detection or box.found is None:
        return "none"
    return "green" if box.searched * box.detection >= profile.searched_enough else "part"
