"""A period in, a cited document out: evidence gathered, sentences composed over statements, then rendered."""
