"""How commands speak: results on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["PROBLEMS", "WRONG", "counting", "progress", "result_json", "say", "show", "stop"]

PROBLEMS, WRONG = 1, 2
"""Exit status: done but problems were found; the request or the input is wrong."""


def say(words: str) -> None:
    """Tell the person something on standard error."""
    print(words, file=sys.stderr)


def show(words: str) -> None:
    """Print a result for people on standard output."""
    print(words)


def result_json(content: Any) -> None:
    """Print one JSON document on standard output and nothing else."""
    import orjson

    sys.stdout.write(orjson.dumps(content, option=orjson.OPT_INDENT_2).decode() + "\n")


def stop(words: str) -> NoReturn:
    """Say what is wrong and end with status 2: nothing was changed."""
    say(f"tilth: {words}")
    raise SystemExit(WRONG)


@contextmanager
def progress(words: str) -> Iterator[Progress]:
    """Show a bar on standard error while something longer goes on; nothing when not a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        bar.add_task(words, total=None)
        yield bar


@contextmanager
def counting(words: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar like `progress`; yield a function that is told the step, how much is done, of how much."""
    with progress(words) as bar:
        task = bar.task_ids[0]

        def tell(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total or None)

        yield tell
