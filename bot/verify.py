"""What `yexun verify` walks: the audit chain, and every file that the ledger says it keeps."""

from collections.abc import Iterable

from sqlalchemy import select as core_select
from sqlalchemy import union
from sqlmodel import Session, col

from bot.store import Found
from models import audit
from models.attachments import Attachment, AttachmentStatus
from models.errors import Refused


def chain(session: Session) -> int:
    """How many entries the audit chain has; raises Refused at its first break."""
    count, broken = audit.verify(session)
    if broken:
        raise Refused(
            f"the audit chain breaks at entry {broken.seq}: {broken.why}; the {count} before it hold. "
            "Keep this database as it is and compare it with a backup"
        )
    return count


def kept(session: Session) -> list[str]:
    """The SHA-256 of every file that must be in the media store, previews too."""
    stored = col(Attachment.status) == AttachmentStatus.STORED
    files = core_select(col(Attachment.sha256)).where(stored, col(Attachment.sha256) != "")
    previews = core_select(col(Attachment.preview)).where(stored, col(Attachment.preview) != "")
    return sorted(session.connection().execute(union(files, previews)).scalars())


def media(found: Iterable[Found], hashes: Iterable[str]) -> int:
    """How many files lie in the store, all whole; raises Refused at the first that was changed or is gone."""
    seen: set[str] = set()
    for one in found:
        if not one.sound:
            raise Refused(f"the media store breaks at {one.path}: its content was changed; {len(seen)} before it hold")
        seen.add(one.sha256)
    for sha256 in hashes:
        if sha256 not in seen:
            raise Refused(f"the media store breaks at {sha256}: the ledger names it and no such file is there")
    return len(seen)
