"""A war that never was, with known truth: two parties, three publishers of it, each with habits of its own.

The truth is a number of dead a day for each side. A ministry counts the enemy's dead a fifth too high and restates a week
now and then; a list of names learns of each death late; a third publisher relays the ministry's totals.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate

__all__ = ["SIDES", "War"]

SIDES = ("northland", "southland")


@dataclass(frozen=True)
class War:
    """Truth, and what each publisher's file says on a day."""

    days: int
    seed: int = 1
    start: date = date(2031, 3, 1)
    dead: dict[str, list[int]] = field(default_factory=dict)
    late: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        chance = random.Random(self.seed)
        for side in SIDES:
            self.dead[side] = [chance.randint(0, 60) for _ in range(self.days)]
        self.late.extend([chance.randint(0, 40) for _ in range(count)] for count in self.dead["southland"])

    def day(self, number: int) -> date:
        """The calendar day of a day of the war, the first being 0."""
        return self.start + timedelta(days=number)

    def noon(self, number: int) -> datetime:
        """When publishers commit on that day."""
        return datetime.fromisoformat(f"{self.day(number)}T12:00:00+00:00")

    def claimed(self, number: int, seen_on: int) -> int:
        """The ministry's count of the enemy's dead of one day, as it says it on a later one: it restates after a week."""
        true = self.dead["southland"][number]
        return true + true // 5 + (7 if seen_on - number >= 7 and number % 10 == 0 else 0)

    def ministry(self, seen_on: int) -> bytes:
        """Running totals, one row a day, as JSON."""
        totals = accumulate(self.claimed(number, seen_on) for number in range(seen_on + 1))
        rows = ",".join(f'{{"day": "{self.day(number)}", "killed": {total}}}' for number, total in enumerate(totals))
        return f'{{"rows": [{rows}]}}'.encode()

    def names(self, seen_on: int) -> bytes:
        """Names by day of death, as far as they are known: a csv with German numbers and days."""
        rows = [
            f"{self.day(number):%d.%m.%Y};S;{sum(number + delay <= seen_on for delay in self.late[number])}"
            for number in range(seen_on + 1)
        ]
        return ("tag;seite;namen\n" + "\n".join(rows) + "\n").encode()

    def known_names(self, number: int, seen_on: int) -> int:
        """How many of one day's dead are known by name on a later day."""
        return sum(number + delay <= seen_on for delay in self.late[number])
