"""Many texts at once: a folder read on all cores, one result a text, going on where an earlier run stopped."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from pyrrhus.cli.options import first_sentence
from pyrrhus.errors import InputError, PyrrhusError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["read_folder"]

_ENDINGS: Final = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")
_AT_ONCE: Final = 16
"""Texts that a process takes at a time: enough that handing them over costs nothing."""
_NAMED: Final = 20
"""Texts that could not be read which are named one by one."""


def read_folder(folder: Path, out: Path, *, published: date | None, publisher: str | None, quiet: bool) -> int:
    """Read every text below a folder into ``OUT/NAME.json``, in folders as they were.

    A result that is there and not older than its text is left alone, so that a run that was stopped goes on.

    Returns:
        The exit status: 2 where texts could not be read (each is said on standard error), else 0.

    Raises:
        InputError: where there is no text, or the folder for results cannot be made.
    """
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in _ENDINGS and file.is_file())
    if not files:
        raise InputError(f"expected texts ({', '.join(_ENDINGS)}), found none", where=str(folder))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot write there: {error.strerror}", where=str(out), remedy="choose another --out") from None
    todo = [
        (file, target)
        for file in files
        if not _is_fresh(file, target := out / file.relative_to(folder).with_suffix(file.suffix + ".json"))
    ]
    failed: list[str] = []
    claims = 0
    with _shown(len(files), len(files) - len(todo), quiet) as advance:
        for found, fault in _results(todo, published, publisher):
            claims += found
            if fault:
                failed.append(fault)
            advance()
    if not quiet:
        for fault in failed[:_NAMED]:
            click.echo(f"pyrrhus: {fault}", err=True)
        if len(failed) > _NAMED:
            click.echo(f"... and {len(failed) - _NAMED:,} more", err=True)
        done = len(todo) - len(failed)
        click.echo(
            f"{done:,} texts read, {claims:,} claims; {len(files) - len(todo):,} were there, {len(failed):,} cannot be read",
            err=True,
        )
    return 2 if failed else 0


def _is_fresh(file: Path, target: Path) -> bool:
    return target.is_file() and target.stat().st_mtime >= file.stat().st_mtime


def _results(todo: list[tuple[Path, Path]], published: date | None, publisher: str | None) -> Iterator[tuple[int, str]]:
    jobs = [(file, target, published, publisher) for file, target in todo]
    cores = min(os.cpu_count() or 1, -(-len(jobs) // _AT_ONCE))
    if cores < 2:
        yield from map(_one, jobs)
        return
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        try:
            yield from pool.map(_one, jobs, chunksize=_AT_ONCE)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _one(job: tuple[Path, Path, date | None, str | None]) -> tuple[int, str]:
    """Read one text and write its result, whole or not at all: how many claims, or what was wrong."""
    from pyrrhus.ledger.export import dumps
    from pyrrhus.reading.read import read_document

    file, target, published, publisher = job
    try:
        reading = read_document(file.read_bytes(), name=str(file), published=published, publisher=publisher)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(target.name + ".part")
        partial.write_text(dumps(reading.as_json()), encoding="utf-8")
        partial.replace(target)
    except PyrrhusError as error:
        return 0, first_sentence(error)
    except OSError as error:
        return 0, f"{file}: {error.strerror}"
    return len(reading.claims), ""


@contextmanager
def _shown(total: int, done: int, quiet: bool) -> Iterator[Callable[[], object]]:
    """A bar on standard error, none where nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True)
    ) as bars:
        task = bars.add_task("reading", total=total, completed=done)
        yield lambda: bars.advance(task)
