"""Reading: from an article to proposed claims, each with its speaker, place in the text and facts.

The engine holds no words of any language; they lie in ``data/reading``. What it returns are proposals
for a person to review, never findings.
"""

from __future__ import annotations

from tilth.reading._errors import ArticleError
from tilth.reading._words import languages
from tilth.reading.article import Article, open_article
from tilth.reading.proposal import Proposal
from tilth.reading.reader import READER, read

__all__ = ["READER", "Article", "ArticleError", "Proposal", "languages", "open_article", "read"]
