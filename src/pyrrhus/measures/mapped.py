"""Pairs of a source's maps measured: two at a time with a witness, or a whole history as a timeline that is kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Final, Protocol

from pyrrhus.errors import SourceError
from pyrrhus.ledger.view import MapVersion
from pyrrhus.sources.contract import File

if TYPE_CHECKING:
    from pyrrhus.ground.edges import Edges
    from pyrrhus.ground.maps import Map
    from pyrrhus.ground.timeline import Step, Timeline

__all__ = ["KeptTimeline", "MapPair", "Measurer", "TwoByTwo", "cache_folder", "km2"]

MapPair = tuple[MapVersion, MapVersion]
Gained = tuple[Decimal, Decimal]


class Measurer(Protocol):
    """What measures a source's maps."""

    def areas(self, maps: Sequence[MapVersion]) -> list[Decimal | None]:
        """What each map holds, km2; None for one whose bytes are not held or are no map."""

    def changes(self, pairs: Sequence[MapPair]) -> list[Gained | None]:
        """Gained and lost between an earlier and a later map, km2.

        Raises:
            Disagreement: when independent measurements of a pair differ.
        """


class TwoByTwo:
    """Each pair by itself, from the two maps, with GEOS as a witness: for figures that go into a brief."""

    def __init__(self) -> None:
        self._read: dict[str, Map] = {}

    def areas(self, maps: Sequence[MapVersion]) -> list[Decimal | None]:
        """What each map holds, km2."""
        return [km2(self._map(one).held_m2) if one.load else None for one in maps]

    def changes(self, pairs: Sequence[MapPair]) -> list[Gained | None]:
        """Gained and lost of each pair, km2."""
        return [self._change(*pair) for pair in pairs]

    def _change(self, before: MapVersion, after: MapVersion) -> Gained | None:
        if before.load is None or after.load is None:
            return None
        from pyrrhus.ground.change import change
        from pyrrhus.ground.witness import witness

        earlier, later = self._map(before), self._map(after)
        found = change(earlier, later)
        witness(earlier, later, found)
        return km2(found.gained_m2), km2(found.lost_m2)

    def _map(self, version: MapVersion) -> Map:
        from pyrrhus.ground.maps import read_map

        assert version.load is not None
        if version.sha256 not in self._read:
            self._read[version.sha256] = read_map(version.load(), where=version.page)
        return self._read[version.sha256]


_DIGEST: Final = 8


class KeptTimeline:
    """The maps of one source and status as one timeline, kept in the user's cache and appended to.

    A map is known by its sha256 and read once. ``faults`` holds, by sha256, the sentence on each that is no map.
    """

    def __init__(
        self, source: str, file: File, status: str = "held", *, folder: Path | None = None,
        progress: Callable[[Iterable[MapVersion]], Iterable[MapVersion]] = iter,
    ) -> None:  # fmt: skip
        self.file, self.status, self.progress = file, status, progress
        rule = repr((source, status, sorted(file.layers.statuses.items()) if file.layers else (), file.bounds))
        mark = hashlib.sha256(rule.encode()).hexdigest()[:12]
        self.path = (folder or cache_folder()) / f"timeline-{source}-{status}-{mark}.bin"
        self.faults: dict[str, str] = {}
        self._numbers: dict[bytes, int] = {}
        self._timeline: Timeline | None = None

    def areas(self, maps: Sequence[MapVersion]) -> list[Decimal | None]:
        """What each map holds, km2."""
        timeline = self._with(maps)
        numbers = [self._numbers.get(_digest(one)) for one in maps]
        return [None if number is None else km2(float(timeline.held_m2[number])) for number in numbers]

    def changes(self, pairs: Sequence[MapPair]) -> list[Gained | None]:
        """Gained and lost of each pair, km2, all in one pass."""
        from pyrrhus.ground.change import changes

        timeline = self._with([one for pair in pairs for one in pair])
        asked = [(self._numbers.get(_digest(before)), self._numbers.get(_digest(after))) for before, after in pairs]
        known = [(a, b) for a, b in asked if a is not None and b is not None]
        found = iter(changes(timeline, known))
        return [None if a is None or b is None else (km2((one := next(found)).gained_m2), km2(one.lost_m2)) for a, b in asked]

    def read(self, version: MapVersion) -> Map:
        """One map from its bytes; ``SourceError`` where they are none."""
        from pyrrhus.ground.maps import read_map

        assert version.load is not None
        return read_map(
            version.load(), where=version.page, layers=self.file.layers, status=self.status, bounds=self.file.bounds
        )  # fmt: skip

    def border(self, before: MapVersion, after: MapVersion) -> Edges | None:
        """The border of the ground that changed hands between two maps; None where one of them is no map."""
        timeline = self._with([before, after])
        numbers = [self._numbers.get(_digest(one)) for one in (before, after)]
        return None if None in numbers else timeline.between([(numbers[0] or 0, numbers[1] or 0)])

    def _with(self, maps: Sequence[MapVersion]) -> Timeline:
        from pyrrhus.ground.timeline import timeline_of

        if self._timeline is None:
            self._timeline = self._stored()
        wanted = {
            one.sha256: one for one in maps if one.load and _digest(one) not in self._numbers and one.sha256 not in self.faults
        }
        if wanted:
            numbers = self._numbers.copy()  # taken over when all were read
            read = self._read(sorted(wanted.values(), key=lambda one: one.day), numbers)
            self._timeline = timeline_of(read, after=self._timeline)
            self._numbers = numbers
            self._store(self._timeline)
        return self._timeline

    def _read(self, maps: Sequence[MapVersion], numbers: dict[bytes, int]) -> Iterator[Step]:
        from pyrrhus.ground.reader import Reader

        reader = Reader(layers=self.file.layers, status=self.status, bounds=self.file.bounds)
        for version in self.progress(maps):
            assert version.load is not None
            try:
                found = reader.step(version.load(), where=version.page)
            except SourceError as error:
                self.faults[version.sha256] = str(error)
                continue
            numbers[_digest(version)] = len(numbers)
            yield found

    def _stored(self) -> Timeline:
        """What an earlier run kept; anything else at its place counts as nothing."""
        from pyrrhus.ground.packed import unpack
        from pyrrhus.ground.timeline import timeline_of

        with suppress(OSError, ValueError):
            data = self.path.read_bytes()
            count = int.from_bytes(data[:4], "big")
            head, rest = data[4 : 4 + count * _DIGEST], data[4 + count * _DIGEST :]
            timeline = unpack(rest)
            digests = [head[begin : begin + _DIGEST] for begin in range(0, len(head), _DIGEST)]
            if len(timeline) == count == len(set(digests)):
                self._numbers = {digest: number for number, digest in enumerate(digests)}
                return timeline
        return timeline_of([])

    def _store(self, timeline: Timeline) -> None:
        """Keep it for the next run, whole or not at all; a folder that cannot be written to costs only time."""
        from pyrrhus.ground.packed import pack

        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self.path.parent, delete=False) as file:
                try:
                    file.write(len(self._numbers).to_bytes(4, "big") + b"".join(self._numbers) + pack(timeline))
                    file.flush()
                    Path(file.name).replace(self.path)
                except OSError:
                    Path(file.name).unlink(missing_ok=True)
                    raise


def cache_folder() -> Path:
    """Where timelines are kept: ``$PYRRHUS_CACHE``, else the user's cache."""
    from platformdirs import user_cache_path

    return Path(os.environ["PYRRHUS_CACHE"]) if os.environ.get("PYRRHUS_CACHE") else user_cache_path("pyrrhus")


def km2(m2: float) -> Decimal:
    """Square metres as km2, rounded to a square metre."""
    return Decimal(round(m2)).scaleb(-6)


def _digest(version: MapVersion) -> bytes:
    return bytes.fromhex(version.sha256)[:_DIGEST]
