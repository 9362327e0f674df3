"""The key of this installation, and which log it writes in which copy of a project."""

from __future__ import annotations

import getpass
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from tilth.claims._errors import LedgerError

__all__ = ["Installation", "default_home", "fits", "signature_holds"]

_DOMAIN = b"tilth batch 1\n"
_MEMORY = (
    "CREATE TABLE IF NOT EXISTS log"
    " (log TEXT PRIMARY KEY, head BLOB NOT NULL, pending BLOB, place TEXT NOT NULL)"
)
_FREE = "make room and rights to write there, or name another folder in TILTH_HOME"


def default_home() -> Path:
    """Return the folder of this installation's key: ``TILTH_HOME`` or the user's data folder."""
    import platformdirs

    named = os.environ.get("TILTH_HOME")
    return Path(named) if named else Path(platformdirs.user_data_dir("tilth"))


def signature_holds(public_key: bytes, head: bytes, signature: bytes) -> bool:
    """Return whether `signature` over the batch with this `head` was made by the key's owner."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _DOMAIN + head)
    except (InvalidSignature, ValueError):
        return False
    return True


def fits(log: str, public_key: bytes) -> bool:
    """Return whether `log` is named after this key: nobody can sign anew under another's name."""
    return log.startswith(f"{_fingerprint(public_key)}-")


def _fingerprint(public_key: bytes) -> str:
    return sha256(public_key).hexdigest()[:16]


@dataclass(frozen=True)
class Installation:
    """One installation of tilth: a folder with its Ed25519 key and its memory of logs."""

    home: Path

    @classmethod
    def here(cls) -> Installation:
        """Return this user's installation; its key is made when first needed."""
        return cls(default_home())

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        path = self.home / "key.pem"
        if not path.exists():
            try:
                self._make_key(path)
            except OSError as error:
                raise LedgerError(f"no key can be made in {self.home} ({error}): {_FREE}") from error
        try:
            key = load_pem_private_key(path.read_bytes(), None)
        except OSError as error:
            raise LedgerError(f"the key {path} cannot be read ({error}): see to its rights") from error
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise LedgerError(f"{path} is no Ed25519 key ({error}); restore it from a backup") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise LedgerError(f"{path} is no Ed25519 key; restore it from a backup")
        return key

    def _make_key(self, path: Path) -> None:
        """Write a new key so that two first runs at once end with one key."""
        self.home.mkdir(parents=True, exist_ok=True)
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        draft = self.home / f"key.{os.getpid()}.{token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(pem)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        except OSError:
            if not path.exists():
                draft.replace(path)
                return
        draft.unlink()

    @property
    def public_key(self) -> bytes:
        """The 32 bytes that others verify with."""
        return self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def fingerprint(self) -> str:
        """The first 16 hexadecimal digits of the public key's SHA-256."""
        return _fingerprint(self.public_key)

    @property
    def owner(self) -> str:
        """Who writes here: user at machine; ``TILTH_USER`` overrides it."""
        return os.environ.get("TILTH_USER") or f"{_user()}@{socket.gethostname()}"

    def sign(self, head: bytes) -> bytes:
        """Return the signature over a batch's head."""
        return self._key.sign(_DOMAIN + head)

    def new_log(self) -> str:
        """Return the name of a log that nobody else uses."""
        return f"{self.fingerprint}-{token_hex(4)}"

    def may_continue(self, log: str, head: bytes, place: str) -> bool:
        """Return whether this copy's `log`, ending in `head`, is the one written here last.

        A copied or restored file must not continue its log: two copies would then hold
        different entries under one number. It gets a new log instead.
        """
        with self._memory() as memory:
            found = memory.execute("SELECT head, pending, place FROM log WHERE log = ?", (log,))
            row = found.fetchone()
        return row is not None and row[2] == place and head in (row[0], row[1])

    def intend(self, log: str, head: bytes, pending: bytes, place: str) -> None:
        """Keep in mind, before a commit, that `log` at `head` is about to reach `pending`."""
        with self._memory() as memory:
            memory.execute("REPLACE INTO log VALUES (?, ?, ?, ?)", (log, head, pending, place))

    def done(self, log: str, head: bytes) -> None:
        """Keep in mind that `head` is committed, unless a later batch is already under way."""
        with self._memory() as memory:
            memory.execute(
                "UPDATE log SET head = pending, pending = NULL WHERE log = ? AND pending = ?",
                (log, head),
            )

    @contextmanager
    def _memory(self) -> Iterator[sqlite3.Connection]:
        """Open the small database of logs beside the key for one statement."""
        path = self.home / "logs.sqlite"
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(path, timeout=60)) as memory, memory:
                memory.execute(_MEMORY)
                yield memory
        except (OSError, sqlite3.Error) as error:
            raise LedgerError(f"{path} cannot be used ({error}): {_FREE}") from error


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
