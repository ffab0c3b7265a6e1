"""The maps that are measured: distinct files of a publisher, read, in one timeline."""

from __future__ import annotations

import gc
import json
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pyrrhus.ground.maps import Map, read_map
from pyrrhus.ground.timeline import Timeline, timeline_of
from pyrrhus.sources.contract import File, load_source

Pair = tuple[int, int]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Files:
    """Where a publisher's distinct maps are, oldest first; ``days`` counts those that repeat an earlier one too."""

    source: str
    file: File
    urls: tuple[str, ...]
    days: tuple[str, ...]

    def data(self, url: str) -> bytes:
        with urllib.request.urlopen(url) as answer:
            return bytes(answer.read())

    def read(self, url: str) -> tuple[Map, bytes]:
        data = self.data(url)
        return read_map(data, where=url, layers=self.file.layers), data


@dataclass(frozen=True, slots=True)
class Case:
    """Two maps in a row that differ: their numbers in the timeline, both maps and the bytes of both files."""

    pair: Pair
    maps: tuple[Map, Map]
    data: tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Material:
    """A timeline, every pair of neighbours in it, and the cases chosen from them."""

    source: str
    timeline: Timeline
    pairs: list[Pair]
    cases: list[Case] = field(repr=False)


def files_of(mirror: str, source: str) -> Files:
    """The listing of a publisher's maps; the same blob twice is one map."""
    about = load_source(source)
    file = next(one for one in about.files if one.kind == "map")
    repository, branch = about.place(file)
    with urllib.request.urlopen(f"{mirror}/repos/{repository}/git/trees/{branch}?recursive=1") as answer:
        rows: list[dict[str, Any]] = [row for row in json.load(answer)["tree"] if file.day_of(row["path"])]
    rows.sort(key=lambda row: row["path"])
    url = {row["path"]: f"{mirror}/{repository}/{branch}/{row['path']}" for row in rows}
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(row["sha"], url[row["path"]])
    return Files(source, file, tuple(first.values()), tuple(url.values()))


def whole(files: Files, count: int) -> Material:
    """Every map in one timeline, and ``count`` changed pairs spread over it."""
    timeline = timeline_of(files.read(url)[0].edges for url in files.urls)
    pairs = [(number, number + 1) for number in range(len(timeline) - 1)]
    changed = [pair for pair in pairs if len(timeline.between([pair]))]
    cases = [_case(pair, *(files.read(files.urls[number]) for number in pair)) for pair in spread_over(changed, count)]
    return Material(files.source, timeline, pairs, cases)


def sampled(files: Files, count: int) -> Material:
    """A timeline of only the maps of ``count`` pairs, where reading them all would take minutes."""
    some = spread_over(range(len(files.urls) - 1), count)
    read = [(files.read(files.urls[number]), files.read(files.urls[number + 1])) for number in some]
    timeline = timeline_of(one.edges for both in read for one, _ in both)
    every = [_case((2 * number, 2 * number + 1), *both) for number, both in enumerate(read)]
    cases = [case for case in every if len(timeline.between([case.pair]))]
    return Material(files.source, timeline, [case.pair for case in cases], cases)


def spread_over(values: Sequence[T], count: int) -> list[T]:
    """So many of them at even steps, or all where they are fewer."""
    count = min(count, len(values))
    return [values[(2 * number + 1) * len(values) // (2 * count)] for number in range(count)]


@contextmanager
def no_collection() -> Iterator[None]:
    """Without Python's garbage collector."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _case(pair: Pair, before: tuple[Map, bytes], after: tuple[Map, bytes]) -> Case:
    return Case(pair, (before[0], after[0]), (before[1], after[1]))
