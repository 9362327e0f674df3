"""From an article to proposed attributed claims: who says what, how, when, about what.

`open_article` takes a text, a saved web page or a PDF; `read` proposes claims for a person to
review, with the place of each in the text and typed facts. Reading goes by rules over word lists;
the words of each language lie in ``data/reading``, one file a language.
"""

from __future__ import annotations

from tilth.reading._errors import ArticleError
from tilth.reading.alike import (
    containment,
    content_words,
    folded,
    negated,
    resemblance,
    same_rules,
    sequences,
)
from tilth.reading.article import Article
from tilth.reading.known import known_speaker, written_names
from tilth.reading.opening import open_article
from tilth.reading.proposal import READER, Proposal
from tilth.reading.reader import read
from tilth.reading.readers import ArticleRead, read_article

__all__ = [
    "READER",
    "Article",
    "ArticleError",
    "ArticleRead",
    "Proposal",
    "containment",
    "content_words",
    "folded",
    "known_speaker",
    "negated",
    "open_article",
    "read",
    "read_article",
    "resemblance",
    "same_rules",
    "sequences",
    "written_names",
]
