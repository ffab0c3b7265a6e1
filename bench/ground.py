"""Ground gained and lost, measured beside what others offer: python bench/ground.py [--mirror URL] [--rounds N] [--pairs N]."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from ground_days import day_lines
from ground_growth import growth_lines
from ground_maps import Files, Material, files_of, sampled, whole
from ground_pairs import Asked, pair_lines
from mirrors import SERVE, mirror
from processes import PYRRHUS, PYTHON, Ended, interleaved, run, well
from run import machine
from table import Line, ratio, rendered, spread

from pyrrhus.ground.packed import pack
from pyrrhus.ground.timeline import Timeline

MEGABYTE = 1_000_000
ASKED_SECONDS, ASKED_TIMES = 0.25, 1.8
ASKED_PACKED = {"deepstate": 0.5, "liveuamap": 2.0}
ASKED_OF = {"deepstate": Asked(25, 200), "liveuamap": Asked(25, 100), "isw": Asked(100)}
BARE = "import numpy, orjson, click"
NOT_LOADED = ("shapely", "pyproj", "polars", "sqlalchemy")
SCRIPT_DAYS = 25
ISW_SHARE = 2.5
"""Of the pairs of the others one part of so many: a map of ISW takes a second to read."""


def measured(url: str | None, rounds: int, pairs: int) -> list[Line]:
    """Every line, whole processes first, while this one is small."""
    with mirror(url) as address:
        lines: list[Line] = []
        if address is None:
            print(f"{SERVE} is not there: only growth is measured; name a mirror with --mirror", file=sys.stderr)
        else:
            files = {source: files_of(address, source) for source in ASKED_OF}
            lines += process_lines(files["deepstate"], 4 * rounds + 1)
            _say("every map from its bytes")
            lines += day_lines(files["deepstate"], rounds, SCRIPT_DAYS)
            for source, asked in ASKED_OF.items():
                _say(f"reading {source}")
                material = _material(files[source], pairs)
                _say(f"{len(material.cases)} changed pairs of {source}, {rounds} rounds")
                lines += pair_lines(source, material, asked, rounds)
                if source in ASKED_PACKED:
                    lines.append(_kept(source, material.timeline))
        _say("growth")
        return [*lines, *growth_lines(2 * rounds + 1)]


def process_lines(files: Files, rounds: int) -> list[Line]:
    """Two neighbours of the publisher's newest maps, from a shell."""
    with tempfile.TemporaryDirectory(prefix="pyrrhus-bench-") as name:
        before, after = (Path(name) / f"{letter}.geojson" for letter in "ab")
        for path, url in zip((before, after), files.urls[-2:], strict=True):
            path.write_bytes(files.data(url))
        command = [PYRRHUS, "ground", str(before), str(after)]

        def ours() -> Ended:
            return well(run(command))

        def bare() -> Ended:
            return well(run([PYTHON, "-c", BARE]))

        interleaved({"ours": ours, BARE: bare}, 1)
        loaded = _loaded(command[1:])
        found = interleaved({"ours": ours, BARE: bare}, rounds)
    took, beside = ([one.seconds for one in found[job]] for job in ("ours", BARE))
    times = ratio(took, beside)
    what = "pyrrhus ground A.geojson B.geojson, whole process"
    return [
        Line(what, f"{ASKED_SECONDS:g} s", spread(took).shown(" s"), spread(took).median <= ASKED_SECONDS),
        Line(what, f"{ASKED_TIMES:g} x the imports", spread(took).shown(" s"), times.median <= ASKED_TIMES,
             f"{BARE}: {spread(beside).shown(' s')}", times.shown()),
        Line(f"of {', '.join(NOT_LOADED)} it loads", "none", ", ".join(loaded) or "none", not loaded),
    ]  # fmt: skip


def _loaded(words: list[str]) -> list[str]:
    """Which modules that a change of two maps does not need are loaded for it all the same."""
    code = (
        "import sys; from pyrrhus.cli.main import main\n"
        "try: main()\n"
        f"finally: print('loaded', *sorted(set(sys.modules) & set({NOT_LOADED!r})), file=sys.stdout)"
    )
    return well(run([PYTHON, "-c", code, *words])).out.splitlines()[-1].split()[1:]


def _material(files: Files, pairs: int) -> Material:
    if files.source == "isw":
        return sampled(files, max(round(pairs / ISW_SHARE), 1))
    return whole(files, pairs)


def _kept(source: str, timeline: Timeline) -> Line:
    asked = ASKED_PACKED[source]
    size = len(pack(timeline)) / MEGABYTE
    tables = sum(getattr(timeline, name).nbytes for name in ("lon", "lat", "a", "b", "edge", "by", "ends", "held_m2"))
    edges = sum(getattr(timeline.edges, name).nbytes for name in type(timeline.edges).__slots__)
    return Line(
        f"{source}: timeline on disk, {len(timeline):,} maps, {len(timeline.a):,} edges, {len(timeline.edge):,} events",
        f"{asked:g} MB", f"{size:.2f} MB", size <= asked,
        f"in memory {tables / MEGABYTE:.1f} MB, {edges / MEGABYTE:.1f} MB more while it is measured",
    )  # fmt: skip


def _say(what: str) -> None:
    print(f"  {what}", file=sys.stderr)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", help="address of a mirror that runs already")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each measurement")
    parser.add_argument("--pairs", type=int, default=15, help="changed pairs of each source; of ISW fewer")
    options = parser.parse_args()
    if options.rounds < 1 or options.pairs < 1:
        parser.error("--rounds and --pairs must be above zero")
    began, before = time.monotonic(), machine()
    lines = measured(options.mirror, options.rounds, options.pairs)
    print(rendered(lines))
    print(
        "\nMedian (least-most) over pairs and rounds, ours and the peer's in turn; a ratio compares those of one pair and round."
    )
    print("Peers have their maps loaded, but for shapely in EPSG:6933; apart: the most by which gained or lost differ from ours,")
    print("in square metres and as a share of the held area.")
    print(f"Before: {before}.\nAfter:  {machine()}, {time.monotonic() - began:.0f} s later.")


if __name__ == "__main__":
    main()
