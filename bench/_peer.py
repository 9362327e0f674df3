"""Peers live in an environment of their own, made when first needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

__all__ = ["peer_python"]


def peer_python(*packages: str) -> Path | None:
    """Return the Python of an environment that holds `packages`; None when they cannot be had here."""
    home = Path("build/peers") / packages[0]
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return python if done.returncode == 0 else None
