"""Projects: one ledger, its layers and datasets, and the chain from sources to reports."""

from __future__ import annotations

from tilth.project._errors import ProjectError
from tilth.project.chain import ChainDone, run_chain
from tilth.project.chain_land import account_areas, draw_hazardous_areas, pictures_of
from tilth.project.chain_law import states_named
from tilth.project.facts import add_facts
from tilth.project.layers import layer_rows, rebuild, refresh
from tilth.project.listing import batches_of, conflicts_of
from tilth.project.project import Project, file_of
from tilth.project.reviewing import review_claims, waiting
from tilth.project.runs import latest_run, latest_runs, record_run, run_claim

__all__ = [
    "ChainDone",
    "Project",
    "ProjectError",
    "account_areas",
    "add_facts",
    "batches_of",
    "conflicts_of",
    "draw_hazardous_areas",
    "file_of",
    "latest_run",
    "latest_runs",
    "layer_rows",
    "pictures_of",
    "rebuild",
    "record_run",
    "refresh",
    "review_claims",
    "run_chain",
    "run_claim",
    "states_named",
    "waiting",
]
