"""What nobody has said again within two hours goes to the officers' list; nobody is woken for it."""

from datetime import datetime

from sqlmodel import Session

from models import unclear


def put_on_list(session: Session, planned: datetime, now: datetime) -> str:
    """Settles what has waited for two hours: by the ledger where it shows the answer, else by the list."""
    listed, answered = unclear.put_on_list(session, now)
    return f"{listed} listed, {answered} answered meanwhile"
