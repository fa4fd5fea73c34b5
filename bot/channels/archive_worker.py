"""The process that calls the vendor's library: requests on stdin, answers on stdout, until stdin ends.

A frame is two lengths of four bytes, a JSON object and the bytes of a file. The first request loads the library; the
secret comes in it, so that it stands in no list of processes. The keys of the records never come here: what was sealed
with them is opened by the bot.

    {"call": "init", "path", "corp_id", "secret", "proxy", "proxy_login", "timeout_s"}
    {"call": "chat", "seq", "limit"}            ->  {"page"}
    {"call": "open", "sealed": [[key, text]]}   ->  {"opened": [text or null]}
    {"call": "media", "file", "index"}          ->  {"index", "finished"} and the bytes

Each may be answered with {"code"}, an error of the library, and the first with {"unusable"}.
"""

import ctypes
import json
import os
import signal
import struct
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from bot.channels.archive_library import Library, LibraryError, Unusable

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

HEAD = struct.Struct(">II")
#: Of prctl, on Linux: the signal that comes when the bot has died.
_DEATH_SIGNAL = 1

Answer = tuple[Mapping[str, Any], bytes]


def frame(fields: Mapping[str, Any], content: bytes = b"") -> bytes:
    """A request or an answer as it goes through the pipe."""
    told = json.dumps(fields).encode()
    return HEAD.pack(len(told), len(content)) + told + content


class Worker:
    """Answers requests, one after the other."""

    def __init__(self) -> None:
        self._library: Library | None = None

    def answer(self, asked: Mapping[str, Any]) -> Answer:
        """The answer to one request; what the library objects to is part of it."""
        try:
            return self._answer(asked)
        except LibraryError as error:
            return {"code": error.code}, b""
        except Unusable as error:
            return {"unusable": str(error)}, b""

    def _answer(self, asked: Mapping[str, Any]) -> Answer:
        if asked["call"] == "init":
            return self._init(asked)
        if self._library is None:
            raise Unusable("not loaded")
        if asked["call"] == "chat":
            return {"page": self._library.chat_data(asked["seq"], asked["limit"])}, b""
        if asked["call"] == "open":
            return {"opened": [_opened(self._library, one) for one in asked["sealed"]]}, b""
        piece = self._library.media(asked["file"], asked["index"].encode("latin-1"))
        return {"index": piece.index.decode("latin-1"), "finished": piece.finished}, piece.content

    def _init(self, asked: Mapping[str, Any]) -> Answer:
        library = Library(Path(asked["path"]), asked["proxy"], asked["proxy_login"], asked["timeout_s"])
        library.init(asked["corp_id"], asked["secret"])
        self._library = library
        return {}, b""


def _opened(library: Library, sealed: Sequence[str]) -> str | None:
    """What one record says; None when it cannot be opened, which must not keep the others closed."""
    try:
        return library.decrypt(sealed[0].encode("latin-1"), sealed[1])
    except LibraryError:
        return None


def _request(source: BinaryIO) -> Mapping[str, Any] | None:
    head = source.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    found: Mapping[str, Any] = json.loads(source.read(HEAD.unpack(head)[0]))
    return found


def main() -> None:
    """Answers until the bot closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all of a terminal; the bot ends us in its turn
    with suppress(OSError, AttributeError, TypeError):  # a call that hangs must not outlive a bot that was killed
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if resource is not None:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the secret must not lie in a dump
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever the library prints must not be taken for an answer
    worker = Worker()
    while (asked := _request(sys.stdin.buffer)) is not None:
        told.write(frame(*worker.answer(asked)))
        told.flush()


if __name__ == "__main__":
    main()
