"""Languages of the pages: catalogues, which one a browser gets, numbers and dates as they are written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from babel import Locale, negotiate_locale

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

__all__ = ["LANGUAGES", "Language", "language_of", "translations"]


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the pages.

    Attributes
    ----------
    code, name
        Its code, and its own name for itself.
    checked
        False where a machine made the words and nobody who speaks it has read them.
    """

    code: str
    name: str
    checked: bool = True

    @property
    def locale(self) -> Locale:
        """How numbers and dates are written; English as in Britain, day first."""
        return Locale.parse({"en": "en_GB"}.get(self.code, self.code))

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return str(self.locale.text_direction)


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English"),
        Language("nl", "Nederlands"),
        Language("fr", "Français", checked=False),
        Language("uk", "Українська", checked=False),
        Language("ar", "العربية", checked=False),
    )
}


@cache
def translations(code: str) -> NullTranslations:
    """Return the words of a language, read from its catalogue; English is what the pages are written in.

    Examples
    --------
    >>> translations("nl").gettext("Today")
    'Vandaag'
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    path = files("tilth.web") / "locale" / code / "LC_MESSAGES" / "tilth.po"
    if code == "en" or not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(path.read_bytes()), locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)


def language_of(request: HTTPConnection) -> Language:
    """Return the language chosen on the page of settings, else the best that the browser asks for."""
    chosen = LANGUAGES.get(request.cookies.get("tilth_language", ""))
    if chosen is not None:
        return chosen
    wanted = [
        part.split(";")[0].strip().replace("-", "_")
        for part in request.headers.get("accept-language", "").split(",")[:12]
    ]
    found = negotiate_locale([part for part in wanted if part.replace("_", "").isalpha()], list(LANGUAGES))
    return LANGUAGES[found or "en"]
