"""Where unexploded submunitions probably remain: evidence, survey boxes, areas, made-up districts.

Pure: values in, values out. Rules of a programme are data (``data/profiles``); none shipped is
verified against a national standard.
"""

from __future__ import annotations

from tilth.hazard._errors import HazardError
from tilth.hazard._grid import Extent, Grid, grid_over
from tilth.hazard._known import Known
from tilth.hazard._settings import model_sha256, study_margin_m, usable_memory
from tilth.hazard._strike_rules import StrikeRules, strike_rules
from tilth.hazard._tiles import Tile
from tilth.hazard.areas import Areas, DrawnArea, draw_areas
from tilth.hazard.boxes import box_class
from tilth.hazard.country import Country, TileBands, country_total, map_tile, whole_country
from tilth.hazard.district import ClaimedArea, Clearance, District, Region, TrueStrike
from tilth.hazard.draws import Draws
from tilth.hazard.ground import Records, known_ground
from tilth.hazard.more_search import Effort, MoreSearch, more_search
from tilth.hazard.next_boxes import NextBox, next_boxes
from tilth.hazard.profile import Profile, Rule, default_profile, read_profile, shipped_profiles
from tilth.hazard.reading import Read, read_boxes, read_evidence, read_strikes
from tilth.hazard.records import Box, Cleared, EvidencePoint, Strike
from tilth.hazard.residual import Residual, residual
from tilth.hazard.simulate import scenarios, simulate
from tilth.hazard.strike_map import STRIKE_BANDS, strike_map
from tilth.hazard.strike_records import CheckedStrikes, StrikeFault, StrikeTable, check_strikes
from tilth.hazard.surface import BANDS, Surface, map_remaining
from tilth.hazard.survey_play import POLICIES, Played, Truth, play
from tilth.hazard.writing import write_district

__all__ = [
    "BANDS",
    "POLICIES",
    "STRIKE_BANDS",
    "Areas",
    "Box",
    "CheckedStrikes",
    "ClaimedArea",
    "Clearance",
    "Cleared",
    "Country",
    "District",
    "DrawnArea",
    "Draws",
    "Effort",
    "EvidencePoint",
    "Extent",
    "Grid",
    "HazardError",
    "Known",
    "MoreSearch",
    "NextBox",
    "Played",
    "Profile",
    "Read",
    "Records",
    "Region",
    "Residual",
    "Rule",
    "Strike",
    "StrikeFault",
    "StrikeRules",
    "StrikeTable",
    "Surface",
    "Tile",
    "TileBands",
    "TrueStrike",
    "Truth",
    "box_class",
    "check_strikes",
    "country_total",
    "default_profile",
    "draw_areas",
    "grid_over",
    "known_ground",
    "map_remaining",
    "map_tile",
    "model_sha256",
    "more_search",
    "next_boxes",
    "play",
    "read_boxes",
    "read_evidence",
    "read_profile",
    "read_strikes",
    "residual",
    "scenarios",
    "shipped_profiles",
    "simulate",
    "strike_map",
    "strike_rules",
    "study_margin_m",
    "usable_memory",
    "whole_country",
    "write_district",
]
