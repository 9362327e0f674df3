"""`python -m bench NAME`: run one benchmark, or all."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = ("ledger", "reading", "law", "munitions", "hazard", "release", "web")


def main() -> None:
    """Run the benchmarks named on the command line."""
    asked = sys.argv[1:] or ["all"]
    names = NAMES if "all" in asked else tuple(asked)
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise SystemExit(f"no benchmark {', '.join(unknown)}; there are: {', '.join(NAMES)}, all")
    for name in names:
        import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
