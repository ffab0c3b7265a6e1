"""What may be said of a claim: two questions, one word from both, and why, as closed lists.

``quote`` answers "does the named source say so", ``substance`` "does the evidence bear it out"; a reader never takes one
for the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from pyrrhus.reading.claim import Claim
from pyrrhus.statement import Statement

__all__ = ["Code", "Evidence", "Judgement", "Look", "Quote", "Reason", "Relation", "Step", "Substance", "Verdict"]


class Quote(StrEnum):
    """Whether the named source says so."""

    AS_STATED = "as_stated"
    INCOMPLETE = "incomplete"
    MISQUOTED = "misquoted"
    NOT_FOUND = "not_found"
    NO_SOURCE_NAMED = "no_source_named"


class Substance(StrEnum):
    """Whether the evidence bears it out."""

    CORROBORATED = "corroborated"
    ONE_PARTY_ONLY = "one_party_only"
    CONTESTED = "contested"
    CONTRADICTED = "contradicted"
    NOT_CHECKABLE = "not_checkable"


class Verdict(StrEnum):
    """One word from the two."""

    DIFFERS = "differs"
    DISPUTED = "disputed"
    AS_STATED = "as_stated"
    CONSISTENT = "consistent"
    UNSUPPORTED = "unsupported"


class Relation(StrEnum):
    """How a piece of evidence stands to a claim."""

    SAME = "same"
    OTHER_CONVENTION = "other_convention"
    OTHER_VINTAGE = "other_vintage"
    OTHER_SCOPE = "other_scope"
    OTHER_DEFINITION = "other_definition"
    DERIVED = "derived"
    INDEPENDENT = "independent"
    ARITHMETIC = "arithmetic"


class Look(StrEnum):
    """The places that are looked in, in this order."""

    OWN = "own"
    OTHER_READING = "other_reading"
    OTHERS = "others"
    INSIDE = "inside"


class Code(StrEnum):
    """Why a verdict is what it is."""

    # it holds
    PRINTED = "printed"
    FOLLOWS = "follows"
    ADDS_UP = "adds_up"
    SAID_BY_OTHERS = "said_by_others"
    # differs
    WRONG_PERIOD = "wrong_period"
    WRONG_COMPARISON_PERIOD = "wrong_comparison_period"
    WRONG_PARTY = "wrong_party"
    WRONG_CATEGORY = "wrong_category"
    WRONG_UNIT = "wrong_unit"
    WRONG_SCOPE = "wrong_scope"
    WRONG_SOURCE = "wrong_source"
    WRONG_RANK = "wrong_rank"
    WRONG_DIRECTION = "wrong_direction"
    DIGITS_SWAPPED = "digits_swapped"
    DIGIT_CHANGED = "digit_changed"
    THOUSANDS_MARK_LOST = "thousands_mark_lost"
    ROUNDING_BEYOND_BOUND = "rounding_beyond_bound"
    OLDER_VINTAGE = "older_vintage"
    CHANGE_QUOTED_AS_LEVEL = "change_quoted_as_level"
    NOT_EXPLAINED = "not_explained"
    # incomplete
    SCOPE_LEFT_OUT = "scope_left_out"
    CATEGORY_LEFT_OUT = "category_left_out"
    PARTY_NOT_NAMED = "party_not_named"
    RELAY_AS_WITNESS = "relay_as_witness"
    PUBLISHED_READ_AS_HAPPENED = "published_read_as_happened"
    DAY_LEFT_OUT = "day_left_out"
    # disputed
    SOURCES_DISAGREE = "sources_disagree"
    # unsupported
    NOTHING_HELD = "nothing_held"
    NO_PERIOD = "no_period"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code with its parameters (plain text by name), and the sentence that an editor can act on."""

    code: Code
    parameters: Mapping[str, str]
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """The three fields."""
        return {"code": self.code, "parameters": dict(self.parameters), "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement that a verdict rests on, how it stands to the claim, and whether it was known on the text's day."""

    statement: Statement
    relation: Relation
    known: Literal["then", "later"]


@dataclass(frozen=True, slots=True)
class Step:
    """One place that was looked in, and what was found there."""

    look: Look
    found: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the evidence makes of one claim.

    ``should_read`` is the statement that should stand in its place; ``qualifiers`` are what should be added to a claim
    that may stand; ``flags`` are ``hindsight`` where nothing known on the text's day could judge it, and ``undated``
    where what judges it bears no day of publication.
    """

    claim: Claim
    quote: Quote
    substance: Substance
    verdict: Verdict
    reason: Reason
    should_read: Statement | None = None
    evidence: tuple[Evidence, ...] = ()
    steps: tuple[Step, ...] = ()
    qualifiers: tuple[Reason, ...] = ()
    flags: frozenset[str] = field(default=frozenset())

    @property
    def is_supported_by_others(self) -> bool:
        """Whether the evidence itself bears it out: the one case that may be shown in the colour of assent."""
        return self.verdict in (Verdict.CONSISTENT, Verdict.AS_STATED) and self.substance == Substance.CORROBORATED

    def _whole_reason(self) -> Reason:
        """The reason with what should be added and the flags, which have no keys of their own."""
        told = dict(self.reason.parameters)
        told |= {"qualifiers": "+".join(one.code for one in self.qualifiers)} if self.qualifiers else {}
        told |= {"flags": "+".join(sorted(self.flags))} if self.flags else {}
        return Reason(self.reason.code, told, " ".join(one.sentence for one in (self.reason, *self.qualifiers)))

    def as_json(self) -> dict[str, Any]:
        """Every key of a claim, and the verdict with its evidence."""
        return self.claim.as_json() | {
            "quote": self.quote,
            "substance": self.substance,
            "verdict": self.verdict,
            "reason": self._whole_reason().as_json(),
            "should_read": None if self.should_read is None else self.should_read.as_json(),
            "evidence": [
                {"statement": one.statement.as_json(), "relation": one.relation, "known": one.known} for one in self.evidence
            ],
        }
