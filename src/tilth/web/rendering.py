"""From a template and what a page knows to an answer, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from tilth import __version__
from tilth.web.figures import figure
from tilth.web.languages import LANGUAGES, Language, language_of, translations
from tilth.web.navigation import PLACES
from tilth.web.static_files import static_address

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request

    from tilth.web.access import Access

__all__ = ["PROOF", "THEMES", "environment", "proof_of", "render", "render_part", "theme_of"]

PROOF = "\x00proof\x00"
"""Stands for the proof in pages that are kept; no text of a page can hold it."""
THEMES = ("auto", "light", "dark")


@cache
def environment(code: str) -> Environment:
    """Return the templates in a language, with its ways to write numbers and dates as filters."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    language = LANGUAGES[code]
    made = Environment(
        loader=PackageLoader("tilth.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    words = translations(code)
    made.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    made.filters["number"] = lambda value: _number(value, language)
    made.filters["date"] = lambda value: _apart(_date(value, language))
    made.filters["moment"] = lambda value: _apart(_moment(value, language))
    made.filters["words"] = lambda value: words.gettext(str(value).replace("_", " "))
    made.globals["figure"] = lambda value, **more: figure(value, language=language, **more)
    made.globals |= {"static": static_address, "version": __version__, "places": PLACES}
    made.globals |= {"language": language, "languages": LANGUAGES}
    return made


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """Return a whole page."""
    answer = HTMLResponse(render_part(request, template, **context), status)
    if "tilth_notice" in request.cookies:
        answer.delete_cookie("tilth_notice")
    return answer


def render_part(request: Request, template: str, **context: Any) -> Markup:
    """Return the markup of a template, for a page or for a piece that takes another's place."""
    language = language_of(request)
    signed_in = request.app.state.access.session_of(request) is not None
    shared: Mapping[str, Any] = {
        "csrf": proof_of(request),
        "signed_in": signed_in,
        "path": request.url.path,
        "theme": theme_of(request),
        "notice": _notice(request, language),
        "project": request.app.state.desk.name if signed_in else "",
    }
    return Markup(environment(language.code).get_template(template).render({**shared, **context}))


def _notice(request: Request, language: Language) -> str:
    told = unquote(request.cookies.get("tilth_notice", ""))
    return translations(language.code).gettext(told) if told else ""


def proof_of(request: Request) -> str:
    """Return what proves that a form is of this session, empty without one; see `tilth.web.forms`."""
    access: Access = request.app.state.access
    session = access.session_of(request)
    return session.csrf if session else ""


def theme_of(request: Request) -> str:
    """Return the look that was chosen on the page of settings."""
    chosen = request.cookies.get("tilth_theme", "auto")
    return chosen if chosen in THEMES else "auto"


def _number(value: Any, language: Language) -> str:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    written: str = format_decimal(value, locale=language.locale)
    return written


def _apart(words: str) -> Markup:
    """Return words that keep their own direction, whatever stands beside them."""
    return Markup("<bdi>{}</bdi>").format(words) if words else Markup("")


def _date(value: Any, language: Language) -> str:
    """Return a day as people write it; a partial or unsure date stays as it is told."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        except ValueError:
            return str(value)
    if not isinstance(value, date):
        return str(value)
    written: str = format_date(value, "medium", locale=language.locale)
    return written


def _moment(value: str, language: Language) -> str:
    try:
        moment = datetime.fromisoformat(value).astimezone()
    except ValueError:
        return value
    written: str = format_datetime(moment, "medium", locale=language.locale)
    return written
