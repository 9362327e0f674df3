"""The interface for programs: pages, conditions, verdicts, refusals; schemathesis finds nothing."""

from __future__ import annotations

import contextlib

import pytest

pytestmark = pytest.mark.xdist_group("web")


@pytest.fixture
def program(app, token):
    """Return a program that brings the token in its header."""
    from starlette.testclient import TestClient

    headers = {"authorization": f"Bearer {token}"}
    with TestClient(app, base_url="http://127.0.0.1:8765", headers=headers) as made:
        yield made


def test_claims__page_by_page__are_all_there_once(program) -> None:
    address, seen = "/api/claims?kind=transfer&limit=7", []
    total = program.get(address).json()["total"]
    while address:
        answer = program.get(address)
        seen += [claim["id"] for claim in answer.json()["claims"]]
        address = answer.json()["next"]
        assert ('rel="next"' in answer.headers.get("link", "")) == bool(address)
    assert len(seen) == len(set(seen)) == total


def test_answer__not_changed__is_304_until_a_verdict_is_recorded(program) -> None:
    claim = program.get("/api/claims?kind=statement&status=proposed&limit=1").json()["claims"][0]
    first = program.get(f"/api/claims/{claim['id']}")
    held = {"if-none-match": first.headers["etag"]}
    assert program.get(f"/api/claims/{claim['id']}", headers=held).status_code == 304
    verdict = {"verdict": "accept", "seen": claim["seen"]}
    assert program.post(f"/api/claims/{claim['id']}/verdicts", json=verdict).json()["status"] == "accepted"
    again = program.get(f"/api/claims/{claim['id']}", headers=held)
    assert again.status_code == 200
    assert again.json()["status"] == "accepted"


def test_verdict__on_a_claim_judged_meanwhile__is_refused_and_nothing_is_recorded(program) -> None:
    claim = program.get("/api/claims?kind=statement&status=proposed&limit=1").json()["claims"][0]
    verdicts, verdict = f"/api/claims/{claim['id']}/verdicts", {"verdict": "accept", "seen": claim["seen"]}
    program.post(verdicts, json=verdict)
    before = program.get("/api/project").json()["version"]
    answer = program.post(verdicts, json={**verdict, "verdict": "reject"})
    assert answer.status_code == 409
    assert program.get("/api/project").json()["version"] == before


@pytest.mark.parametrize(
    "path, status",
    [("/api/claims?kind=nonsense", 422), ("/api/claims?strange=1", 422), ("/api/claims/" + "0" * 64, 404),
     ("/api/nothing", 404), ("/api/states/ZZZ", 404)],
)  # fmt: skip
def test_refusal__is_a_problem_document(program, path: str, status: int) -> None:
    answer = program.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["status"], told["instance"]) == (status, path.split("?")[0])
    assert told["title"]
    assert told["detail"]


def test_no_token__every_resource__is_refused_with_a_challenge(app, program) -> None:
    from starlette.testclient import TestClient

    paths = program.get("/api/openapi.json").json()["paths"]
    with TestClient(app, base_url="http://127.0.0.1:8765") as stranger:
        for path in [*paths, "/api/openapi.json"]:
            answer = stranger.get(path)
            assert answer.status_code == 401, path
            assert answer.headers["www-authenticate"] == "Bearer"


ORDERED = ("/api/account", "/api/layers/{name}")


def test_schemathesis__a_bounded_run__finds_nothing(app, token) -> None:
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.errors import Unsatisfiable
    from schemathesis import GenerationMode
    from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

    headers = {"authorization": f"Bearer {token}", "host": "localhost"}
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=headers)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) >= 8
    limits = settings(
        max_examples=3,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    def check(operation, mode) -> None:
        # Days and corners in the wrong order are refused: no schema can tell their order.
        apart = [ignored_auth] + [positive_data_acceptance] * any(word in operation.label for word in ORDERED)

        @limits
        @given(case=operation.as_strategy(generation_mode=mode))
        def run(case) -> None:
            # That nothing is answered without the token is a test of its own, above.
            case.call_and_validate(headers=headers, excluded_checks=apart, timeout=120)

        run()

    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            with contextlib.suppress(Unsatisfiable):  # nothing can be wrong about a request without values
                check(operation, mode)
