"""Corrections: the proposal stays, the reviewer's claim replaces it, facts go with it; all or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tilth.claims import Claim, Note, recorded_by_id, recorded_of_kind, recorded_parts, statuses_of
from tilth.project import Project, ProjectError, Verdict, fact_claim, review_claims, waiting
from tilth.project.changes import changed_facts, parse_settings, span_of_words

TEXT = "Kyiv said on Friday that no shell was fired on a town. Kyiv said that it keeps them."
SOURCE = Claim(kind="source", subject="source:a", values={"text": TEXT, "title": "Constructed"})
SAID = Claim(
    kind="statement",
    subject="statement:1",
    values={"content": "no shell was fired on a town", "topic": "transfer"},
    speaker="entity:ukrainian-government",
    mode="indirect",
    source="source:a",
    span=(25, 53),
)
FACT = fact_claim({"type": "use", "by": "UKR", "in": "UKR", "status": "denied"}, 1, SAID)


@pytest.fixture
def told(project: Project) -> Project:
    """Return a project with one proposed statement, its fact and its source."""
    assert TEXT[25:53] == SAID.values["content"]
    project.append([SOURCE, SAID, FACT], tool="rules@1", notes=[None, Note("verb-that", 0.8), None])
    return project


def correct(project: Project, *settings: str, key: str = SAID.id, by: str = "jj") -> Claim:
    """Correct a claim; return what replaces it."""
    review_claims(project, [Verdict("correct", key, parse_settings(settings))], by=by)
    replacement = status(project, key).replacement
    [item] = recorded_by_id(project.store, [replacement])
    return item.claim


def status(project: Project, key: str) -> Any:
    return statuses_of(project.store, recorded_by_id(project.store, [key]))[key]


def size(project: Project) -> int:
    return len(project.ledger)


def test_correct__topic__keeps_the_proposal_as_corrected(told: Project) -> None:
    correct(told, "topic=use")
    assert status(told, SAID.id).name == "corrected"


def test_correct__topic__adds_an_accepted_claim(told: Project) -> None:
    made = correct(told, "topic=use")
    assert (made.values["topic"], status(told, made.id).name) == ("use", "accepted")


def test_correct__topic__leaves_the_rest_as_it_was(told: Project) -> None:
    made = correct(told, "topic=use")
    assert (made.span, made.speaker, made.subject) == (SAID.span, SAID.speaker, SAID.subject)


def test_correct__statement__its_old_facts_are_corrected_too(told: Project) -> None:
    correct(told, "topic=use")
    assert status(told, FACT.id).name == "corrected"


def test_correct__statement__its_facts_stand_under_the_replacement(told: Project) -> None:
    made = correct(told, "topic=use")
    [fact] = recorded_parts(told.store, [made.id])
    assert (fact.claim.values, status(told, fact.id).name) == (FACT.values, "accepted")


def test_correct__field_of_a_fact__changes_that_field(told: Project) -> None:
    made = correct(told, "fact.1.status=alleged")
    [fact] = recorded_parts(told.store, [made.id])
    assert fact.claim.values == {"by": "UKR", "in_country": "UKR", "status": "alleged"}


def test_correct__fact_taken_away__leaves_none(told: Project) -> None:
    assert recorded_parts(told.store, [correct(told, "fact.1=").id]) == []


def test_correct__fact_added__stands_beside_the_first(told: Project) -> None:
    made = correct(told, "fact=stockpile holder=UKR")
    assert sorted(item.claim.kind for item in recorded_parts(told.store, [made.id])) == ["stockpile", "use"]


def test_correct__span__takes_the_words_there(told: Project) -> None:
    assert correct(told, "span=74:83").values["content"] == TEXT[74:83]


def test_correct__content__finds_its_span(told: Project) -> None:
    made = correct(told, "content=it keeps   them")
    assert (made.values["content"], TEXT[slice(*made.span)]) == ("it keeps them", "it keeps them")


def test_correct__speaker_of_the_register__becomes_its_entity(told: Project) -> None:
    made = correct(told, "speaker=US Department of Defense")
    [entity] = [item.claim for item in recorded_of_kind(told.store, ["entity"])]
    assert (made.speaker, entity.values["name"]) == ("entity:pentagon", "Pentagon")


def test_correct__unknown_speaker__becomes_a_new_entity(told: Project) -> None:
    correct(told, "speaker=Jan  Nobody")
    [entity] = [item.claim for item in recorded_of_kind(told.store, ["entity"])]
    assert (entity.subject, entity.values) == ("entity:jan-nobody", {"name": "Jan Nobody"})


def test_correct__no_speaker__is_the_article_itself(told: Project) -> None:
    made = correct(told, "speaker=")
    assert (made.speaker, made.mode) == (None, "article")


def test_correct__said_on_taken_away__is_not_set(told: Project) -> None:
    first = correct(told, "said_on=2023-07")
    assert (first.said_on, correct(told, "said_on=", key=first.id).said_on) == ("2023-07", None)


def test_correct__list_of_states__is_split_at_commas(told: Project) -> None:
    assert correct(told, "about=UKR, RUS").values["about"] == ["UKR", "RUS"]


def test_correct__number_of_a_strike__is_a_number(project: Project) -> None:
    place = {"geometry": {"type": "Point", "coordinates": [37.5, 48.0]}}
    strike = Claim(kind="strike", subject="strike:1", values={"rounds": 3}, place=place)
    project.append([strike])
    assert correct(project, "rounds=12", key=strike.id).values["rounds"] == 12


def test_correct__fact_by_its_own_identifier__stays_part_of_the_statement(told: Project) -> None:
    made = correct(told, "status=alleged", key=FACT.id)
    assert (made.part_of, made.values["status"]) == (SAID.id, "alleged")


def test_correct__statement_after_one_of_its_facts__takes_the_corrected_fact(told: Project) -> None:
    correct(told, "status=alleged", key=FACT.id)
    made = correct(told, "topic=use")
    assert [item.claim.values["status"] for item in recorded_parts(told.store, [made.id])] == ["alleged"]


_REFUSED = [
    pytest.param(["topic=weather"], "allowed one of transfer", id="value that is none"),
    pytest.param(["colour=red"], "nothing that a statement tells", id="property that is none"),
    pytest.param(["topic"], "write NAME=VALUE", id="no value"),
    pytest.param(["span=80:20"], "not in the source", id="span backwards"),
    pytest.param(["span=80:9000"], "not in the source", id="span beyond the text"),
    pytest.param(["span=here"], "START:END", id="span that is none"),
    pytest.param(["content=words that are not there"], "stands nowhere in the source", id="words"),
    pytest.param(["topic=transfer"], "changes nothing", id="no change"),
    pytest.param(["fact.2.status=alleged"], "has 1 typed facts", id="no such fact"),
    pytest.param(["fact=weather rain=yes"], "no typed fact weather", id="no such type of fact"),
    pytest.param(["fact.1.status=dreamt"], "allowed one of alleged", id="value of a fact"),
    pytest.param(["speaker=entity:nobody"], "is no entity", id="no such entity"),
    pytest.param(["said_on=yesterday"], "a date that exists", id="no date"),
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Yield a project with the statement, for requests that change nothing."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("kept")
        patch.setenv("TILTH_HOME", str(folder / "home"))
        with Project.create(folder / "p.gpkg") as made:
            made.append([SOURCE, SAID, FACT])
            yield made


@pytest.mark.parametrize("settings, words", _REFUSED)
def test_correct__wrong_change__is_refused_and_nothing_written(
    kept: Project, settings: list[str], words: str
) -> None:
    before = size(kept)
    with pytest.raises(ProjectError, match=words):
        correct(kept, *settings)
    assert size(kept) == before


def test_correct__one_of_two_wrong__writes_neither(told: Project) -> None:
    before = size(told)
    right, wrong = Verdict("accept", FACT.id), Verdict("correct", SAID.id, {"topic": "weather"})
    with pytest.raises(ProjectError):
        review_claims(told, [right, wrong])
    assert size(told) == before


def test_correct__twice__is_refused_and_names_the_replacement(told: Project) -> None:
    made = correct(told, "topic=use")
    with pytest.raises(ProjectError, match=made.id[:12]):
        correct(told, "topic=harm")


def test_correct__the_replacement__chains(told: Project) -> None:
    first = correct(told, "topic=use")
    second = correct(told, "topic=harm", key=first.id)
    names = [status(told, key).name for key in (SAID.id, first.id, second.id)]
    assert names == ["corrected", "corrected", "accepted"]


def test_reopen__corrected_claim__retracts_the_replacement(told: Project) -> None:
    made = correct(told, "topic=use")
    review_claims(told, [("reopen", SAID.id)], by="jj")
    assert (status(told, SAID.id).name, status(told, made.id).name) == ("proposed", "retracted")


def test_reopen__corrected_claim__its_facts_wait_with_it(told: Project) -> None:
    correct(told, "topic=use")
    review_claims(told, [("reopen", SAID.id)], by="jj")
    assert status(told, FACT.id).name == "proposed"


def test_correct__the_same_again_after_reopening__stands_again(told: Project) -> None:
    correct(told, "topic=use")
    review_claims(told, [("reopen", SAID.id)], by="jj")
    assert status(told, correct(told, "topic=use").id).name == "accepted"


def test_accept__corrected_claim_of_another_reviewer__is_disputed(told: Project) -> None:
    correct(told, "topic=use", by="a")
    review_claims(told, [("accept", SAID.id)], by="b")
    assert status(told, SAID.id).name == "disputed"


@pytest.mark.parametrize(
    "word, name", [("accept", "accepted"), ("reject", "rejected"), ("retract", "retracted")]
)
def test_review__statement__its_facts_follow(told: Project, word: str, name: str) -> None:
    review_claims(told, [(word, SAID.id)])
    assert status(told, FACT.id).name == name


def test_review__two_verdicts_on_one_claim__are_refused(told: Project) -> None:
    with pytest.raises(ProjectError, match="two verdicts"):
        review_claims(told, [("accept", SAID.id), ("reject", SAID.id)])


def test_review__of_a_review__is_refused(told: Project) -> None:
    key = review_claims(told, [("accept", SAID.id)]).added[0]
    with pytest.raises(ProjectError, match="itself a review"):
        review_claims(told, [("reject", key)])


def test_review__word_that_is_none__is_refused(told: Project) -> None:
    with pytest.raises(ProjectError, match="allowed: accept"):
        review_claims(told, [("praise", SAID.id)])


def test_waiting__corrected_statement__is_not_listed(told: Project) -> None:
    correct(told, "topic=use")
    assert waiting(told) == []


@pytest.mark.parametrize("words", ["", "use by", "use 'by=RUS"])
def test_changed_facts__words_that_are_no_fact__are_refused(words: str) -> None:
    with pytest.raises(ProjectError, match="write TYPE NAME=VALUE"):
        changed_facts([], [(None, None, words)])


def test_changed_facts__range_of_a_rate__has_two_ends() -> None:
    [fact] = changed_facts([], [(None, None, "dud_rate rate=5..14 bound=range")])
    assert fact == {"type": "dud_rate", "rate": [5, 14], "bound": "range"}


def test_span_of_words__twice_in_the_text__is_the_nearest() -> None:
    assert span_of_words("a b a b", "a b", near=6) == (4, 7)


def test_correct__back_to_what_it_was__stands(told: Project) -> None:
    first = correct(told, "topic=use")
    second = correct(told, "topic=transfer", key=first.id)
    assert (second.values["topic"], status(told, second.id).name) == ("transfer", "accepted")


def test_correct__strike_back_to_what_it_was__the_first_claim_stands_again(project: Project) -> None:
    place = {"geometry": {"type": "Point", "coordinates": [37.5, 48.0]}}
    strike = Claim(kind="strike", subject="strike:1", values={"rounds": 3}, place=place)
    project.append([strike])
    made = correct(project, "rounds=12", key=strike.id)
    review_claims(project, [Verdict("correct", made.id, {"rounds": "3"})], by="jj")
    assert [status(project, key).name for key in (strike.id, made.id)] == ["accepted", "corrected"]
