"""What a person brought in waits before the shipped rows."""

from __future__ import annotations

from pathlib import Path

from tilth.exchange import take_file
from tilth.project import Project, add_facts, waiting

TEXT = "The Pentagon said on Friday that the United States would send cluster munitions to Ukraine."


def test_waiting__shipped_rows_recorded_first__come_behind_the_article(
    tmp_path: Path, ledger_address: str
) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    with Project.create(ledger_address) as project:
        add_facts(project)
        take_file(project, article, lang="en", date="2023-07-08")
        rows = waiting(project)
    assert rows[0]["kind"] == "statement"
    assert rows[-1]["tool"].startswith("facts@")
