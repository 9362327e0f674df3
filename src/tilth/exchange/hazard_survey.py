"""Survey policies played on made-up districts, as a table and a picture; synthetic and marked so."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError

if TYPE_CHECKING:
    from tilth.hazard import Played

__all__ = ["survey_to_files"]

_SHOWN = {
    "practice": ("expanding boxes with fade-out", "#000000", "o", "-"),
    "probability": ("highest probability", "#0072B2", "s", "--"),
    "information": ("most information", "#D55E00", "^", ":"),
    "mix": ("items and information", "#009E73", "D", "-."),
}
_MARK = "SYNTHETIC: no such place exists"


def survey_to_files(
    out: Path | None,
    *,
    seed: int = 1,
    districts: int = 1,
    rounds: int | None = None,
    boxes: int | None = None,
    policies: Sequence[str] = (),
    changes: dict[str, Any] | None = None,
    told: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Play policies on made-up districts; write ``survey.csv`` and ``survey.png``; return the curves.

    Parameters
    ----------
    out
        Folder; nothing is written where None.
    seed, districts
        Seed of the first district, and how many; the others have the seeds after it.
    changes
        As for `tilth.hazard.simulate`.

    Raises
    ------
    ExchangeError, HazardError
        A number below 1, or an unknown policy.
    """
    from tilth.exchange.hazard_map import expected_left_by
    from tilth.hazard import POLICIES, Truth, play

    if districts < 1:
        raise ExchangeError(f"{districts} districts: give 1 or more")
    chosen = tuple(policies) or POLICIES
    expected_left, played = expected_left_by(), []
    for number in range(districts):
        truth = Truth.made(seed + number, **(changes or {}))
        for turn, policy in enumerate(chosen):
            at = number * len(chosen) + turn

            def say(done: int, of: int, at: int = at) -> None:
                if told is not None:
                    told(at * of + done, districts * len(chosen) * of)

            numbers = {"rounds": rounds, "boxes": boxes}
            one = play(truth, policy, seed + number, expected_left=expected_left, told=say, **numbers)
            played.append((seed + number, one))
    rows = [_row(*row) for row in played]
    answer: dict[str, Any] = {"synthetic": True, "seed": seed, "districts": districts, "played": rows}
    answer["policies"] = [
        _over_all(name, [one for _, one in played if one.policy == name]) for name in chosen
    ]
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        _write_table(answer["played"], out / "survey.csv")
        _draw(answer, out / "survey.png")
        answer["files"] = ["survey.csv", "survey.png"]
    return answer


def _row(seed: int, one: Played) -> dict[str, Any]:
    return {
        "district": seed,
        "policy": one.policy,
        "area_m2": list(one.area_m2),
        "items": list(one.items),
        "there": one.there,
        "stopped": one.stopped,
    }


def _over_all(policy: str, played: Sequence[Played]) -> dict[str, Any]:
    """Return the share of items found over all districts, with the lowest and highest of a district."""
    shares = [one.items[-1] / max(one.there, 1) for one in played]
    there, found = sum(one.there for one in played), sum(one.items[-1] for one in played)
    return {
        "policy": policy,
        "area_m2": sum(one.area_m2[-1] for one in played),
        "items": found,
        "there": there,
        "share": found / max(there, 1),
        "lowest": min(shares),
        "highest": max(shares),
        "items_per_ha": found / max(sum(one.area_m2[-1] for one in played) / 1e4, 1e-9),
    }


def _write_table(rows: Sequence[dict[str, Any]], out: Path) -> None:
    names = ("synthetic", "district", "policy", "round", "area_m2", "items", "there", "share")
    draft = out.with_name(f".{out.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(names)
            for row in rows:
                for number, (area, items) in enumerate(zip(row["area_m2"], row["items"], strict=True)):
                    share = round(items / max(row["there"], 1), 4)
                    writer.writerow(
                        ["yes", row["district"], row["policy"], number, area, items, row["there"], share]
                    )
        draft.replace(out)
    except OSError as error:
        raise ExchangeError(f"{out} cannot be written: {error}; check the folder") from error
    finally:
        draft.unlink(missing_ok=True)


def _draw(answer: dict[str, Any], out: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 5), layout="constrained")
    pane = figure.add_subplot()
    for row in answer["played"]:
        words, colour, mark, line = _SHOWN[row["policy"]]
        first = row is next(one for one in answer["played"] if one["policy"] == row["policy"])
        area = [value / 1e4 for value in row["area_m2"]]
        share = [100 * items / max(row["there"], 1) for items in row["items"]]
        pane.plot(area, share, line, color=colour, marker=mark, ms=4, label=words if first else None, lw=1.4)
        if row["stopped"]:
            pane.annotate("ends", (area[-1], share[-1]), textcoords="offset points", xytext=(4, -10))
    pane.set(
        xlabel="area searched, ha", ylabel="items found, % of those there", ylim=(0, None), xlim=(0, None)
    )
    pane.grid(alpha=0.3)
    pane.legend(loc="upper left")
    pane.set_title(f"{_MARK}; districts {answer['seed']} to {answer['seed'] + answer['districts'] - 1}")
    figure.savefig(out, dpi=110, metadata={"Software": None})
