"""What alembic runs: on the connection that `bot.migrate` hands over, against every table of the ledger."""

from alembic import context
from sqlmodel import SQLModel

from models import tables

assert tables.TABLES  # noqa: S101 - importing it is what makes the metadata whole

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite changes a column by copying its table
    transactional_ddl=True,  # our SQLite engine begins real transactions, so half a schema cannot stay
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
