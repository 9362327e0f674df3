"""Words of the vocabulary that pages show, for the catalogues; what is not listed is shown in English."""

from __future__ import annotations

__all__ = ["WORDS"]


def N_(words: str) -> str:
    """Mark words for the catalogues."""
    return words


WORDS = (
    *(N_("proposed"), N_("accepted"), N_("rejected"), N_("corrected"), N_("retracted"), N_("disputed")),
    *(N_("supports"), N_("opposes"), N_("confirms"), N_("denies"), N_("accuses"), N_("neutral")),
    *(N_("article"), N_("direct"), N_("indirect"), N_("observation"), N_("record")),
    *(N_("transfer"), N_("use"), N_("production"), N_("stockpile"), N_("expiry"), N_("treaty"), N_("law")),
    *(N_("dud rate"), N_("harm"), N_("contamination"), N_("clearance"), N_("threat"), N_("reaction")),
    *(N_("definition"), N_("other"), N_("statement"), N_("entity"), N_("source"), N_("strike"), N_("review")),
    *(N_("evidence point"), N_("survey box"), N_("hazardous area"), N_("release"), N_("run"), N_("task")),
    *(N_("treaty status"), N_("treaty action"), N_("failure rate"), N_("munition"), N_("footprint")),
    *(N_("ban"), N_("quantity"), N_("victim"), N_("accident"), N_("activity"), N_("viewing")),
    *(N_("supplier"), N_("recipient"), N_("status"), N_("item"), N_("value usd"), N_("date"), N_("topic")),
    *(N_("about"), N_("public"), N_("partner"), N_("restricted"), N_("personal"), N_("announced")),
    *(N_("delivered"), N_("requested"), N_("considered"), N_("refused"), N_("reported"), N_("denied")),
    *(N_("State Party"), N_("signatory, not bound as a party"), N_("former State Party")),
    *(N_("not a party"), N_("applies it provisionally"), N_("unclear on this date")),
    *(N_("prohibited"), N_("required"), N_("permitted"), N_("conditional"), N_("unclear")),
    *(N_("statements"), N_("speakers"), N_("typed facts"), N_("as written"), N_("bound"), N_("note")),
)
"""Values and names as `words` writes them: underscores are blanks."""
