"""Publishers' bytes in, safely: bounded, verified, asked for again only where that can help.

``capture.github`` lists and fetches a public repository's files and their history; ``capture.blobs`` names bytes by
their hash. Nothing is imported here, so that a command which fetches nothing loads no HTTP client.
"""
