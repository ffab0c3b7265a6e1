"""How a ledger of one schema becomes one of the next; run by Alembic."""
