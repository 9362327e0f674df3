"""Canonical JSON: the published vectors of RFC 8785, and agreement with its reference in Python."""

from __future__ import annotations

import json
import struct
from datetime import date, datetime
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tilth.claims import canonical_bytes, content_hash

# RFC 8785, appendix B, table 1: IEEE 754 bits and their canonical form.
NUMBERS = """
0000000000000000 0
8000000000000000 0
0000000000000001 5e-324
8000000000000001 -5e-324
7fefffffffffffff 1.7976931348623157e+308
ffefffffffffffff -1.7976931348623157e+308
4340000000000000 9007199254740992
c340000000000000 -9007199254740992
4430000000000000 295147905179352830000
44b52d02c7e14af5 9.999999999999997e+22
44b52d02c7e14af6 1e+23
44b52d02c7e14af7 1.0000000000000001e+23
444b1ae4d6e2ef4e 999999999999999700000
444b1ae4d6e2ef4f 999999999999999900000
444b1ae4d6e2ef50 1e+21
3eb0c6f7a0b5ed8c 9.999999999999997e-7
3eb0c6f7a0b5ed8d 0.000001
41b3de4355555553 333333333.3333332
41b3de4355555554 333333333.33333325
41b3de4355555555 333333333.3333333
41b3de4355555556 333333333.3333334
41b3de4355555557 333333333.33333343
becbf647612f3696 -0.0000033333333333333333
43143ff3c1cb0959 1424953923781206.2
"""
VECTORS = [tuple(line.split()) for line in NUMBERS.split("\n") if line]

text = st.text(st.characters(exclude_categories=["Cs"]))
awkward = st.sampled_from(
    [0.0, -0.0, 1.0, -1.0, 1e-7, 1e-6, 1e-5, 1e16, 1e20, 1e21, 1.5e300, 2.0**53, 5e-324]
)
floats = st.floats(allow_nan=False, allow_infinity=False) | awkward
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | floats
words = text | st.sampled_from(
    ["null", ".0,", ":1e5", "[2e-7]", '"', "\\", "\u2028", "\ufb33", "\U0001f600", "\x7f"]
)
scalars = st.none() | st.booleans() | numbers | words
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("bits, written", VECTORS)
def test_canonical_bytes__number_of_rfc_8785_appendix_b__is_written_as_there(bits: str, written: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical_bytes(number).decode() == written


@pytest.mark.parametrize("bits, written", VECTORS)
def test_canonical_bytes__number_within_a_document__is_written_as_alone(bits: str, written: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical_bytes({"b": [number, 1], "a": number}).decode() == f'{{"a":{written},"b":[{written},1]}}'


def test_canonical_bytes__sample_of_rfc_8785_section_3_2__is_written_as_there() -> None:
    sample = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical_bytes(sample).decode() == expected


def test_canonical_bytes__keys_of_rfc_8785_section_3_2_3__sort_by_utf_16() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = canonical_bytes(dict.fromkeys(keys, 0)).decode()
    assert written == '{"\\r":0,"1":0,"\u0080":0,"\u00f6":0,"\u20ac":0,"\U0001f600":0,"\ufb33":0}'


@given(documents)
@settings(max_examples=2500, deadline=None)
@example({"a": 1e-7, "b": -0.0, "c": 1.0, "d": 1e21, "\U0001f600": None, "\ufb33": [1e16]})
@example([":1e5", 0.5])
def test_canonical_bytes__any_document__equals_the_reference(document: Any) -> None:
    assert canonical_bytes(document) == rfc8785.dumps(document)


@given(st.lists(numbers, max_size=6))
@settings(max_examples=1500, deadline=None)
def test_canonical_bytes__any_numbers__equal_the_reference(values: list[float]) -> None:
    assert canonical_bytes({"v": values}) == rfc8785.dumps({"v": values})


@given(st.lists(st.floats(-(2.0**53) + 1, 2.0**53 - 1) | words, max_size=5))
@settings(max_examples=300, deadline=None)
def test_canonical_bytes__read_again__is_the_same(document: list[Any]) -> None:
    once = canonical_bytes(document)
    assert canonical_bytes(json.loads(once)) == once


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        {"a": [float("-inf")]},
        2**53,
        -(2**53),
        {"a": 10**400},
        "\ud800",
        {"\udfff": 1},
        {1: 2},
        {"a": {1, 2}},
        date(2023, 7, 7),
        {"a": datetime(2023, 7, 7)},
        b"bytes",
        object(),
    ],
)
def test_canonical_bytes__no_json_value__is_refused(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        canonical_bytes(value)


def test_canonical_bytes__tuple__is_written_as_a_list() -> None:
    assert canonical_bytes({"a": (1, None, "\U0001f600")}) == '{"a":[1,null,"\U0001f600"]}'.encode()


def test_content_hash__empty_object__is_the_sha256_of_two_braces() -> None:
    # sha256sum of the two characters {} with no line end.
    assert content_hash({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
