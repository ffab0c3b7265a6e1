"""Who said what and when: documents by sha256, statements, events; "latest" is a view, never a table."""
