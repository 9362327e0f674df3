"""Reading again, new versions of a page, newer readers: what is added, kept, and said to have vanished."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tilth.claims import recorded_by_id, recorded_of_kind, recorded_parts, statuses_of
from tilth.exchange import ExchangeError, Intake, keep_proposals
from tilth.exchange.versions import plain_address
from tilth.project import Project, Verdict, review_claims, waiting
from tilth.reading import Article, Proposal

USE = {"type": "use", "by": "RUS", "in": "UKR", "status": "denied"}
SENT = ("Pentagon", "they will be sent")
NEVER = ("Kremlin", "they were never used")
KILL = ("HRW", "they kill civilians")


def proposal(text: str, speaker: str | None, words: str, **changes: Any) -> Proposal:
    start = text.index(words)
    made = Proposal(
        id=f"a-{start}",
        speaker=speaker,
        speaker_as_written=speaker,
        speaker_span=None,
        cue=None,
        cue_span=None,
        mode="indirect" if speaker else "article",
        channel=None,
        said_on=None,
        said_on_as_written=None,
        content=words,
        content_span=(start, start + len(words)),
        topic="use",
        stance="neutral",
        about=(),
        facts=(),
        optional=False,
        rule="verb-that",
        confidence=0.8,
        speaker_kind=None,
        speaker_state=None,
    )
    return replace(made, **changes)


def take(
    project: Project,
    *said: tuple[str, str],
    address: str | None = "https://example.org/1",
    text: str | None = None,
    reader: str = "rules@1",
    title: str | None = None,
    publisher: str | None = None,
    version_of: str | None = None,
    **changes: Any,
) -> Intake:
    """Read a constructed article in which each of `said` is a sentence."""
    body = text or " ".join(f"{speaker} said that {words}." for speaker, words in said)
    article = Article.of_text(body, name="a", lang="en", address=address, title=title, publisher=publisher)
    if publisher:
        from tilth.times import PartialDate

        article = replace(article, date=PartialDate.parse("2023-07-07"))
    proposals = [proposal(body, *one, **changes) for one in said]
    return keep_proposals(project, article, proposals, Path("a.txt"), reader=reader, version_of=version_of)


def words(rows: Any) -> list[str]:
    return [row["words"] for row in rows]


def statements(project: Project) -> list[str]:
    return [str(item.claim.values["content"]) for item in recorded_of_kind(project.store, ["statement"])]


def status(project: Project, key: str) -> str:
    return statuses_of(project.store, recorded_by_id(project.store, [key]))[key].name


# --- the same bytes again ---


def test_same_article__read_again__adds_nothing(project: Project) -> None:
    take(project, SENT, NEVER)
    assert take(project, SENT, NEVER).claims_added == 0


def test_same_article__read_again__says_unchanged(project: Project) -> None:
    take(project, SENT, NEVER)
    told = take(project, SENT, NEVER).told
    assert told is not None
    assert (told["new"], told["unchanged"], told["vanished"]) == ([], 2, [])


def test_same_article__read_again_after_review__adds_nothing(project: Project) -> None:
    first = take(project, SENT, NEVER)
    keys = [key for key in first.claims if key in {row["id"] for row in waiting(project)}]
    review_claims(project, [("accept", keys[-1]), Verdict("correct", keys[-2], {"topic": "harm"})])
    assert take(project, SENT, NEVER).claims_added == 0


def test_same_words__said_twice_in_an_article__are_two_statements_and_stay_two(project: Project) -> None:
    text = "HRW said that they kill. HRW said that they kill."
    once = proposal(text, "HRW", "they kill")
    twice = replace(once, content_span=(39, 48))
    article = Article.of_text(text, name="a", lang="en")
    for _ in range(2):
        taken = keep_proposals(project, article, [once, twice], Path("a.txt"), reader="rules@1")
    assert (len(statements(project)), taken.claims_added) == (2, 0)


# --- a new version of a page ---


def test_new_version__unchanged_statements__are_not_repeated(project: Project) -> None:
    take(project, SENT, NEVER)
    take(project, KILL, SENT)
    assert sorted(statements(project)) == sorted([SENT[1], NEVER[1], KILL[1]])


def test_new_version__new_and_vanished__are_told(project: Project) -> None:
    take(project, SENT, NEVER)
    told = take(project, KILL, SENT).told
    assert told is not None
    assert (words(told["new"]), told["unchanged"], words(told["vanished"])) == ([KILL[1]], 1, [NEVER[1]])


def test_new_version__moved_words__are_linked_at_their_new_place(project: Project) -> None:
    take(project, SENT)
    take(project, KILL, SENT)
    [version] = recorded_of_kind(project.store, ["source_version"])
    [row] = version.claim.values["unchanged"]
    text = "HRW said that they kill civilians. Pentagon said that they will be sent."
    assert text[slice(*row["span"])] == SENT[1]


def test_new_version__vanished_statement__stays_in_the_ledger_and_waits(project: Project) -> None:
    take(project, SENT, NEVER)
    take(project, SENT)
    assert NEVER[1] in words(waiting(project))


def test_new_version__is_recorded_once(project: Project) -> None:
    take(project, SENT, NEVER)
    take(project, KILL, SENT)
    assert (take(project, KILL, SENT).claims_added, take(project, SENT, NEVER).claims_added) == (0, 0)


def test_third_version__statement_of_the_first__is_unchanged(project: Project) -> None:
    take(project, SENT, NEVER)
    take(project, SENT, KILL)
    told = take(project, KILL, SENT, text="News. Pentagon said that they will be sent. " + KILL[1]).told
    assert told is not None
    assert (told["new"], told["unchanged"], told["vanished"]) == ([], 2, [])


def test_third_version__brings_back_what_vanished__is_unchanged(project: Project) -> None:
    take(project, SENT, NEVER)
    take(project, SENT)
    told = take(project, NEVER, SENT).told
    assert told is not None
    assert (told["new"], told["unchanged"]) == ([], 2)


def test_third_version__what_vanished_in_the_second__is_not_told_again(project: Project) -> None:
    take(project, SENT, NEVER)
    take(project, SENT)
    told = take(project, SENT, KILL).told
    assert told is not None
    assert told["vanished"] == []


def test_new_version__reworded_statement__is_shown_with_its_new_words(project: Project) -> None:
    take(project, ("Pentagon", "the failure rate is below two per cent"))
    told = take(project, ("Pentagon", "the failure rate is above two per cent")).told
    assert told is not None
    assert told["vanished"][0]["now"] == "the failure rate is above two per cent"


def test_new_version__same_words_of_another_speaker__are_new(project: Project) -> None:
    take(project, SENT)
    told = take(project, ("Kremlin", SENT[1])).told
    assert told is not None
    assert (len(told["new"]), len(told["vanished"])) == (1, 1)


def test_new_version__rejected_statement__is_not_proposed_again(project: Project) -> None:
    take(project, SENT)
    review_claims(project, [("reject", waiting(project, None)[-1]["id"])])
    take(project, KILL, SENT)
    assert SENT[1] not in words(waiting(project))


def test_new_version__rejected_statement_gone__is_not_told_as_vanished(project: Project) -> None:
    take(project, SENT, KILL)
    key = next(row["id"] for row in waiting(project) if row["words"] == SENT[1])
    review_claims(project, [("reject", key)])
    told = take(project, KILL).told
    assert told is not None
    assert told["vanished"] == []


def test_new_version__corrected_statement_gone__names_the_correction(project: Project) -> None:
    take(project, SENT, KILL)
    key = next(row["id"] for row in waiting(project) if row["words"] == SENT[1])
    review_claims(project, [Verdict("correct", key, {"topic": "transfer"})])
    told = take(project, KILL).told
    assert told is not None
    assert status(project, told["vanished"][0]["id"]) == "accepted"


# --- how a version is recognised ---


@pytest.mark.parametrize(
    "one, other",
    [
        ("https://example.org/a/1", "http://www.Example.org/a/1/"),
        ("https://example.org/a/1", "https://example.org/a/1?utm_source=x&fbclid=y#top"),
        ("https://example.org/a?b=1&a=2", "https://example.org/a?a=2&b=1"),
    ],
)
def test_address__of_the_same_page__is_the_same(one: str, other: str) -> None:
    assert plain_address(one) == plain_address(other)


@pytest.mark.parametrize(
    "other", ["https://example.org/a/2", "https://example.org/a/1?id=2", "https://b.org/a/1"]
)
def test_address__of_another_page__is_another(other: str) -> None:
    assert plain_address("https://example.org/a/1") != plain_address(other)


def test_version__other_address__is_another_page(project: Project) -> None:
    take(project, SENT)
    told = take(project, SENT, KILL, address="https://example.org/2").told
    assert told is not None
    assert "version_of" not in told


def test_version__no_address_but_title_publisher_and_date__is_recognised(project: Project) -> None:
    told = {"address": None, "title": "Head", "publisher": "Example News"}
    take(project, SENT, **told)
    found = take(project, SENT, KILL, **told).told
    assert found is not None
    assert found["recognised_by"] == "title_publisher_date"


def test_version__title_alone__is_not_enough(project: Project) -> None:
    take(project, SENT, address=None, title="Head")
    told = take(project, SENT, KILL, address=None, title="Head").told
    assert told is not None
    assert "version_of" not in told


def test_version__stated_by_the_person__is_taken(project: Project) -> None:
    first = take(project, SENT, address=None).told
    assert first is not None
    told = take(project, SENT, KILL, address=None, version_of=first["source"]).told
    assert told is not None
    assert (told["version_of"], told["recognised_by"], told["unchanged"]) == (first["source"], "reviewer", 1)


@pytest.mark.parametrize("named", ["source:nothing", "nothing.txt", ""])
def test_version__stated_source_that_is_none__is_refused(project: Project, named: str) -> None:
    take(project, SENT)
    with pytest.raises(ExchangeError, match="names no source"):
        take(project, KILL, version_of=named)


# --- a newer version of the reader ---


def test_newer_reader__same_proposals__adds_nothing(project: Project) -> None:
    take(project, SENT, facts=(USE,))
    assert take(project, SENT, facts=(USE,), reader="rules@2").claims_added == 0


def test_newer_reader__unjudged_proposal_told_otherwise__is_replaced(project: Project) -> None:
    take(project, SENT)
    take(project, SENT, topic="transfer", reader="rules@2")
    assert [row["topic"] for row in waiting(project) if row["kind"] == "statement"] == ["transfer"]


def test_newer_reader__wider_words__replace_the_unjudged_proposal(project: Project) -> None:
    text = "Pentagon said that they will be sent soon."
    take(project, SENT, text=text)
    take(project, ("Pentagon", "they will be sent soon"), text=text, reader="rules@2")
    assert words(row for row in waiting(project) if row["kind"] == "statement") == ["they will be sent soon"]


@pytest.mark.parametrize("word", ["accept", "reject", "retract"])
def test_newer_reader__judged_proposal__is_not_doubled(project: Project, word: str) -> None:
    text = "Pentagon said that they will be sent soon."
    take(project, SENT, text=text)
    key = waiting(project)[-1]["id"]
    review_claims(project, [(word, key)])
    take(project, ("Pentagon", "they will be sent soon"), text=text, topic="transfer", reader="rules@2")
    assert [row for row in waiting(project) if row["kind"] == "statement"] == []


def test_newer_reader__corrected_proposal__is_not_doubled(project: Project) -> None:
    take(project, SENT)
    review_claims(project, [Verdict("correct", waiting(project)[-1]["id"], {"topic": "transfer"})])
    assert take(project, SENT, topic="law", reader="rules@2").claims_added == 0


def test_newer_reader__facts_alone_differ__the_old_fact_is_retracted(project: Project) -> None:
    take(project, SENT, facts=(USE,))
    take(project, SENT, facts=({**USE, "status": "alleged"},), reader="rules@2")
    [row] = [row for row in waiting(project) if row["kind"] == "statement"]
    standing = {item.claim.values["status"]: status(project, item.id) for item in parts(project, row["id"])}
    assert standing == {"denied": "retracted", "alleged": "proposed"}


def parts(project: Project, key: str) -> Any:
    return recorded_parts(project.store, [key])


def test_newer_reader__twice__adds_nothing_more(project: Project) -> None:
    take(project, SENT, facts=(USE,))
    take(project, SENT, topic="law", facts=(USE,), reader="rules@2")
    assert take(project, SENT, topic="law", facts=(USE,), reader="rules@2").claims_added == 0


def test_older_reader__after_the_newer__adds_nothing(project: Project) -> None:
    take(project, SENT)
    take(project, SENT, topic="law", reader="rules@2")
    assert take(project, SENT).claims_added == 0


def test_another_reader__same_words__is_not_repeated(project: Project) -> None:
    take(project, SENT)
    assert take(project, SENT, reader="endpoint@1", topic="law").claims_added == 0


def test_another_reader__other_words__stand_beside(project: Project) -> None:
    take(project, SENT, text="Pentagon said that they will be sent. HRW said that they kill civilians.")
    take(
        project,
        KILL,
        text="Pentagon said that they will be sent. HRW said that they kill civilians.",
        reader="endpoint@1",
    )
    assert sorted(statements(project)) == sorted([SENT[1], KILL[1]])


# --- in both stores ---


def test_new_version__in_either_store__is_told(ledger_address: str) -> None:
    with Project.create(ledger_address) as project:
        take(project, SENT, NEVER)
        told = take(project, KILL, SENT).told
        assert told is not None
        assert (words(told["new"]), words(told["vanished"])) == ([KILL[1]], [NEVER[1]])
        assert take(project, KILL, SENT).claims_added == 0
