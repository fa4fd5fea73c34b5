"""Faults of a configuration as lines that a person can act on: the key, and what is wrong with it."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from models.errors import Refused


class ConfigFaults(Refused):
    """Everything that is wrong with a configuration, one line each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def several(faults: Mapping[str, str]) -> PydanticCustomError:
    """One error of a section that stands for several faults: where below the section, and what."""
    return PydanticCustomError("several", "several faults", {"faults": dict(faults)})


def told(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """One line for each fault that pydantic found, in the order of the file."""
    return [line for fault in error.errors(include_url=False, include_input=False) for line in _lines(fault, model)]


def _lines(fault: ErrorDetails, model: type[BaseModel]) -> Iterator[str]:
    place = _place(fault)
    if fault["type"] == "several":
        for below, why in fault["ctx"]["faults"].items():
            yield f"{_dotted(place)}{below}: {why}"
    else:
        yield f"{_dotted(place)}: {_why(fault, place, model)}"


def _place(fault: ErrorDetails) -> list[str | int]:
    """The keys as they stand in the file: the kind that pydantic puts behind a channel's number is left out."""
    place = list(fault["loc"])
    if len(place) > 2 and place[0] == "channels":
        del place[2]
    if fault["type"] in {"union_tag_not_found", "union_tag_invalid"}:
        place.append("kind")
    return place


def _dotted(place: Sequence[str | int]) -> str:
    told = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return told.removeprefix(".")


def _why(fault: ErrorDetails, place: Sequence[str | int], model: type[BaseModel]) -> str:
    match fault["type"]:
        case "missing" | "union_tag_not_found":
            return "is missing"
        case "extra_forbidden":
            return "unknown key" + _nearest(str(place[-1]), _known(fault["loc"][:-1], model))
        case "union_tag_invalid":
            return f"unknown kind; there are {fault['ctx']['expected_tags']}"
        case "value_error":
            return str(fault["ctx"]["error"])
        case _:
            return fault["msg"][:1].lower() + fault["msg"][1:]


def _nearest(key: str, known: Sequence[str]) -> str:
    found = difflib.get_close_matches(key, known, n=1)
    return f"; did you mean {found[0]}?" if found else f"; there are {', '.join(known)}" if known else ""


def _known(place: Sequence[str | int], model: type[BaseModel]) -> list[str]:
    """The keys that may stand at a place."""
    here: Any = model
    for part in place:
        here = _below(here, part)
    return keys(here) if isinstance(here, type) and issubclass(here, BaseModel) else []


def _below(here: Any, part: str | int) -> Any:
    if isinstance(here, type) and issubclass(here, BaseModel):
        fields = {field.alias or name: field.annotation for name, field in here.model_fields.items()}
        return fields.get(str(part))
    if isinstance(part, int):
        return get_args(here)[0] if get_args(here) else None
    members = [one for one in _members(here) if isinstance(one, type) and issubclass(one, BaseModel)]
    return next((one for one in members if _is_kind(one, part)), members[-1] if members else None)


def _members(here: Any) -> Sequence[Any]:
    return [member for one in get_args(here) for member in (one, *get_args(one))]


def _is_kind(model: type[BaseModel], kind: str) -> bool:
    field = model.model_fields.get("kind")
    return field is not None and kind in get_args(field.annotation)


def keys(model: type[BaseModel]) -> list[str]:
    """The keys of a section as they are written in the file."""
    return [field.alias or name for name, field in model.model_fields.items()]
