"""Where unexploded submunitions probably remain: evidence, survey boxes, areas, made-up districts.

Pure: values in, values out. Rules of a programme are data (``data/profiles``); none shipped is
verified against a national standard.
"""

from __future__ import annotations

from tilth.hazard._errors import HazardError
from tilth.hazard._grid import Extent, Grid, grid_over
from tilth.hazard._known import Known
from tilth.hazard._settings import study_margin_m
from tilth.hazard._strike_rules import StrikeRules, strike_rules
from tilth.hazard._tiles import Tile
from tilth.hazard.areas import Areas, DrawnArea, draw_areas
from tilth.hazard.boxes import box_class
from tilth.hazard.country import Country, TileBands, country_total, map_tile, whole_country
from tilth.hazard.district import ClaimedArea, Clearance, District, Region, TrueStrike
from tilth.hazard.ground import Records, known_ground
from tilth.hazard.next_boxes import NextBox, next_boxes
from tilth.hazard.profile import Profile, default_profile, read_profile
from tilth.hazard.reading import Read, read_boxes, read_evidence, read_strikes
from tilth.hazard.records import Box, Cleared, EvidencePoint, Strike
from tilth.hazard.simulate import simulate
from tilth.hazard.strike_records import CheckedStrikes, StrikeFault, StrikeTable, check_strikes
from tilth.hazard.surface import BANDS, Surface, map_remaining
from tilth.hazard.writing import write_district

__all__ = [
    "BANDS",
    "Areas",
    "Box",
    "CheckedStrikes",
    "ClaimedArea",
    "Clearance",
    "Cleared",
    "Country",
    "District",
    "DrawnArea",
    "EvidencePoint",
    "Extent",
    "Grid",
    "HazardError",
    "Known",
    "NextBox",
    "Profile",
    "Read",
    "Records",
    "Region",
    "Strike",
    "StrikeFault",
    "StrikeRules",
    "StrikeTable",
    "Surface",
    "Tile",
    "TileBands",
    "TrueStrike",
    "box_class",
    "check_strikes",
    "country_total",
    "default_profile",
    "draw_areas",
    "grid_over",
    "known_ground",
    "map_remaining",
    "map_tile",
    "next_boxes",
    "read_boxes",
    "read_evidence",
    "read_profile",
    "read_strikes",
    "simulate",
    "strike_rules",
    "study_margin_m",
    "whole_country",
    "write_district",
]
