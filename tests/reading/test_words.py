"""Language files: their check, and that all of them hold the same keys."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tilth.reading._errors import WordsError
from tilth.reading._schema import checked, spelled
from tilth.reading._words import load, supported


def _with(path: str, value: Any) -> dict[str, Any]:
    data: dict[str, Any] = copy.deepcopy(dict(load("en")))
    del data["case_of"]
    place: Any = data
    *parents, last = path.split("/")
    for key in parents:
        place = place[int(key) if key.isdigit() else key]
    place[last] = value
    return data


@pytest.mark.parametrize("lang", supported())
def test_language_file__as_shipped__passes_its_check_and_names_itself(lang: str) -> None:
    assert load(lang)["language"] == lang


@pytest.mark.parametrize("lang", supported())
def test_language_file__keys__are_those_of_every_language(lang: str) -> None:
    expected, given = load("en"), load(lang)
    assert set(given) == set(expected)
    assert set(given["topics"]) == set(expected["topics"])
    assert set(given["facts"]["transfer"]) >= {"verb", "to", "delivered", "announced", "refused"}
    assert set(given["facts"]["treaty_status"]) == set(expected["facts"]["treaty_status"])


@pytest.mark.parametrize("lang", supported())
def test_language_file__names__stand_for_known_entities(lang: str) -> None:
    known = {row["name"] for key in ("bodies", "persons") for row in load("entities")[key]}
    assert set(load(lang)["bodies"]) | set(load(lang)["persons"]) <= known
    assert set(load(lang)["states"]) <= set(load("entities")["states"])


@pytest.mark.parametrize(
    "path, value, message",
    [
        ("colour", "red", "x.yaml: 'colour' given; known keys"),
        ("titles", "(president", "x.yaml: titles: '(president' is no regular expression"),
        ("quotes", [], "x.yaml: quotes: [] given; a list of words is needed, not empty"),
        ("quotes", ["«"], "a pair of two marks"),
        ("abbreviations", [True], "x.yaml: abbreviations: True given"),
        ("states/Suomi", {}, "x.yaml: states: 'Suomi' given; an ISO 3166"),
        ("states/FIN", {"names": ["Finland"]}, "x.yaml: states: FIN: adjectives is missing"),
        ("verbs/0/stance", "angry", "x.yaml: verbs: row 1: stance: 'angry' given; allowed: supports"),
        ("facts/use/verb", "*", "x.yaml: facts: use: verb: '*' is no regular expression"),
        ("facts/numbers", {"one": "1"}, "x.yaml: facts: numbers: one: '1' given"),
        ("topics/use", {"high": "x"}, "a weight is a number"),
    ],
)
def test_checked__a_fault__is_named_with_file_and_key(path: str, value: Any, message: str) -> None:
    with pytest.raises(WordsError) as caught:
        checked(_with(path, value), load("schema"), "x.yaml")
    assert message in str(caught.value)


def test_checked__key_missing__says_which_and_its_kind() -> None:
    data = _with("quotes", None)
    del data["quotes"]
    with pytest.raises(WordsError, match=r"x\.yaml: quotes is missing; write it \(pairs\)"):
        checked(data, load("schema"), "x.yaml")


def test_checked__optional_key_missing__default_is_filled_in() -> None:
    data = _with("hedges", None)
    del data["hedges"]
    assert checked(data, load("schema"), "x.yaml")["hedges"] == "(?!)"


def test_spelled__two_brackets__all_products() -> None:
    assert spelled("a(b|c)d(|e)") == ["abd", "abde", "acd", "acde"]
