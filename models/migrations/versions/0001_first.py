"""The first schema.

Revision 0001, after nothing. A landed file is never edited; the way back is the copy that was made before it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Brings the schema here."""
    _audit()
    _auditsalt()
    _cursor()
    _enterprise()
    _jobrun()
    _message()
    _obligation()
    _outage()
    _pulse()
    _setting()
    _stranger()
    _work_group()
    _attachment()
    _groupenterprise()
    _person()
    _binding()
    _bindingcode()
    _outgoing()
    _report()
    _shift()
    _due()
    _reportpiece()


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )


def _auditsalt() -> None:
    op.create_table(
        "auditsalt",
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_auditsalt"),
    )


def _cursor() -> None:
    op.create_table(
        "cursor",
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("position", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_cursor"),
    )


def _enterprise() -> None:
    op.create_table(
        "enterprise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("shorts", sa.String(), nullable=False),
        sa.Column("class_name", sa.String(length=40), nullable=False),
        sa.Column("major", sa.Boolean(), nullable=False),
        sa.Column("grid", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_enterprise"),
        sa.UniqueConstraint("name", name="uq_enterprise_name"),
    )
    op.create_index("ix_enterprise_class_name", "enterprise", ["class_name"])


def _jobrun() -> None:
    op.create_table(
        "jobrun",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("planned_for", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status IN ('planned', 'claimed', 'done', 'skipped', 'failed')", name=op.f("ck_jobrun_status")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_jobrun"),
        sa.UniqueConstraint("job", "planned_for", name="uq_jobrun_job_planned_for"),
    )
    op.create_index("ix_jobrun_status", "jobrun", ["status"])


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("msg_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("sender", sa.String(length=128), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reply_to", sa.String(), nullable=False),
        sa.Column("mentions_bot", sa.Boolean(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('text', 'image', 'voice', 'video', 'file', 'location', 'link', 'mixed', 'event', 'unknown')",
            name=op.f("ck_message_kind"),
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'claimed', 'done', 'aside', 'failed')", name=op.f("ck_message_status")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("channel", "msg_id", name="uq_message_channel_msg_id"),
    )
    op.create_index(
        "ix_message_pending",
        "message",
        ["id"],
        sqlite_where=sa.text("status IN ('pending', 'claimed')"),
        postgresql_where=sa.text("status IN ('pending', 'claimed')"),
    )
    op.create_index(
        "ix_message_queue",
        "message",
        ["channel", "sender", "chat", "id"],
        sqlite_where=sa.text("status IN ('pending', 'claimed')"),
        postgresql_where=sa.text("status IN ('pending', 'claimed')"),
    )
    op.create_index("ix_message_received_at", "message", ["received_at"])
    op.create_index("ix_message_sender", "message", ["channel", "sender", "id"])


def _obligation() -> None:
    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("class_name", sa.String(length=40), nullable=False),
        sa.Column("owes", sa.Boolean(), nullable=False),
        sa.Column("opens", sa.String(), nullable=False),
        sa.Column("closes", sa.String(), nullable=False),
        sa.Column("cut_off", sa.String(), nullable=False),
        sa.Column("made_up_until", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('patrol')", name=op.f("ck_obligation_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_obligation"),
        sa.UniqueConstraint("kind", "class_name", name="uq_obligation_kind_class_name"),
    )


def _outage() -> None:
    op.create_table(
        "outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outage"),
    )
    op.create_index("ix_outage_began_at", "outage", ["began_at"])


def _pulse() -> None:
    op.create_table(
        "pulse",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_pulse"),
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )


def _stranger() -> None:
    op.create_table(
        "stranger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=128), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("wrong_code_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_stranger"),
        sa.UniqueConstraint("channel", "user_id", name="uq_stranger_channel_user_id"),
    )


def _work_group() -> None:
    op.create_table(
        "work_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_work_group"),
        sa.UniqueConstraint("channel", "chat", name="uq_work_group_channel_chat"),
    )


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("locator", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("duration_s", sa.Float(), nullable=True),
        sa.Column("preview", sa.String(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.CheckConstraint("status IN ('wanted', 'fetching', 'stored', 'lost')", name=op.f("ck_attachment_status")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_attachment_message_id_message"),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
        sa.UniqueConstraint("message_id", "ordinal", name="uq_attachment_message_id_ordinal"),
    )
    op.create_index("ix_attachment_message_id", "attachment", ["message_id"])
    op.create_index("ix_attachment_sha256", "attachment", ["sha256"])
    op.create_index("ix_attachment_stored_at", "attachment", ["stored_at"])
    op.create_index(
        "ix_attachment_wanted",
        "attachment",
        ["next_at"],
        sqlite_where=sa.text("status IN ('wanted', 'fetching')"),
        postgresql_where=sa.text("status IN ('wanted', 'fetching')"),
    )


def _groupenterprise() -> None:
    op.create_table(
        "groupenterprise",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name="fk_groupenterprise_enterprise_id_enterprise"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["work_group.id"], name="fk_groupenterprise_group_id_work_group"),
        sa.PrimaryKeyConstraint("group_id", "enterprise_id", name="pk_groupenterprise"),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("grid", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "role IN ('报送员', '安全员', '主要负责人', '值班员', '监管员', '科长', '带班领导', '专家', '管理员')",
            name=op.f("ck_person_role"),
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name="fk_person_enterprise_id_enterprise"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("name", "role", "enterprise_id", name="uq_person_name_role_enterprise_id"),
    )
    op.create_index("ix_person_enterprise_id", "person", ["enterprise_id"])


def _binding() -> None:
    op.create_table(
        "binding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=128), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_binding_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_binding"),
        sa.UniqueConstraint("channel", "user_id", "person_id", name="uq_binding_channel_user_id_person_id"),
    )
    op.create_index("ix_binding_person_id", "binding", ["person_id"])


def _bindingcode() -> None:
    op.create_table(
        "bindingcode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name="fk_bindingcode_issued_by_person"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_bindingcode_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_bindingcode"),
    )
    op.create_index("ix_bindingcode_digest", "bindingcode", ["digest"])


def _outgoing() -> None:
    op.create_table(
        "outgoing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=340), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("to_user", sa.String(length=128), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stale_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("platform_id", sa.String(), nullable=False),
        sa.Column("parts_sent", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'sending', 'sent', 'refused', 'stale', 'withdrawn')", name=op.f("ck_outgoing_status")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_outgoing_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing"),
        sa.UniqueConstraint("key", name="uq_outgoing_key"),
    )
    op.create_index("ix_outgoing_address", "outgoing", ["channel", "to_user", "chat", "settled_at"])
    op.create_index("ix_outgoing_person_id", "outgoing", ["person_id"])
    op.create_index(
        "ix_outgoing_queue",
        "outgoing",
        ["priority", "id"],
        sqlite_where=sa.text("status IN ('pending', 'sending')"),
        postgresql_where=sa.text("status IN ('pending', 'sending')"),
    )
    op.create_index(
        "ix_outgoing_turn",
        "outgoing",
        ["address", "priority", "id"],
        sqlite_where=sa.text("status IN ('pending', 'sending')"),
        postgresql_where=sa.text("status IN ('pending', 'sending')"),
    )


def _report() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("sender", sa.String(length=128), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_received", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_received", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("night", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("hazard_count", sa.Integer(), nullable=True),
        sa.Column("places", sa.String(), nullable=False),
        sa.Column("videos", sa.Integer(), nullable=False),
        sa.Column("photos", sa.Integer(), nullable=False),
        sa.Column("voices", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("receipts", sa.Integer(), nullable=False),
        sa.Column("receipted", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('patrol', 'early', 'evidence', 'remark')", name=op.f("ck_report_kind")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name="fk_report_enterprise_id_enterprise"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_report_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
    )
    op.create_index("ix_report_enterprise", "report", ["enterprise_id", "first_at"])
    op.create_index("ix_report_person_id", "report", ["person_id"])
    op.create_index("ix_report_sender", "report", ["channel", "sender", "chat", "first_at"])


def _shift() -> None:
    op.create_table(
        "shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], name="fk_shift_leader_id_person"),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name="fk_shift_officer_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_shift"),
        sa.UniqueConstraint("starts_at", "name", name="uq_shift_starts_at_name"),
    )
    op.create_index("ix_shift_starts_at", "shift", ["starts_at"])


def _due() -> None:
    op.create_table(
        "due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cut_off_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_up_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("satisfied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'reported', 'late', 'missed', 'made_up', 'exempt', 'unverified')",
            name=op.f("ck_due_status"),
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name="fk_due_enterprise_id_enterprise"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_due_report_id_report"),
        sa.PrimaryKeyConstraint("id", name="pk_due"),
        sa.UniqueConstraint("kind", "enterprise_id", "night", name="uq_due_kind_enterprise_id_night"),
    )
    op.create_index("ix_due_enterprise_id", "due", ["enterprise_id"])
    op.create_index("ix_due_night", "due", ["kind", "night", "status"])
    op.create_index(
        "ix_due_waiting",
        "due",
        ["cut_off_at"],
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )


def _reportpiece() -> None:
    op.create_table(
        "reportpiece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_reportpiece_message_id_message"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_reportpiece_report_id_report"),
        sa.PrimaryKeyConstraint("id", name="pk_reportpiece"),
        sa.UniqueConstraint("message_id", name="uq_reportpiece_message_id"),
    )
    op.create_index("ix_reportpiece_report_id", "reportpiece", ["report_id"])
