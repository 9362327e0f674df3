"""Land release: areas that balance to the square metre. Pure: records in, account out."""

from __future__ import annotations

from tilth.release._errors import ReleaseError
from tilth.release.account import Account, account
from tilth.release.records import AreaRecord, ReleaseRecord

__all__ = ["Account", "AreaRecord", "ReleaseError", "ReleaseRecord", "account"]
