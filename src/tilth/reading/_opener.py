"""A process of its own that opens saved pages and PDF files, since such files may be hostile.

It is run as a script, so it imports nothing of tilth. On standard input come jobs: a line of JSON with
``kind``, ``size``, ``seconds``, ``characters`` and ``pages``, then that many bytes. On standard output
goes one line of JSON for each, with ``text`` and what else the file tells, or ``fault``.
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import sys
import warnings
from collections.abc import Callable
from typing import Any, BinaryIO

__all__ = ["main"]

_LANG = re.compile(rb"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.I)


def main() -> None:
    """Answer jobs until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints may not get among the answers
    _bounded(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    while line := sys.stdin.buffer.readline():
        answer = _answered(json.loads(line), sys.stdin.buffer)
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _bounded(memory: int) -> None:
    """Limit the memory of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return


def _answered(job: dict[str, Any], source: BinaryIO) -> dict[str, Any]:
    raw = source.read(job["size"])
    alarm: Callable[[int], int] | None = getattr(signal, "alarm", None)
    if alarm:
        alarm(int(job["seconds"]) + 5)  # ends this process, should nobody wait for it any more
    try:
        return _page(raw) if job["kind"] == "html" else _pdf(raw, job["characters"], job["pages"])
    except MemoryError:
        return {"fault": "memory"}
    except Exception as fault:  # a hostile file may raise whatever it likes in a library
        return {"fault": "broken", "why": f"{type(fault).__name__}: {fault}"[:300]}
    finally:
        if alarm:
            alarm(0)


def _page(raw: bytes) -> dict[str, Any]:
    """Return the main text of a page in UTF-8, without menus, scripts and comments."""
    import trafilatura

    page: Any = trafilatura.bare_extraction(
        raw.decode("utf-8"), include_comments=False, include_tables=False, with_metadata=True
    )
    lang = _LANG.search(raw[:20_000])
    told: dict[str, Any] = {"lang": lang[1].decode().lower() if lang else None}
    if page is None:
        return {"text": "", **told}
    told |= {"title": page.title, "date": page.date, "address": page.url, "publisher": page.sitename}
    return {"text": page.text or "", **told}


def _pdf(raw: bytes, characters: int, most: int) -> dict[str, Any]:
    """Return the text of the pages, a form feed between them."""
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import FileNotDecryptedError

    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        return {"fault": "password"}
    count, length = len(reader.pages), 0
    if count > most:
        return {"fault": "pages", "pages": count}
    texts = []
    try:
        for number, page in enumerate(reader.pages, 1):
            texts.append(page.extract_text())
            length += len(texts[-1])
            if length > characters:
                return {"fault": "long", "page": number, "pages": count}
    except FileNotDecryptedError:
        return {"fault": "password"}
    told = reader.metadata
    return {"text": "\f".join(texts), "title": told.title if told else None, "pages": count}


if __name__ == "__main__":
    main()
