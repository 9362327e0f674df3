"""The words of documents in several languages; machine-made ones are marked in the data and in print."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import yaml

from tilth.reports._errors import ReportError

__all__ = ["DocumentWords", "document_languages"]

_RIGHT_TO_LEFT = ("ar",)
_ISOLATE, _POP = "\u2068", "\u2069"
"""Unicode's first strong isolate and its end: dates and names do not turn round in an Arabic sentence."""


@cache
def document_languages() -> dict[str, dict[str, str | None]]:
    """Return the languages by code: name, who made the words, who reviewed them."""
    text = (files("tilth.data") / "exchange" / "form_languages.yaml").read_text("utf-8")
    known: dict[str, dict[str, str | None]] = yaml.safe_load(text)
    return known


@cache
def _table(folder: str, name: str) -> dict[str, dict[str, str]]:
    text = (files("tilth.data") / folder / name).read_text("utf-8")
    return {row.pop("key"): row for row in csv.DictReader(text.splitlines())}


class DocumentWords:
    """Words of one language; English where it has none.

    Examples
    --------
    >>> DocumentWords("fr")("completion"), DocumentWords("en").value("reduced_m2")
    ('Rapport d’achèvement', 'reduced m2')
    """

    def __init__(self, lang: str = "en") -> None:
        if lang not in document_languages():
            allowed = ", ".join(document_languages())
            raise ReportError(f"language {lang!r} is none of the documents' languages; allowed: {allowed}")
        self.lang = lang
        self.right_to_left = lang in _RIGHT_TO_LEFT

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of a key with its values put in."""
        row = _table("reports", "documents.csv")[key]
        told = {name: self.apart(str(value)) for name, value in values.items()}
        return (row.get(self.lang) or row["en"]).format(**told)

    def apart(self, text: str) -> str:
        """Return a text that keeps its own direction among words that run from right to left."""
        return f"{_ISOLATE}{text}{_POP}" if self.right_to_left and text else text

    def value(self, word: object) -> str:
        """Return the words for a value of a list of the vocabulary, such as CHA or completed."""
        text = "" if word is None else str(word)
        row = _table("reports", "documents.csv").get(f"={text}") or _table("exchange", "form_labels.csv").get(
            f"={text}"
        )
        return (row.get(self.lang) or row["en"]) if row else text.replace("_", " ")

    @property
    def machine_made(self) -> bool:
        """Whether nobody reviewed the words of this language."""
        row = document_languages()[self.lang]
        return row["made"] == "machine" and not row["reviewed_by"]
