"""The command run as people run it: in a process of its own, or quickly in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from tilth.cli.app import main


@dataclass(frozen=True)
class Done:
    """What a command did: its exit status and what it printed where."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Everything on standard output, as one JSON document."""
        return orjson.loads(self.out)


Tilth = Callable[..., Done]


@pytest.fixture
def tilth(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tilth:
    """Return a function that runs a command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["tilth", *map(str, words)])
        capsys.readouterr()
        status: Any = 0
        try:
            main()
        except SystemExit as stop:
            status = stop.code or 0
        told = capsys.readouterr()
        return Done(int(status), told.out, told.err)

    return run


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., Done]:
    """Return a function that runs a command in a process of its own."""

    def run(*words: object, given: str | None = None) -> Done:
        command = [sys.executable, "-m", "tilth.cli", *map(str, words)]
        if not (Path(__file__).parents[2] / "src" / "tilth" / "cli" / "__main__.py").exists():
            command = [sys.executable, "-c", "from tilth.cli import main; main()", *map(str, words)]
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, cwd=tmp_path, env=os.environ, check=False
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run
