"""A timeline as bytes: differences of whole numbers, byte by byte, compressed.

Points are whole numbers of 1e-9 degree and, where a map gave more digits, what they leave; so every double comes back as
it was. Neighbours in a ring are neighbours in the table, so that most differences are small.
"""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import Final

import numpy as np
import zstandard
from numpy.typing import NDArray

from pyrrhus.ground.edges import on_grid
from pyrrhus.ground.timeline import Timeline

__all__ = ["pack", "unpack"]

_MAGIC: Final = b"pyrrhus-timeline-1\n"
_LEVEL: Final = 19
_STEPS: Final = 1e9
_MOST_BYTES: Final = 2**31


def pack(timeline: Timeline) -> bytes:
    """The timeline as bytes, the same bytes for the same timeline."""
    x, y = on_grid(timeline.lon), on_grid(timeline.lat)
    columns: list[NDArray[np.int64] | NDArray[np.float64]] = [
        _steps(x), _steps(y), timeline.lon - x / _STEPS, timeline.lat - y / _STEPS, _steps(timeline.a),
        timeline.b - timeline.a, _steps(timeline.edge), timeline.by, _steps(timeline.ends), timeline.held_m2,
    ]  # fmt: skip
    body = b"".join(_planes(column) for column in columns)
    sizes = struct.pack("<4Q", len(timeline.lon), len(timeline.a), len(timeline.edge), len(timeline))
    return _MAGIC + sizes + zstandard.ZstdCompressor(level=_LEVEL).compress(body)


def unpack(data: bytes) -> Timeline:
    """The timeline that :func:`pack` wrote; ``ValueError`` for any other bytes."""
    head = len(_MAGIC) + 32
    if not data.startswith(_MAGIC) or len(data) < head:
        raise ValueError("expected a timeline, its first bytes are others")
    points, edges, events, maps = struct.unpack("<4Q", data[len(_MAGIC) : head])
    counts = [points] * 4 + [edges] * 2 + [events] * 2 + [maps + 1, maps]
    size = 8 * sum(counts)
    try:
        # what a frame says of its size is allocated before a byte is read
        if size > _MOST_BYTES or zstandard.frame_content_size(data[head:]) != size:
            raise ValueError(f"the timeline is damaged: its head promises {size:,} bytes")
        body = zstandard.ZstdDecompressor().decompress(data[head:], max_output_size=size)
    except zstandard.ZstdError as error:
        raise ValueError(f"the timeline is damaged ({error})") from error
    begins = np.cumsum([0, *counts]) * 8
    raw = [_whole(body[begin:end]) for begin, end in pairwise(begins)]
    x, y, a, edge, ends = (np.cumsum(raw[place]) for place in (0, 1, 4, 6, 8))
    lon, lat = x / _STEPS + raw[2].view(np.float64), y / _STEPS + raw[3].view(np.float64)
    b = a + raw[5]
    for what, values, most in (("point", a, points), ("point", b, points), ("edge", edge, edges), ("event", ends, events + 1)):
        if values.size and not (values.min() >= 0 and values.max() < most):
            raise ValueError(f"the timeline is damaged: it names a {what} that it does not hold")
    return Timeline(lon, lat, a, b, edge, raw[7], ends, raw[9].view(np.float64))


def _steps(values: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.diff(values, prepend=0)


def _planes(values: NDArray[np.int64] | NDArray[np.float64]) -> bytes:
    """All first bytes, then all second bytes: what hardly differs stands together."""
    return values.view(np.uint8).reshape(-1, 8).T.tobytes()


def _whole(planes: bytes) -> NDArray[np.int64]:
    return np.ascontiguousarray(np.frombuffer(planes, np.uint8).reshape(8, -1).T).view(np.int64).reshape(-1)
