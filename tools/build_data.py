"""Rebuild the data that ships from the publishers' repositories, as the mirror in ../shared serves them.

    python tools/build_data.py [--mirror URL] [--out src/pyrrhus/data]

Without --mirror, ../shared/mirror/serve.py is started. Nothing is taken from an existing ledger, and no geometry ships.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@contextmanager
def mirror(url: str | None) -> Iterator[str]:
    """The mirror's address; started on a free port where none is given."""
    if url:
        yield url
        return
    serve = SHARED / "mirror" / "serve.py"
    if not serve.exists():
        sys.exit(f"{serve} is not there: name a mirror with --mirror URL")
    command = [sys.executable, "-u", str(serve), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield next(line.strip() for line in process.stdout if line.startswith("http"))
        finally:
            process.terminate()


def build(url: str, out: Path) -> None:
    """Sync a fresh ledger and write what ships beside what is there."""
    from pyrrhus.cli.main import pyrrhus
    from pyrrhus.ledger.location import ledger_url, reading
    from pyrrhus.ledger.ship import series_files
    from pyrrhus.ledger.stored import StoredLedger
    from pyrrhus.measures.shipping import measured_files

    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYRRHUS_LEDGER"] = str(Path(folder) / "ledger.db")
        if pyrrhus.main(["sync", "--mirror", url], standalone_mode=False):
            sys.exit("the sync failed; nothing was written")
        with reading(ledger_url()) as connection:
            store = StoredLedger(connection)
            files = series_files(store) | measured_files(store)
    figures = SHARED / "figures" / "published.csv"
    if figures.exists():
        files["published.csv"] = figures.read_text(encoding="utf-8")
    for name, text in sorted(files.items()):
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        same = target.exists() and target.read_text(encoding="utf-8") == text
        target.write_text(text, encoding="utf-8", newline="")
        print(f"{'as it was' if same else 'written  '} {name} {len(text):,} bytes")


def main() -> None:
    """Read the options and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mirror", help="address of a mirror that runs already")
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "pyrrhus" / "data")
    options = parser.parse_args()
    with mirror(options.mirror) as url:
        build(url, options.out)


if __name__ == "__main__":
    main()
