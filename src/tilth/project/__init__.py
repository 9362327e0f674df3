"""Projects: one ledger, its layers and datasets, and the chain from sources to reports."""

from __future__ import annotations

from tilth.project._errors import ProjectError
from tilth.project.area_facts import area_facts, area_named
from tilth.project.area_making import Wish, move_area
from tilth.project.area_moves import area_moves, area_status
from tilth.project.area_residual import AreaResidual, area_residual
from tilth.project.chain import ChainDone, run_chain
from tilth.project.chain_land import draw_hazardous_areas
from tilth.project.chain_law import states_named
from tilth.project.changes import parse_settings
from tilth.project.echoes import Echo, echoes_of, link_claim
from tilth.project.facts import add_facts
from tilth.project.hazard_records import GroundRecords, ground_records
from tilth.project.hazard_runs import HazardRun, keep_hazard_run, latest_hazard
from tilth.project.land_account import account_areas, account_cells
from tilth.project.land_partition import partition_of
from tilth.project.land_records import pictures_of
from tilth.project.land_residual import residual_statement
from tilth.project.layers import layer_rows, rebuild, refresh
from tilth.project.listing import batches_of, conflicts_of
from tilth.project.munition_entries import Entered, enter_rows
from tilth.project.munition_facts import claims_behind, munitions_in, rows_in
from tilth.project.munition_pages import munition_page
from tilth.project.project import Project, file_of
from tilth.project.register import aftermath_of, entries_in, law_case_of, munition_of
from tilth.project.reviewing import Verdict, full_id, review_claims, reviewer_of
from tilth.project.runs import latest_run, latest_runs, record_run, run_claim
from tilth.project.speakers import Speakers, entity_subject, join_claim, speakers_of
from tilth.project.typed_facts import FACTS, fact_claim, typed_fact
from tilth.project.waiting import REGISTER_RULE, Wanted, add_echoes, describe, waiting

__all__ = [
    "FACTS",
    "REGISTER_RULE",
    "AreaResidual",
    "ChainDone",
    "Echo",
    "Entered",
    "GroundRecords",
    "HazardRun",
    "Project",
    "ProjectError",
    "Speakers",
    "Verdict",
    "Wanted",
    "Wish",
    "account_areas",
    "account_cells",
    "add_echoes",
    "add_facts",
    "aftermath_of",
    "area_facts",
    "area_moves",
    "area_named",
    "area_residual",
    "area_status",
    "batches_of",
    "claims_behind",
    "conflicts_of",
    "describe",
    "draw_hazardous_areas",
    "echoes_of",
    "enter_rows",
    "entity_subject",
    "entries_in",
    "fact_claim",
    "file_of",
    "full_id",
    "ground_records",
    "join_claim",
    "keep_hazard_run",
    "latest_hazard",
    "latest_run",
    "latest_runs",
    "law_case_of",
    "layer_rows",
    "link_claim",
    "move_area",
    "munition_of",
    "munition_page",
    "munitions_in",
    "parse_settings",
    "partition_of",
    "pictures_of",
    "rebuild",
    "record_run",
    "refresh",
    "residual_statement",
    "review_claims",
    "reviewer_of",
    "rows_in",
    "run_chain",
    "run_claim",
    "speakers_of",
    "states_named",
    "typed_fact",
    "waiting",
]
