"""Reading an article by the rules, or by a language model that the caller brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from tilth.reading.article import Article
from tilth.reading.opening import open_article
from tilth.reading.proposal import READER, Proposal
from tilth.reading.reader import read

if TYPE_CHECKING:
    from tilth.reading.endpoint import Asker

__all__ = ["ArticleRead", "Model", "read_article"]


class Model(Protocol):
    """A language model that can be asked, such as an endpoint of `tilth.exchange`."""

    @property
    def model(self) -> str:
        """Its name."""

    def asker(self) -> Asker:
        """Return the function that asks it about one article."""


@dataclass(frozen=True, slots=True)
class ArticleRead:
    """An article with the claims proposed for it.

    Attributes
    ----------
    reader : str
        Who proposed them: ``rules@1``, or ``endpoint:MODEL@1``.
    refused, left_out : mapping of str to int
        Of a model's answers: claims that were not accepted, and parts left out of accepted ones, by reason.
    """

    article: Article
    proposals: tuple[Proposal, ...]
    reader: str
    refused: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the keys of the contract; for a model also what was refused of its answers."""
        day = self.article.date
        content: dict[str, Any] = {
            "claims": [proposal.to_json() for proposal in self.proposals],
            "lang": self.article.lang,
            "date": None if day is None else str(day),
            "reader": self.reader,
        }
        if self.reader.startswith("endpoint:"):
            content |= {"refused": dict(self.refused), "left_out": dict(self.left_out)}
        return content


def read_article(
    given: Path | bytes | BinaryIO,
    *,
    name: str | None = None,
    lang: str | None = None,
    date: str | None = None,
    model: Model | None = None,
) -> ArticleRead:
    """Return what an article says, by the rules, or by a model when one is given.

    Raises
    ------
    ArticleError
        The article cannot be opened.
    TilthError
        Whatever the model's asker raises when it gets no answer.

    Examples
    --------
    >>> read_article(b"The army said that cluster munitions were not used in the war.").reader
    'rules@1'
    """
    article = open_article(given, name=name, lang=lang, date=date)
    if model is None:
        return ArticleRead(article, tuple(read(article)), READER)
    from tilth.reading.endpoint import read_with, reader_name

    found = read_with(article, model.asker())
    return ArticleRead(article, found.proposals, reader_name(model.model), found.refused, found.left_out)
