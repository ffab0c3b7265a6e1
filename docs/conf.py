"""Configuration of the documentation; built with make docs."""

from importlib.metadata import version as version_of

project = "pyrrhus"
copyright = "the pyrrhus authors"
release = version = version_of("pyrrhus")

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"pyrrhus {release}"
html_show_sphinx = False
