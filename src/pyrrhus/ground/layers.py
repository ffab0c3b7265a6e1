"""Which features of a map file are which kind of ground, and how a fault of such a file is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final, Protocol

__all__ = ["AGAIN", "FORMAT", "Fault", "LayerRule", "layer_of", "shown"]

AGAIN: Final = "fetch it again, and if it stays so keep the version before it"
FORMAT: Final = "see RFC 7946 for the form that is read"


class LayerRule(Protocol):
    """Which features are which kind of ground."""

    @property
    def member(self) -> str:
        """Key under which the collection stands; empty where it is the document."""

    @property
    def label(self) -> str:
        """The property of a feature that names its layer."""

    @property
    def statuses(self) -> Mapping[str, str]:
        """Held, claimed, contested or given up, by the name of the layer."""


class Fault(Exception):
    """What is wrong and what to do about it, before it is known where."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def layer_of(document: Any, layers: LayerRule, statuses: Collection[str]) -> Any:
    """The collection with only the features of some statuses; a label that is not known is an error."""
    if layers.member:
        document = document.get(layers.member) if isinstance(document, dict) else None
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise Fault(f"expected a FeatureCollection{f' under {layers.member!r}' if layers.member else ''}", FORMAT)
    features = document.get("features")
    if not isinstance(features, list):
        raise Fault(f'expected "features" of the document to be a list, got {shown(features)}', FORMAT)
    kept = []
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        label = properties.get(layers.label) if isinstance(properties, dict) else None
        if not isinstance(label, str) or label not in layers.statuses:
            known = ", ".join(sorted(layers.statuses))
            raise Fault(f"expected {layers.label!r} of feature {number:,} to be one of {known}, got {shown(label)}", FORMAT)
        if layers.statuses[label] in statuses:
            kept.append(feature)
    return {**document, "features": kept}


def shown(value: Any) -> str:
    """A foreign value, short enough for a sentence."""
    match value:
        case None:
            return "nothing"
        case dict():
            kind = value.get("type")
            return f"an object of type {kind[:40]!r}" if isinstance(kind, str) else "an object without type"
        case list():
            return f"a list of {len(value):,}"
        case _:
            text = repr(value[:40] if isinstance(value, str) else value)
            return text if len(text) <= 42 else f"{text[:39]}..."
