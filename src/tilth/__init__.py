"""tilth: cluster munitions, from the first press report to the last square metre given back.

A record keeps what everybody says (claims), works out what follows from it (law, munitions,
hazard, release) and shows how it knows. Subject packages work without a project:
``from tilth import munitions``.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
