"""Worked-out statements: flows, ranks, streaks, trends, ground, ratios, reconciliation. Pure functions over statements."""
