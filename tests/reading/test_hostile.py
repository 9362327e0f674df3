"""Texts made to do harm or merely huge: bounded time, a clear answer, all or nothing kept."""

from __future__ import annotations

import gzip
import io
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tilth.claims import recorded_of_kind
from tilth.project import Project
from tilth.reading import Article, ArticleError, open_article, read

SENTENCE = "The Pentagon said on Friday that cluster munitions would be sent to Ukraine, and that they work. "
Pdf = Callable[..., bytes]

pytestmark = pytest.mark.usefixtures("bounded")


def test_text__of_ten_megabytes__is_refused_with_the_limit(refusal: Callable[[bytes], str]) -> None:
    assert "10,476,000 characters of text; an article may have 1,000,000" in refusal(
        (SENTENCE * 108_000)[:10_476_000].encode()
    )


def test_text__larger_than_any_file_may_be__only_its_beginning_is_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as handle:
        handle.truncate(1 << 40)
    with pytest.raises(ArticleError, match="larger than the 20,971,520 bytes"):
        open_article(file)


def test_text__folder_or_pipe__is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(ArticleError, match="no ordinary file"):
        open_article(tmp_path / "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "“" * 100_000 + "”" * 100_000,
        " " * 300_000 + "x",
        "\n" * 300_000 + "x",
        "." * 300_000,
        "1," * 150_000,
        "1" * 300_000,
        "-" * 300_000,
        "A " * 100_000,
        "Aa-" * 100_000,
        "«" * 50_000 + "'" * 50_000,
        "\u200f\u200e\u202e" * 50_000,
        "А́" * 100_000,
    ],
    ids=lambda text: repr(text[:3]),
)
def test_read__one_sign_without_end__time_is_bounded(
    text: str, spans_hold: Callable[[Article], bool]
) -> None:
    assert spans_hold(Article.of_text("Cluster munitions. " + text, name="a", lang="en"))


def seconds_to_read(text: str) -> float:
    article = Article.of_text(text, name="a", lang="en")
    start = time.process_time()
    read(article)
    return time.process_time() - start


@pytest.mark.parametrize(
    "unit",
    [
        SENTENCE,
        SENTENCE.replace(".", ""),
        SENTENCE + "\n\n",
        "cluster munitions the army said that they said that it would ",
        "“Cluster munitions,” said the army, “",
        "according to the Pentagon, cluster munitions, ",
    ],
    ids=range(6),
)
def test_read__three_times_the_text__takes_no_more_than_linear_time(unit: str) -> None:
    read(Article.of_text(unit, name="a", lang="en"))
    count = 20_000 // len(unit)
    small, large = seconds_to_read(unit * count), seconds_to_read(unit * count * 3)
    assert large < 3 * 2 * small + 0.5


def test_read__text_without_punctuation__claims_stay_short() -> None:
    text = "the army said that cluster munitions are there and " * 400
    claims = read(Article.of_text(text, name="a", lang="en"))
    assert claims
    assert max(len(claim.content) for claim in claims) <= 2000


def test_read__text_in_several_blocks__spans_and_numbers_run_on(
    spans_hold: Callable[[Article], bool],
) -> None:
    article = Article.of_text((SENTENCE + "\n\n") * 600, name="a", lang="en")
    claims = read(article)
    assert len(claims) >= 600
    assert [claim.id for claim in claims] == [f"a-{number}" for number in range(1, len(claims) + 1)]
    assert spans_hold(article)


@pytest.mark.parametrize("mark", ["\u200f", "\u202b", "\u2066", "\ufeff", "\xad"])
def test_read__direction_marks_in_a_text__offsets_count_them(
    mark: str, spans_hold: Callable[[Article], bool]
) -> None:
    article = open_article(f"{mark}{mark}{SENTENCE}{mark}{SENTENCE}".encode("utf-16"), name="a")
    assert spans_hold(article)
    assert read(article)


def test_read__mixed_scripts__spans_hold(spans_hold: Callable[[Article], bool]) -> None:
    text = SENTENCE + "Касетні боєприпаси 集束弾薬 ذخائر عنقودية อาวุธ 𝔠𝔩𝔲𝔰𝔱𝔢𝔯 " * 30 + SENTENCE
    article = open_article(text.encode(), name="a", lang="en")
    assert len(read(article)) >= 2
    assert spans_hold(article)


def test_open_article__nul_in_a_text__is_made_one_mark_that_a_claim_can_hold() -> None:
    article = open_article(SENTENCE.replace(",", "\x00", 1).encode(), lang="en")
    assert article.text == SENTENCE.replace(",", "\ufffd", 1)


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(b"0" * 20_000_000),
        pytest.param(b"zip", id="zip"),
    ],
    ids=["gzip", "zip"],
)
def test_open_article__bomb_that_pretends_to_be_text__is_never_unpacked(
    tmp_path: Path, packed: bytes
) -> None:
    if packed == b"zip":
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", b"0" * 20_000_000)
        packed = held.getvalue()
    file = tmp_path / "a.txt"
    file.write_bytes(packed)
    with pytest.raises(ArticleError, match="archive"):
        open_article(file)


@pytest.mark.parametrize(
    "line",
    [
        '{"lang": "en", "date": "2023-07-08", "title": "\\ud800\\u0000"}',
        '{"lang": "en", "title": ["a"], "date": 2023}',
        '{"lang": "en", "title": "' + "T" * 5000 + '"}',
        '{"title": "a\\nb", "lang": "en"}',
    ],
)
def test_open_article__odd_metadata__only_what_a_claim_can_hold(line: str) -> None:
    article = open_article(f"{line}\n{SENTENCE}".encode())
    assert article.text == SENTENCE
    (article.title or "").encode()
    assert len(article.title or "") <= 300
    assert "\x00" not in (article.title or "")


@pytest.mark.parametrize("line", ["[" * 100_000, '{"a":' * 100_000, '{"lang": "en"' + " " * 20_000 + "}"])
def test_open_article__endless_first_line__is_text(line: str) -> None:
    article = open_article(f"{line}\n{SENTENCE}".encode(), lang="en")
    assert article.text.startswith(line[:10])


@pytest.mark.parametrize("after", [0.3, 0.8, 1.6])
def test_read_into__killed_in_the_middle__all_or_nothing_is_kept(tmp_path: Path, after: float) -> None:
    file, address = tmp_path / "a.txt", tmp_path / "p.gpkg"
    file.write_text((SENTENCE + "\n\n") * 1500, encoding="utf-8")
    Project.create(address).close()
    words = ["-c", "from tilth.cli import main; main()", "read", str(file), "--lang", "en", "--into"]
    running = subprocess.Popen(
        [sys.executable, *words, str(address)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        running.wait(after)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
        running.wait()
    with Project.open(address) as project:
        sources = recorded_of_kind(project.store, ["source"])
        statements = recorded_of_kind(project.store, ["statement"])
        assert len(statements) == (1500 if sources else 0) or len(statements) >= 1500
        assert bool(sources) == bool(statements)


def test_read_into__file_that_is_refused__project_is_as_before(tmp_path: Path, pdf: Pdf) -> None:
    from tilth.exchange import take_file

    file = tmp_path / "a.pdf"
    file.write_bytes(pdf()[:700])
    with Project.create(tmp_path / "p.gpkg") as project:
        with pytest.raises(ArticleError):
            take_file(project, file)
        assert len(project.ledger) == 0
