"""The same statement in several articles: linked by stated rules, never merged, origins counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tilth.claims import Claim, Installation
from tilth.project import (
    Echo,
    Project,
    ProjectError,
    echoes_of,
    fact_claim,
    join_claim,
    link_claim,
    review_claims,
)

SENT = "the United States would send cluster munitions to Ukraine"
USE = {"type": "use", "by": "RUS", "in": "UKR", "status": "denied"}
# Two constructed texts without eight words in a row in common.
TEXTS = (
    "First report of that day with {}, told here in full.",
    "Elsewhere somebody wrote another story: {} it read.",
)


@dataclass
class Article:
    """One article with one statement."""

    name: str
    words: str = SENT
    speaker: str = "entity:pentagon"
    published: str | None = "2023-07-07"
    said: str | None = None
    lang: str = "en"
    facts: tuple[dict[str, Any], ...] = ()
    text: str | None = None
    source: str = field(init=False)

    def claims(self) -> list[Claim]:
        self.source = f"source:{self.name}"
        text = self.text or TEXTS[len(self.name) % 2].format(self.words)
        told = {"title": self.name, "lang": self.lang, "text": text}
        told |= {"published": self.published} if self.published else {}
        said = Claim(
            kind="statement",
            subject=f"statement:{self.name}",
            values={"content": self.words, "topic": "transfer"},
            speaker=self.speaker,
            mode="indirect",
            said_on=self.said,
            source=self.source,
            span=(text.index(self.words), text.index(self.words) + len(self.words)),
        )
        self.id = said.id
        facts = [fact_claim(fact, number, said) for number, fact in enumerate(self.facts, 1)]
        return [Claim(kind="source", subject=self.source, values=told), said, *facts]


@pytest.fixture
def project(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Yield a new, empty project in a file."""
    folder = tmp_path_factory.mktemp("echoes")
    with Project.create(folder / "p.gpkg", Installation(folder / "home")) as made:
        yield made


def echo(project: Project, *articles: Article) -> Echo | None:
    """Keep the articles; return what is known of the first one's statement."""
    project.append([claim for article in articles for claim in article.claims()])
    return echoes_of(project).get(articles[0].id)


def linked(project: Project, *articles: Article) -> bool:
    return echo(project, *articles) is not None


def test_statement__in_two_articles__is_linked(project: Project) -> None:
    found = echo(project, Article("a"), Article("bb"))
    assert found is not None
    assert (len(found.statements), found.sources) == (2, ("source:a", "source:bb"))


def test_statement__in_one_article__is_not(project: Project) -> None:
    assert not linked(project, Article("a"))


def test_statement__linked__stays_two_claims(project: Project) -> None:
    one, other = Article("a"), Article("bb", words=SENT.replace("would", "will"))
    found = echo(project, one, other)
    assert found is not None
    assert set(found.statements) == {one.id, other.id}


@pytest.mark.parametrize(
    "changes, same",
    [
        ({"words": "the United States will send Ukraine cluster munitions soon"}, True),
        ({"words": "America would now send cluster munitions to Ukraine from the United States"}, True),
        ({"words": "the failure rate of these shells is below 2.35 per cent"}, False),
        ({"words": "the United States would never send cluster munitions"}, False),
        ({"words": "the United States wouldn’t send cluster munitions to Ukraine"}, False),
        ({"words": "it would"}, False),
        ({"speaker": "entity:kremlin"}, False),
        ({"published": "2023-07-10"}, True),
        ({"published": "2023-07-11"}, False),
        ({"published": "2023-07-04"}, True),
        ({"published": "2023-07-03"}, False),
        ({"published": "2023-07"}, True),
        ({"published": None}, False),
        ({"published": "2024-01-01", "said": "2023-07-07"}, True),
        ({"published": "2023-07-07", "said": "2023-06-30"}, False),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_statement__beside_another__is_the_same_or_not(
    project: Project, changes: dict[str, Any], same: bool
) -> None:
    assert linked(project, Article("a"), Article("bb", **changes)) is same


@pytest.mark.parametrize("figure, same", [("2.35", True), ("14", False)])
def test_statement__with_a_figure__is_the_same_with_that_figure_alone(
    project: Project, figure: str, same: bool
) -> None:
    words = "no more than {} per cent of these submunitions fail to explode on impact"
    one, other = Article("a", words=words.format("2.35")), Article("bb", words=words.format(figure))
    assert linked(project, one, other) is same


def test_statement__said_on_two_days__is_not_the_same(project: Project) -> None:
    one, other = Article("a", said="2023-07-06"), Article("bb", said="2023-07-07")
    assert not linked(project, one, other)


def test_other_language__with_the_same_fact__is_linked(project: Project) -> None:
    one = Article("a", facts=(USE,))
    other = Article("bb", words="Rusland heeft ze nooit gebruikt in Oekraïne", lang="nl", facts=(USE,))
    assert linked(project, one, other)


@pytest.mark.parametrize("facts", [(), ({**USE, "status": "alleged"},), ({"type": "use", "by": "RUS"},)])
def test_other_language__without_the_same_fact__is_not(
    project: Project, facts: tuple[dict[str, Any], ...]
) -> None:
    one = Article("a", facts=facts or (USE,))
    other = Article("bb", words="Rusland heeft ze nooit gebruikt", lang="nl", facts=(USE,) if facts else ())
    assert not linked(project, one, other)


def test_article_itself__is_no_speaker__is_not_linked(project: Project) -> None:
    one, other = Article("a", speaker=""), Article("bb", speaker="")
    claims = [*one.claims(), *other.claims()]
    project.append([Claim(**{**_fields(claim), "speaker": None}) for claim in claims])
    assert echoes_of(project) == {}


def _fields(claim: Claim) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in Claim.__slots__}


def test_rejected_statement__is_not_counted(project: Project) -> None:
    one, other = Article("a"), Article("bb")
    echo(project, one, other)
    review_claims(project, [("reject", other.id)])
    assert echoes_of(project) == {}


def test_spellings__joined_by_a_reviewer__are_one_speaker(project: Project) -> None:
    names = [
        Claim(kind="entity", subject="entity:pentagon", values={"name": "Pentagon"}),
        Claim(kind="entity", subject="entity:pentagoon", values={"name": "Pentagoon"}),
    ]
    project.append(names)
    assert not linked(project, Article("a"), Article("bb", speaker="entity:pentagoon"))
    project.append([join_claim(project, "Pentagoon", "Pentagon", "entity:jj")], state="accepted")
    assert len(echoes_of(project)) == 2


def test_reviewer__links_two_statements__they_are_one(project: Project) -> None:
    one, other = Article("a"), Article("bb", words="something else was told that day by somebody")
    echo(project, one, other)
    project.append([link_claim(project, one.id, other.id, "entity:jj", same=True)], state="accepted")
    assert len(echoes_of(project)) == 2


def test_reviewer__keeps_two_apart__they_are_two_even_through_a_third(project: Project) -> None:
    one, other, third = Article("a"), Article("bb"), Article("ccc")
    echo(project, one, other, third)
    project.append([link_claim(project, one.id, other.id, "entity:jj", same=False)], state="accepted")
    found = echoes_of(project)
    assert other.id not in found[one.id].statements if one.id in found else other.id in found


@pytest.mark.parametrize("pair", [("x", "x"), ("x", "source")])
def test_link__of_no_two_statements__is_refused(project: Project, pair: tuple[str, str]) -> None:
    article = Article("a")
    source, said = article.claims()
    project.append([source, said])
    keys = {"x": said.id, "source": source.id}
    with pytest.raises(ProjectError, match="two different statements"):
        link_claim(project, keys[pair[0]], keys[pair[1]], "entity:jj", same=True)


# --- origins ---

AGENCY = " ".join(f"word{number}" for number in range(60))


def test_origins__texts_of_their_own__are_as_many_as_the_sources(project: Project) -> None:
    found = echo(project, Article("a"), Article("bb"))
    assert found is not None
    assert [origin.why for origin in found.origins] == ["", ""]


def test_origins__one_text_reprinted__is_one(project: Project) -> None:
    one = Article("a", text=f"{AGENCY} {SENT}")
    other = Article("bb", text=f"Our own lead. {AGENCY} {SENT}")
    found = echo(project, one, other)
    assert found is not None
    assert [(origin.why, len(origin.sources)) for origin in found.origins] == [("one text", 2)]


def test_origins__one_agency_named_for_the_same_words__is_one(project: Project) -> None:
    one = Article("a", text=f"KYIV (Reuters) - A story that begins so. {SENT}")
    other = Article("bb", text=f"Otherwise told, by our staff and Reuters: {SENT}")
    found = echo(project, one, other)
    assert found is not None
    assert [origin.why for origin in found.origins] == ["Reuters"]


def test_origins__two_reprints_and_one_of_its_own__are_two(project: Project) -> None:
    reprints = [Article("a", text=f"{AGENCY} {SENT}"), Article("bb", text=f"{AGENCY} {SENT}.")]
    found = echo(project, *reprints, Article("ccc"))
    assert found is not None
    assert (len(found.sources), len(found.origins)) == (3, 2)


def test_origins__only_the_statement_itself_shared__are_two(project: Project) -> None:
    long = f"{SENT} {AGENCY}"  # a quotation of many words that both bring word for word
    found = echo(project, Article("a", words=long), Article("bb", words=long))
    assert found is not None
    assert len(found.origins) == 2


def test_versions_of_a_page__are_one_source(project: Project) -> None:
    one, other = Article("a"), Article("bb")
    values = {"version": "source:bb", "earlier": "source:a", "recognised_by": "address"}
    project.append([Claim(kind="source_version", subject="source_version:1", values=values)])
    assert not linked(project, one, other)


def test_echoes__in_either_store__are_the_same(ledger_address: str) -> None:
    with Project.create(ledger_address) as project:
        assert linked(project, Article("a"), Article("bb"))
