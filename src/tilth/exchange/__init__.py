"""Files in and out: articles, tables and GIS files become claims, with an account of every row."""

from __future__ import annotations

from tilth.exchange._errors import ExchangeError
from tilth.exchange.articles import article_claims, keep_proposals, take_article
from tilth.exchange.bulk import take_dataset
from tilth.exchange.drawing import draw_to_file
from tilth.exchange.endpoint import Endpoint, EndpointError
from tilth.exchange.files import take_file
from tilth.exchange.gis import layer_rule, take_gis
from tilth.exchange.hazard_inputs import HazardInputs, hazard_inputs
from tilth.exchange.hazard_map import Asked, map_to_file
from tilth.exchange.hazard_next import next_to_file
from tilth.exchange.hazard_project import map_project
from tilth.exchange.hazard_raster import read_surface, write_surface
from tilth.exchange.hazard_residual import residual_in_file, residual_in_project
from tilth.exchange.hazard_survey import survey_to_files
from tilth.exchange.intake import Intake, RowProblem
from tilth.exchange.land_files import borders_from_file, land_from_file, write_cells
from tilth.exchange.tables import table_kind, take_table
from tilth.project import entity_subject

__all__ = [
    "Asked",
    "Endpoint",
    "EndpointError",
    "ExchangeError",
    "HazardInputs",
    "Intake",
    "RowProblem",
    "article_claims",
    "borders_from_file",
    "draw_to_file",
    "entity_subject",
    "hazard_inputs",
    "keep_proposals",
    "land_from_file",
    "layer_rule",
    "map_project",
    "map_to_file",
    "next_to_file",
    "read_surface",
    "residual_in_file",
    "residual_in_project",
    "survey_to_files",
    "table_kind",
    "take_article",
    "take_dataset",
    "take_file",
    "take_gis",
    "take_table",
    "write_cells",
    "write_surface",
]
