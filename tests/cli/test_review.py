"""Review from the command line: listing, verdicts, corrections, and the dialogue in a terminal."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TILTH = [sys.executable, "-c", "from tilth.cli import main; main()"]
ARTICLE = """{"lang": "en", "date": "2023-07-07", "title": "Constructed example"}
The Pentagon said on Friday that the United States would send cluster munitions to Ukraine.
"The failure rate is below 2.35 per cent," said Colin Kahl.
The Russian defence ministry said that it had never used cluster munitions in Ukraine.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with one constructed article read into it."""
    folder = tmp_path_factory.mktemp("review")
    (folder / "article.txt").write_text(ARTICLE)
    subprocess.run(
        [*TILTH, "read", "article.txt", "--into", "p.gpkg"],
        cwd=folder,
        env={**os.environ, "TILTH_HOME": str(folder / "home")},
        check=True,
        capture_output=True,
    )
    return folder / "p.gpkg"


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """Return a copy of that project of its own."""
    copy = tmp_path / "p.gpkg"
    copy.write_bytes(made.read_bytes())
    return copy


def statement(tilth: Any, project: Path, topic: str) -> dict[str, Any]:
    row: dict[str, Any] = tilth("review", project, "--topic", topic, "--json").json[0]
    return row


# --- listing ---


def test_review__for_people__marks_the_words_in_their_context(tilth, project: Path) -> None:
    shown = tilth("review", project).out
    assert "said on Friday that >>the United States would send cluster munitions to Ukraine<<." in shown


def test_review__for_people__tells_speaker_facts_rule_and_source(tilth, project: Path) -> None:
    shown = tilth("review", project, "--topic", "transfer").out
    words = ("Pentagon, reported, on transfer", "fact 1: transfer", "confidence 0.", "Constructed example")
    assert [word for word in words if word not in shown] == []


def test_review__without_a_terminal__prints_no_colour(tilth, project: Path) -> None:
    assert "\x1b" not in tilth("review", project).out


def test_review__as_json__is_a_list_with_what_a_script_needs(tilth, project: Path) -> None:
    rows = tilth("review", project, "--json").json
    wanted = {
        "id",
        "kind",
        "speaker",
        "speaker_name",
        "mode",
        "topic",
        "words",
        "facts",
        "rule",
        "confidence",
    }
    assert all(wanted <= set(row) for row in rows)


def test_review__speakers_of_the_register__do_not_wait(tilth, project: Path) -> None:
    assert tilth("review", project, "--kind", "entity", "--json").json == []


def test_review__limit__says_that_there_are_more(tilth, project: Path) -> None:
    assert "1 or more" in tilth("review", project, "--limit", "1").out


# --- verdicts ---


def test_correct__topic_and_fact__replaces_the_claim(tilth, project: Path) -> None:
    key = statement(tilth, project, "transfer")["id"]
    done = tilth(
        "review",
        project,
        "--correct",
        key[:12],
        "--set",
        "topic=use",
        "--set",
        "fact.1.status=denied",
        "--json",
    )
    [row] = done.json["claims"]
    assert (done.status, row["status"], len(row["replacement"])) == (0, "corrected", 64)


def test_correct__done__no_longer_waits(tilth, project: Path) -> None:
    key = statement(tilth, project, "transfer")["id"]
    tilth("review", project, "--correct", key, "--set", "topic=use")
    assert key not in [row["id"] for row in tilth("review", project, "--json").json]


def test_reopen__rejected_claim__waits_again(tilth, project: Path) -> None:
    key = statement(tilth, project, "transfer")["id"]
    tilth("review", project, "--reject", key)
    tilth("review", project, "--reopen", key)
    assert key in [row["id"] for row in tilth("review", project, "--json").json]


def test_changes__file_of_verdicts__records_all(tilth, project: Path, tmp_path: Path) -> None:
    rows = tilth("review", project, "--json").json
    verdicts = [
        {"accept": rows[0]["id"]},
        {"reject": rows[1]["id"], "reason": "a headline"},
        {"correct": rows[2]["id"], "set": {"topic": "use", "facts": [{"type": "use", "by": "RUS"}]}},
    ]
    (tmp_path / "v.json").write_text(json.dumps(verdicts))
    told = tilth("review", project, "--changes", tmp_path / "v.json", "--json").json["claims"]
    assert [row["status"] for row in told] == ["accepted", "rejected", "corrected"]


def test_changes__one_wrong_of_two__records_none(tilth, project: Path, tmp_path: Path) -> None:
    rows = tilth("review", project, "--json").json
    verdicts = [{"accept": rows[0]["id"]}, {"correct": rows[1]["id"], "set": {"topic": "weather"}}]
    (tmp_path / "v.json").write_text(json.dumps(verdicts))
    done = tilth("review", project, "--changes", tmp_path / "v.json")
    assert (done.status, len(tilth("review", project, "--json").json)) == (2, len(rows))


def test_same__two_spellings_of_a_name__count_as_one(tilth, project: Path) -> None:
    first = statement(tilth, project, "transfer")["id"]
    tilth("review", project, "--correct", first, "--set", "speaker=Jan Novak")
    second = statement(tilth, project, "use")["id"]
    tilth("review", project, "--correct", second, "--set", "speaker=Jan Nowak")
    assert tilth("review", project, "--same", "Jan Nowak=Jan Novak").status == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--correct", "{id}"],
        ["--set", "topic=use"],
        ["--correct", "{id}", "--set", "topic=weather"],
        ["--correct", "{id}", "--set", "topic"],
        ["--topic", "weather"],
        ["--kind", "weather"],
        ["--order", "random"],
        ["--at-least", "0.9", "--at-most", "0.1"],
        ["--changes", "nothing.json"],
        ["--same", "Pentagon"],
        ["--same", "Pentagon=Nobody"],
        ["--dialogue", "--json"],
        ["--dialogue", "--accept", "{id}"],
    ],
    ids=" ".join,
)
def test_review__wrong_request__ends_with_two_and_writes_nothing(
    tilth, made: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    before = made.read_bytes()
    key = statement(tilth, made, "transfer")["id"]
    done = tilth("review", made, *(word.format(id=key) for word in words))
    assert (done.status, done.out, bool(done.err)) == (2, "", True)
    assert made.read_bytes() == before


@pytest.mark.parametrize(
    "text", ["not json", '["a"]', '[{"accept": 1}]', '[{"accept": "a", "reject": "b"}]', '[{"correct": "a"}]']
)
def test_changes__no_verdicts__end_with_two(tilth, made: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "v.json").write_text(text)
    assert tilth("review", made, "--changes", tmp_path / "v.json").status == 2


# --- the dialogue ---


def talk(project: Path, answers: str) -> subprocess.CompletedProcess[str]:
    """Hold a dialogue with answers on standard input."""
    command = [
        sys.executable,
        "-c",
        "from tilth.cli import main; main()",
        "review",
        str(project),
        "--dialogue",
    ]
    return subprocess.run(command, input=answers, capture_output=True, text=True, check=False)


def test_dialogue__accept_reject_correct__are_recorded(tilth, project: Path) -> None:
    done = talk(project, "a\nr a headline\nc topic=harm\n")
    assert (done.returncode, "1 accepted, 1 rejected, 1 corrected; 0 claims wait" in done.stdout) == (0, True)


def test_dialogue__undo__waits_again(tilth, project: Path) -> None:
    before = [row["id"] for row in tilth("review", project, "--json").json]
    talk(project, "a\nu\nq\n")
    assert sorted(row["id"] for row in tilth("review", project, "--json").json) == sorted(before)


def test_dialogue__changes_asked_line_by_line__are_recorded(tilth, project: Path) -> None:
    done = talk(project, "c\ntopic=use\nspeaker=Jan Novak\n\nq\n")
    assert "1 corrected" in done.stdout


@pytest.mark.parametrize(
    "answer, words",
    [
        ("c topic=weather", "not recorded:"),
        ("c 'topic", "not recorded:"),
        ("c\n", "nothing changed"),
        ("x", "'x' is no answer"),
        ("?", "quit; all verdicts so far are kept"),
        ("u", "nothing to undo"),
        ("s", "2 of 3"),
    ],
)
def test_dialogue__other_answer__is_told_and_nothing_recorded(project: Path, answer: str, words: str) -> None:
    done = talk(project, f"{answer}\nq\n")
    assert (words in done.stdout, "no verdict; 3 claims wait" in done.stdout) == (True, True)


def test_dialogue__input_ends__keeps_what_was_given(project: Path) -> None:
    assert "1 accepted; 2 claims wait" in talk(project, "a\n").stdout


def _in_terminal(words: list[str], answers: list[str], colour: bool) -> str:
    """Run a command in a pseudo-terminal, answering each prompt; return all that the screen showed."""
    main, other = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100"} | ({} if colour else {"NO_COLOR": "1"})
    command = [*TILTH, *words]
    run = subprocess.Popen(command, stdin=other, stdout=other, stderr=other, env=env, close_fds=True)
    os.close(other)
    shown = b""
    while True:
        try:
            part = os.read(main, 4096)
        except OSError:  # Linux says so when the other end is closed
            break
        if not part:
            break
        shown += part
        if answers and shown.endswith(b"? "):
            os.write(main, f"{answers.pop(0)}\n".encode())
    run.wait(timeout=60)
    os.close(main)
    return shown.decode()


def test_dialogue__in_a_terminal__highlights_the_words(project: Path) -> None:
    shown = _in_terminal(["review", str(project), "--dialogue"], ["a", "q"], colour=True)
    assert ("\x1b[1;7m>>" in shown, "1 accepted; 2 claims wait" in shown) == (True, True)


def test_dialogue__in_a_terminal_without_colour__marks_the_words(project: Path) -> None:
    shown = _in_terminal(["review", str(project), "--dialogue"], ["q"], colour=False)
    assert (">>the United States would send" in " ".join(shown.split()), "\x1b[3" in shown) == (True, False)


# --- from a saved page or a PDF to a verdict ---

SENTENCES = (
    "The Pentagon said on Friday that the United States would send cluster munitions to Ukraine.",
    "The Russian defence ministry said that it had never used cluster munitions in Ukraine.",
)


def _page() -> bytes:
    head = '<title>Constructed</title><link rel="canonical" href="https://example.org/n/1"/>'
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body><article>{body}</article>'.encode()


def _pdf() -> bytes:
    """Return a PDF of one page with one sentence a line."""
    lines = b" ".join(
        b"1 0 0 1 20 %d Tm (%s) Tj" % (700 - 30 * n, line.encode()) for n, line in enumerate(SENTENCES)
    )
    drawn = b"BT /F1 8 Tf " + lines + b" ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return made + tail % (table, len(made))


@pytest.mark.parametrize("name, made_of", [("article.html", _page), ("article.pdf", _pdf)])
def test_run__page_or_pdf__is_reviewed_and_its_dossier_says_by_whom(
    tilth, tmp_path: Path, name: str, made_of: Any
) -> None:
    (tmp_path / name).write_bytes(made_of())
    words = ("--project", "p.gpkg", "--lang", "en", "--date", "2023-07-07", "--report", "out")
    assert tilth("run", name, *words).status == 0
    first, second = (row["id"] for row in tilth("review", "p.gpkg", "--kind", "statement", "--json").json)
    tilth("review", "p.gpkg", "--accept", first, "--by", "J Jansen")
    tilth("run", name, *words)
    page = (tmp_path / "out" / "state_UKR.html").read_text("utf-8")
    assert ("reviewed by j-jansen" in page, "not reviewed" in page) == (True, True)
    assert [row["id"] for row in tilth("review", "p.gpkg", "--kind", "statement", "--json").json] == [second]


def test_linked_and_apart__two_statements__are_one_or_two(tilth, project: Path) -> None:
    keys = [row["id"][:12] for row in tilth("review", project, "--kind", "statement", "--json").json]
    assert tilth("review", project, "--linked", f"{keys[0]}={keys[1]}").status == 0
    assert tilth("review", project, "--apart", f"{keys[0]}={keys[0]}").status == 2


def test_read__statement_that_another_article_brings__is_told(tilth, project: Path, tmp_path: Path) -> None:
    words = '{"lang": "en", "date": "2023-07-08", "title": "Another"}\nElsewhere: ' + SENTENCES[0]
    (tmp_path / "other.txt").write_text(words)
    told = tilth("read", "other.txt", "--into", project).err
    assert "said in 2 sources, of 2 origins" in told
