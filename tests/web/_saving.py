"""Save as the page of reading does, again and again, until somebody kills this process."""

from __future__ import annotations

import sys
from pathlib import Path

from tilth.claims import Installation
from tilth.project import Project
from tilth.web import create_app
from tilth.web.access import Access


def main() -> None:
    from starlette.testclient import TestClient

    path = Path(sys.argv[1])
    with Project.open(path, Installation(path.parent / "home"), pooled=True) as project:
        app = create_app(project, Access("token"))
        headers = {"authorization": "Bearer token"}
        with TestClient(app, base_url="http://127.0.0.1:8765", headers=headers) as client:
            rows = client.get("/api/claims?kind=survey_box&status=proposed&limit=500").json()["claims"]
            print("ready", flush=True)
            for row in rows:
                verdict = {"verdict": "accept", "seen": row["seen"]}
                answer = client.post(f"/api/claims/{row['id']}/verdicts", json=verdict)
                assert answer.status_code == 200, answer.text
                print(row["id"], flush=True)


if __name__ == "__main__":
    main()
