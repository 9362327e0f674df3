"""Where unexploded submunitions probably remain: evidence, survey boxes, areas, made-up districts.

Pure: values in, values out. Rules of a programme are data (``data/profiles``); none shipped is
verified against a national standard.
"""

from __future__ import annotations

from tilth.hazard._errors import HazardError
from tilth.hazard.areas import Areas, DrawnArea, draw_areas
from tilth.hazard.boxes import box_class
from tilth.hazard.district import ClaimedArea, Clearance, District, Region, TrueStrike
from tilth.hazard.profile import Profile, default_profile, read_profile
from tilth.hazard.reading import Read, read_boxes, read_evidence, read_strikes
from tilth.hazard.records import Box, EvidencePoint, Strike
from tilth.hazard.simulate import simulate
from tilth.hazard.writing import write_district

__all__ = [
    "Areas",
    "Box",
    "ClaimedArea",
    "Clearance",
    "District",
    "DrawnArea",
    "EvidencePoint",
    "HazardError",
    "Profile",
    "Read",
    "Region",
    "Strike",
    "TrueStrike",
    "box_class",
    "default_profile",
    "draw_areas",
    "read_boxes",
    "read_evidence",
    "read_profile",
    "read_strikes",
    "simulate",
    "write_district",
]
