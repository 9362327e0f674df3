"""Bring the catalogues of the web pages up to the words that templates and code hold.

python scripts/catalogues.py            # adds new messages, drops old ones, keeps translations
python scripts/catalogues.py --missing  # lists what is not translated yet
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parents[1] / "src/tilth/web"
LANGUAGES = ("nl", "fr", "uk", "ar")
_METHODS = [("pages/**.py", "python"), ("*.py", "python"), ("templates/**.html", "jinja2")]
_OPTIONS = {"templates/**.html": {"encoding": "utf-8", "newstyle_gettext": "true", "trimmed": "true"}}
_KEYWORDS = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2)}
_NOTE = "Words of tilth's web pages. Apache-2.0.\n{}"
_BY_MACHINE = "Made by a machine and not checked by a speaker: corrections are welcome."


def messages() -> Catalog:
    """Return every message that the pages hold, with where it stands."""
    found = Catalog(project="tilth", charset="utf-8")
    for name, line, words, comments, context in extract_from_dir(
        str(WEB), _METHODS, _OPTIONS, keywords=_KEYWORDS, strip_comment_tags=True
    ):
        del line, comments
        found.add(words, locations=[(name, None)], context=context)
    return found


def catalogue(code: str) -> Catalog:
    """Return the catalogue of a language as it is kept."""
    path = WEB / "locale" / code / "LC_MESSAGES" / "tilth.po"
    if not path.exists():
        return Catalog(locale=code, project="tilth", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=code)


def brought_up(code: str, template: Catalog) -> Catalog:
    """Return a language's catalogue with the messages of `template` and nothing else."""
    kept = catalogue(code)
    made = Catalog(locale=code, project="tilth", charset="utf-8")
    made.header_comment = "\n".join(
        f"# {line}".rstrip() for line in _NOTE.format(_BY_MACHINE if code != "nl" else "").splitlines()
    )
    for message in template:
        if message.id:
            held = kept.get(message.id, message.context)
            words = held.string if held else None
            flags = {flag for flag in message.flags if flag != "fuzzy"}
            made.add(message.id, words or message.string, message.locations, flags, context=message.context)
    # Always the same moment: a run changes words only.
    made.creation_date = made.revision_date = datetime(2026, 11, 28, tzinfo=UTC)
    return made


def missing(code: str) -> list[str]:
    """Return the messages that a language has no words for."""
    kept = catalogue(code)
    lacking = []
    for message in messages():
        held = kept.get(message.id, message.context) if message.id else message
        words = held.string if held else ""
        if message.id and not (all(words) if isinstance(words, tuple | list) and words else words):
            lacking.append(message.id[0] if isinstance(message.id, tuple | list) else message.id)
    return lacking


def main() -> None:
    """Update the catalogues, or list what is missing."""
    if "--missing" in sys.argv:
        for code in LANGUAGES:
            print("\n".join(f"{code}: {words}" for words in missing(code)) or f"{code}: complete")
        return
    template = messages()
    for code in LANGUAGES:
        path = WEB / "locale" / code / "LC_MESSAGES" / "tilth.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        made = brought_up(code, template)  # reads what the next line writes anew
        with path.open("wb") as file:
            write_po(file, made, width=100, sort_output=True, omit_header=False)


if __name__ == "__main__":
    main()
