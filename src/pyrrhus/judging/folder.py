"""A folder of texts: all of them on all cores, each result written whole, and what is done already is not done again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyrrhus.errors import InputError, PyrrhusError

if TYPE_CHECKING:
    from pyrrhus.judging.api import Check, Desk

__all__ = ["Asked", "Done", "Record", "checked", "texts_in"]

RECORD: Final = "checked.tsv"
"""The file in the result's folder that says what was done: the digest of a text and its settings, its status, its name."""
AT_ONCE: Final = 16
"""Texts that one process is given at a time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a folder is to be checked."""

    folder: Path
    out: Path
    form: str
    published: date | None = None
    publisher: str | None = None
    as_of: date | None = None
    language: bool = False
    known_to: str = ""

    @property
    def ending(self) -> str:
        """The ending of a result's file."""
        return {"html": ".html", "table": ".txt"}.get(self.form, ".json")

    def target(self, path: Path) -> Path:
        """Where a text's result is written: the same place under the result's folder, its whole name kept."""
        inside = path.relative_to(self.folder)
        return self.out / inside.with_name(inside.name + self.ending)

    def digest(self, data: bytes) -> str:
        """What a result depends on, as one digest."""
        from importlib.metadata import version

        told = (self.form, self.published, self.publisher, self.as_of, self.language, self.known_to, version("pyrrhus"))
        return hashlib.sha256("\x1f".join(map(str, told)).encode() + b"\x1f" + data).hexdigest()


@dataclass(frozen=True, slots=True)
class Done:
    """One text: ``status`` 0 nothing differs, 1 something does, 2 it could not be read, which ``why`` says."""

    name: str
    digest: str
    status: int
    why: str = ""
    again: bool = field(default=True, compare=False)


class Record:
    """What was done before, and where it is noted as it is done."""

    def __init__(self, out: Path) -> None:
        self.path = out / RECORD
        self.held: dict[tuple[str, str], int] = {}
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError):
            raise InputError(
                "cannot be read as the record of what was checked", where=str(self.path), remedy="remove it"
            ) from None
        for line in lines:
            parts = line.split("\t")
            if len(parts) == 3 and parts[1] in ("0", "1"):
                self.held[parts[2], parts[0]] = int(parts[1])

    def add(self, one: Done) -> None:
        """Note a text that was checked; a line is written whole."""
        if one.status < 2:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(f"{one.digest}\t{one.status}\t{one.name}\n")


def texts_in(folder: Path) -> list[Path]:
    """The texts of a folder and those below it, in the order of their names; links that lead out of it are passed over."""
    from pyrrhus.judging.documents import ENDINGS

    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in ENDINGS and path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            found.append(path)
    return found


def checked(
    asked: Asked, paths: Sequence[Path], record: Record, render: Callable[[Check, str], str], jobs: int
) -> Iterator[Done]:
    """Check texts, in whatever order they are done.

    Args:
        asked: how.
        paths: the texts.
        record: what was done before is told again, not done again, where its result is still there.
        render: makes a form of a check; importable, so that other processes find it.
        jobs: processes.
    """
    parts = [list(paths[at : at + AT_ONCE]) for at in range(0, len(paths), AT_ONCE)]
    if jobs == 1 or len(parts) < 2:
        _start(asked, record.held, render)
        try:
            for part in parts:
                yield from _some(part)
        finally:
            _stop()
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed

    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(asked, record.held, render)) as pool:
        try:
            for future in as_completed([pool.submit(_some, part) for part in parts]):
                yield from future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@dataclass(slots=True)
class _Worker:
    asked: Asked
    held: dict[tuple[str, str], int]
    render: Callable[[Check, str], str]
    stack: ExitStack
    desk: Desk


_worker: list[_Worker] = []


def _start(asked: Asked, held: dict[tuple[str, str], int], render: Callable[[Check, str], str]) -> None:
    """Open what is known once a process."""
    from pyrrhus.judging.api import Desk
    from pyrrhus.ledger.opened import opened

    stack = ExitStack()
    _worker[:] = [_Worker(asked, held, render, stack, Desk(stack.enter_context(opened())))]


def _stop() -> None:
    while _worker:
        _worker.pop().stack.close()


def _some(paths: Sequence[Path]) -> list[Done]:
    return [_one(path, _worker[0]) for path in paths]


def _one(path: Path, worker: _Worker) -> Done:
    from pyrrhus.judging.api import day_of
    from pyrrhus.judging.documents import document

    asked = worker.asked
    name = path.relative_to(asked.folder).as_posix()
    digest = ""
    try:
        digest = asked.digest(path.read_bytes())
        target = asked.target(path)
        status = worker.held.get((name, digest))
        if status is not None and target.is_file():
            return Done(name, digest, status, again=False)
        cleaned = document(path)
        found = worker.desk.check(
            cleaned, name=path.name, published=asked.published or day_of(cleaned, path), publisher=asked.publisher,
            as_of=asked.as_of, language=asked.language,
        )  # fmt: skip
        _write(target, worker.render(found, asked.form))
    except PyrrhusError as error:
        return Done(name, digest, 2, str(error).splitlines()[0])
    except OSError as error:
        return Done(name, digest, 2, f"{name}: {error.strerror}")
    return Done(name, digest, 1 if found.differs else 0)


def _write(target: Path, text: str) -> None:
    """Whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    partial.write_bytes(text.encode())
    partial.replace(target)
