"""The second, optional reader: a language model proposes, and what cannot be found in the text is refused.

Nothing here talks to a network: `read_with` is given a function that asks the model. Offsets are found by
search in the text and never taken from the model; every other value is checked against the vocabulary.
How well such a reader reads was not measured.
"""

from __future__ import annotations

from tilth.reading.endpoint.reading import Asker, Reading, read_with, reader_name

__all__ = ["Asker", "Reading", "read_with", "reader_name"]
