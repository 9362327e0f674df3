"""The ledger's tables, the same on SQLite and PostgreSQL, with their version."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

__all__ = ["SCHEMA_VERSION", "batch", "claim", "entry", "log", "meta", "metadata"]

SCHEMA_VERSION = 1

metadata = MetaData()
_number = BigInteger().with_variant(Integer(), "sqlite")

meta = Table(
    "tilth_meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# A log is the writing of one installation into one copy of a project.
log = Table(
    "tilth_log",
    metadata,
    Column("log_no", _number, primary_key=True, autoincrement=False),
    Column("log", Text, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("owner", Text, nullable=False),
)

# A batch is what one append wrote: named by its head, signed, pointing back to the one before.
batch = Table(
    "tilth_batch",
    metadata,
    Column("batch_no", _number, primary_key=True, autoincrement=False),
    Column("head", LargeBinary, nullable=False, unique=True),
    Column("prev", LargeBinary, nullable=False, index=True),
    Column("log_no", _number, nullable=False, index=True),
    Column("first_seq", _number, nullable=False),
    Column("count", _number, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("tool", Text, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

# A claim is stored once, however many logs hold it.
claim = Table(
    "tilth_claim",
    metadata,
    Column("claim_no", _number, primary_key=True, autoincrement=False),
    Column("id", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("source", Text),
    Column("part_of", LargeBinary),
    Column("body", Text, nullable=False),
    Index("tilth_claim_id", "id", unique=True),
    Index("tilth_claim_subject", "subject"),
    Index("tilth_claim_kind", "kind"),
    Index("tilth_claim_source", "source"),
)
_some_part = claim.c.part_of.is_not(None)
Index("tilth_claim_part_of", claim.c.part_of, sqlite_where=_some_part, postgresql_where=_some_part)

# An entry says that a batch recorded a claim, in which state, by which rule, how surely.
entry = Table(
    "tilth_entry",
    metadata,
    Column("batch_no", _number, primary_key=True, autoincrement=False),
    Column("seq", _number, primary_key=True, autoincrement=False),
    Column("claim_no", _number, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("note", Text),
    Column("hash", LargeBinary, nullable=False),
    Index("tilth_entry_claim", "claim_no"),
    sqlite_with_rowid=False,
)
