"""${message}.

Revision ${up_revision}, after ${down_revision or "nothing"}. A landed file is never edited; the way back is the copy
that was made before it.
"""

import sqlalchemy as sa
import sqlmodel  # noqa: F401
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Brings the schema here."""
    ${upgrades if upgrades else "pass"}
