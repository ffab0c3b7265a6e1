"""The versions of a series, each compared with the one before it: what it states, what it withdraws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from operator import ne
from typing import Any

from pyrrhus.capture.blobs import git_sha
from pyrrhus.capture.github import Commit
from pyrrhus.errors import SourceError
from pyrrhus.ledger.documents import Shelf, read_document
from pyrrhus.ledger.known import known_day
from pyrrhus.ledger.runs import Body, HeldPath, Outcome
from pyrrhus.ledger.writer import Writer
from pyrrhus.sources.contract import Found, Reader
from pyrrhus.statement import Statement

__all__ = ["Series"]


class Series:
    """The versions of one path of a series, each compared with the one before it."""

    def __init__(self, writer: Writer, outcome: Outcome, shelf: Shelf, path: HeldPath, reader: Reader) -> None:
        self.writer, self.outcome, self.shelf, self.path, self.reader = writer, outcome, shelf, path, reader
        self.past = frozenset(path.times)
        self.records: Mapping[str, Any] = {}
        if path.last_document is not None:
            self.records = self._held(path.last_document)
        self._carriers: Counter[str] | None = None if self.records else Counter()
        self.committed = self.records
        if path.committed_document != path.last_document:
            self.committed = self._held(path.committed_document) if path.committed_document is not None else {}

    def _held(self, document: int) -> Mapping[str, Any]:
        return self.reader.records(read_document(self.writer.connection, document), where=self.path.blob.path)

    def take(self, body: Body, commit: Commit | None, *, last: bool = False) -> None:
        """Keep one version and record what it states and withdraws against the version before.

        Raises:
            SourceError: where the newest bytes, or those of the ``last`` commit, cannot be read.
        """
        data, sha = body.data, body.git_sha
        if commit is not None and commit.time in self.past:
            # Another commit of the very same moment: a push by force made the past anew. What was known on a day stays
            # known: the version is kept and states nothing, and the newest one is dated by our own sight of it.
            self._rewritten(body, commit)
            if sha != self.path.blob.sha:
                return
            commit = None
        newest = sha == self.path.blob.sha
        where = f"{self.path.blob.path} at {commit.sha[:10]}" if commit else self.path.blob.path
        problem: SourceError | None = None
        changes: list[_Change] = []
        try:
            records = self.reader.records(data, where=where)
            if newest:
                self.reader.check(records, where=where)
            changes = list(self._changes(records, where))
        except SourceError as error:
            if newest or last:
                raise
            problem = error
        version = self.writer.version(
            path=self.path.id, document=self.shelf.put(data, body.sha256), git_sha=bytes.fromhex(sha),
            commit=bytes.fromhex(commit.sha) if commit else None, learnt=commit.time if commit else None,
            known=known_day(learnt=commit.time) if commit else None, readable=int(problem is None),
        )  # fmt: skip
        self.path.newest_sha = sha
        if problem:
            self.writer.flag(version, "unreadable", where, str(problem))
            self.outcome.flagged += 1
            return
        self._record_all(changes, version, commit, where)
        self._date(records, version, commit, {change.key for change in changes}, where)
        self.records = records

    def _rewritten(self, body: Body, commit: Commit) -> None:
        where = f"{self.path.blob.path} at {commit.sha[:10]}"
        version = self.writer.version(
            path=self.path.id, document=self.shelf.put(body.data, body.sha256), git_sha=bytes.fromhex(body.git_sha),
            commit=bytes.fromhex(commit.sha), learnt=None, known=None, readable=0,
        )  # fmt: skip
        self.path.newest_sha = body.git_sha
        self.writer.flag(
            version,
            "rewritten",
            where,
            "its commit takes the place of one of the same moment that was read before; it states nothing",
        )
        self.outcome.flagged += 1

    def gone(self, commit: Commit) -> None:
        """Keep that a commit took the file away: a version that states nothing and, unread, withdraws nothing."""
        where = f"{self.path.blob.path} at {commit.sha[:10]}"
        version = self.writer.version(
            path=self.path.id, document=self.shelf.put(b""), git_sha=bytes.fromhex(git_sha(b"")),
            commit=bytes.fromhex(commit.sha), learnt=commit.time, known=known_day(learnt=commit.time), readable=0,
        )  # fmt: skip
        self.writer.flag(version, "deleted", where, "the commit has no such file; it states nothing and withdraws nothing")
        self.outcome.flagged += 1

    def _changes(self, records: Mapping[str, Any], where: str) -> Iterator[_Change]:
        before = self.records
        # A thousand records are compared for each one that differs: in one pass that stays out of the interpreter.
        differs = map(ne, map(before.get, records), records.values())
        for key in compress(records, differs):
            old = self.reader.read(key, before[key], where=where) if key in before else None
            yield _Change(key, old, self.reader.read(key, records[key], where=where))
        for key in before.keys() - records.keys():
            yield _Change(key, self.reader.read(key, before[key], where=where), None)

    def _date(self, records: Mapping[str, Any], version: int, commit: Commit | None, changed: set[str], where: str) -> None:
        """What only our own sight dated so far is told again with the commit that brings it."""
        if commit is None:
            return
        known = known_day(learnt=commit.time)
        if self.committed is not self.records:
            for key in sorted(self.committed.keys() | self.records.keys()):
                old, seen, new = (held.get(key) for held in (self.committed, self.records, records))
                if old == seen:
                    continue
                before, after = self._said(key, old, where), self._said(key, new, where)
                for id_ in (one for one in before.keys() - after.keys() if not self._carried(where)[one]):
                    self.writer.event(before[id_], stated=False, version=version, known=known)
                for id_ in () if key in changed else after.keys() - before.keys():
                    self.writer.event(after[id_], stated=True, version=version, known=known)
        self.committed = records

    def _said(self, key: str, record: Any, where: str) -> dict[str, Statement]:
        found = self.reader.read(key, record, where=where).statements if record is not None else ()
        return {one.id: one for one in found}

    def _carried(self, where: str) -> Counter[str]:
        """How many records carry each statement: one that leaves a record may still stand in another."""
        if self._carriers is None:
            said = (self._said(key, record, where) for key, record in self.records.items())
            self._carriers = Counter(id_ for one in said for id_ in one)
        return self._carriers

    def _record_all(self, changes: list[_Change], version: int, commit: Commit | None, where: str) -> None:
        if not changes:
            return
        before = self._carried(where)
        after = before.copy()
        flags: dict[str, frozenset[str]] = {}
        for change in changes:
            after.subtract(change.old.keys())
            after.update(change.new.keys())
            flags |= {id_: one.flags for id_, one in change.old.items()}
        for change in changes:
            self._record(change, version, commit, before, after, flags)
        self._carriers = +after

    def _record(
        self, change: _Change, version: int, commit: Commit | None, before: Counter[str], after: Counter[str],
        flags: dict[str, frozenset[str]],
    ) -> None:  # fmt: skip
        writer, outcome = self.writer, self.outcome
        learnt = commit.time if commit else None
        for flag in change.after.flags if change.after else ():
            writer.flag(version, flag.code, flag.where, flag.text)
            outcome.flagged += 1
        old, new = change.old, change.new
        # A change that no commit dates is known from our own sight of it, not from the day it is about.
        restated = bool(old) and commit is None
        for id_, statement in sorted(old.items()):
            if id_ not in new and before[id_] and not after[id_]:
                known = known_day(learnt=learnt, seen=self.writer.started)
                writer.event(statement, stated=False, version=version, known=known)
                before[id_] = 0
        for id_, statement in new.items():
            if not before[id_] or (id_ in flags and flags[id_] != statement.flags):
                known = known_day(
                    learnt=learnt,
                    published=None if restated else statement.published,
                    published_to=None if restated else statement.published_to or self.path.file.seen_by.get(self.path.newest_sha),
                    path_day=self.path.day,
                    seen=self.writer.started,
                )
                writer.event(statement, stated=True, version=version, known=known)
                before[id_], flags[id_] = 1, statement.flags
        gone, come = len(old.keys() - new.keys()), len(new.keys() - old.keys())
        outcome.changed += min(gone, come)
        outcome.withdrawn += max(gone - come, 0)
        outcome.new += max(come - gone, 0)


@dataclass(frozen=True, slots=True)
class _Change:
    key: str
    before: Found | None
    after: Found | None

    @property
    def old(self) -> dict[str, Statement]:
        """What the record said before, by id."""
        return _by_id(self.before)

    @property
    def new(self) -> dict[str, Statement]:
        """What it says now, by id."""
        return _by_id(self.after)


def _by_id(found: Found | None) -> dict[str, Statement]:
    return {one.id: one for one in found.statements} if found else {}
