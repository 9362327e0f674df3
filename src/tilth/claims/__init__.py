"""Claims: the vocabulary, the claim, the signed ledger, review, the picture, and merging copies.

Everything that tilth knows is a claim: who said what, when, in which source, about what. Claims
are only ever added. What the world looks like is computed from them for a date (`picture`).
"""

from tilth.claims._errors import (
    ClaimError,
    LedgerError,
    Problem,
    ReadOnlyError,
    SchemaTooNewError,
)
from tilth.claims._store import Store, open_store
from tilth.claims.canonical import canonical_bytes, content_hash
from tilth.claims.chain import Note
from tilth.claims.checking import check_claims, problems_of
from tilth.claims.claim import ACCESS, Claim
from tilth.claims.datasets import dataset_claim, file_sha256, open_dataset, store_dataset
from tilth.claims.keys import Installation
from tilth.claims.ledger import Appended, Ledger
from tilth.claims.picture import Picture, Side, Told, picture, pictures
from tilth.claims.recorded import (
    Recorded,
    recorded_about,
    recorded_by_id,
    recorded_in,
    recorded_of_kind,
    recorded_parts,
)
from tilth.claims.review import Status, review_claim, statuses_of
from tilth.claims.sealed import Sealed, seal
from tilth.claims.sync import Pulled, ledger_digest, pull
from tilth.claims.verify import Finding, Verification, checkpoint, verify
from tilth.claims.vocabulary import Kind, Property, Vocabulary, vocabulary

__all__ = [
    "ACCESS",
    "Appended",
    "Claim",
    "ClaimError",
    "Finding",
    "Installation",
    "Kind",
    "Ledger",
    "LedgerError",
    "Note",
    "Picture",
    "Problem",
    "Property",
    "Pulled",
    "ReadOnlyError",
    "Recorded",
    "SchemaTooNewError",
    "Sealed",
    "Side",
    "Status",
    "Store",
    "Told",
    "Verification",
    "Vocabulary",
    "canonical_bytes",
    "check_claims",
    "checkpoint",
    "content_hash",
    "dataset_claim",
    "file_sha256",
    "ledger_digest",
    "open_dataset",
    "open_store",
    "picture",
    "pictures",
    "problems_of",
    "pull",
    "recorded_about",
    "recorded_by_id",
    "recorded_in",
    "recorded_of_kind",
    "recorded_parts",
    "review_claim",
    "seal",
    "statuses_of",
    "store_dataset",
    "verify",
    "vocabulary",
]
