"""What can go wrong, as one family: the library raises, the command line turns each into one sentence."""

from __future__ import annotations

__all__ = [
    "Disagreement",
    "InputError",
    "LedgerError",
    "NetworkError",
    "NoData",
    "PyrrhusError",
    "SourceError",
]


class PyrrhusError(Exception):
    """Root of all errors that a user may read; its text is one clear sentence."""


class InputError(PyrrhusError):
    """What the user gave cannot be used.

    ``where`` names the file, row or option; ``remedy`` says what to do.
    """

    def __init__(self, problem: str, *, where: str = "", remedy: str = "") -> None:
        self.problem, self.where, self.remedy = problem, where, remedy
        super().__init__(_sentence(problem, where, remedy))


class SourceError(PyrrhusError):
    """A publisher's bytes are not what they promise."""

    def __init__(self, problem: str, *, where: str = "", remedy: str = "") -> None:
        self.problem, self.where, self.remedy = problem, where, remedy
        super().__init__(_sentence(problem, where, remedy))


class NetworkError(PyrrhusError):
    """A host did not answer, or not as it should."""


class LedgerError(PyrrhusError):
    """The ledger file cannot be opened, read or written."""


class NoData(PyrrhusError):
    """Nothing is held for what was asked; the text says what there is instead."""


class Disagreement(PyrrhusError):
    """Two independent measurements of one thing differ."""


def _sentence(problem: str, where: str, remedy: str) -> str:
    place = f"{where}: " if where else ""
    advice = f"; {remedy}" if remedy else ""
    return f"{place}{problem}{advice}"
