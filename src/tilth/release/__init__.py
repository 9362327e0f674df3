"""Land release: areas that balance to the square metre. Pure: records in, account out."""

from __future__ import annotations

from tilth.release._errors import ReleaseError
from tilth.release._groups import Shares, shares_within
from tilth.release.account import Account, account, account_of
from tilth.release.partition import Partition, partition
from tilth.release.records import AreaRecord, ReleaseRecord

__all__ = [
    "Account",
    "AreaRecord",
    "Partition",
    "ReleaseError",
    "ReleaseRecord",
    "Shares",
    "account",
    "account_of",
    "partition",
    "shares_within",
]
