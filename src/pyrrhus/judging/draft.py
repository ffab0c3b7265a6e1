"""A judgement in the making, by the evidence of one day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyrrhus.judging.verdicts import Code, Look, Quote, Reason, Relation, Step, Substance, Verdict
from pyrrhus.judging.wording import word
from pyrrhus.statement import Statement

__all__ = ["Draft", "because"]


@dataclass(slots=True)
class Draft:
    """What one day's evidence makes of a claim."""

    quote: Quote
    substance: Substance
    verdict: Verdict
    reason: Reason
    should_read: Statement | None = None
    evidence: list[tuple[Statement, Relation]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    qualifiers: list[Reason] = field(default_factory=list)

    @property
    def judged(self) -> bool:
        """Whether there was anything to judge by."""
        return self.verdict != Verdict.UNSUPPORTED

    def show(self, rows: Iterable[Statement], relation: Relation) -> None:
        """Add evidence, each statement once."""
        known = {one.id for one, _ in self.evidence}
        for row in rows:
            if row.id not in known:
                known.add(row.id)
                self.evidence.append((row, relation))

    def step(self, look: Look, key: str, **words: str) -> None:
        """Note what was found in one place."""
        self.steps.append(Step(look, word(f"step.{key}", **words)))


def because(code: Code, key: str = "", **parameters: str) -> Reason:
    """A reason with its sentence from the catalogue, under ``reason.KEY``, by default the code's own."""
    return Reason(code, {name: text for name, text in parameters.items() if text}, word(f"reason.{key or code}", **parameters))
