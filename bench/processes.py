"""Whole processes, timed from outside, with the most memory they held."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PYTHON = sys.executable
PYRRHUS = str(Path(PYTHON).with_name("pyrrhus"))

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024

Job = Callable[[], "Ended"]


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that ended: wall seconds, most resident memory in bytes, what it wrote, and why it failed (if so)."""

    seconds: float
    peak: int
    out: str
    failure: str = ""


def run(command: Sequence[str], **environment: str) -> Ended:
    """Run a command to its end.

    The memory is of this one child (wait4), never of earlier ones. A child begins as a copy of this process, so that
    what this one holds is the least it can report: import nothing large before the last measurement of memory.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=os.environ | environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        failure = f"exit status {process.returncode}: {_last_line(_text(err))}" if process.returncode else ""
        return Ended(seconds, usage.ru_maxrss * _RSS_UNIT, _text(out), failure)


def well(ended: Ended) -> Ended:
    """The same, or RuntimeError where it failed: for what the benchmark cannot do without."""
    if ended.failure:
        raise RuntimeError(ended.failure)
    return ended


def interleaved(jobs: Mapping[str, Job], rounds: int) -> dict[str, list[Ended]]:
    """Each job in turn, ``rounds`` times over, so that a slow minute of the machine meets all of them."""
    found: dict[str, list[Ended]] = {name: [] for name in jobs}
    for number in range(1, rounds + 1):
        for name, job in jobs.items():
            print(f"  round {number} of {rounds}: {name}", file=sys.stderr)
            found[name].append(job())
    return found


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1][:60] if lines else "nothing said"
