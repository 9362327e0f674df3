"""Commands on the failure model: fit it again, and check it. They need ``pip install 'tilth[fit]'``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tilth.cli._say import PROBLEMS, progress, result_json, say, show, stop

__all__ = ["register"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(group: typer.Typer) -> None:
    """Add these commands to the group of munitions."""
    group.command()(fit)
    group.command()(check)


def fit(
    out: Annotated[Path | None, typer.Option(help="Folder for posterior.npz and posterior.json.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed; that of the shipped draws when not given.")] = None,
    json: Json = False,
) -> None:
    """Fit the failure model again and compare with the shipped draws (status 1 when they differ)."""
    import logging

    from tilth.munitions._model import constant
    from tilth.munitions.expectation import shipped_evidence
    from tilth.munitions.fitting import compare_draws, write_draws
    from tilth.munitions.fitting import fit as fit_model

    logging.getLogger("jax").setLevel(logging.ERROR)
    pieces = shipped_evidence().pieces
    used = int(constant("fit", "seed")) if seed is None else seed
    with progress("fitting, about a minute"):
        fitted = fit_model(pieces, seed=used)
    apart = compare_draws(fitted)
    same = apart["largest"] <= constant("fit", "tolerance") or apart["largest_sd"] <= constant(
        "fit", "tolerance_sd"
    )
    told: dict[str, Any] = {
        "rows": len(pieces),
        "draws": len(fitted.theta),
        "seed": used,
        "r_hat_max": float(fitted.r_hat.max()),
        "ess_min": float(fitted.ess.min()),
        "divergences": fitted.divergences,
        **apart,
        "same_as_shipped": same,
    }
    if out is not None:
        told["written"] = [str(path) for path in write_draws(fitted, pieces, out, used)]
    if json:
        result_json(told)
    else:
        show(
            f"{told['draws']:,} draws from {told['rows']} rows, seed {used}:"
            f" R-hat at most {told['r_hat_max']:.3f},"
            f" effective draws at least {told['ess_min']:,.0f}, divergences {fitted.divergences}"
        )
        show(
            f"beside the shipped draws: largest difference {apart['largest']:.2g}, of a quantile"
            f" {apart['largest_sd']:.2g} sd: {'the same' if same else 'NOT the same'}"
        )
    raise typer.Exit(0 if same else PROBLEMS)


def check(
    what: Annotated[str, typer.Argument(help="calibration, sources, priors or all.")] = "all",
    runs: Annotated[int | None, typer.Option(help="Made-up sets for the calibration.")] = None,
    json: Json = False,
) -> None:
    """Check the model: made-up rows, each source left out, other priors. Takes some minutes."""
    import orjson

    from tilth.munitions import fitting
    from tilth.munitions._rows import read_rows
    from tilth.munitions.expectation import shipped_evidence

    names = ("calibration", "sources", "priors")
    if what not in (*names, "all"):
        stop(f"no check {what!r}; give one of {', '.join(names)} or all")
    from tilth.data import table

    pieces = shipped_evidence().pieces
    sources = {row.id: row.source_url for row in read_rows(table("failure_rates"))}
    done: dict[str, Any] = {}
    with progress("checking") as bar:

        def tell(words: str) -> None:
            bar.update(bar.task_ids[0], description=words)

        if what in ("sources", "all"):
            done["sources"] = fitting.left_out_sources(pieces, sources, say=tell)
        if what in ("priors", "all"):
            done["priors"] = fitting.prior_sensitivity(pieces, say=tell)
        if what in ("calibration", "all"):
            done["calibration"] = fitting.calibration(pieces, runs=runs, say=tell)
    if json:
        result_json(done)
        return
    say("as JSON with --json")
    show(orjson.dumps(done, option=orjson.OPT_INDENT_2).decode())
