"""Tables of the contract in: every row accounted for, every refusal with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tilth.claims import Installation, recorded_of_kind
from tilth.exchange import ExchangeError, take_file, take_table
from tilth.project import Project, layer_rows

Write = Callable[..., Path]

STRIKES = """id,lon,lat,accuracy_m,date,munition,rounds,certainty
s1,37.51,48.01,100,2023-07-14,m864,12,0.9
s2,37.52,48.02,,2023-07,,,
s3,37.53,48.03,50,,m864,6,1
"""
EVIDENCE = """id,lon,lat,accuracy_m,date,kind,count
e1,37.51,48.01,10,2024-05-01,submunition,2
e2,37.52,48.02,10,2024-05-02,crater,
"""
BOXES = """id,lon,lat,size_m,searched,detection,found,date
b1,37.51,48.01,50,1,0.9,0,2024-06-01
b2,37.52,48.02,50,,,,
"""
_HEADS = {"strike": STRIKES, "evidence_point": EVIDENCE, "survey_box": BOXES}
_KINDS = [pytest.param(kind, text, id=kind) for kind, text in _HEADS.items()]


@pytest.mark.parametrize("kind, text", _KINDS)
def test_table__contract_columns__is_taken_as_its_kind(
    project: Project, write: Write, kind: str, text: str
) -> None:
    assert take_table(project, write(text)).kind == kind


@pytest.mark.parametrize("kind, text", _KINDS)
def test_table__clean_rows__are_all_accepted(project: Project, write: Write, kind: str, text: str) -> None:
    taken = take_table(project, write(text))
    assert (taken.rows, taken.accepted) == (text.count("\n") - 1, text.count("\n") - 1)


@pytest.mark.parametrize("kind, text", _KINDS)
def test_table__clean_rows__are_in_the_layer(project: Project, write: Write, kind: str, text: str) -> None:
    take_table(project, write(text))
    assert len(layer_rows(project.store, kind)) == text.count("\n") - 1


@pytest.mark.parametrize("kind, text", _KINDS)
def test_table__taken_twice__adds_no_claim(project: Project, write: Write, kind: str, text: str) -> None:
    take_table(project, write(text))
    assert take_table(project, write(text)).claims_added == 0


@pytest.mark.parametrize("kind, text", _KINDS)
def test_table__taken_twice__rows_are_unchanged(project: Project, write: Write, kind: str, text: str) -> None:
    take_table(project, write(text))
    again = take_table(project, write(text))
    assert (again.accepted, again.unchanged) == (0, again.rows)


def test_table__empty_cells__tell_nothing(project: Project, write: Write) -> None:
    take_table(project, write(BOXES))
    [told] = [
        row.claim for row in recorded_of_kind(project.store, ["survey_box"]) if "b2" in row.claim.subject
    ]
    assert dict(told.values) == {"size_m": 50}


def test_table__no_accuracy__gives_none(project: Project, write: Write) -> None:
    take_table(project, write(STRIKES))
    [told] = [row.claim for row in recorded_of_kind(project.store, ["strike"]) if "s2" in row.claim.subject]
    assert "accuracy_m" not in told.place


def test_table__partial_date__stays_partial(project: Project, write: Write) -> None:
    take_table(project, write(STRIKES))
    [told] = [row.claim for row in recorded_of_kind(project.store, ["strike"]) if "s2" in row.claim.subject]
    assert told.values["date"] == "2023-07"


def test_table__rows__wait_for_a_reviewer(project: Project, write: Write) -> None:
    take_table(project, write(STRIKES))
    assert {row.state for row in recorded_of_kind(project.store, ["strike"])} == {"proposed"}


def test_table__rows__name_the_file_as_their_source(project: Project, write: Write) -> None:
    take_table(project, write(STRIKES))
    [source] = recorded_of_kind(project.store, ["source"])
    assert {row.claim.source for row in recorded_of_kind(project.store, ["strike"])} == {source.claim.subject}


def test_table__marked_synthetic__says_so_in_every_row(project: Project, write: Write) -> None:
    take_table(project, write(STRIKES), synthetic=True)
    told = {row.claim.values["synthetic"] for row in recorded_of_kind(project.store, ["strike", "source"])}
    assert told == {"yes"}


def test_box__side_of_fifty_metres__is_2500_square_metres(project: Project, write: Write) -> None:
    take_table(project, write(BOXES))
    area = layer_rows(project.store, "survey_box")[0]["computed_area_m2"]
    assert area == pytest.approx(2_500, abs=0.5)


_DIRTY = [
    pytest.param(STRIKES, ",37.51,48.01,100,2023,m864,12,0.9", "id", id="no identifier"),
    pytest.param(STRIKES, "x,,48.01,100,2023,m864,12,0.9", "lon, lat", id="no longitude"),
    pytest.param(STRIKES, "x,abc,48.01,100,2023,m864,12,0.9", "lon", id="longitude in words"),
    pytest.param(STRIKES, 'x,"37,51",48.01,100,2023,m864,12,0.9', "lon", id="decimal comma"),
    pytest.param(STRIKES, "x,nan,48.01,100,2023,m864,12,0.9", "lon", id="longitude not a number"),
    pytest.param(STRIKES, "x,inf,48.01,100,2023,m864,12,0.9", "lon", id="longitude infinite"),
    pytest.param(STRIKES, "x,37.51,98.01,100,2023,m864,12,0.9", "lat", id="latitude off the globe"),
    pytest.param(STRIKES, "x,377.51,48.01,100,2023,m864,12,0.9", "lon", id="longitude off the globe"),
    pytest.param(STRIKES, "x,37.51,48.01,-5,2023,m864,12,0.9", "place", id="negative accuracy"),
    pytest.param(STRIKES, "x,37.51,48.01,100,2023-13,m864,12,0.9", "date", id="month thirteen"),
    pytest.param(STRIKES, "x,37.51,48.01,100,14/07/2023,m864,12,0.9", "date", id="date in another order"),
    pytest.param(STRIKES, "x,37.51,48.01,100,2023,m864,-1,0.9", "rounds", id="negative rounds"),
    pytest.param(STRIKES, "x,37.51,48.01,100,2023,m864,12,1.5", "certainty", id="certainty over one"),
    pytest.param(STRIKES, "x,37,51,48,01,100,2023,m864,12,0,9", "row", id="more cells than columns"),
    pytest.param(EVIDENCE, "x,37.51,48.01,10,2024,landmine,1", "kind", id="unknown kind"),
    pytest.param(EVIDENCE, "x,37.51,48.01,10,2024,crater,1.5", "count", id="half an item"),
    pytest.param(BOXES, "x,37.51,48.01,50,2,0.9,0,2024", "searched", id="searched twice over"),
    pytest.param(BOXES, "x,37.51,48.01,50,1,9,0,2024", "detection", id="detection over one"),
    pytest.param(BOXES, "x,37.51,89.99,50,1,0.9,0,2024", "lon, lat", id="box at the pole"),
    pytest.param(BOXES, "x,37.51,48.01,-50,1,0.9,0,2024", "size_m", id="negative side"),
    pytest.param(BOXES, "x,37.51,48.01,fifty,1,0.9,0,2024", "size_m", id="side in words"),
]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Yield a project that tables are only tried on."""
    folder = tmp_path_factory.mktemp("untouched")
    with Project.create(folder / "p.gpkg", Installation(folder / "home")) as made:
        yield made


@pytest.mark.parametrize("clean, dirty, field", _DIRTY)
def test_dirty_row__among_clean_ones__is_the_only_one_refused(
    untouched: Project, write: Write, clean: str, dirty: str, field: str
) -> None:
    taken = take_table(untouched, write(f"{clean}{dirty}\n"), dry_run=True)
    assert (taken.refused, taken.accepted) == (1, clean.count("\n") - 1)


@pytest.mark.parametrize("clean, dirty, field", _DIRTY)
def test_dirty_row__among_clean_ones__is_named_with_its_field(
    untouched: Project, write: Write, clean: str, dirty: str, field: str
) -> None:
    taken = take_table(untouched, write(f"{clean}{dirty}\n"), dry_run=True)
    named = [(problem.row, field in problem.field) for problem in taken.problems]
    assert (clean.count("\n"), True) in named


def test_rows__of_every_fate__sum_to_the_table(project: Project, write: Write) -> None:
    take_table(project, write(STRIKES))
    mixed = f"{STRIKES}s4,1,1,,,,,\ns4,1,1,,,,,\n,1,1,,,,,\ns5,x,1,,,,,\n"
    taken = take_table(project, write(mixed))
    assert taken.rows == taken.accepted + taken.refused + taken.duplicates + taken.unchanged == 7


def test_rows__same_row_twice__is_a_duplicate(project: Project, write: Write) -> None:
    line = STRIKES.splitlines()[1]
    taken = take_table(project, write(f"{STRIKES}{line}\n"))
    assert (taken.duplicates, taken.accepted) == (1, 3)


def test_rows__same_row_twice__is_named_with_the_first(project: Project, write: Write) -> None:
    line = STRIKES.splitlines()[1]
    taken = take_table(project, write(f"{STRIKES}{line}\n"))
    assert [(p.row, p.reason) for p in taken.problems] == [(4, "the same as row 1")]


def test_dry_run__clean_table__changes_nothing(project: Project, write: Write) -> None:
    take_table(project, write(STRIKES), dry_run=True)
    assert len(project.ledger) == 0


def test_dry_run__clean_table__says_what_would_be_accepted(project: Project, write: Write) -> None:
    taken = take_table(project, write(STRIKES), dry_run=True)
    assert (taken.accepted, taken.claims_added) == (3, 0)


@pytest.mark.parametrize("mark", [";", "\t"], ids=["semicolon", "tab"])
def test_delimiter__other_than_comma__is_found_out(project: Project, write: Write, mark: str) -> None:
    assert take_table(project, write(STRIKES.replace(",", mark))).accepted == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1", "cp1252"])
def test_encoding__other_than_plain_utf8__is_read(project: Project, write: Write, encoding: str) -> None:
    text = STRIKES + "s4,37.5,48.0,,2023,Mörser-Münition façade,1,1\n" * 1
    assert take_table(project, write(text, encoding=encoding)).accepted == 4


@pytest.mark.parametrize("ending", ["\r\n", "\r"], ids=["windows", "old mac"])
def test_line_ending__other_than_unix__is_read(project: Project, write: Write, ending: str) -> None:
    assert take_table(project, write(STRIKES.replace("\n", ending))).accepted == 3


def test_header__in_capitals_with_spaces__is_understood(project: Project, write: Write) -> None:
    head, rest = STRIKES.split("\n", 1)
    assert take_table(project, write(f"{head.upper().replace(',', ' , ')}\n{rest}")).accepted == 3


@pytest.mark.parametrize(
    "text",
    ["a,b,c\n1,2,3\n", "id,lon,lat\n1,2,3\n", "lon,lat,rounds,certainty\n1,2,3,1\n", "just words\n"],
    ids=["strange", "no telling column", "no identifier", "no table"],
)
def test_header__of_no_known_table__is_refused_with_what_is_allowed(
    project: Project, write: Write, text: str
) -> None:
    with pytest.raises(ExchangeError, match=r"allowed: strike with rounds, certainty"):
        take_table(project, write(text))


def test_header__axis_swapped_real_table__is_refused(project: Project, shared: Path) -> None:
    folder = shared / "data" / "real" / "07_arcade_ukraine_2014_craters"
    with pytest.raises(ExchangeError, match="of no table tilth knows"):
        take_file(project, folder / "bounding_boxes_axis_swapped_raw.csv")


@pytest.mark.parametrize("text", ["", "  \n\n"], ids=["nothing", "blank lines"])
def test_file__empty__is_refused(project: Project, write: Write, text: str) -> None:
    with pytest.raises(ExchangeError, match="is empty"):
        take_table(project, write(text))


def test_file__header_alone__has_no_rows(project: Project, write: Write) -> None:
    assert take_table(project, write(STRIKES.split("\n")[0] + "\n")).rows == 0


def test_file__quote_never_closed__is_refused_or_accounted_for(project: Project, write: Write) -> None:
    with pytest.raises(ExchangeError, match=r"table\.csv"):
        take_table(project, write(STRIKES + 's9,"' + "x" * 200_000))


def test_file__not_there__is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="check the name"):
        take_file(project, tmp_path / "none.csv")


def test_file__ending_that_is_not_read__is_refused_with_those_that_are(
    project: Project, write: Write
) -> None:
    with pytest.raises(ExchangeError, match=r"allowed: \.txt"):
        take_file(project, write("x", name="table.docx"))


def test_file__refused__changes_nothing(project: Project, write: Write) -> None:
    with pytest.raises(ExchangeError):
        take_table(project, write("a,b\n1,2\n"))
    assert len(project.ledger) == 0


def test_account__as_json__has_the_keys_of_the_contract(project: Project, write: Write) -> None:
    wanted = {
        "rows", "accepted", "refused", "duplicates", "unchanged", "claims_added", "problems", "profile",
    }  # fmt: skip
    assert wanted <= set(take_table(project, write(STRIKES)).to_json())


def test_problem__as_json__has_the_keys_of_the_contract(project: Project, write: Write) -> None:
    taken = take_table(project, write(f"{STRIKES},1,1,,,,,\n")).to_json()
    wanted = {"row", "record", "field", "value", "rule", "severity", "reason", "advice"}
    assert set(taken["problems"][0]) == wanted
