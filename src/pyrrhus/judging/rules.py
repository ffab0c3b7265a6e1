"""What is a rule of thumb and not of the code: who speaks for whom, which words mean how much (``data/judging/rules.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["Rules", "rules"]


@dataclass(frozen=True, slots=True)
class Rules:
    """The file's tables."""

    families: tuple[frozenset[str], ...]
    groups: Mapping[str, frozenset[str]]
    degrees: Mapping[str, tuple[Decimal, Decimal]]
    published: tuple[str, ...]
    happened: tuple[str, ...]
    category: tuple[str, ...]
    total: tuple[str, ...]
    documents: Mapping[str, str]
    large: frozenset[str]

    def family(self, source: str) -> frozenset[str]:
        """Those who speak for one side with one voice, a source among them."""
        return next((one for one in self.families if source in one), frozenset({source}))

    def members(self, source: str) -> frozenset[str]:
        """The sources that a collective name stands for, itself among them."""
        return self.groups.get(source, frozenset()) | {source}


@cache
def rules() -> Rules:
    """Read the file once."""
    told: dict[str, Any] = tomllib.loads(
        (resources.files("pyrrhus") / "data" / "judging" / "rules.toml").read_text(encoding="utf-8")
    )
    return Rules(
        families=tuple(frozenset(one["sources"]) for one in told["family"]),
        groups={name: frozenset(members) for name, members in told["groups"].items()},
        degrees={word: (Decimal(str(low)), Decimal(str(high))) for word, (low, high) in told["degrees"].items()},
        published=tuple(told["words"]["published"]),
        happened=tuple(told["words"]["happened"]),
        category=tuple(told["words"]["category"]),
        total=tuple(told["words"]["total"]),
        documents=told["documents"],
        large=frozenset(told["reading"]["metric_by_metric"]),
    )
