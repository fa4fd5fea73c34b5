"""The vendor's C library of the conversation archive (libWeWorkFinanceSdk_C), as it is at a configured path.

Loaded in a process of its own alone (`archive_worker`): it is nobody's but the vendor's, and what it does wrong must
not end the bot. Nothing of ours is imported here.
"""

import ctypes
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, c_char, c_char_p, c_int, c_uint, c_uint64, c_void_p
from dataclasses import dataclass
from pathlib import Path

#: A page with another answer than JSON: the library's own word for it.
UNREADABLE = 10002


class LibraryError(Exception):
    """The library answered with an error code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"error {code}")
        self.code = code


class Unusable(Exception):
    """There is no such library, or it is not the vendor's."""


@dataclass(frozen=True)
class Piece:
    """A piece of a file, and where the next one begins."""

    content: bytes
    index: bytes
    finished: bool


class _Slice(ctypes.Structure):
    _fields_ = (("buf", POINTER(c_char)), ("len", c_int))  # bytes with a length: no text that ends at a NUL


class _Media(ctypes.Structure):
    _fields_ = (
        ("outindexbuf", POINTER(c_char)),
        ("out_len", c_int),
        ("data", POINTER(c_char)),
        ("data_len", c_int),
        ("is_finish", c_int),
    )


#: name -> what it returns and takes; every pointer must be told as one, or half of its 64 bits are lost
_FUNCTIONS = {
    "NewSdk": (c_void_p, ()),
    "DestroySdk": (None, (c_void_p,)),
    "Init": (c_int, (c_void_p, c_char_p, c_char_p)),
    "NewSlice": (c_void_p, ()),
    "FreeSlice": (None, (c_void_p,)),
    "NewMediaData": (c_void_p, ()),
    "FreeMediaData": (None, (c_void_p,)),
    "GetChatData": (c_int, (c_void_p, c_uint64, c_uint, c_char_p, c_char_p, c_int, c_void_p)),
    "DecryptData": (c_int, (c_char_p, c_char_p, c_void_p)),
    "GetMediaData": (c_int, (c_void_p, c_char_p, c_char_p, c_char_p, c_char_p, c_int, c_void_p)),
}


class Library:
    """The one object of the library that a process may have."""

    def __init__(self, path: Path, proxy: str = "", proxy_login: str = "", timeout_s: int = 10) -> None:
        self._c = _loaded(path)
        self._road = (proxy.encode(), proxy_login.encode(), timeout_s)
        self._sdk = self._c.NewSdk()

    def init(self, corp_id: str, secret: str) -> None:
        """Says who asks; raises LibraryError."""
        _must(self._c.Init(self._sdk, corp_id.encode(), secret.encode()))

    def chat_data(self, seq: int, limit: int) -> str:
        """The page of records after a sequence number, as JSON; raises LibraryError."""
        found = self._slice(lambda out: self._c.GetChatData(self._sdk, seq, limit, *self._road, out))
        try:
            told = found.decode()
            code = int(json.loads(told)["errcode"])
        except (ValueError, TypeError, KeyError) as error:
            raise LibraryError(UNREADABLE) from error
        _must(code)
        return told

    def decrypt(self, key: bytes, sealed: str) -> str:
        """What a record says, by the key that was sealed beside it; raises LibraryError."""
        found = self._slice(lambda out: self._c.DecryptData(key, sealed.encode(), out))
        return found.decode("utf-8", "replace")

    def media(self, file_id: str, index: bytes) -> Piece:
        """The piece of a file that an index names, the first for an empty one; raises LibraryError."""
        with self._made("MediaData") as out:
            _must(self._c.GetMediaData(self._sdk, index, file_id.encode(), *self._road, out))
            told = ctypes.cast(out, POINTER(_Media)).contents
            content = ctypes.string_at(told.data, told.data_len) if told.data_len > 0 else b""
            after = ctypes.string_at(told.outindexbuf, told.out_len) if told.out_len > 0 else b""
            return Piece(content, after, told.is_finish == 1)

    def _slice(self, call: Callable[[int], int]) -> bytes:
        with self._made("Slice") as out:
            _must(call(out))
            told = ctypes.cast(out, POINTER(_Slice)).contents
            return ctypes.string_at(told.buf, told.len) if told.len > 0 else b""

    @contextmanager
    def _made(self, what: str) -> Iterator[int]:
        made = getattr(self._c, f"New{what}")()
        try:
            yield made
        finally:
            getattr(self._c, f"Free{what}")(made)


def _loaded(path: Path) -> ctypes.CDLL:
    try:
        found = ctypes.CDLL(str(path))
        for name, (gives, takes) in _FUNCTIONS.items():
            function = getattr(found, name)
            function.restype, function.argtypes = gives, takes
    except (OSError, AttributeError) as error:
        raise Unusable(str(error)) from error
    return found


def _must(code: int) -> None:
    if code:
        raise LibraryError(code)
