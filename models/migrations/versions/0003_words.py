"""How messages were read, what was unclear, what an office taught, and the index that the ledger's texts are found by.

Revision 0003, after 0002. A landed file is never edited; the way back is the copy that was made before it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Brings the schema here."""
    op.add_column("message", sa.Column("understood", sa.JSON(), nullable=True))
    _unclear()
    _rememberedname()
    _taught()
    _ledgertext()


def _unclear() -> None:
    op.create_table(
        "unclear",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("doubt", sa.String(length=40), nullable=False),
        sa.Column("understood", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('asked', 'answered', 'dropped', 'listed', 'handled', 'kept', 'corrected')",
            name=op.f("ck_unclear_status"),
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name="fk_unclear_enterprise_id_enterprise"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_unclear_message_id_message"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_unclear_person_id_person"),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name="fk_unclear_settled_by_person"),
        sa.PrimaryKeyConstraint("id", name="pk_unclear"),
        sa.UniqueConstraint("message_id", name="uq_unclear_message_id"),
    )
    waiting = sa.text("status IN ('asked', 'listed')")
    op.create_index(
        "ix_unclear_waiting", "unclear", ["status", "asked_at"], sqlite_where=waiting, postgresql_where=waiting
    )


def _rememberedname() -> None:
    op.create_table(
        "rememberedname",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=128), nullable=False),
        sa.Column("short", sa.String(length=200), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name="fk_rememberedname_enterprise_id_enterprise"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rememberedname"),
        sa.UniqueConstraint("channel", "user_id", "short", name="uq_rememberedname_channel_user_id_short"),
    )


def _taught() -> None:
    op.create_table(
        "taught",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.Column("means", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('short', 'place', 'phrase')", name=op.f("ck_taught_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_taught"),
    )
    stands = sa.text("withdrawn_at IS NULL")
    op.create_index("uq_taught_word", "taught", ["word"], unique=True, sqlite_where=stands, postgresql_where=stands)


def _ledgertext() -> None:
    op.create_table(
        "ledgertext",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("tokens", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('hazard', 'round', 'incident')", name=op.f("ck_ledgertext_kind")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name="fk_ledgertext_enterprise_id_enterprise"),
        sa.PrimaryKeyConstraint("id", name="pk_ledgertext"),
        sa.UniqueConstraint("kind", "row_id", name="uq_ledgertext_kind_row_id"),
    )
    of_this_database = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
    for statement in of_this_database:
        op.get_bind().exec_driver_sql(statement)


_POSTGRESQL = ("CREATE INDEX ix_ledgertext_tokens ON ledgertext USING gin (to_tsvector('simple', tokens))",)
_SQLITE = (
    """CREATE VIRTUAL TABLE ledgertext_index USING fts5(
    tokens, enterprise_id, kind, content='ledgertext', content_rowid='id', tokenize='ascii')""",
    """CREATE TRIGGER ledgertext_put AFTER INSERT ON ledgertext BEGIN
    INSERT INTO ledgertext_index(rowid, tokens, enterprise_id, kind)
    VALUES (new.id, new.tokens, new.enterprise_id, new.kind);
END""",
    """CREATE TRIGGER ledgertext_take AFTER DELETE ON ledgertext BEGIN
    INSERT INTO ledgertext_index(ledgertext_index, rowid, tokens, enterprise_id, kind)
    VALUES ('delete', old.id, old.tokens, old.enterprise_id, old.kind);
END""",
    """CREATE TRIGGER ledgertext_change AFTER UPDATE ON ledgertext BEGIN
    INSERT INTO ledgertext_index(ledgertext_index, rowid, tokens, enterprise_id, kind)
    VALUES ('delete', old.id, old.tokens, old.enterprise_id, old.kind);
    INSERT INTO ledgertext_index(rowid, tokens, enterprise_id, kind)
    VALUES (new.id, new.tokens, new.enterprise_id, new.kind);
END""",
)
