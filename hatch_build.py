"""Build hook: make the Vega bundle that HTML briefs embed, so that no user has to make it at run time."""

from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = Path("src/pyrrhus/data/vega.js")
HEADER = """\
/* Vega, Vega-Lite and Vega-Embed, bundled by vl-convert-python {version}.
   (c) University of Washington Interactive Data Lab and others; BSD 3-Clause and others, see NOTICE of pyrrhus. */
"""


class VegaBundleHook(BuildHookInterface[Any]):
    """Runs before a wheel is built, the one of an editable install too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leave the bundle in the source tree, from where the wheel takes it."""
        write_bundle(Path(self.root) / BUNDLE)


def write_bundle(path: Path) -> None:
    """Write the bundle to path, unless the one there was made by the same version of vl-convert-python."""
    header = HEADER.format(version=version_of("vl-convert-python"))
    if path.exists() and path.read_text(encoding="utf-8").startswith(header):
        return
    import vl_convert

    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".js.partial")
    partial.write_text(header + vl_convert.javascript_bundle(), encoding="utf-8")
    partial.replace(path)
