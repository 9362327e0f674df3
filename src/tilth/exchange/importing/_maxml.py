"""maXML, the exchange format of IMSMA NG, as sheets: one for each sort of item.

Known of the format is what the IMSMA wiki says: ``MineActionFieldReport > FieldReport > FieldReportInfo``
and an item. Its dictionary of elements could not be read. So nothing of an item is left behind: each
element and attribute becomes a column by its path, and points are found wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.exchange._errors import ExchangeError
from tilth.exchange.importing._settings import settings
from tilth.exchange.importing.sheets import Sheet, sheet_of_rows

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["maxml_sheets"]


def maxml_sheets(path: Path) -> list[Sheet]:
    """Return the items of a maXML file, a sheet for each sort; entities and foreign files are refused.

    Raises
    ------
    ExchangeError
        No XML, XML with entities, or no field report in it.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import parse

    try:
        root = parse(path).getroot()
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ExchangeError(f"{path.name} is no XML that may be read: {error}") from error
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for report in _named(root, "FieldReport"):
        info = next(_named(report, "FieldReportInfo"), None)
        about = {} if info is None else dict(_cells(info, "FieldReportInfo"))
        for item in report:
            name = _name(item)
            if name not in ("FieldReportInfo", "DocumentHeader", "Attachment"):
                by_kind.setdefault(name, []).append({**about, **_item(item)})
    if not by_kind:
        raise ExchangeError(f"{path.name} holds no FieldReport: is it maXML? Auxiliary data are not read")
    kinds = settings("maxml")["items"]
    return [
        sheet_of_rows(f"{path.name}, {name}", rows, layer=name, kind=kinds.get(name, ""))
        for name, rows in by_kind.items()
    ]


def _item(item: Element) -> dict[str, Any]:
    """Return an item's cells, with its points drawn together as WKT."""
    cells = dict(_cells(item))
    polygons, points = _shapes(item)
    if polygons:
        rings = ", ".join(f"(({', '.join(ring)}))" for ring in polygons)
        cells["geometry_wkt"] = f"MULTIPOLYGON ({rings})"
    elif points:
        cells["geometry_wkt"] = f"POINT ({points[0]})"
    return cells


def _cells(element: Element, above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every text and attribute by its path; of repeated elements the later ones get a number."""
    seen: dict[str, int] = {}
    for key, value in element.attrib.items():
        yield f"{above}/{key}" if above else key, value.strip() or None
    for child in element:
        name = _name(child)
        if _position(child) is not None:
            continue
        seen[name] = seen.get(name, 0) + 1
        path = f"{above}/{name}" if above else name
        path += f"[{seen[name]}]" if seen[name] > 1 else ""
        words = (child.text or "").strip()
        if words:
            yield path, words
        yield from _cells(child, path)


def _shapes(item: Element) -> tuple[list[list[str]], list[str]]:
    """Return the closed rings of an item's polygons, and its single points."""
    polygons: list[list[str]] = []
    points: list[str] = []
    for holder in item.iter():
        found = [position for child in holder if (position := _position(child)) is not None]
        if len(found) >= int(settings("maxml")["least_points"]):
            ring = found if found[0] == found[-1] else [*found, found[0]]
            polygons.append(ring)
        else:
            points += found
    return polygons, points


def _position(element: Element) -> str | None:
    """Return "lon lat" when an element holds a latitude and a longitude, as children or attributes."""
    told = {name.lower(): value for name, value in element.attrib.items()}
    told |= {_name(child).lower(): child.text or "" for child in element}
    names = settings("maxml")
    lat = next((told[name] for name in names["latitude"] if told.get(name)), None)
    lon = next((told[name] for name in names["longitude"] if told.get(name)), None)
    try:
        return None if lat is None or lon is None else f"{float(lon)} {float(lat)}"
    except ValueError:
        return None


def _named(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element.iter() if _name(one) == name)


def _name(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]
