"""The same partition by PostGIS: groups, outlines noded together, faces, what covers each."""

from __future__ import annotations

import numpy as np
import psycopg
import shapely

from bench._release_land import Land

__all__ = ["load", "partition_in_sql", "version"]

_PARTITION = """
WITH grouped AS (
  SELECT id, geom, is_area, product, day, ST_ClusterDBSCAN(geom, 0, 1) OVER () AS grp FROM land
), faces AS (
  SELECT grp, (ST_Dump(ST_Polygonize(outline))).geom AS geom FROM (
    SELECT grp, ST_UnaryUnion(ST_Collect(ST_Boundary(geom)), 1e-11) AS outline FROM grouped GROUP BY grp
  ) noded GROUP BY grp
), placed AS (
  SELECT row_number() OVER () AS face, grp, geom, ST_PointOnSurface(geom) AS inside FROM faces
), covered AS (
  SELECT p.face, p.geom, bool_or(g.is_area) AS is_open,
    (array_agg(g.product ORDER BY g.day, g.strength) FILTER (WHERE NOT g.is_area))[1] AS product
  FROM placed p JOIN (
    SELECT *, array_position(ARRAY['cleared', 'reduced', 'cancelled'], product) AS strength FROM grouped
  ) g ON g.grp = p.grp AND ST_Intersects(g.geom, p.inside)
  GROUP BY p.face, p.geom
)
SELECT coalesce(product, 'closing'), sum(ST_Area(geom::geography)) FROM covered WHERE is_open GROUP BY 1
"""


def load(address: str, land: Land) -> None:
    """Put the polygons into a table with an index."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        connection.execute("DROP TABLE IF EXISTS land")
        connection.execute(
            "CREATE TABLE land (id integer, geom geometry(Polygon, 4326), is_area boolean, product text,"
            " day integer)"
        )
        wkb = shapely.to_wkb(shapely.set_srid(land.polygons, 4326), hex=True, include_srid=True)
        with connection.cursor().copy("COPY land FROM STDIN") as copy:
            for row in zip(np.arange(len(wkb)), wkb, land.is_area, land.product, land.month, strict=True):
                copy.write_row([str(value) for value in row])
        connection.execute("CREATE INDEX ON land USING gist (geom)")
        connection.execute("ANALYZE land")


def partition_in_sql(address: str) -> dict[str, float]:
    """Return m2 closed, cleared, reduced and cancelled, each square metre once, the first outcome first."""
    with psycopg.connect(address) as connection:
        return {str(word): float(size) for word, size in connection.execute(_PARTITION)}


def version(address: str) -> str:
    """Return the version of PostGIS."""
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT PostGIS_Lib_Version()").fetchone()
    return str(row[0]) if row else ""
