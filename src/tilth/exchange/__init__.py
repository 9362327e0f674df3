"""Files in and out: articles, tables and GIS files become claims, with an account of every row."""

from __future__ import annotations

from tilth.exchange._errors import ExchangeError
from tilth.exchange.articles import article_claims, keep_proposals, take_article
from tilth.exchange.bulk import take_dataset
from tilth.exchange.country_map import country_to_file
from tilth.exchange.drawing import draw_to_file
from tilth.exchange.endpoint import Endpoint, EndpointError
from tilth.exchange.files import take_file
from tilth.exchange.gis import layer_rule, take_gis
from tilth.exchange.hazard_inputs import HazardInputs, hazard_inputs
from tilth.exchange.hazard_map import map_to_file, next_to_file
from tilth.exchange.hazard_raster import read_surface, write_surface
from tilth.exchange.intake import Intake, RowProblem
from tilth.exchange.strike_tables import check_strike_file, read_strike_table
from tilth.exchange.tables import table_kind, take_table
from tilth.project import entity_subject

__all__ = [
    "Endpoint",
    "EndpointError",
    "ExchangeError",
    "HazardInputs",
    "Intake",
    "RowProblem",
    "article_claims",
    "check_strike_file",
    "country_to_file",
    "draw_to_file",
    "entity_subject",
    "hazard_inputs",
    "keep_proposals",
    "layer_rule",
    "map_to_file",
    "next_to_file",
    "read_strike_table",
    "read_surface",
    "table_kind",
    "take_article",
    "take_dataset",
    "take_file",
    "take_gis",
    "take_table",
    "write_surface",
]
