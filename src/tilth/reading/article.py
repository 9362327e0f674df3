"""An article as text with offsets, and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tilth.times import PartialDate

__all__ = ["Article"]


@dataclass(frozen=True, slots=True)
class Article:
    """One article; spans of its claims count code points of ``text``.

    Attributes
    ----------
    name : str
        Stem of the file's name; identifiers of proposals start with it.
    text : str
        The text that offsets refer to; line ends and quote marks are kept as they are.
    lang : str
        Language code, such as ``"nl"``.
    date : PartialDate or None
        Day, month or year of publication, as far as known.
    title : str or None
        Headline, when it stands apart from the text.
    sha256 : str
        Hash of ``text`` in UTF-8, 64 hexadecimal digits.
    media_type : str
        Such as ``"text/plain"``.
    raw_sha256 : str
        Hash of the bytes as given.
    address : str or None
        Address the page itself names (``https:`` or ``http:``), by which versions of it are known.
    publisher : str or None
        Who published it, as the page or its metadata tell.

    Examples
    --------
    >>> article = Article.of_text("Kyiv said so.", name="a", lang="en")
    >>> article.sha256 == article.raw_sha256
    True
    """

    name: str
    text: str
    lang: str
    date: PartialDate | None
    title: str | None
    sha256: str
    media_type: str
    raw_sha256: str
    address: str | None = None
    publisher: str | None = None

    @classmethod
    def of_text(
        cls,
        text: str,
        *,
        name: str,
        lang: str,
        date: PartialDate | None = None,
        title: str | None = None,
        media_type: str = "text/plain",
        raw: bytes | None = None,
        address: str | None = None,
        publisher: str | None = None,
    ) -> Article:
        """Return the article with its hashes; ``raw`` is the text in UTF-8 when not given."""
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        given = digest if raw is None else sha256(raw).hexdigest()
        return cls(name, text, lang, date, title, digest, media_type, given, address, publisher)
