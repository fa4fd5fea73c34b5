"""The values of the configuration: secrets, times, addresses, paths."""

import ipaddress
import os
import re
from datetime import time
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from models import calendar


class Section(BaseModel):
    """A table of the file: nothing changes after reading, and nothing unknown stands in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True)


def secret(value: object, info: ValidationInfo) -> object:
    """The value itself, or what ``env:NAME`` or ``file:PATH`` points at."""
    if not isinstance(value, str):
        return value
    road, _, name = value.partition(":")
    if road == "env":
        return _from_environment(name)
    if road == "file":
        return _from_file(Path((info.context or {}).get("folder", "."), name))
    return value


def _from_environment(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise ValueError(f"environment variable {name} is not set")
    return value


def _from_file(path: Path) -> str:
    try:
        value = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise ValueError(f"the file {path} cannot be read") from error
    if not value:
        raise ValueError(f"the file {path} is empty")
    return value


def _clock(value: object) -> object:
    """A time as ``"03:30"`` or as a TOML time."""
    if not isinstance(value, str):
        return value
    try:
        return calendar.clock(value)
    except ValueError as error:
        raise ValueError('not a time; write it as "03:30"') from error


def http_address(value: str) -> str:
    """An address, which may be left out."""
    if value and not re.match(r"https?://[^/\s]+", value):
        raise ValueError("not an address; it begins with http:// or https://")
    return value.rstrip("/")


def one_line(value: object) -> object:
    """A name without blanks around it, as an import writes it."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _robot_key(value: str) -> str:
    """The key of a robot; whoever copies the whole address of its webhook means the key in it."""
    key = parse_qs(urlsplit(value).query).get("key", [""])[0] if "://" in value else value
    if not re.fullmatch(r"[A-Za-z0-9_-]+", key):
        raise ValueError("not the key of a robot; it stands behind key= in the address of its webhook")
    return key


Secret = Annotated[str, BeforeValidator(secret), Field(min_length=1, repr=False)]
#: A secret that only some settings of its section need.
MaybeSecret = Annotated[str, BeforeValidator(secret), Field(repr=False)]
RobotKey = Annotated[Secret, AfterValidator(_robot_key)]
GroupName = Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=100)]
Clock = Annotated[time, BeforeValidator(_clock)]
Address = Annotated[str, AfterValidator(http_address)]


def beside(path: str, info: ValidationInfo) -> str:
    """A path that was meant from the configuration file's folder."""
    return Path((info.context or {}).get("folder", "."), path).absolute().as_posix()


def loopback(host: str) -> bool:
    """Whether what listens there is heard on this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
