"""PDF files and pages made up for tests, small on the page and hostile where asked."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Sequence

import pytest

from tilth.reading import Article, ArticleError, open_article, read

LINES = (
    "The Pentagon said on Friday that cluster munitions would be sent to Ukraine and that they",
    "have a failure rate below 2.35 per cent, which a group has disputed for a long time now.",
)


SECONDS = 20
"""More than any hostile file takes on a slow machine, far less than without the bounds."""


@pytest.fixture
def bounded() -> Iterator[None]:
    """Fail a test that takes longer than its bound."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < SECONDS


@pytest.fixture(scope="session")
def refusal() -> Callable[[bytes], str]:
    """Return a function that gives the words in which bytes are refused."""

    def words(raw: bytes) -> str:
        with pytest.raises(ArticleError) as caught:
            open_article(raw, name="a", lang="en")
        return str(caught.value)

    return words


@pytest.fixture(scope="session")
def spans_hold() -> Callable[[Article], bool]:
    """Return a function that tells whether all spans of the claims of an article give their words."""
    return all_spans_hold


def all_spans_hold(article: Article) -> bool:
    """Tell whether the text at each span is the words recorded with it."""
    for claim in read(article):
        pairs = [(claim.content_span, claim.content), (claim.speaker_span, claim.speaker_as_written)]
        for span, words in (*pairs, (claim.cue_span, claim.cue)):
            if (span is None) != (words is None):
                return False
            if span is not None and article.text[slice(*span)] != words:
                return False
    return True


@pytest.fixture(scope="session")
def pdf() -> Callable[..., bytes]:
    """Return the function that makes a PDF of pages with lines."""
    return made_pdf


@pytest.fixture(scope="session")
def pdf_of_objects() -> Callable[..., bytes]:
    """Return the function that makes a PDF of objects."""
    return made_of_objects


@pytest.fixture(scope="session")
def stream() -> Callable[..., bytes]:
    """Return the function that makes a stream object."""
    return made_stream


@pytest.fixture(scope="session")
def bomb() -> Callable[[int], bytes]:
    """Return the function that makes a small packed stream with much in it."""
    return made_bomb


def made_of_objects(objects: Sequence[bytes], root: int = 1) -> bytes:
    """Return a PDF with these objects, numbered from 1, and a right table of places."""
    made = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        table,
    )
    return bytes(made)


def made_stream(content: bytes, more: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<< /Length %d %s >>\nstream\n" % (len(content), more) + content + b"\nendstream"


def made_pdf(pages: Sequence[Sequence[str]] = (LINES,), *, packed: bytes | None = None) -> bytes:
    """Return a PDF with these lines on its pages; `packed` is the first page's stream in its stead."""
    count = len(pages)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font]
    kids = []
    for number, lines in enumerate(pages):
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (len(objects) + 2)
        )
        if packed is not None and not number:
            objects.append(made_stream(packed, b"/Filter /FlateDecode"))
            continue
        words = b" T* ".join(
            b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj"
            for line in lines
        )
        objects.append(made_stream(b"BT /F1 11 Tf 14 TL 60 780 Td " + words + b" ET"))
    named = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, named)
    return made_of_objects(objects)


def made_bomb(size: int) -> bytes:
    """Return a packed stream that holds `size` bytes of drawing."""
    packer = zlib.compressobj(9)
    piece = b"BT (a) Tj ET\n" * 80_000
    made = b"".join(packer.compress(piece) for _ in range(max(1, size // len(piece))))
    return made + packer.flush()
