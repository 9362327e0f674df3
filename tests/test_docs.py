"""The manual and the program may not drift apart."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

from tilth.cli.app import app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
COMMAND = typer.main.get_command(app)


def commands_in(page: Path) -> list[str]:
    text = page.read_text("utf-8")
    lines = re.findall(r"^ {4}(tilth [^\n]*)$", text, re.M)
    return lines + re.findall(r"`(tilth [a-z][^`]*)`", text)


def known(line: str) -> tuple[Any, list[str]]:
    words = shlex.split(line.split(" #")[0].replace("…", ""), comments=True)[1:]
    command: Any = COMMAND
    while words and hasattr(command, "commands") and not words[0].startswith("-"):
        assert words[0] in command.commands, f"{line!r}: there is no command {words[0]!r}"
        command = command.commands[words.pop(0)]
    return command, [word for word in words if word.startswith("--")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_manual__commands_and_options__exist(page: Path) -> None:
    for line in commands_in(page):
        command, options = known(line)
        allowed = {"--help"} | {
            name for item in command.params for name in (*item.opts, *item.secondary_opts)
        }
        strange = [option for option in options if option.split("=")[0] not in allowed]
        assert not strange, f"{page.name}: {line!r} uses {strange}, allowed {sorted(allowed)}"


def test_manual__has_commands__some_in_the_tour() -> None:
    assert sum(len(commands_in(page)) for page in PAGES) > 20


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_manual__make_targets__exist(page: Path) -> None:
    named = set(re.findall(r"`?make ([a-z]+)", page.read_text("utf-8")))
    assert named <= TARGETS | {"sure"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_manual__links_between_pages__lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_manual__every_command__is_described() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    commands: Any = COMMAND
    missing = [name for name in commands.commands if not re.search(rf"tilth {name}\b", text)]
    assert not missing
