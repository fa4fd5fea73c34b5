"""What a letter that still waits says besides what it was posted for: the other acts of one message in its receipt."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from models import outbox
from models.outbox import Outgoing, OutgoingStatus


def enclose(session: Session, key: str, texts: Sequence[str]) -> bool:
    """Lets a letter say these texts too; False when it is on its way already."""
    letter = _waiting(session, key)
    if letter is None:
        return False
    letter.about = {**letter.about, "besides": [*letter.about.get("besides", ()), *texts]}
    session.add(letter)
    session.flush()
    return True


def unsay(session: Session, key: str, now: datetime, reason: str) -> bool:
    """Takes back a letter as `outbox.withdraw` does; what it was to say besides is said alone."""
    letter = _waiting(session, key)
    texts = letter.about.get("besides", ()) if letter else ()
    if letter is None or not texts:
        return outbox.withdraw(session, key, now, reason)
    letter.kind, letter.text, letter.choices, letter.about = "answer", "\n".join(texts), {}, {}
    letter.not_before = now
    session.add(letter)
    session.flush()
    return True


def _waiting(session: Session, key: str) -> Outgoing | None:
    letter = outbox.by_key(session, key)
    if letter:
        session.refresh(letter)
    return letter if letter and letter.status == OutgoingStatus.PENDING else None
