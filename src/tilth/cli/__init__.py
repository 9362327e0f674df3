"""The command line: commands of the contract, and nothing of the field's rules."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command `tilth`."""
    from tilth.cli.app import main as run

    run()
