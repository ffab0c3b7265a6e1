"""``pyrrhus check FOLDER``: a progress bar, and at the end how many differ and which could not be read."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from pyrrhus.errors import InputError
from pyrrhus.judging.visible import plain_text

__all__ = ["check_folder"]


def check_folder(
    folder: Path, out: Path | None, *, form: str, published: date | None, publisher: str | None, as_of: date | None,
    language: bool, jobs: int | None, quiet: bool,
) -> int:  # fmt: skip
    """Check every text of a folder into another; 2 where any could not be read, else 1 where any differs.

    Raises:
        InputError: without a folder to write to, or where there is no text.
    """
    from pyrrhus.cli.check import rendered
    from pyrrhus.judging.folder import Asked, Record, checked, texts_in
    from pyrrhus.ledger.opened import opened

    if out is None or out.is_file():
        raise InputError("the results of a folder need a folder", where=str(folder), remedy="name one with --out checked/")
    if out.resolve() == folder.resolve():
        raise InputError("the results would stand among the texts", where=str(out), remedy="name another --out")
    paths = [path for path in texts_in(folder) if not path.resolve().is_relative_to(out.resolve())]
    if not paths:
        raise InputError("no .txt, .md, .html, .docx or .pdf in it", where=str(folder))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot write there: {error.strerror}", where=str(out), remedy="choose another --out") from None
    with opened() as view:
        known_to = view.as_of.isoformat()
    asked = Asked(folder, out, form, published, publisher, as_of, language, known_to)
    record = Record(out)
    counts = [0, 0, 0]
    before = 0
    unread: list[str] = []
    with _progress(len(paths), quiet=quiet) as bar:
        for one in checked(asked, paths, record, rendered, jobs or _cores()):
            counts[one.status] += 1
            if one.again:
                record.add(one)
            else:
                before += 1
            if one.status == 2:
                unread.append(one.why)
            bar.update(1)
    if not quiet:
        told = f"{counts[1]} differ, {counts[0]} do not, {counts[2]} could not be read"
        click.echo(f"{len(paths)} texts ({before} of them checked before): {told}", err=True)
        for why in sorted(unread)[:20]:
            click.echo(f"pyrrhus: {plain_text(why)}", err=True)
    return 2 if counts[2] else 1 if counts[1] else 0


def _cores() -> int:
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:
        return os.cpu_count() or 1


class _Silent:
    """Stands for a progress bar where none is wanted."""

    def __enter__(self) -> _Silent:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def update(self, n_steps: int) -> None:
        """Nothing."""


def _progress(length: int, *, quiet: bool):  # type: ignore[no-untyped-def]
    import sys

    if quiet or not sys.stderr.isatty():
        return _Silent()
    return click.progressbar(length=length, label="checking", file=sys.stderr, show_pos=True)
