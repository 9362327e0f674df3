"""Every field of the published minimum data set has a home in the vocabulary."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

from tilth.claims import Claim, vocabulary

ENVELOPE = {item.name for item in fields(Claim)}


def _map() -> list[dict[str, str]]:
    text = (files("tilth.data") / "vocabulary" / "minimum_data_map.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _reference(shared: Path) -> list[dict[str, str]]:
    with (shared / "reference" / "minimum_data.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_map__reference__has_143_rows(shared: Path) -> None:
    assert len(_reference(shared)) == 143


def test_map__every_row_of_the_reference__is_mapped(shared: Path) -> None:
    mapped = {(row["entity"], row["field"]) for row in _map()}
    assert not [row for row in _reference(shared) if (row["entity"], row["field"]) not in mapped]


def test_map__every_mapped_field__is_in_the_reference(shared: Path) -> None:
    known = {(row["entity"], row["field"]) for row in _reference(shared)}
    assert not [row for row in _map() if (row["entity"], row["field"]) not in known]


def test_map__every_kind__exists() -> None:
    words = vocabulary()
    assert not [row for row in _map() if row["kind"] not in words]


def test_map__every_property__exists_or_is_a_field_of_the_claim() -> None:
    words = vocabulary()
    assert not [
        row
        for row in _map()
        if row["property"] not in words[row["kind"]].properties and row["property"] not in ENVELOPE
    ]


def test_map__place__is_mapped_only_where_the_kind_has_one() -> None:
    words = vocabulary()
    placed = [row for row in _map() if row["property"] == "place"]
    assert placed
    assert not [row for row in placed if words[row["kind"]].place == "none"]


def test_map__every_row__says_how() -> None:
    assert not [row for row in _map() if not row["how"].strip()]


def test_map__no_row__stands_twice() -> None:
    keys = Counter((row["entity"], row["field"], row["kind"], row["property"], row["how"]) for row in _map())
    assert not [key for key, times in keys.items() if times > 1]


def test_map__fields_named_together__have_a_property_each() -> None:
    """A field such as "killed, injured, total" needs as many properties; three are one value with parts."""
    one_value = {"latitude, longitude", "beneficiaries expected/confirmed, direct and indirect"}
    held = Counter((row["entity"], row["field"]) for row in _map())
    parts = {key: len(re.sub(r"\(.*?\)", "", key[1]).split(",")) for key in held if key[1] not in one_value}
    assert not {key: (held[key], count) for key, count in parts.items() if held[key] < count}


def test_map__victim_fields__are_personal_unless_statistics_need_them() -> None:
    open_ones = {"consent_authorities", "consent_ngos", "age_group", "status", "marked_before", "access"}
    properties = vocabulary()["victim"].properties
    named = {row["property"] for row in _map() if row["kind"] == "victim"} - open_ones
    assert named
    assert all(properties[name].personal for name in named)
