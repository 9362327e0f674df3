"""The application as programs meet it (`client`) and as people do, in a real browser (`page`)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = "/usr/bin/chromium"
ARGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)
TOKEN = "token-of-this-test"


@pytest.fixture
def token() -> str:
    """Return the token of the printed address."""
    return TOKEN


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an installation with the demo project in it, made once in a session."""
    home = tmp_path_factory.mktemp("web-demo")
    tilth = Path(sys.executable).with_name("tilth")
    environment = {**os.environ, "TILTH_HOME": str(home / "home")}
    words = [tilth, "demo", "--no-serve", "--dir", home / "demo"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return home


@pytest.fixture(scope="module")
def demo_project(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Open a copy of the demo project that the tests of a module share, and may add to."""
    from tilth.claims import Installation
    from tilth.project import Project

    folder = tmp_path_factory.mktemp("shared")
    shutil.copyfile(demo_home / "demo" / "demo.gpkg", folder / "demo.gpkg")
    with Project.open(folder / "demo.gpkg", Installation(folder / "home"), pooled=True) as project:
        yield project


@pytest.fixture(scope="module")
def app(demo_project: Any) -> Iterator[Any]:
    """Return the application on a project of its own."""
    from tilth.web import create_app
    from tilth.web.access import Access

    made = create_app(demo_project, Access(TOKEN))
    yield made
    made.state.desk.index.close()


@pytest.fixture
def client(app: Any) -> Iterator[Any]:
    """Return a browser without scripts, come in with the token; ``client.proof`` is its forms' proof."""
    from starlette.testclient import TestClient

    with TestClient(app, base_url="http://127.0.0.1:8765") as made:
        assert made.get(f"/?token={TOKEN}").status_code == 200
        session = app.state.access.session(made.cookies["tilth"])
        made.proof = session.csrf
        yield made


@pytest.fixture
def stranger(app: Any) -> Iterator[Any]:
    """Return a browser that has no session."""
    from starlette.testclient import TestClient

    with TestClient(app, base_url="http://127.0.0.1:8765") as made:
        yield made


@pytest.fixture(scope="module")
def server(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of the demo project as people do, with `tilth serve`; return the printed address."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copyfile(demo_home / "demo" / "demo.gpkg", folder / "demo.gpkg")
    with running(folder / "demo.gpkg", folder / "home") as address:
        yield address


class running:
    """`tilth serve` in a process of its own for as long as the block lasts."""

    def __init__(self, project: Path, home: Path) -> None:
        self.words = [Path(sys.executable).with_name("tilth"), "serve", project, "--port", "0"]
        self.environment = {**os.environ, "TILTH_HOME": str(home), "PYTHONUNBUFFERED": "1"}

    def __enter__(self) -> str:
        self.process = subprocess.Popen(
            self.words,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        told = []
        for line in self.process.stdout:
            told.append(line)
            found = re.search(r"http://\S+", line)
            if found:
                threading.Thread(target=self.process.stdout.read, daemon=True).start()
                return found[0]
        raise AssertionError("the server did not start: " + "".join(told))

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start Debian's Chromium once for a session; skip, or fail when it is demanded, without it."""
    if not Path(CHROMIUM).exists():
        reason = "Chromium is not installed: 'sudo make test' installs it on Debian or Ubuntu"
        if os.environ.get("TILTH_REQUIRE_SYSTEM") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGS))
        yield made
        made.close()


@pytest.fixture
def new_page(browser: Any, server: str) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a page, come in; any request to another machine fails the test."""
    contexts: list[Any] = []
    strange: list[str] = []
    faults: list[str] = []

    def make(path: str = "/", **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1366, "height": 768}, **options})
        contexts.append(context)
        made = context.new_page()
        made.set_default_timeout(20_000)
        home = server.split("/?")[0]
        made.on("request", lambda sent: strange.append(sent.url) if not _here(sent.url, home) else None)
        made.on("pageerror", lambda error: faults.append(str(error)))
        made.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        made.goto(server)
        if path != "/":
            made.goto(home + path)
        return made

    yield make
    for context in contexts:
        context.close()
    assert not strange, f"requests that left this server: {strange}"
    assert not faults, f"faults in the browser: {faults}"


def _here(url: str, home: str) -> bool:
    return url.startswith((home + "/", "data:", "blob:"))


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """Return a page of a laptop's size, come in, at Today."""
    return new_page()
