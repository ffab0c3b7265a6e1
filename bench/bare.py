"""The bare loop a sync is held against: list, fetch 8 at a time through one client, parse, keep nothing.

    python bench/bare.py MIRROR PLAN [--listings-only]

PLAN is JSON: a list of {"repository", "branch", "pattern", "vintages"}. Knows nothing of pyrrhus, checks and stores
nothing. Prints the numbers of documents, of their bytes and of listings as JSON.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx2
import orjson
import shapely

WORKERS = 8
PAGE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document; where its bytes are not those that git calls ``sha``, ``newest`` is wanted as well."""

    url: str
    sha: str = ""
    newest: str = ""


class Bare:
    """One client and what it counted."""

    def __init__(self, mirror: str) -> None:
        self.mirror, self.listings, self.documents, self.bytes = mirror, 0, 0, 0
        self.client = httpx2.Client(trust_env=False, timeout=30)
        self.tree = cache(self._tree)

    def wanted(self, file: dict[str, Any]) -> Iterator[Wanted]:
        """The newest bytes of each path, or those of every commit of it; the newest too where no commit has them."""
        repository = file["repository"]
        for row in self.tree(repository, file["branch"]):
            if not fnmatchcase(row["path"], file["pattern"]):
                continue
            path = quote(row["path"])
            newest = f"/{repository}/{file['branch']}/{path}"
            if not file["vintages"]:
                yield Wanted(newest)
                continue
            commits = self._commits(repository, path)
            if not commits:
                yield Wanted(newest)
            for number, commit in enumerate(commits):
                url = f"/{repository}/{commit}/{path}"
                yield Wanted(url) if number else Wanted(url, row["sha"], newest)

    def fetch(self, wanted: list[Wanted]) -> None:
        """Fetch and parse."""
        late = []
        with ThreadPoolExecutor(WORKERS) as pool:
            for one, data in zip(wanted, pool.map(self._get, [one.url for one in wanted]), strict=True):
                self.documents, self.bytes = self.documents + 1, self.bytes + len(data)
                parse(one.url, data)
                if one.sha and git_sha(data) != one.sha:
                    late.append(Wanted(one.newest))
        if late:
            self.fetch(late)

    def _get(self, url: str) -> bytes:
        return self.client.get(self.mirror + url).raise_for_status().content

    def _listed(self, url: str) -> Any:
        self.listings += 1
        return orjson.loads(self._get(url))

    def _tree(self, repository: str, branch: str) -> Any:
        return self._listed(f"/repos/{repository}/git/trees/{branch}?recursive=1")["tree"]

    def _commits(self, repository: str, path: str) -> list[str]:
        found: list[str] = []
        rows: list[Any] = [None] * PAGE
        while len(rows) == PAGE:
            page = len(found) // PAGE + 1
            rows = self._listed(f"/repos/{repository}/commits?path={path}&per_page={PAGE}&page={page}")
            found += [row["sha"] for row in rows]
        return found


def parse(url: str, data: bytes) -> None:
    """Read a document with the library of its kind."""
    if url.endswith(".csv"):
        list(csv.reader(data.decode("utf-8-sig").splitlines()))
    elif url.endswith(".geojson"):
        for feature in (one for one in orjson.loads(data)["features"] if one["geometry"]):
            shapely.from_geojson(orjson.dumps(feature["geometry"]))
    else:
        # One old version of the General Staff's file is broken JSON.
        with contextlib.suppress(orjson.JSONDecodeError):
            orjson.loads(data)


def git_sha(data: bytes) -> str:
    """Git's name of these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def main(mirror: str, plan: list[dict[str, Any]], *, listings_only: bool) -> None:
    """List, fetch, parse, print."""
    bare = Bare(mirror)
    wanted = [one for file in plan for one in bare.wanted(file)]
    if not listings_only:
        bare.fetch(wanted)
    print(json.dumps({"documents": bare.documents, "bytes": bare.bytes, "listings": bare.listings}))


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), listings_only="--listings-only" in sys.argv)
