"""Looking a name up in the register: who is meant, whatever the language of the name."""

from __future__ import annotations

import unicodedata
from functools import cache

from tilth.reading._register import Entity, register
from tilth.reading._words import load, supported

__all__ = ["known_speaker", "written_names"]


def known_speaker(name: str) -> Entity | None:
    """Return the entity of the register that bears a name or an alias; None for a name it does not hold.

    Case, accents and blanks do not count. A name that stands for two entities gives neither.

    Examples
    --------
    >>> known_speaker("human  rights watch").name, known_speaker("US Department of Defense").name
    ('Human Rights Watch', 'Pentagon')
    >>> known_speaker("Lithuanian government").state, known_speaker("Nobody Known")
    ('LTU', None)
    """
    return _by_name().get(_folded(name))


def written_names(name: str) -> frozenset[str]:
    """Return how an entity of the register is written in any language; empty when it is none.

    Examples
    --------
    >>> "Reuters" in written_names("Reuters"), written_names("Nobody Known")
    (True, frozenset())
    """
    tables = (register(lang).aliases for lang in supported())
    return frozenset(written for table in tables for written, one in table.items() if one.name == name)


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.replace("’", "'").split())


@cache
def _by_name() -> dict[str, Entity]:
    """Return the entities by folded name; canonical names win over aliases."""
    aliases: dict[str, set[Entity]] = {}
    canonical: dict[str, Entity] = {}
    for lang in supported():
        words = register(lang)
        canonical |= {_folded(name): entity for name, entity in words.entities.items()}
        for written, entity in words.aliases.items():
            aliases.setdefault(_folded(written), set()).add(entity)
    first = register(supported()[0])
    known = load("entities")
    for organ in known["organs"]:
        for state in known["states"]:
            entity = first.organ(organ, state)
            canonical.setdefault(_folded(entity.name), entity)
    single = {name: next(iter(meant)) for name, meant in aliases.items() if len(meant) == 1}
    return single | canonical
