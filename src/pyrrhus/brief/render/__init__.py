"""A document out as text, Markdown, a page, or JSON; all say the same."""
