"""Reading the packaged rule, regime and state files."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from tilth.law._errors import LawError

__all__ = ["data_rows", "data_yaml", "plain", "yaml_names"]


@cache
def data_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a CSV file of the law data."""
    text = (files("tilth.data") / "law" / f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def data_yaml(name: str) -> Any:
    """Return what a YAML file of the law data holds; bare dates come as ISO texts."""
    return plain(parse_yaml((files("tilth.data") / "law" / f"{name}.yaml").read_text("utf-8"), name))


def parse_yaml(text: str, name: str) -> Any:
    """Return what a YAML text holds, or say where it is broken."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        raise LawError(f"{name} is no valid YAML: {error}; correct the file") from error


def yaml_names(folder: str) -> list[str]:
    """Return the YAML files of a folder of the law data, without their ending, sorted."""
    found = (files("tilth.data") / "law" / folder).iterdir()
    return sorted(f"{folder}/{file.name[:-5]}" for file in found if file.name.endswith(".yaml"))


def plain(value: Any) -> Any:
    """Return the value with every date as an ISO text, so that all dates are read in one place."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
