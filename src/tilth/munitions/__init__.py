"""What a munition carries, how often its submunitions fail, and what a strike probably leaves behind.

For warning, survey and clearance only: how many unexploded submunitions to expect, with an interval, the rows
it rests on and the rows left out. Pure: rows in, values out; the default rows are the packaged fact tables.
"""

from __future__ import annotations

from tilth.munitions._answer import Expectation, Rival, Summary
from tilth.munitions._errors import MunitionError
from tilth.munitions._evidence import Piece
from tilth.munitions.catalogue import Munition, Submunition, catalogue, munitions_of
from tilth.munitions.classes import class_in, resolve
from tilth.munitions.comparison import Claimed, Published, claims_on, published, share_given
from tilth.munitions.consequences import Consequence, Consequences, Span, casualty_rows, consequences
from tilth.munitions.expectation import expect
from tilth.munitions.finding import Found, find, search
from tilth.munitions.strikes import ManyStrikes, expect_many

__all__ = [
    "Claimed",
    "Consequence",
    "Consequences",
    "Expectation",
    "Found",
    "ManyStrikes",
    "Munition",
    "MunitionError",
    "Piece",
    "Published",
    "Rival",
    "Span",
    "Submunition",
    "Summary",
    "casualty_rows",
    "catalogue",
    "claims_on",
    "class_in",
    "consequences",
    "expect",
    "expect_many",
    "find",
    "munitions_of",
    "published",
    "resolve",
    "search",
    "share_given",
]
