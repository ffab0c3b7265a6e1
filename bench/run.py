"""All measurements in one run, as one table: python bench/run.py [--mirror URL] [--rounds N]."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

import conflicts
import reads
import syncing
import vintages
from checking import checking_lines
from mirrors import SERVE, mirror
from startup import startup_lines
from table import Line, rendered


def measured(url: str | None, rounds: int) -> list[Line]:
    """Every line; a ledger of its own for each round, in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="pyrrhus-bench-") as name, mirror(url) as address:
        folder = Path(name)
        lines = [*startup_lines(folder, 2 * rounds + 1), *checking_lines(folder, rounds)]
        if address is None:
            print(f"{SERVE} is not there: what needs a mirror is skipped; name one with --mirror", file=sys.stderr)
            return [*lines, *syncing.skipped("no mirror"), *vintages.skipped("no mirror"), *reads.skipped("no mirror")]
        of_sync, ledger = syncing.sync_lines(address, folder, rounds)
        lines += [*of_sync, *vintages.vintage_lines(ledger), *reads.read_lines(ledger, folder, 2 * rounds + 1)]
        return [*lines, *conflicts.conflict_lines(folder)]


def machine() -> str:
    """Cores, load and Python: what the seconds depend on."""
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    return f"{os.cpu_count()} cores, load {load}, Python {platform.python_version()} on {platform.machine()}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", help="address of a mirror that runs already")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of the sync; the start-ups take 2 N + 1")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be above zero")
    began, before = time.monotonic(), machine()
    lines = measured(options.mirror, options.rounds)
    print(rendered(lines))
    print("\nMedian (least-most) of whole processes run in turn; a ratio compares those of one round.")
    print(f"Rounds: {options.rounds} of the sync, {2 * options.rounds + 1} of the start-ups after one that is not counted.")
    print(f"Before: {before}.\nAfter:  {machine()}, {time.monotonic() - began:.0f} s later.")


if __name__ == "__main__":
    main()
