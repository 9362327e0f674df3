"""What a munition carries, how often its submunitions fail, and what a strike probably leaves behind.

For warning, survey and clearance only: how many unexploded submunitions to expect, with an interval, the rows
it rests on and the rows left out. Pure: rows in, values out; the default rows are the packaged fact tables.
"""

from __future__ import annotations

from tilth.munitions._answer import Expectation, Rival, Summary
from tilth.munitions._errors import MunitionError
from tilth.munitions._evidence import Piece
from tilth.munitions._rounds_words import rounds_told
from tilth.munitions.catalogue import Munition, Submunition, catalogue, munitions_of
from tilth.munitions.classes import class_in, named_in, resolve
from tilth.munitions.comparison import Claimed, Published, claims_on, published, share_given
from tilth.munitions.consequences import Consequence, Consequences, Span, casualty_rows, consequences
from tilth.munitions.expectation import check_rates, expect
from tilth.munitions.finding import Found, find, search
from tilth.munitions.register import Entry, Stock, moves, stock
from tilth.munitions.strikes import ManyStrikes, expect_many

__all__ = [
    "Claimed",
    "Consequence",
    "Consequences",
    "Entry",
    "Expectation",
    "Found",
    "ManyStrikes",
    "Munition",
    "MunitionError",
    "Piece",
    "Published",
    "Rival",
    "Span",
    "Stock",
    "Submunition",
    "Summary",
    "casualty_rows",
    "catalogue",
    "check_rates",
    "claims_on",
    "class_in",
    "consequences",
    "expect",
    "expect_many",
    "find",
    "moves",
    "munitions_of",
    "named_in",
    "published",
    "resolve",
    "rounds_told",
    "search",
    "share_given",
    "stock",
]
