"""Fixtures every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared test inputs, or skip when it is not beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: real and gold test inputs are not beside this checkout")
    return SHARED
