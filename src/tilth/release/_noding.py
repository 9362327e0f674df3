"""Overlapping lands cut into faces: each face lies wholly within or without every land."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Faces", "cut_into_faces"]

_CHUNKS = 16
"""Groups are cut in so many portions; the faces do not depend on it."""


class Faces(NamedTuple):
    """Faces and what covers them.

    Attributes
    ----------
    polygons
        The faces, none over another.
    group
        Number of the group of touching lands that a face lies in.
    face, land
        Pairs: a face, and a land that covers it.
    """

    polygons: NDArray[Any]
    group: NDArray[np.int64]
    face: NDArray[np.int64]
    land: NDArray[np.int64]


def cut_into_faces(lands: NDArray[Any], grid_deg: float) -> Faces:
    """Return the faces of valid polygons.

    Lands that touch one another are one group. The outlines of a group are noded together on a grid
    (GEOS OverlayNG with snap rounding) and made into polygons; a face belongs to the lands that hold a
    point within it. Overlay without a grid fails on edges that almost coincide: GEOS 3.14 was seen to
    lose whole polygons.
    """
    import numpy as np
    import shapely

    label, sizes = _groups(lands)
    crowded = sizes[label] > 1
    alone, owner = shapely.get_parts(lands[~crowded], return_index=True)
    single = np.flatnonzero(~crowded)[owner]
    noded, noded_group = _noded(lands[crowded], label[crowded], grid_deg)
    face, land = _covering(noded, lands, np.flatnonzero(crowded))
    inside = np.unique(face)
    place = np.full(len(noded), -1)
    place[inside] = np.arange(len(inside)) + len(alone)
    return Faces(
        np.r_[alone, noded[inside]],
        np.r_[label[single], noded_group[inside]],
        np.r_[np.arange(len(alone)), place[face]],
        np.r_[single, land],
    )


def _groups(lands: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the number of each land's group, and how many lands each group has."""
    import numpy as np
    import shapely
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    one, other = shapely.STRtree(lands).query(lands, predicate="intersects")
    links = coo_array((np.ones(len(one), dtype=bool), (one, other)), shape=(len(lands), len(lands)))
    _, label = connected_components(links, directed=False)
    return label.astype(np.int64), np.bincount(label)


def _noded(
    lands: NDArray[Any], label: NDArray[np.int64], grid_deg: float
) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return the polygons that the outlines of each group enclose, and their groups."""
    import numpy as np
    import shapely

    if not len(lands):
        return np.empty(0, dtype=object), np.empty(0, dtype=np.int64)
    order = np.argsort(label, kind="stable")
    groups, dense = np.unique(label[order], return_inverse=True)
    parts, owner = shapely.get_parts(lands[order], return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    outlines: Any = shapely.multilinestrings(_as_lines(rings), indices=dense[owner[part]])

    def enclosed(part: NDArray[Any]) -> NDArray[Any]:
        nodes: Any = shapely.union_all(part[:, None], grid_size=grid_deg, axis=1)
        made: Any = shapely.polygonize(nodes[:, None])
        return np.asarray(made, dtype=object)

    with ThreadPoolExecutor(max_workers=min(cpu_count() or 1, 8)) as pool:
        done = np.concatenate(list(pool.map(enclosed, np.array_split(outlines, _CHUNKS))))
    polygons, group = shapely.get_parts(done, return_index=True)
    return polygons, groups[group]


def _as_lines(rings: NDArray[Any]) -> NDArray[Any]:
    """Return rings as lines: only those can be collected."""
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
