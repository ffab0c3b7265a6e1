"""``python -m pyrrhus``."""

from pyrrhus.cli.main import main

main()
