"""Dates as far as they are known, and the words that name them.

Sources say "in July", "about 2011", "before the summer" or "on Friday". This package keeps such
dates partial, compares them three-valued (before, after, cannot say), and resolves the words of
seven languages against the date of the document. Its text form is EDTF (ISO 8601-2:2019).

The words of each language lie in ``data/times``, one file a language.
"""

from __future__ import annotations

from tilth.times._compare import Order, compare, covers, reach
from tilth.times._errors import TimeError
from tilth.times._language import languages
from tilth.times._leading import leading_date
from tilth.times._mentions import TimeMention, find_times, resolve
from tilth.times._parse import is_valid_time, parse_time
from tilth.times._partial import PartialDate
from tilth.times._period import Period

__all__ = [
    "Order",
    "PartialDate",
    "Period",
    "TimeError",
    "TimeMention",
    "compare",
    "covers",
    "find_times",
    "is_valid_time",
    "languages",
    "leading_date",
    "parse_time",
    "reach",
    "resolve",
]
