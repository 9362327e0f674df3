"""PDF files, well made and hostile, and the process that opens files: the text or a clear answer."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator

import pytest
from pypdf import PdfReader, PdfWriter

from tilth.reading import open_article

SENTENCE = "The Pentagon said on Friday that cluster munitions would be sent to Ukraine, and that they work. "
PARAGRAPH = f"<p>{SENTENCE}</p>"
Pdf = Callable[..., bytes]

pytestmark = pytest.mark.usefixtures("bounded")


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def encrypted(raw: bytes, password: str, algorithm: str) -> bytes:
    writer, held = PdfWriter(clone_from=PdfReader(io.BytesIO(raw))), io.BytesIO()
    writer.encrypt(password, "owner", algorithm=algorithm)
    writer.write(held)
    return held.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_pdf__locked_without_a_password__is_read(pdf: Pdf, algorithm: str) -> None:
    assert "2.35 per cent" in open_article(encrypted(pdf(), "", algorithm), lang="en").text


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_pdf__locked_with_a_password__says_so(
    pdf: Pdf, algorithm: str, refusal: Callable[[bytes], str]
) -> None:
    assert "protected by a password" in refusal(encrypted(pdf(), "secret", algorithm))


@pytest.mark.parametrize("raw", [b"%PDF-1.7\nnothing", b"%PDF-", b"%PDF-1.4" + b"\x00" * 10_000])
def test_pdf__malformed__says_what_to_do(raw: bytes, refusal: Callable[[bytes], str]) -> None:
    assert "save the article as .txt" in refusal(raw)


def test_pdf__cut_short__says_what_to_do(pdf: Pdf, refusal: Callable[[bytes], str]) -> None:
    assert "save the article as .txt" in refusal(pdf()[:700])


def test_pdf__of_pictures__says_so(pdf: Pdf, refusal: Callable[[bytes], str]) -> None:
    assert "recognised (OCR)" in refusal(pdf([[]]))


def test_pdf__of_2000_pages__is_read(pdf: Pdf) -> None:
    assert len(open_article(pdf([["The army said so."]] * 2000), lang="en").text) > 30_000


def test_pdf__of_2000_full_pages__names_the_page_where_it_gets_too_long(
    pdf: Pdf, refusal: Callable[[bytes], str]
) -> None:
    line = "The army said that cluster munitions would be sent to Ukraine and that they would not fail."
    assert "of 2000 passes the 1,000,000 characters" in refusal(pdf([[line] * 40] * 2000))


def test_pdf__of_more_pages_than_allowed__tells_how_many(pdf: Pdf, refusal: Callable[[bytes], str]) -> None:
    assert "4,000 pages; 3,000 are allowed" in refusal(pdf([["a"]] * 4000))


def test_pdf__bomb__is_refused(
    pdf: Pdf, bomb: Callable[[int], bytes], refusal: Callable[[bytes], str]
) -> None:
    packed = bomb(300_000_000)
    assert len(packed) < 1_000_000
    assert "cannot be read" in refusal(pdf(packed=packed))


def test_pdf__pages_that_hold_each_other__are_refused(
    pdf_of_objects: Pdf, refusal: Callable[[bytes], str]
) -> None:
    loop = b"<< /Type /Pages /Count 2 /Kids [2 0 R 3 0 R] >>"
    back = b"<< /Type /Pages /Count 1 /Parent 2 0 R /Kids [2 0 R] >>"
    assert "cannot be read" in refusal(pdf_of_objects([b"<< /Type /Catalog /Pages 2 0 R >>", loop, back]))


def test_pdf__object_that_is_itself__is_refused(pdf_of_objects: Pdf, refusal: Callable[[bytes], str]) -> None:
    assert "cannot be read" in refusal(pdf_of_objects([b"<< /Type /Catalog /Pages 2 0 R >>", b"2 0 R"]))


def test_pdf__list_within_list_without_end__is_refused(
    pdf_of_objects: Pdf, refusal: Callable[[bytes], str]
) -> None:
    deep = b"[" * 200_000 + b"]" * 200_000
    assert "cannot be read" in refusal(pdf_of_objects([b"<< /Type /Catalog /Pages 2 0 R >>", deep]))


def test_pdf__drawing_that_draws_itself_twice__ends(
    pdf_of_objects: Pdf, stream: Pdf, refusal: Callable[[bytes], str]
) -> None:
    def form(number: int) -> bytes:
        held = b"/Resources << /XObject << /X %d 0 R >> >>" % number
        return stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] " + held)

    one = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R"
    one += b" /Resources << /XObject << /X 5 0 R >> >> >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", one]
    objects += [stream(b"/X Do"), *(form(number) for number in range(6, 31)), form(30)]
    assert "no text found" in refusal(pdf_of_objects(objects))


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return a function that sets limits of the opening process, which then starts anew."""
    from tilth.reading import _apart

    usual = _apart.limit

    def set_limits(**limits: int) -> None:
        monkeypatch.setattr(_apart, "limit", lambda name: limits.get(name, usual(name)))
        monkeypatch.setattr(_apart, "_helper", None)

    yield set_limits
    if _apart._helper is not None:
        _apart._helper.end()


def test_opening__longer_than_allowed__is_ended_and_says_so(
    tight: Callable[..., None], refusal: Callable[[bytes], str]
) -> None:
    tight(open_html_seconds=1)
    raw = page("<ul>" + "<li><a href=x>a link of the day</a></li>" * 60_000 + "</ul>")
    assert "longer than the" in refusal(raw)
    tight()  # one second is too short for a busy machine to start the process anew
    assert open_article(page(f"<article>{PARAGRAPH * 2}</article>"), lang="en").text


def test_opening__more_memory_than_allowed__says_so(
    tight: Callable[..., None], pdf: Pdf, bomb: Callable[[int], bytes], refusal: Callable[[bytes], str]
) -> None:
    pytest.importorskip("resource", reason="this system cannot limit the memory of a process")
    if sys.platform != "linux":
        pytest.skip("only Linux limits the memory of a process reliably")
    tight(open_memory_bytes=150_000_000)
    words = refusal(pdf(packed=bomb(70_000_000)))
    assert "memory" in words or "broke off" in words


def test_opening__process_killed_from_outside__the_next_file_is_read(tight: Callable[..., None]) -> None:
    from tilth.reading import _apart

    tight()
    raw = page(f"<article>{PARAGRAPH * 2}</article>")
    assert open_article(raw, lang="en").text
    assert _apart._helper is not None
    _apart._helper.process.kill()
    _apart._helper.process.wait()
    assert open_article(raw, lang="en").text
