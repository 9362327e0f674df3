"""Files in and out: articles, tables and GIS files become claims, with an account of every row."""

from __future__ import annotations

from tilth.exchange._errors import ExchangeError
from tilth.exchange.articles import article_claims, keep_proposals, take_article
from tilth.exchange.bulk import take_dataset
from tilth.exchange.choosing import Choice
from tilth.exchange.country_map import country_to_file
from tilth.exchange.drawing import draw_to_file
from tilth.exchange.endpoint import Endpoint, EndpointError
from tilth.exchange.exports import Exported, export_to
from tilth.exchange.files import ARTICLES, speaks_for_itself, take_file
from tilth.exchange.form_plan import form as form_named
from tilth.exchange.form_plan import forms
from tilth.exchange.form_sheets import wording
from tilth.exchange.form_writing import known_of, write_form
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
from tilth.exchange.reimport import take_export
from tilth.exchange.strike_tables import check_strike_file, read_strike_table
from tilth.exchange.submissions import is_submission, take_submissions
from tilth.exchange.tables import table_kind, take_table
from tilth.project import entity_subject

__all__ = [
    "ARTICLES",
    "Asked",
    "Choice",
    "Endpoint",
    "EndpointError",
    "ExchangeError",
    "Exported",
    "HazardInputs",
    "Intake",
    "RowProblem",
    "article_claims",
    "borders_from_file",
    "check_strike_file",
    "country_to_file",
    "draw_to_file",
    "entity_subject",
    "export_to",
    "form_named",
    "forms",
    "hazard_inputs",
    "is_submission",
    "keep_proposals",
    "known_of",
    "land_from_file",
    "layer_rule",
    "map_project",
    "map_to_file",
    "next_to_file",
    "read_strike_table",
    "read_surface",
    "residual_in_file",
    "residual_in_project",
    "speaks_for_itself",
    "survey_to_files",
    "table_kind",
    "take_article",
    "take_dataset",
    "take_export",
    "take_file",
    "take_gis",
    "take_submissions",
    "take_table",
    "wording",
    "write_cells",
    "write_form",
    "write_surface",
]
