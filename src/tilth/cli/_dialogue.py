"""Review as a dialogue in the terminal: one claim at a time, one line as the answer."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tilth.project import Project

__all__ = ["hold_dialogue"]

_KEYS = "a accept, r reject, c correct, s skip, u undo, q quit, ? help"
_HELP = """a           accept the claim
r WHY       reject it; the reason may be left out
c CHANGES   correct it: topic=use, speaker=NAME, span=120:180, fact.1.status=denied ...; alone, it asks
s           skip it; it waits on
u           undo your last verdict
q           quit; all verdicts so far are kept"""
_DONE = {"accept": "accepted", "reject": "rejected", "correct": "corrected"}


def hold_dialogue(project: Project, rows: Sequence[dict[str, Any]], *, by: str | None) -> Counter[str]:
    """Go through the claims with the person; return how many were accepted, rejected, corrected.

    Each verdict is recorded at once, so nothing is lost when the terminal goes away.
    """
    talk = _Dialogue(project, rows, by)
    try:
        talk.run()
    except (EOFError, KeyboardInterrupt):
        talk.say("")
    return talk.counts()


class _Dialogue:
    def __init__(self, project: Project, rows: Sequence[dict[str, Any]], by: str | None) -> None:
        from tilth.cli._claims_shown import console

        self.project = project
        self.rows = rows
        self.by = by
        self.console = console()
        self.at = 0
        self.given: list[tuple[int, str, str]] = []

    def say(self, words: str) -> None:
        self.console.print(words, soft_wrap=self.console.soft_wrap)

    def counts(self) -> Counter[str]:
        return Counter(_DONE[word] for _, word, _ in self.given)

    def run(self) -> None:
        """Ask about each claim until the last, or until the person quits."""
        self.say(f"{len(self.rows)} claims. {_KEYS}")
        while self.at < len(self.rows):
            self._show()
            key, _, rest = self._ask("a/r/c/s/u/q? ").strip().partition(" ")
            if key.lower() == "q":
                return
            self._answer(key.lower(), rest.strip())

    def _show(self) -> None:
        from tilth.cli._claims_shown import claim_text

        self.say(f"\n{self.at + 1} of {len(self.rows)}")
        self.console.print(claim_text(self.rows[self.at]), end="", soft_wrap=self.console.soft_wrap)

    def _answer(self, key: str, rest: str) -> None:
        acts: dict[str, Callable[[str], None]] = {
            "a": lambda _: self._give("accept"),
            "r": lambda words: self._give("reject", reason=words or None),
            "c": self._correct,
            "s": lambda _: self._skip(),
            "u": lambda _: self._undo(),
        }
        act = acts.get(key)
        if act is None:
            self.say(_HELP if key in ("?", "h") else f"{key!r} is no answer: {_KEYS}")
            return
        act(rest)

    def _ask(self, prompt: str) -> str:
        """Return one line of the person; the prompt goes to the error stream when results are piped."""
        if self.console.is_terminal:
            return input(prompt)
        print(prompt, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line

    def _give(self, word: str, *, changes: dict[str, Any] | None = None, reason: str | None = None) -> None:
        from tilth.errors import TilthError
        from tilth.project import Verdict, review_claims

        key = self.rows[self.at]["id"]
        try:
            review_claims(self.project, [Verdict(word, key, changes, reason)], by=self.by)
        except TilthError as error:
            self.say(f"not recorded: {error.args[0]}")
            return
        self.given.append((self.at, word, key))
        self.say(_DONE[word])
        self.at += 1

    def _correct(self, words: str) -> None:
        import shlex

        from tilth.errors import TilthError
        from tilth.project import parse_settings

        try:
            settings = shlex.split(words) if words else self._settings()
            if not settings:
                self.say("nothing changed")
                return
            changes = parse_settings(settings)
        except (TilthError, ValueError) as error:
            self.say(f"not recorded: {error.args[0]}")
            return
        self._give("correct", changes=changes)

    def _settings(self) -> list[str]:
        """Ask for changes, a line each, until an empty line."""
        self.say("NAME=VALUE, a line each; an empty line ends")
        settings = []
        while line := self._ask("change? ").strip():
            settings.append(line)
        return settings

    def _skip(self) -> None:
        self.at += 1

    def _undo(self) -> None:
        from tilth.project import review_claims

        if not self.given:
            self.say("there is nothing to undo")
            return
        self.at, word, key = self.given.pop()
        review_claims(self.project, [("reopen", key)], by=self.by, reason=f"undone: {word}")
        self.say(f"undone: {word}")
