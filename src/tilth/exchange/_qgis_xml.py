"""The XML of QGIS layer styles (.qml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

__all__ = ["band_style", "kinds_style", "plain_style", "squares_style"]

_HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_VERSION = "3.22.0"
_FAINT = 0.85


def band_style(band: int, classes: Sequence[Mapping[str, Any]]) -> str:
    """Return the style of one band in classes, each with its upper limit, colour and words."""
    root = _root()
    renderer = SubElement(
        SubElement(root, "pipe"),
        "rasterrenderer",
        type="singlebandpseudocolor",
        band=str(band),
        opacity=str(_FAINT),
        alphaBand="-1",
        classificationMin=str(classes[0]["to"]),
        classificationMax="inf",
        nodataColor="",
    )
    SubElement(renderer, "rasterTransparency")
    shader = SubElement(
        SubElement(renderer, "rastershader"),
        "colorrampshader",
        colorRampType="DISCRETE",
        classificationMode="1",
        clip="0",
    )
    for one in classes:
        # Ground that was not searched stays free for the hatching under it.
        alpha = "0" if one["to"] == 0 else "255"
        value, colour, words = (str(one[name]) for name in ("to", "colour", "says"))
        SubElement(shader, "item", value=value, color=colour, label=words, alpha=alpha)
    SubElement(root, "blendMode").text = "0"
    return _text(root)


def plain_style(symbol: Mapping[str, Any]) -> str:
    """Return the style of a layer of polygons that all look alike."""
    root = _root()
    renderer = SubElement(root, "renderer-v2", type="singleSymbol", forceraster="0", symbollevels="0")
    _fill(SubElement(renderer, "symbols"), "0", symbol)
    return _text(root)


def kinds_style(by: str, kinds: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the style of a layer of polygons told apart by a column."""
    root = _root()
    renderer = SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr=by, forceraster="0", symbollevels="0"
    )
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for number, (value, symbol) in enumerate(kinds.items()):
        SubElement(
            categories,
            "category",
            value=value,
            type="string",
            symbol=str(number),
            label=str(symbol["says"]),
            render="true",
        )
        _fill(symbols, str(number), symbol)
    return _text(root)


def squares_style(symbol: Mapping[str, Any]) -> str:
    """Return the style of points with a column ``size_m`` as squares of that side, by their rank."""
    root = _root()
    renderer = SubElement(
        root, "renderer-v2", type="RuleRenderer", forceraster="0", symbollevels="0", enableorderby="0"
    )
    rules, symbols = SubElement(renderer, "rules", key="all"), SubElement(renderer, "symbols")
    limits = ((0, 5), (5, 20), (20, None))
    for number, ((low, high), colour) in enumerate(zip(limits, symbol["colours"], strict=True)):
        chosen = f'"rank" > {low}' + (f' AND "rank" <= {high}' if high else "")
        words = f"{symbol['says']}: rank {low + 1} " + (f"to {high}" if high else "and more")
        SubElement(rules, "rule", key=f"r{number}", symbol=str(number), filter=chosen, label=words)
        one = SubElement(symbols, "symbol", type="marker", name=str(number), alpha="1", clip_to_extent="1")
        layer = SubElement(one, "layer", attrib={"class": "SimpleMarker", "enabled": "1"}, locked="0")
        layer.set("pass", "0")
        _options(
            layer,
            {
                "name": "square",
                "color": _rgb(colour, 60),
                "outline_color": _rgb(colour),
                "outline_width": "0.6",
                "size": "50",
                "size_unit": "RenderMetersInMapUnits",
            },
        )
        _data_defined_size(layer)
    labels = SubElement(root, "labeling", type="simple")
    settings = SubElement(labels, "settings")
    SubElement(settings, "text-style", fieldName="rank", fontSize="8", isExpression="0")
    SubElement(settings, "placement", placement="1", quadOffset="4")
    return _text(root)


def _data_defined_size(layer: Element) -> None:
    """Let the column ``size_m`` say how large a square is."""
    top = SubElement(SubElement(layer, "data_defined_properties"), "Option", type="Map")
    SubElement(top, "Option", name="name", type="QString", value="")
    properties = SubElement(top, "Option", name="properties", type="Map")
    size = SubElement(properties, "Option", name="size", type="Map")
    SubElement(size, "Option", name="active", type="bool", value="true")
    SubElement(size, "Option", name="expression", type="QString", value='to_real("size_m")')
    SubElement(size, "Option", name="type", type="int", value="3")
    SubElement(top, "Option", name="type", type="QString", value="collection")


def _root() -> Element:
    return Element("qgis", version=_VERSION, styleCategories="Symbology|Labeling")


def _fill(symbols: Element, name: str, symbol: Mapping[str, Any]) -> None:
    one = SubElement(symbols, "symbol", type="fill", name=name, alpha="1", clip_to_extent="1")
    layer = SubElement(one, "layer", attrib={"class": "SimpleFill", "enabled": "1"}, locked="0")
    layer.set("pass", "0")
    solid = symbol["pattern"] == "solid"
    _options(
        layer,
        {
            "color": _rgb(str(symbol["fill"]), 110 if solid else 255),
            "style": str(symbol["pattern"]),
            "outline_color": _rgb(str(symbol["line"])),
            "outline_style": "solid",
            "outline_width": str(symbol["width"]),
            "outline_width_unit": "MM",
            "joinstyle": "miter",
        },
    )


def _options(layer: Element, told: Mapping[str, str]) -> None:
    held = SubElement(layer, "Option", type="Map")
    for name, value in told.items():
        SubElement(held, "Option", name=name, value=value, type="QString")


def _rgb(colour: str, alpha: int = 255) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


def _text(root: Element) -> str:
    indent(root)
    return _HEAD + tostring(root, encoding="unicode") + "\n"
