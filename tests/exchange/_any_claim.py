"""Claims of any kind with any values that the vocabulary allows."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tilth.claims import Claim, Property, vocabulary

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)
NASTY = st.sampled_from(
    [
        "=1+1",
        "'=x",
        "a; b",
        "[1]",
        '"',
        "a,b\r\nc",
        " x ",
        "-",
        "@SUM(A1)",
        "_x000D_",
        "007",
        "1e5",
        "لغم",
        "ລະເບີດ",
    ]
)
WORDS = TEXT | NASTY
DATES = st.sampled_from(["2024", "2024-03", "2024-03-05", "~2023", "2023-07-07/2023-09", "2024-01-01/.."])
HEX = st.text("0123456789abcdef", min_size=64, max_size=64)
REFS = st.sampled_from(["entity:usa", "source:ab12", "hazardous_area:å 1", "team:t;1"])
LON, LAT = st.floats(-179, 179, width=64), st.floats(-80, 80, width=64)
POINT = st.tuples(LON, LAT).map(lambda pair: {"type": "Point", "coordinates": list(pair)})
_BOX = [[0.1, 0.2], [1.3, 0.2], [1.3, 1.7], [0.1, 0.2]]
OUTLINES = st.sampled_from(
    [
        {"type": "Polygon", "coordinates": [_BOX]},
        {"type": "MultiPolygon", "coordinates": [[_BOX], [[[x + 5, y] for x, y in _BOX]]]},
        {"type": "LineString", "coordinates": [[1, 2], [3.25, 4]]},
        {"type": "MultiPoint", "coordinates": [[1, 2], [3.5, 4]]},
    ]
)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9, allow_nan=False)


@st.composite
def places(draw: st.DrawFn) -> dict[str, Any]:
    """Return a place as a claim carries it."""
    place: dict[str, Any] = {"geometry": draw(POINT | OUTLINES)}
    if draw(st.booleans()):
        place["accuracy_m"] = draw(st.floats(0, 1e5))
    if draw(st.booleans()):
        place["as_written"] = draw(WORDS)
        place["notation"] = draw(st.sampled_from(["dd", "dms", "mgrs"]))
    return place


def value_of(item: Property) -> st.SearchStrategy[Any]:
    """Return what a property may hold."""
    one = _single(item)
    return st.lists(one, min_size=1, max_size=3) if item.many else one


def _single(item: Property) -> st.SearchStrategy[Any]:
    if item.type in ("number", "integer", "amount"):
        low, high = item.min if item.min is not None else -1e6, item.max if item.max is not None else 1e6
        whole = st.integers(int(low), int(high))
        return whole if item.type == "integer" else whole | st.floats(low, high)
    if item.type == "enum":
        return st.sampled_from(item.allowed)
    if item.type == "record":
        inner = {part.name: value_of(part) for part in item.fields}
        return st.fixed_dictionaries(inner) if inner else st.fixed_dictionaries({"a": NUMBERS, "b": WORDS})
    if item.type == "ref":
        return st.just(f"{item.to or 'entity'}:x 1")
    by_type = {
        "flag": st.sampled_from(["yes", "no", "unknown"]), "date": DATES, "period": DATES,
        "time": st.just("14:30"), "country": st.just("LTU"), "claim": HEX, "sha256": HEX,
        "url": st.just("https://example.org/a?b=1;c"), "span": st.just([3, 9]), "place": places(),
    }  # fmt: skip
    return by_type.get(item.type, WORDS)


@st.composite
def any_claim(draw: st.DrawFn) -> Claim:
    """Return a claim that the ledger would take."""
    kind = vocabulary()[draw(st.sampled_from([k for k in vocabulary() if k not in ("review", "run")]))]
    names = draw(st.lists(st.sampled_from(sorted(kind.properties)), max_size=6, unique=True))
    names += [name for name, item in kind.properties.items() if item.required and name not in names]
    placed = kind.place == "required" or (kind.place == "optional" and draw(st.booleans()))
    optional = st.none() | WORDS.map(lambda words: words[:200])
    span = draw(st.none() | st.tuples(st.integers(0, 9), st.integers(10, 99)))
    return Claim(
        kind=kind.name,
        subject=f"{kind.name}:{draw(st.integers(0, 10**6))}",
        values={name: draw(value_of(kind.properties[name])) for name in names},
        wording=draw(st.dictionaries(st.just("date"), WORDS, max_size=1)),
        speaker=draw(st.none() | REFS),
        channel=draw(optional),
        source=draw(st.none() | REFS),
        span=span,
        valid=draw(st.none() | DATES),
        said_on=draw(st.none() | DATES),
        reliability=draw(st.none() | st.just("B")),
        credibility=draw(st.none() | st.integers(1, 6)),
        place=draw(places()) if placed else None,
        access=draw(st.just("personal")) if any(kind.properties[n].personal for n in names) else "public",
    )
