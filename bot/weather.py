"""The kinds of weather as they are shipped, with what an office has entered of its own put over them."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

_SHIPPED = Path(__file__).with_name("weather.toml")


def profiles(entered: Sequence[Mapping[str, Any]] = ()) -> list[dict[str, str]]:
    """Every kind of weather as a row keeps it: shipped ones, each changed by what is entered under its name."""
    found: dict[str, dict[str, Any]] = {one["name"]: dict(one) for one in shipped()}
    for one in entered:
        name = str(one["name"])
        found[name] = found.get(name, {}) | dict(one)
    return [_row(one) for one in found.values() if not one.get("off")]


@cache
def shipped() -> Sequence[Mapping[str, Any]]:
    """The kinds of weather of the file beside this one."""
    listed: list[Mapping[str, Any]] = tomllib.loads(_SHIPPED.read_text("utf-8"))["weather"]
    return listed


def _row(one: Mapping[str, Any]) -> dict[str, str]:
    told = {name: value for name, value in one.items() if name != "off"}
    return {
        name: "、".join(map(str, value)) if isinstance(value, list | tuple) else value for name, value in told.items()
    }
