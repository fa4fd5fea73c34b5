"""Years of rows: what is asked around every message and tick is found by an index, not through all that ever was.

Revision 0006, after 0005. A landed file is never edited; the way back is the copy that was made before it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Brings the schema here."""
    _due()
    _notice()
    _outgoing()
    _report()


def _due() -> None:
    """What waits and what was missed by its kind or moment; what an enterprise owes now, not what it ever owed."""
    with op.batch_alter_table("due") as batch:
        batch.drop_index("ix_due_waiting")
        batch.create_index("ix_due_waiting", ["kind", "cut_off_at"], unique=False, **_where("status = 'waiting'"))
        batch.create_index("ix_due_missed", ["cut_off_at"], unique=False, **_where("status = 'missed'"))
        batch.create_index("ix_due_enterprise", ["enterprise_id", "made_up_until"], unique=False)
        batch.drop_index(op.f("ix_due_enterprise_id"))


def _notice() -> None:
    """As questions word it: to SQLite `IN` with one value is another condition than `=`."""
    with op.batch_alter_table("notice") as batch:
        batch.drop_index("ix_notice_sent")
        batch.create_index("ix_notice_sent", ["posted_at"], unique=False, **_where("status = 'sent'"))


def _outgoing() -> None:
    """What was last said to somebody, by the moment and not through all their letters.

    For some days 0005 did this already: who migrated then has the one index and no longer the other.
    """
    op.create_index("ix_outgoing_person", "outgoing", ["person_id", "settled_at"], unique=False, if_not_exists=True)
    op.drop_index("ix_outgoing_person_id", "outgoing", if_exists=True)


def _report() -> None:
    with op.batch_alter_table("report") as batch:
        batch.create_index("ix_report_person", ["person_id", "first_at"], unique=False)
        batch.drop_index(op.f("ix_report_person_id"))


def _where(condition: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
