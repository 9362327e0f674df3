"""Overlapping lands cut into faces: each face lies wholly within or without every land."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from os import cpu_count
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Faces", "cut_into_faces", "groups_of"]

_CHUNKS = 16
"""Groups are cut in so many portions; the faces do not depend on it."""


class Faces(NamedTuple):
    """Faces and what covers them.

    Attributes
    ----------
    polygons
        The faces, none over another.
    face, land
        Pairs: a face, and a land that covers it.
    """

    polygons: NDArray[Any]
    face: NDArray[np.int64]
    land: NDArray[np.int64]


def groups_of(lands: NDArray[Any]) -> NDArray[np.int64]:
    """Return the number of the group of each land; lands that touch one another are one group."""
    import numpy as np
    import shapely
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    one, other = shapely.STRtree(lands).query(lands, predicate="intersects")
    links = coo_array((np.ones(len(one), dtype=bool), (one, other)), shape=(len(lands), len(lands)))
    _, label = connected_components(links, directed=False)
    return label.astype(np.int64)


def cut_into_faces(lands: NDArray[Any], label: NDArray[np.int64], grid_deg: float) -> Faces:
    """Return the faces of valid polygons.

    The outlines of a group are noded together (GEOS OverlayNG) and made into polygons; a face belongs to the
    lands that hold a point within it. On a grid (snap rounding) noding is robust and takes twice the
    time; without one (0) it fails now and then on edges that almost coincide: GEOS 3.14 was seen to lose
    whole polygons, so that the caller must compare sums.
    """
    import numpy as np
    import shapely

    crowded = np.bincount(label)[label] > 1
    alone, owner = shapely.get_parts(lands[~crowded], return_index=True)
    single = np.flatnonzero(~crowded)[owner]
    noded = _noded(lands[crowded], label[crowded], grid_deg)
    face, land = _covering(noded, lands, np.flatnonzero(crowded))
    inside = np.unique(face)
    place = np.full(len(noded), -1)
    place[inside] = np.arange(len(inside)) + len(alone)
    return Faces(np.r_[alone, noded[inside]], np.r_[np.arange(len(alone)), place[face]], np.r_[single, land])


def _noded(lands: NDArray[Any], label: NDArray[np.int64], grid_deg: float) -> NDArray[Any]:
    """Return the polygons that the outlines of each group enclose."""
    import numpy as np
    import shapely

    if not len(lands):
        return np.empty(0, dtype=object)
    order = np.argsort(label, kind="stable")
    _, dense = np.unique(label[order], return_inverse=True)
    parts, owner = shapely.get_parts(lands[order], return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    outlines: Any = shapely.multilinestrings(_as_lines(rings), indices=dense[owner[part]])

    with ThreadPoolExecutor(max_workers=min(cpu_count() or 1, 8)) as pool:
        chunks = np.array_split(outlines, _CHUNKS)
        done = np.concatenate(list(pool.map(_enclosed, chunks, repeat(grid_deg, len(chunks)))))
    made: NDArray[Any] = shapely.get_parts(done)
    return made


def _enclosed(outlines: NDArray[Any], grid_deg: float) -> NDArray[Any]:
    """Return the polygons that each collection of outlines encloses, none where noding fails outright."""
    import numpy as np
    import shapely

    try:
        nodes: Any = shapely.union_all(outlines[:, None], grid_size=grid_deg or None, axis=1)
    except shapely.GEOSException:
        return np.full(len(outlines), shapely.GeometryCollection(), dtype=object)
    made: Any = shapely.polygonize(nodes[:, None])
    return np.asarray(made, dtype=object)


def _as_lines(rings: NDArray[Any]) -> NDArray[Any]:
    """Return rings as lines, which alone can be collected."""
    import numpy as np
    import shapely

    coordinates, line = shapely.get_coordinates(rings, return_index=True)
    made: Any = shapely.linestrings(coordinates, indices=line)
    return np.asarray(made, dtype=object)


def _covering(
    faces: NDArray[Any], lands: NDArray[Any], crowded: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of a face and a land that covers it."""
    import shapely

    points = shapely.point_on_surface(faces)
    face, near = shapely.STRtree(lands[crowded]).query(points)
    land = crowded[near]
    shapely.prepare(lands[crowded])
    holds = shapely.contains_xy(lands[land], shapely.get_x(points)[face], shapely.get_y(points)[face])
    return face[holds], land[holds]
