"""The ledger: hazards, incidents, tips, zero reports, why letters waited.

Revision 0002, after 0001. A landed file is never edited; the way back is the copy that was made before it.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Brings the schema here."""
    _letterstep()
    _tip()
    _tippush()
    _incident()
    _hazard()
    _incidentcall()
    _incidententry()
    _extension()
    _hazardevent()
    _hazardpicture()
    _due()
    _jobrun()
    _obligation()
    _report()
    _work_group()
    _message()


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _letterstep() -> None:
    op.create_table(
        "letterstep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turned", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("turned IN ('held', 'merged', 'suppressed')", name=op.f("ck_letterstep_turned")),
        sa.PrimaryKeyConstraint("id", name="pk_letterstep"),
    )
    op.create_index("ix_letterstep_key", "letterstep", ["key"])


def _tip() -> None:
    op.create_table(
        "tip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("clip", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("tags", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=60), nullable=False),
        sa.CheckConstraint("kind IN ('link', 'video')", name=op.f("ck_tip_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_tip"),
        sa.UniqueConstraint("kind", "title", name="uq_tip_kind_title"),
    )


def _tippush() -> None:
    op.create_table(
        "tippush",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tip_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name="fk_tippush_group_id_work_group"),
        sa.ForeignKeyConstraint(["tip_id"], ["tip.id"], name="fk_tippush_tip_id_tip"),
        sa.PrimaryKeyConstraint("id", name="pk_tippush"),
        sa.UniqueConstraint("tip_id", "day", "group_id", name="uq_tippush_tip_id_day_group_id"),
    )
    op.create_index("ix_tippush_day", "tippush", ["day"])
    op.create_index("ix_tippush_key", "tippush", ["key"])


def _incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("sender", sa.String(length=128), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_type", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("injured", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('incident', 'anomaly')", name=op.f("ck_incident_kind")),
        sa.CheckConstraint("status IN ('open', 'taken', 'closed', 'false_alarm')", name=op.f("ck_incident_status")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name="fk_incident_closed_by_person"),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name="fk_incident_enterprise_id_enterprise"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_incident_message_id_message"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_incident_person_id_person"),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name="fk_incident_taken_by_person"),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
    )
    op.create_index("ix_incident_active", "incident", ["id"], **_where("status IN ('open', 'taken')"))
    op.create_index("ix_incident_enterprise", "incident", ["enterprise_id", "opened_at"])
    op.create_index("ix_incident_sender", "incident", ["channel", "sender", "opened_at"])


def _hazard() -> None:
    op.create_table(
        "hazard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("level_open", sa.Boolean(), nullable=False),
        sa.Column("level_hint", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("measures", sa.String(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("first_deadline", sa.Date(), nullable=True),
        sa.Column("funds", sa.String(length=20), nullable=True),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("control", sa.String(), nullable=False),
        sa.Column("acceptance_team", sa.String(), nullable=False),
        sa.Column("on_the_spot", sa.Boolean(), nullable=False),
        sa.Column("assigned", sa.Boolean(), nullable=False),
        sa.Column("moved_times", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rectified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("second_name", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("asked_times", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("level IN ('general', 'major')", name=op.f("ck_hazard_level")),
        sa.CheckConstraint(
            "source IN ('patrol', 'self_check', 'department', 'expert', 'third_party', 'tip_off', 'superior')",
            name=op.f("ck_hazard_source"),
        ),
        sa.CheckConstraint(
            "status IN ('registered', 'rectifying', 'awaiting_recheck', 'closed', 'void')",
            name=op.f("ck_hazard_status"),
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name="fk_hazard_closed_by_person"),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name="fk_hazard_enterprise_id_enterprise"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_hazard_message_id_message"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_hazard_person_id_person"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_hazard_report_id_report"),
        sa.ForeignKeyConstraint(["verified_by"], ["person.id"], name="fk_hazard_verified_by_person"),
        sa.PrimaryKeyConstraint("id", name="pk_hazard"),
        sa.UniqueConstraint("number", name="uq_hazard_number"),
        sa.UniqueConstraint("year", "serial", name="uq_hazard_year_serial"),
    )
    op.create_index("ix_hazard_deadline", "hazard", ["status", "deadline", "enterprise_id"])
    op.create_index("ix_hazard_enterprise", "hazard", ["enterprise_id", "status"])
    op.create_index("ix_hazard_found_at", "hazard", ["found_at"])
    op.create_index("ix_hazard_major", "hazard", ["status"], **_where("level = 'major'"))
    op.create_index("ix_hazard_message_id", "hazard", ["message_id"])
    op.create_index("ix_hazard_report_id", "hazard", ["report_id"])


def _incidentcall() -> None:
    op.create_table(
        "incidentcall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_incidentcall_incident_id_incident"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_incidentcall_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_incidentcall"),
        sa.UniqueConstraint(
            "incident_id", "person_id", "minutes", name="uq_incidentcall_incident_id_person_id_minutes"
        ),
    )


def _incidententry() -> None:
    op.create_table(
        "incidententry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("officer", sa.Boolean(), nullable=False),
        sa.Column("recalled", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('initial', 'follow_up', 'final', 'false_alarm')", name=op.f("ck_incidententry_stage")
        ),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_incidententry_incident_id_incident"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_incidententry_message_id_message"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_incidententry_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_incidententry"),
        sa.UniqueConstraint("incident_id", "message_id", "stage", name="uq_incidententry_incident_id_message_id_stage"),
    )
    op.create_index("ix_incidententry_message_id", "incidententry", ["message_id"])


def _extension() -> None:
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("control", sa.String(), nullable=False),
        sa.Column("old_deadline", sa.Date(), nullable=True),
        sa.Column("wanted", sa.Date(), nullable=True),
        sa.Column("granted", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'shorter', 'rejected', 'moved', 'dropped')",
            name=op.f("ck_extension_status"),
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_extension_decided_by_person"),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name="fk_extension_hazard_id_hazard"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_extension_message_id_message"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_extension_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_extension"),
    )
    op.create_index("ix_extension_hazard_id", "extension", ["hazard_id"])
    op.create_index("ix_extension_pending", "extension", ["hazard_id"], **_where("status = 'pending'"))


def _hazardevent() -> None:
    op.create_table(
        "hazardevent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("move", sa.String(length=30), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name="fk_hazardevent_hazard_id_hazard"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_hazardevent_message_id_message"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_hazardevent_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_hazardevent"),
    )
    op.create_index("ix_hazardevent_hazard_id", "hazardevent", ["hazard_id"])


def _hazardpicture() -> None:
    op.create_table(
        "hazardpicture",
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.CheckConstraint("stage IN ('before', 'after')", name=op.f("ck_hazardpicture_stage")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name="fk_hazardpicture_attachment_id_attachment"),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name="fk_hazardpicture_hazard_id_hazard"),
        sa.PrimaryKeyConstraint("hazard_id", "attachment_id", name="pk_hazardpicture"),
    )


def _due() -> None:
    with op.batch_alter_table("due") as batch:
        batch.create_index(
            "ix_due_trial",
            ["kind", "night", "status"],
            unique=False,
            sqlite_where=sa.text("trial IS 1"),
            postgresql_where=sa.text("trial IS true"),
        )


def _jobrun() -> None:
    with op.batch_alter_table("jobrun") as batch:
        batch.add_column(sa.Column("cursor", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("jobrun") as batch:  # the default was for the rows that stood there
        batch.alter_column("cursor", server_default=None)


def _obligation() -> None:
    with op.batch_alter_table("obligation") as batch:
        batch.add_column(sa.Column("by_day", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("workdays", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.drop_constraint(op.f("ck_obligation_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_obligation_kind"), sa.text("kind IN ('patrol', 'zero')"))
    with op.batch_alter_table("obligation") as batch:  # the default was for the rows that stood there
        batch.alter_column("by_day", server_default=None)
        batch.alter_column("workdays", server_default=None)


def _report() -> None:
    with op.batch_alter_table("report") as batch:
        batch.add_column(sa.Column("declared", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("again", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("proxy_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("proxy_name", sa.String(length=40), nullable=False, server_default=""))
        batch.create_index("ix_report_proxy", ["proxy_by"], unique=False, **_where("proxy_by IS NOT NULL"))
        batch.create_foreign_key("fk_report_proxy_by_person", "person", ["proxy_by"], ["id"])
        batch.drop_constraint(op.f("ck_report_kind"), type_="check")
        batch.create_check_constraint(
            op.f("ck_report_kind"), sa.text("kind IN ('patrol', 'early', 'zero', 'evidence', 'remark')")
        )
    with op.batch_alter_table("report") as batch:  # the default was for the rows that stood there
        batch.alter_column("again", server_default=None)
        batch.alter_column("proxy_name", server_default=None)


def _work_group() -> None:
    with op.batch_alter_table("work_group") as batch:
        batch.add_column(sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("disabled_why", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("work_group") as batch:  # the default was for the rows that stood there
        batch.alter_column("disabled_why", server_default=None)


def _message() -> None:
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint(op.f("ck_message_kind"), type_="check")
        batch.create_check_constraint(
            op.f("ck_message_kind"),
            sa.text(
                "kind IN ('text', 'image', 'voice', 'video', 'file', 'location', 'link', 'mixed', 'event', "
                "'recall', 'unknown')"
            ),
        )
