"""The parts of a brief, one module each: evidence in, a section and its table out."""
