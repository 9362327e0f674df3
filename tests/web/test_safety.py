"""What keeps strangers, other pages and hostile texts out: a test for each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = "http://127.0.0.1:8765"
pytestmark = pytest.mark.xdist_group("web")
TILTH = Path(sys.executable).with_name("tilth")


def test_token__missing__nothing_of_the_project_is_shown(stranger) -> None:
    answer = stranger.get("/")
    assert answer.status_code == 401
    assert "demo" not in answer.text.lower().replace("tilth", "")


def test_token__wrong__is_refused_and_opens_no_session(stranger) -> None:
    answer = stranger.get("/?token=guess")
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_token__right__opens_a_session_that_only_this_site_sends(stranger, token) -> None:
    answer = stranger.get(f"/claims?token={token}&q=x", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/claims?q=x")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_token__with_an_address_elsewhere__stays_on_this_server(stranger, token) -> None:
    answer = stranger.get(f"{HERE}//evil.example/?token={token}", follow_redirects=False)
    assert answer.headers["location"].startswith("/evil.example")


def test_token__typed_by_hand__opens_a_session(stranger, token) -> None:
    assert stranger.post("/enter", data={"token": "guess"}).status_code == 403
    assert "Today" in stranger.post("/enter", data={"token": f"http://127.0.0.1/?token={token}"}).text


def test_session__of_another_run__is_none(stranger) -> None:
    stranger.cookies.set("tilth", "name.0123")
    assert stranger.get("/").status_code == 401


def test_host__another_name_for_this_machine__is_refused(client) -> None:
    assert client.get("/", headers={"host": "rebound.example:8765"}).status_code == 421


def test_change__without_the_proof_of_a_form__is_refused(client) -> None:
    answer = client.post("/settings/language", data={"language": "nl"})
    assert answer.status_code == 403
    assert "form" in answer.text


def test_change__asked_for_by_another_page__is_refused(client) -> None:
    data = {"language": "nl", "csrf": client.proof}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/settings/language", data=data, headers=headers).status_code == 403


def test_change__with_the_proof__is_made(client) -> None:
    data = {"language": "nl", "csrf": client.proof}
    assert "Vandaag" in client.post("/settings/language", data=data).text


@pytest.mark.parametrize("path", ["/", "/menu", "/nowhere", "/static/tilth.css"])
def test_answers__all__bear_the_headers_that_keep_scripts_of_others_out(client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_request__larger_than_allowed__is_refused_whatever_it_announces(client, app) -> None:
    from tilth.web.app import LARGEST

    told = client.post("/enter", content=b"x", headers={"content-length": str(LARGEST + 1)})
    assert told.status_code == 413


@pytest.mark.parametrize(
    "name", ["..%2fapp.py", "%2e%2e/app.py", "..\\app.py", ".npmrc", "tilth.css/..%2f..%2fapp.py", "%00"]
)
def test_static__a_path_that_climbs__leads_nowhere(client, name: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 404
    assert "import" not in answer.text


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "example.org"])
def test_serve__host_beyond_this_machine__is_refused(host: str) -> None:
    from tilth.web import WebError, listen

    with pytest.raises(WebError, match="users and roles"):
        listen(host, 0)


def test_serve__refused_host__ends_with_status_2_and_starts_nothing(tmp_path: Path) -> None:
    words = [TILTH, "serve", tmp_path / "p.gpkg", "--host", "0.0.0.0"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 2
    assert "refused" in done.stderr


HOSTILE = (
    '<img src=x onerror=alert(1)> "quoted" & <script>alert(2)</script> said that cluster munitions were used.'
)


def test_texts__of_articles_and_names__are_shown_as_text_only(client, demo_project) -> None:
    data = {"csrf": client.proof, "text": HOSTILE, "title": "<script>alert(3)</script>", "lang": "en"}
    page = client.post("/read", data=data)
    key = str(page.url).rsplit("/", 1)[1]
    for path in (f"/read/{key}", "/read", "/claims?q=cluster", "/claims?q=%3Cscript%3Ealert(4)", "/"):
        text = client.get(path).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
    assert "&lt;img src=x" in client.get(f"/read/{key}").text


@pytest.mark.parametrize("name", ["../../evil.txt", "C:\\evil.txt", "/etc/passwd.txt", "..txt.txt"])
def test_upload__a_name_that_is_a_path__is_only_a_name(client, demo_project, name: str) -> None:
    words = f"The ministry said that it delivered cluster munitions, {name}.".encode()
    files = {"file": (name, words, "text/plain")}
    answer = client.post("/read", data={"csrf": client.proof, "lang": "en"}, files=files)
    assert answer.status_code == 200
    assert not Path("/tmp/evil.txt").exists()
    folder = demo_project.store.path.parent
    assert sorted(path.name for path in folder.rglob("*evil*")) == []


@pytest.mark.parametrize("name", ["program.exe", "page.php", "x", "archive.zip", "table.csv"])
def test_upload__of_another_kind__is_refused_with_what_is_allowed(client, name: str) -> None:
    files = {"file": (name, b"MZ\x90 The ministry said", "application/octet-stream")}
    answer = client.post("/read", data={"csrf": client.proof}, files=files)
    assert answer.status_code == 415
    assert ".pdf" in answer.text


def test_upload__a_program_named_as_a_text__is_refused(client) -> None:
    files = {"file": ("a.txt", b"\x7fELF\x02\x01\x01" + bytes(200), "text/plain")}
    assert client.post("/read", data={"csrf": client.proof}, files=files).status_code == 422


@pytest.fixture
def victim(demo_project) -> str:
    """Add a claim on a person; return its identifier."""
    from tilth.claims import Claim

    claim = Claim(
        kind="victim", subject="victim:1", values={"name": "Noi Somsanouk", "age": 9}, access="personal"
    )
    demo_project.append([claim])  # the same claim for each test of this module
    return claim.id


def test_personal_data__on_lists_pages_and_interface__are_not_shown(client, victim) -> None:
    for path in (
        "/claims?kind=victim",
        f"/claims/{victim}",
        "/claims?q=Somsanouk",
        f"/behind?claims={victim}",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Noi" not in answer.text, path
    told = client.get(f"/api/claims/{victim}").json()
    assert (told["personal"], told["content"]) == (True, None)
    assert "Noi" not in client.get("/api/claims?kind=victim").text


def test_personal_data__asked_for_with_a_reason__are_shown_and_the_look_is_recorded(
    client, victim, demo_project
) -> None:
    from tilth.claims import recorded_of_kind

    shown = client.post(f"/claims/{victim}/show", data={"csrf": client.proof, "reason": "medical referral"})
    assert "Noi Somsanouk" in shown.text
    [look] = [item.claim for item in recorded_of_kind(demo_project.store, ["viewing"])]
    assert (look.values["of_claim"], look.values["reason"]) == (victim, "medical referral")
    assert "Noi" not in str(look.to_json())
    assert "Noi" not in client.get(f"/claims/{victim}").text


def test_personal_data__without_a_reason__stay_hidden(client, victim) -> None:
    answer = client.post(f"/claims/{victim}/show", data={"csrf": client.proof, "reason": " "})
    assert answer.status_code == 422
    assert "Noi" not in answer.text


def test_fault__inside__tells_nothing_of_the_project(client, app, monkeypatch) -> None:
    from tilth.web.pages import states

    def fail(*_: object) -> None:
        raise RuntimeError("Noi Somsanouk, 9 years")

    monkeypatch.setattr(states, "transfers_list", fail)
    from starlette.testclient import TestClient

    with TestClient(app, base_url=HERE, raise_server_exceptions=False, cookies=client.cookies) as made:
        answer = made.get("/transfers")
    assert answer.status_code == 500
    assert "Noi" not in answer.text
