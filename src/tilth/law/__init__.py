"""Who is bound by what, on a date: treaties, national law and custom on cluster munitions.

`standing` says how a state stands to a regime, `status` to all of them, `assess` what follows in a
stated case, `deadlines` when duties fall due. Rules, regimes and facts are data (``data/law``,
``data/facts``); the engine holds no rule of law. It is an aid to reading the law, not legal advice.
"""

from __future__ import annotations

from tilth.law._errors import LawError
from tilth.law._extensions import Extension
from tilth.law._regimes import regime_title
from tilth.law._rule import Block, Rule
from tilth.law.assess import assess, transfer_question
from tilth.law.calendar import Report, calendar
from tilth.law.case_question import case_question
from tilth.law.deadlines import deadlines
from tilth.law.definition import cluster_munition
from tilth.law.explain import NOT_ADVICE, explain, summary
from tilth.law.matrix import Matrix, matrix
from tilth.law.participation import Participation, participations
from tilth.law.rules import clauses, framework, read_rules, rules
from tilth.law.standing import Standing, standing
from tilth.law.states import state_code, state_codes, state_name
from tilth.law.status import status
from tilth.law.stays import Stay, standing_over_time

__all__ = [
    "NOT_ADVICE",
    "Block",
    "Extension",
    "LawError",
    "Matrix",
    "Participation",
    "Report",
    "Rule",
    "Standing",
    "Stay",
    "assess",
    "calendar",
    "case_question",
    "clauses",
    "cluster_munition",
    "deadlines",
    "explain",
    "framework",
    "matrix",
    "participations",
    "read_rules",
    "regime_title",
    "rules",
    "standing",
    "standing_over_time",
    "state_code",
    "state_codes",
    "state_name",
    "status",
    "summary",
    "transfer_question",
]
