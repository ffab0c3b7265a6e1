"""Reading: a text in, statements with spans out. Knows no ledger."""
