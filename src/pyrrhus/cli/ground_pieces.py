"""Rows with the ground they are about, as GeoJSON or as a GeoPackage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import orjson
import shapely

from pyrrhus.errors import InputError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["collection", "package"]


def collection(rows: Sequence[Mapping[str, Any]], geometries: Sequence[BaseGeometry | None]) -> str:
    """A FeatureCollection; a row without geometry has null there."""
    features = [
        {
            "type": "Feature", "properties": dict(row),
            "geometry": None if one is None else orjson.Fragment(shapely.to_geojson(shapely.orient_polygons(one))),
        }
        for row, one in zip(rows, geometries, strict=True)
    ]  # fmt: skip
    made = {"type": "FeatureCollection", "features": features}
    return orjson.dumps(made, default=_plain, option=orjson.OPT_APPEND_NEWLINE).decode()


def package(rows: Sequence[Mapping[str, Any]], geometries: Sequence[BaseGeometry | None]) -> bytes:
    """A GeoPackage with one layer, ``ground``, in degrees of WGS 84.

    Raises:
        InputError: where the library that writes it is not installed.
    """
    try:
        import numpy as np
        import pyogrio.raw
    except ImportError:
        raise InputError("a GeoPackage needs pyogrio", remedy="install it with: pip install 'pyrrhus[geo]'") from None
    columns = list(rows[0])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ground.gpkg"
        pyogrio.raw.write(
            path,
            geometry=np.array([None if one is None else shapely.to_wkb(one) for one in geometries], dtype=object),
            field_data=[_column([row[name] for row in rows]) for name in columns],
            fields=columns,
            layer="ground", driver="GPKG", geometry_type="MultiPolygon", crs="EPSG:4326",
            metadata=None,
        )  # fmt: skip
        return path.read_bytes()


def _column(values: list[Any]) -> Any:
    import numpy as np

    numbers = all(value is None or not isinstance(value, str) for value in values)
    if numbers:
        return np.array([np.nan if value is None else float(value) for value in values])
    return np.array(values, dtype=object)


def _plain(value: object) -> Any:
    return float(str(value))
