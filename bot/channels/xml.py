"""The XML of the platform's letters: one opened letter becomes its fields, and nothing that a parser can be misled by.

wechatpy reads the same with a hundred lines of Python for each letter, in five times the time; it is the oracle in the
tests.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from models.errors import BadInput

#: As wide as the columns; longer ones are no ids of this platform.
MOST_SENDER = 128
MOST_ID = 100
#: No message of the platform comes near this.
MOST_DEPTH = 32

#: A letter begins with its element: nothing that stands before it, a document type with its entities least of all,
#: comes from the platform, and behind it a parser takes none. (Blanks stand in one place only: in two, a letter of
#: nothing but blanks would be tried with each division of them.)
_BEGINS = re.compile(r"\s*(?:<\?xml[^<>]*\?>\s*)?<xml[\s>]")
#: Characters that XML 1.0 does not have, although people paste them.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Fields = Mapping[str, Any]


def opened(letter: bytes) -> tuple[str, Fields]:
    """The text of a letter and its fields; raises BadInput. A field may have fields of its own."""
    try:
        xml = letter.decode()
    except UnicodeDecodeError as error:
        msg = "not UTF-8"
        raise BadInput(msg) from error
    try:
        return xml, fields(xml)
    except BadInput:
        cleaned = _NOT_XML.sub("", xml)
        if cleaned == xml:
            raise
        return cleaned, fields(cleaned)


def fields(xml: str) -> Fields:
    """The fields of a letter whose kind is told; raises BadInput."""
    if not _BEGINS.match(xml):
        msg = "no letter of the platform begins like this"
        raise BadInput(msg)
    try:
        root = fromstring(xml)  # noqa: S314 - of signed letters alone, and without a document type
    except (ParseError, ValueError) as error:
        msg = f"the XML cannot be read: {type(error).__name__}"
        raise BadInput(msg) from error
    found = _inside(root, 1)
    kind = word(found, "MsgType")
    if not kind or (kind.lower() == "event" and not word(found, "Event")):
        msg = "a letter that does not say what it is"
        raise BadInput(msg)
    return found


def _inside(element: Element, depth: int) -> dict[str, Any]:
    if depth > MOST_DEPTH:
        msg = "nested too deeply"
        raise BadInput(msg)
    found: dict[str, Any] = {}
    for child in element:
        value = _inside(child, depth + 1) if len(child) else (child.text or "").strip() or None
        if child.tag in found:
            before = found[child.tag]
            found[child.tag] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            found[child.tag] = value
    return found


def word(told: Fields, name: str) -> str:
    """A field as text; empty when it is missing, empty, repeated or has fields of its own."""
    value = told.get(name)
    return value if isinstance(value, str) else ""


def sender(told: Fields) -> str:
    """Who sent it, empty when nobody did; raises BadInput."""
    found = word(told, "FromUserName")
    if len(found) > MOST_SENDER:
        msg = "the sender's id is too long"
        raise BadInput(msg)
    return found


def sent_at(told: Fields, now: datetime) -> datetime:
    """When it was sent, now when it does not say; raises BadInput."""
    stamp = told.get("CreateTime")
    if stamp is None:
        return now
    try:
        return datetime.fromtimestamp(int(stamp), UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        msg = "CreateTime is not a time"
        raise BadInput(msg) from error


def message_id(told: Fields, meant: object = None) -> str:
    """The platform's id; for what has none, as events, the digest of what is meant: all that it says, in any order."""
    given = word(told, "MsgId")
    if given.strip("0") and len(given) <= MOST_ID:
        return given
    said = json.dumps(meant or told, sort_keys=True, ensure_ascii=False)
    return "sha1:" + hashlib.sha1(said.encode("utf-8", "replace")).hexdigest()  # noqa: S324 - a name, not a proof
