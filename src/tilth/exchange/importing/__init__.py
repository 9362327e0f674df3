"""Field data in: sheets of a file, a mapping for each, what would happen, and making it so.

A file is read into sheets (`read_sheets`); a mapping is proposed (`propose`) or loaded, settled by a
person and saved; `try_out` says what would become of every row; `commit` writes it.
"""

from __future__ import annotations

from tilth.exchange.importing.importer import import_file, mapping_for, outcomes_of, summary_json
from tilth.exchange.importing.mapping import Column, Mapping, PlaceRule, load_mapping, save_mapping
from tilth.exchange.importing.outcome import Fate, Outcome, commit
from tilth.exchange.importing.proposing import fitted, propose
from tilth.exchange.importing.sheets import Sheet, read_sheets, sheet_of_rows
from tilth.exchange.importing.trying import try_out
from tilth.exchange.importing.xlsform import Form, read_form

__all__ = [
    "Column",
    "Fate",
    "Form",
    "Mapping",
    "Outcome",
    "PlaceRule",
    "Sheet",
    "commit",
    "fitted",
    "import_file",
    "load_mapping",
    "mapping_for",
    "outcomes_of",
    "propose",
    "read_form",
    "read_sheets",
    "save_mapping",
    "sheet_of_rows",
    "summary_json",
    "try_out",
]
