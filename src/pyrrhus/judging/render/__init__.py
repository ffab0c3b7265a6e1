"""A check as a table, JSON, a page, annotations or ratings: each says the same."""
