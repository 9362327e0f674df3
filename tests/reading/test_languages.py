"""The language of a text: the seven that are read, and their neighbours, which are refused."""

from __future__ import annotations

import pytest

from tilth.reading._words import detected

READ = [
    ("de", "Die Regierung sagte, die Munition werde nicht geliefert."),
    ("en", "The government said that the bombs would not be sent."),
    ("es", "El Gobierno dijo que las bombas de racimo no serán enviadas."),
    ("fr", "Le gouvernement a dit que les bombes ne seront pas livrées."),
    ("nl", "De regering zei dat de munitie niet wordt geleverd."),
]
REFUSED = [
    "Il governo ha detto che le bombe a grappolo non sono state inviate, perché restano a terra per anni.",
    "O governo disse que as bombas de fragmentação não serão enviadas, porque ficam no solo durante anos.",
    "El govern ha dit que les bombes de dispersió no seran enviades, perquè queden a terra durant anys.",
    "Guvernul a declarat că bombele nu vor fi trimise, pentru că rămân în pământ timp de mai mulți ani.",
    "Rząd oświadczył, że amunicja nie zostanie wysłana, ponieważ niewybuchy pozostają w ziemi przez lata.",
    "Regeringen säger att klustervapen inte ska skickas, eftersom de ligger kvar i marken i flera år.",
    "Regeringen siger, at klyngebomber ikke skal sendes, fordi de ligger i jorden i mange år.",
    "Die regering het gesê dat die wapens nie gestuur sal word nie, omdat dit jare in die grond bly.",
]


@pytest.mark.parametrize("lang, text", READ)
def test_detected__a_language_that_is_read__its_code(lang: str, text: str) -> None:
    assert detected(text) == lang


@pytest.mark.parametrize("text", REFUSED)
def test_detected__a_neighbour__none(text: str) -> None:
    assert detected(text) is None
