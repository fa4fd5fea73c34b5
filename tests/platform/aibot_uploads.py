"""Files that an AI bot lays down with the platform over its connection: begun, brought in pieces, finished."""

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

MB = 1024 * 1024
PIECE = 512 * 1024
SESSION = 30 * 60.0
KEPT = 3 * 24 * 3600.0
_MOST = {"file": 20 * MB, "image": 2 * MB, "video": 10 * MB, "voice": 2 * MB}


@dataclass
class Session:
    """One file on its way."""

    kind: str
    filename: str
    size: int
    chunks: int
    md5: str
    at: float
    pieces: dict[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """A file that the platform keeps."""

    kind: str
    filename: str
    content: bytes
    until: float


class Uploads:
    """The sessions and the files of one bot."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sessions: dict[str, Session] = {}
        self._numbers = count(1)
        self.kept: dict[str, Kept] = {}

    def has(self, kind: str, media_id: object) -> bool:
        """Whether a file of this kind may be shown."""
        found = self.kept.get(str(media_id))
        return found is not None and found.kind == kind and self._clock() < found.until

    def take(self, step: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """One of the three steps; its code and what is answered."""
        if step == "init":
            return self._init(body)
        session = self._sessions.get(str(body.get("upload_id")))
        if session is None or self._clock() - session.at > SESSION:
            return 846611, {}
        return self._chunk(session, body) if step == "chunk" else self._finish(str(body["upload_id"]), session)

    def _init(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        kind, name = str(body.get("type")), str(body.get("filename", ""))
        size, chunks = body.get("total_size"), body.get("total_chunks")
        if kind not in _MOST:
            return 846697, {}
        if not isinstance(size, int) or not isinstance(chunks, int) or not 1 <= chunks <= 100 or not name:
            return 40058, {}
        if not 5 <= size <= _MOST[kind] or len(name.encode()) > 256:
            return 40058, {}
        upload_id = f"upload-{next(self._numbers)}"
        self._sessions[upload_id] = Session(kind, name, size, chunks, str(body.get("md5", "")), self._clock())
        return 0, {"upload_id": upload_id}

    def _chunk(self, session: Session, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        index = body.get("chunk_index")
        if not isinstance(index, int) or not 0 <= index < session.chunks:
            return 846612, {}
        try:
            piece = base64.b64decode(str(body.get("base64_data", "")), validate=True)
        except binascii.Error:
            return 40058, {}
        if len(piece) > PIECE:
            return 846613, {}
        session.pieces.setdefault(index, piece)  # a piece that comes again is ignored
        return 0, {}

    def _finish(self, upload_id: str, session: Session) -> tuple[int, dict[str, Any]]:
        content = b"".join(session.pieces[index] for index in sorted(session.pieces))
        if len(session.pieces) != session.chunks or len(content) != session.size:
            return 846616, {}
        if session.md5 and hashlib.md5(content).hexdigest() != session.md5:  # noqa: S324
            return 40058, {}
        del self._sessions[upload_id]
        media_id = f"media-{next(self._numbers)}"
        self.kept[media_id] = Kept(session.kind, session.filename, content, self._clock() + KEPT)
        return 0, {"type": session.kind, "media_id": media_id, "created_at": str(int(self._clock()))}
