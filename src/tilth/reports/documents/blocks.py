"""What a document is made of, before anybody decides between screen and paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Document", "Drawing", "Number", "Section", "Signatures", "Table", "Words"]


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with what stands behind it: claims or a run, an interval or the reason for none."""

    value: float | int
    claims: tuple[str, ...] = ()
    run: str | None = None
    interval: tuple[float, float] | None = None
    exact: str | None = None
    unit: str = ""


Cell = str | Number


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs or a list.

    Attributes
    ----------
    listed
        Whether each line is a point of a list.
    lang
        Language of the lines where it is not the document's.
    warning
        Whether they stand out.
    """

    lines: Sequence[str]
    listed: bool = False
    lang: str | None = None
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; without a head its first column names the rows.

    Attributes
    ----------
    widths
        Relative widths of the columns on paper.
    fixed
        Columns whose letters keep one width and one direction, such as coordinates.
    """

    rows: Sequence[Sequence[Cell]]
    head: Sequence[str] = ()
    caption: str = ""
    widths: Sequence[float] = ()
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing in SVG with the words that stand for it."""

    svg: str
    caption: str
    words: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign: role and, where known, name."""

    places: Sequence[tuple[str, str]]


Block = Words | Table | Drawing | Signatures


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what follows it."""

    anchor: str
    heading: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document in one language."""

    title: str
    lead: str
    lang: str
    sections: Sequence[Section]
    banners: Sequence[str] = field(default=())
    footer: str = ""
