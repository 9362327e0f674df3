"""The placed things of a project as a map shows them: in a window, true on a day, known on a day."""

from __future__ import annotations

from tilth.project.mapped.features import NEVER_ENDS, Features, Window
from tilth.project.mapped.kinds import MapLayer, map_layers
from tilth.project.mapped.loading import load_features, refreshed
from tilth.project.mapped.past import features_known
from tilth.project.mapped.rows import PlacedRow, feature_rows, subject_rows

__all__ = [
    "NEVER_ENDS",
    "Features",
    "MapLayer",
    "PlacedRow",
    "Window",
    "feature_rows",
    "features_known",
    "load_features",
    "map_layers",
    "refreshed",
    "subject_rows",
]
