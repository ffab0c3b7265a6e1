"""A day's knowledge of a 1,600-day series, read from the ledger, beside a script over a csv of its vintages."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from processes import PYTHON, interleaved, run, well
from table import Line, ratio, spread

ASKED_COLD, ASKED_WARM = 20.0, 2.0
DAYS = ("2026-05-31", "2025-02-04", "2024-06-01", "2025-10-01", "2023-12-31", "2026-01-15")
SOURCE, METRIC = "ua_general_staff", "casualties"
COLD, WARM, MANY = (
    "an as-of read of a 1,600-day series, cold", "the same as of other days, warm", "the same series with 5,000 vintages, cold",
)  # fmt: skip
OURS, PEER = "the ledger", "pandas over a csv"

READ = """
import json, sys, time
from datetime import date
from pyrrhus.ledger.location import reading
from pyrrhus.ledger.stored import StoredLedger
from pyrrhus.ledger.view import View
import pyrrhus.statement, sqlalchemy
ledger, days = sys.argv[1], [date.fromisoformat(day) for day in sys.argv[2:]]
took = []
with reading("sqlite:///" + ledger) as connection:
    began = time.perf_counter()
    view = View([StoredLedger(connection)], (), days[0])
    rows = view.statements(source="SOURCE", metric="METRIC", kind="cumulative")
    took.append(time.perf_counter() - began)
    for day in days[1:]:
        began = time.perf_counter()
        rows = view.at(day).statements(source="SOURCE", metric="METRIC", kind="cumulative")
        took.append(time.perf_counter() - began)
print(json.dumps({"ms": [one * 1000 for one in took], "rows": len(rows)}))
""".replace("SOURCE", SOURCE).replace("METRIC", METRIC)

SCRIPT = """
import json, sys, time
import pandas as pd
path, days = sys.argv[1], sys.argv[2:]
pd.Timestamp("2025-01-01")
took = []
began = time.perf_counter()
frame = pd.read_csv(path, parse_dates=["end", "learnt", "withdrawn"])
def known(day):
    t = pd.Timestamp(day, tz="UTC") + pd.Timedelta(days=1)
    return frame[(frame.learnt < t) & (frame.withdrawn.isna() | (frame.withdrawn >= t))].sort_values("end")
rows = known(days[0])
took.append(time.perf_counter() - began)
for day in days[1:]:
    began = time.perf_counter()
    rows = known(day)
    took.append(time.perf_counter() - began)
print(json.dumps({"ms": [one * 1000 for one in took], "rows": len(rows)}))
"""


def read_lines(ledger: Path, folder: Path, rounds: int) -> list[Line]:
    """Cold: the first read of a connection, its view and its statements made; warm: further days of the same view."""
    csv = folder / "vintages.csv"
    csv.write_text(_csv(ledger))
    many = folder / "many.db"
    _many(ledger, many)
    jobs = {
        OURS: lambda: well(run([PYTHON, "-c", READ, str(ledger), *DAYS])),
        PEER: lambda: well(run([PYTHON, "-c", SCRIPT, str(csv), *DAYS])),
        MANY: lambda: well(run([PYTHON, "-c", READ, str(many), *DAYS])),
    }
    found = {name: [json.loads(one.out) for one in ended] for name, ended in interleaved(jobs, rounds).items()}
    cold = {name: [one["ms"][0] for one in runs] for name, runs in found.items()}
    warm = {name: [sorted(one["ms"][1:])[len(DAYS) // 2] for one in runs] for name, runs in found.items()}
    if found[OURS][0]["rows"] != found[PEER][0]["rows"]:
        raise RuntimeError(f"{OURS} gave {found[OURS][0]['rows']} rows, {PEER} {found[PEER][0]['rows']}: not the same work")
    return [
        Line(
            COLD, f"{ASKED_COLD:g} ms", spread(cold[OURS]).shown(" ms", 1), spread(cold[OURS]).median <= ASKED_COLD,
            f"{PEER}: {spread(cold[PEER]).shown(' ms', 1)}", ratio(cold[OURS], cold[PEER]).shown(),
        ),
        Line(
            WARM, f"{ASKED_WARM:g} ms", spread(warm[OURS]).shown(" ms", 1), spread(warm[OURS]).median <= ASKED_WARM,
            f"{PEER}: {spread(warm[PEER]).shown(' ms', 1)}", ratio(warm[OURS], warm[PEER]).shown(),
        ),
        Line(
            MANY, "as fast as with few", spread(cold[MANY]).shown(" ms", 1),
            spread(cold[MANY]).median <= 1.5 * spread(cold[OURS]).median,
            f"{OURS} as it is: {spread(cold[OURS]).shown(' ms', 1)}",
            ratio(cold[MANY], cold[OURS]).shown(),
        ),
    ]  # fmt: skip


def skipped(why: str) -> list[Line]:
    """The same lines where there is no mirror."""
    return [Line(what, limit, why, None) for what, limit in ((COLD, "20 ms"), (WARM, "2 ms"), (MANY, "as fast as with few"))]


def _csv(ledger: Path) -> str:
    """What people keep: one row for each time that a value stood."""
    from pyrrhus.ledger.location import reading
    from pyrrhus.ledger.stored import StoredLedger

    with reading(f"sqlite:///{ledger}") as connection:
        store = StoredLedger(connection)
        rows = [
            f"{one.end},{one.value},{one.learnt:%Y-%m-%dT%H:%M:%SZ},{one.withdrawn:%Y-%m-%dT%H:%M:%SZ}"
            if one.withdrawn
            else f"{one.end},{one.value},{one.learnt:%Y-%m-%dT%H:%M:%SZ},"
            for one in store.intervals(SOURCE, METRIC)
            if one.kind == "cumulative" and one.learnt
        ]
    return "end,value,learnt,withdrawn\n" + "\n".join(rows) + "\n"


def _many(ledger: Path, many: Path) -> None:
    """The same ledger with thousands of vintages more of the series' last value: each states another and takes it back."""
    with sqlite3.connect(ledger) as source, sqlite3.connect(many) as target:
        source.backup(target)
        (series,) = target.execute(
            'SELECT id FROM series WHERE source = ? AND metric = ? AND said LIKE \'%"kind":"cumulative"%\' AND feed = ?',
            (SOURCE, METRIC, SOURCE),
        ).fetchone()
        path, document, run = target.execute(
            "SELECT v.path, v.document, v.run FROM version v JOIN path p ON p.id = v.path WHERE p.source = ? ORDER BY v.id DESC",
            (SOURCE,),
        ).fetchone()
        (end,) = target.execute("SELECT max(end) FROM statement WHERE series = ?", (series,)).fetchone()
        (version,), (statement,), (event,) = (
            target.execute(f"SELECT max(id) FROM {t}").fetchone() for t in ("version", "statement", "event")
        )
        (remark,) = target.execute("SELECT min(id) FROM remark").fetchone()
        start, begun = 738210, 1780000000
        for number in range(1, 3501):
            known = 739760 + number // 20
            target.execute(
                'INSERT INTO version (id, path, document, git_sha, "commit", learnt, seen, known, readable, changes, run) '
                "VALUES (?, ?, ?, zeroblob(20), randomblob(20), ?, ?, ?, 1, 2, ?)",
                (version + number, path, document, begun + number * 60, begun, known, run),
            )
            target.execute(
                'INSERT INTO statement (id, series, "end", start, published, value, digest) '
                "VALUES (?, ?, ?, ?, ?, ?, randomblob(8))",
                (statement + number, series, end + 1, start, end + 1, str(9_000_000 + number)),
            )
            if number > 1:
                target.execute(
                    "INSERT INTO event (id, statement, stated, version, remark) VALUES (?, ?, 0, ?, ?)",
                    (event + 2 * number, statement + number - 1, version + number, remark),
                )
            target.execute(
                "INSERT INTO event (id, statement, stated, version, remark) VALUES (?, ?, 1, ?, ?)",
                (event + 2 * number + 1, statement + number, version + number, remark),
            )
