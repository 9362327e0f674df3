"""Opening a saved page or a PDF in a process of its own, with bounded time and memory."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from tilth.reading._limits import limit

__all__ = ["opened_apart"]

_LOCK = threading.Lock()
_OPENER = Path(__file__).with_name("_opener.py")


class _Helper:
    """The process; it stays for the next file and ends with this one."""

    def __init__(self) -> None:
        memory = str(limit("open_memory_bytes"))
        self.owner = os.getpid()
        self.late = False
        self.process = subprocess.Popen(
            [sys.executable, "-P", str(_OPENER), memory],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, job: dict[str, Any], raw: bytes) -> dict[str, Any]:
        """Return the answer to one job; the process is gone when it did not answer."""
        timer = threading.Timer(job["seconds"], self._end_late)
        timer.start()
        try:
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            self.process.stdin.write(json.dumps(job).encode() + b"\n" + raw)
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = b""
        except BaseException:
            self.end()
            raise
        finally:
            timer.cancel()
        if line.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(line)
            return answer
        self.end()
        return {"fault": "late" if self.late else "died"}

    def _end_late(self) -> None:
        self.late = True
        self.process.kill()

    def end(self) -> None:
        """End the process and close its pipes."""
        if self.owner != os.getpid():
            return
        self.process.kill()
        for pipe in (self.process.stdout, self.process.stdin):
            try:
                if pipe is not None:
                    pipe.close()
            except BrokenPipeError:
                continue
        self.process.wait()

    @property
    def alive(self) -> bool:
        """Whether this process started it and it still answers."""
        return self.owner == os.getpid() and self.process.poll() is None


_helper: _Helper | None = None


def opened_apart(kind: str, raw: bytes) -> dict[str, Any]:
    """Return what a page (in UTF-8) or a PDF holds: ``text`` with what it tells, or ``fault``.

    The faults are late, died, memory, broken, password, pages and long.
    """
    global _helper
    job = {
        "kind": kind,
        "size": len(raw),
        "seconds": limit(f"open_{kind}_seconds"),
        "characters": limit("text_characters"),
        "pages": limit("open_pdf_pages"),
    }
    with _LOCK:
        if _helper is None or not _helper.alive:
            _helper = _Helper()
            atexit.register(_helper.end)
        answer = _helper.ask(job, raw)
        if answer.get("fault") == "memory":
            _helper.end()
        return answer
