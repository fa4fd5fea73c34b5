"""The clock: what is owed by rules, key periods, stops, notices, dates, the rota, tip-offs.

Revision 0005, after 0004. A landed file is never edited; the way back is the copy that was made before it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Brings the schema here."""
    _officeday()
    _upwardclock()
    _weatherprofile()
    _expiring()
    _tiplink()
    _above_form()
    _contacttest()
    _exemption()
    _keyperiod()
    _notice()
    _superior_order()
    _tip_off()
    _toldstep()
    _commitment()
    _contactprobe()
    _drill()
    _form_sent()
    _notice_answer()
    _notice_plant()
    _notice_step()
    _shiftofficer()
    _specialwork()
    _swap()
    _tip_off_opening()
    _tip_off_piece()
    _upwardreport()
    _annex_step()
    _order_hazard()
    _due()
    _enterprise()
    _incident()
    _obligation()
    _report()
    _shift()
    _tip()


def _officeday() -> None:
    op.create_table(
        "officeday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_officeday")),
    )


def _upwardclock() -> None:
    op.create_table(
        "upwardclock",
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("sender", sa.String(length=40), nullable=False),
        sa.Column("receiver", sa.String(length=40), nullable=False),
        sa.Column("manner", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("article", sa.String(length=40), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.CheckConstraint("manner IN ('', 'phone', 'written')", name=op.f("ck_upwardclock_manner")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_upwardclock")),
    )


def _weatherprofile() -> None:
    op.create_table(
        "weatherprofile",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("aliases", sa.String(length=200), nullable=False),
        sa.Column("colours", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("checks", sa.String(length=200), nullable=False),
        sa.Column("goods", sa.String(), nullable=False),
        sa.Column("places", sa.String(), nullable=False),
        sa.Column("months", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_weatherprofile")),
    )


def _expiring() -> None:
    op.create_table(
        "expiring",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("recheck_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=100), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('certificate', 'licence', 'plan', 'filing', 'evaluation', 'risk_review', 'other')",
            name=op.f("ck_expiring_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_expiring_enterprise_id_enterprise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expiring")),
    )
    with op.batch_alter_table("expiring") as batch:
        batch.create_index("ix_expiring_enterprise", ["enterprise_id", "kind"], unique=False)


def _tiplink() -> None:
    op.create_table(
        "tiplink",
        sa.Column("tip_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('alive', 'gone', 'silent')", name=op.f("ck_tiplink_state")),
        sa.ForeignKeyConstraint(["tip_id"], ["tip.id"], name=op.f("fk_tiplink_tip_id_tip")),
        sa.PrimaryKeyConstraint("tip_id", name=op.f("pk_tiplink")),
    )
    with op.batch_alter_table("tiplink") as batch:
        batch.create_index(op.f("ix_tiplink_checked_at"), ["checked_at"], unique=False)


def _above_form() -> None:
    op.create_table(
        "above_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("rule", sa.String(length=400), nullable=False),
        sa.Column("cut_off", sa.String(length=5), nullable=False),
        sa.Column("preparer_id", sa.Integer(), nullable=True),
        sa.Column("signer", sa.String(length=40), nullable=False),
        sa.Column("document", sa.String(length=100), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["preparer_id"], ["person.id"], name=op.f("fk_above_form_preparer_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_above_form")),
        sa.UniqueConstraint("name", name=op.f("uq_above_form_name")),
    )


def _contacttest() -> None:
    op.create_table(
        "contacttest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("wide", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_contacttest_asked_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacttest")),
    )
    with op.batch_alter_table("contacttest") as batch:
        batch.create_index(op.f("ix_contacttest_begun_at"), ["begun_at"], unique=False)


def _exemption() -> None:
    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("stop", sa.String(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("cleared", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.CheckConstraint("status IN ('asked', 'granted', 'refused', 'withdrawn')", name=op.f("ck_exemption_status")),
        sa.CheckConstraint("stop IN ('停产', '放假', '检修')", name=op.f("ck_exemption_stop")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_exemption_asked_by_person")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_exemption_decided_by_person")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_exemption_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_exemption_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
    )
    with op.batch_alter_table("exemption") as batch:
        batch.create_index("ix_exemption_days", ["status", "starts", "ends"], unique=False)
        batch.create_index(op.f("ix_exemption_enterprise_id"), ["enterprise_id"], unique=False)


def _keyperiod() -> None:
    op.create_table(
        "keyperiod",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("patrol_closes", sa.String(length=5), nullable=False),
        sa.Column("patrol_cut_off", sa.String(length=5), nullable=False),
        sa.Column("zero_at", sa.String(length=120), nullable=False),
        sa.Column("banned", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_keyperiod_entered_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyperiod")),
    )
    with op.batch_alter_table("keyperiod") as batch:
        batch.create_index(op.f("ix_keyperiod_ends"), ["ends"], unique=False)
        batch.create_index(op.f("ix_keyperiod_starts"), ["starts"], unique=False)


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("whom", sa.JSON(), nullable=False),
        sa.Column("called", sa.String(length=60), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_by", sa.Integer(), nullable=True),
        sa.Column("weather", sa.String(length=20), nullable=False),
        sa.Column("colour", sa.String(length=4), nullable=False),
        sa.Column("detail", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("checks", sa.String(length=200), nullable=False),
        sa.Column("lasts_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('broadcast', 'weather')", name=op.f("ck_notice_kind")),
        sa.CheckConstraint("status IN ('draft', 'sent', 'over', 'dropped')", name=op.f("ck_notice_status")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_notice_message_id_message")),
        sa.ForeignKeyConstraint(["over_by"], ["person.id"], name=op.f("fk_notice_over_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice") as batch:
        batch.create_index("ix_notice_sent", ["posted_at"], unique=False, **_where("status IN ('sent')"))


def _superior_order() -> None:
    op.create_table(
        "superior_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority", sa.String(length=60), nullable=False),
        sa.Column("document", sa.String(length=100), nullable=False),
        sa.Column("reply_on", sa.Date(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("reply", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_superior_order_answered_by_person")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_superior_order_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_superior_order_message_id_message")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_superior_order_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_superior_order")),
    )
    with op.batch_alter_table("superior_order") as batch:
        batch.create_index(op.f("ix_superior_order_enterprise_id"), ["enterprise_id"], unique=False)


def _tip_off() -> None:
    op.create_table(
        "tip_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("sender", sa.String(length=128), nullable=False),
        sa.Column("by_officer", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("wants_answer", sa.Boolean(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("status IN ('open', 'done', 'withdrawn')", name=op.f("ck_tip_off_status")),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_tip_off_done_by_person")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_tip_off_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_off")),
        sa.UniqueConstraint("number", name=op.f("uq_tip_off_number")),
    )
    with op.batch_alter_table("tip_off") as batch:
        batch.create_index("ix_tip_off_sender", ["channel", "sender", "received_at"], unique=False)


def _toldstep() -> None:
    op.create_table(
        "toldstep",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_toldstep_person_id_person")),
        sa.PrimaryKeyConstraint("subject", "step", "person_id", name=op.f("pk_toldstep")),
    )


def _commitment() -> None:
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("signer", sa.String(length=40), nullable=False),
        sa.Column("units_total", sa.Integer(), nullable=True),
        sa.Column("units_running", sa.Integer(), nullable=True),
        sa.Column("units_stopped", sa.Integer(), nullable=True),
        sa.Column("units_overhaul", sa.Integer(), nullable=True),
        sa.Column("works", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_commitment_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_commitment_message_id_message")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_commitment_person_id_person")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_commitment_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("message_id", name=op.f("uq_commitment_message_id")),
    )
    with op.batch_alter_table("commitment") as batch:
        batch.create_index(op.f("ix_commitment_enterprise_id"), ["enterprise_id"], unique=False)
        batch.create_index(op.f("ix_commitment_report_id"), ["report_id"], unique=False)


def _contactprobe() -> None:
    op.create_table(
        "contactprobe",
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("road", sa.String(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("road IN ('account', 'phone', 'none')", name=op.f("ck_contactprobe_road")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contactprobe_person_id_person")),
        sa.ForeignKeyConstraint(["test_id"], ["contacttest.id"], name=op.f("fk_contactprobe_test_id_contacttest")),
        sa.PrimaryKeyConstraint("test_id", "person_id", name=op.f("pk_contactprobe")),
    )


def _drill() -> None:
    op.create_table(
        "drill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('drill', 'training')", name=op.f("ck_drill_kind")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_drill_enterprise_id_enterprise")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_drill_message_id_message")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_drill_person_id_person")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_drill_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill")),
        sa.UniqueConstraint("message_id", name=op.f("uq_drill_message_id")),
    )
    with op.batch_alter_table("drill") as batch:
        batch.create_index(op.f("ix_drill_enterprise_id"), ["enterprise_id"], unique=False)
        batch.create_index("ix_drill_held", ["kind", "held_on"], unique=False)
        batch.create_index(op.f("ix_drill_report_id"), ["report_id"], unique=False)


def _form_sent() -> None:
    op.create_table(
        "form_sent",
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["form_id"], ["above_form.id"], name=op.f("fk_form_sent_form_id_above_form")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_form_sent_message_id_message")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_form_sent_person_id_person")),
        sa.PrimaryKeyConstraint("form_id", "due_on", name=op.f("pk_form_sent")),
    )


def _notice_answer() -> None:
    op.create_table(
        "notice_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_notice_answer_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_notice_answer_message_id_message")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_answer_notice_id_notice")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_answer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_answer")),
        sa.UniqueConstraint(
            "notice_id", "enterprise_id", "message_id", name=op.f("uq_notice_answer_notice_id_enterprise_id_message_id")
        ),
    )
    with op.batch_alter_table("notice_answer") as batch:
        batch.create_index(op.f("ix_notice_answer_message_id"), ["message_id"], unique=False)


def _notice_plant() -> None:
    op.create_table(
        "notice_plant",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_notice_plant_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_plant_notice_id_notice")),
        sa.PrimaryKeyConstraint("notice_id", "enterprise_id", name=op.f("pk_notice_plant")),
    )


def _notice_step() -> None:
    op.create_table(
        "notice_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "what IN ('tell', 'again_major', 'again', 'remind', 'list', 'over')", name=op.f("ck_notice_step_what")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_step_notice_id_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_step")),
    )
    with op.batch_alter_table("notice_step") as batch:
        batch.create_index("ix_notice_step_notice", ["notice_id", "what"], unique=False)
        batch.create_index("ix_notice_step_open", ["at"], unique=False, **_where("done_at IS NULL"))


def _shiftofficer() -> None:
    op.create_table(
        "shiftofficer",
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_shiftofficer_person_id_person")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_shiftofficer_shift_id_shift")),
        sa.PrimaryKeyConstraint("shift_id", "person_id", name=op.f("pk_shiftofficer")),
    )


def _specialwork() -> None:
    op.create_table(
        "specialwork",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("place_in", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("guardian", sa.String(length=40), nullable=False),
        sa.Column("ticket", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status IN ('planned', 'running', 'ended', 'cancelled')", name=op.f("ck_specialwork_status")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_specialwork_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_specialwork_message_id_message")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_specialwork_person_id_person")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_specialwork_report_id_report")),
        sa.ForeignKeyConstraint(["settled_by"], ["message.id"], name=op.f("fk_specialwork_settled_by_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_specialwork")),
        sa.UniqueConstraint("message_id", "place_in", name=op.f("uq_specialwork_message_id_place_in")),
    )
    with op.batch_alter_table("specialwork") as batch:
        batch.create_index("ix_specialwork_enterprise", ["enterprise_id", "starts_at"], unique=False)
        batch.create_index(
            "ix_specialwork_open", ["ends_at"], unique=False, **_where("status IN ('planned', 'running')")
        )
        batch.create_index(op.f("ix_specialwork_report_id"), ["report_id"], unique=False)
        batch.create_index(op.f("ix_specialwork_settled_by"), ["settled_by"], unique=False)
        batch.create_index("ix_specialwork_starts", ["starts_at"], unique=False)


def _swap() -> None:
    op.create_table(
        "swap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("back_id", sa.Integer(), nullable=True),
        sa.Column("gives_id", sa.Integer(), nullable=False),
        sa.Column("takes_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asks_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("status IN ('asked', 'done', 'declined', 'withdrawn')", name=op.f("ck_swap_status")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_swap_asked_by_person")),
        sa.ForeignKeyConstraint(["asks_id"], ["person.id"], name=op.f("fk_swap_asks_id_person")),
        sa.ForeignKeyConstraint(["back_id"], ["shift.id"], name=op.f("fk_swap_back_id_shift")),
        sa.ForeignKeyConstraint(["gives_id"], ["person.id"], name=op.f("fk_swap_gives_id_person")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_swap_settled_by_person")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_swap_shift_id_shift")),
        sa.ForeignKeyConstraint(["takes_id"], ["person.id"], name=op.f("fk_swap_takes_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap")),
    )
    with op.batch_alter_table("swap") as batch:
        batch.create_index(op.f("ix_swap_shift_id"), ["shift_id"], unique=False)
        batch.create_index(op.f("ix_swap_status"), ["status"], unique=False)


def _tip_off_opening() -> None:
    op.create_table(
        "tip_off_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tip_off_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tip_off_opening_person_id_person")),
        sa.ForeignKeyConstraint(["tip_off_id"], ["tip_off.id"], name=op.f("fk_tip_off_opening_tip_off_id_tip_off")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_off_opening")),
    )
    with op.batch_alter_table("tip_off_opening") as batch:
        batch.create_index(op.f("ix_tip_off_opening_tip_off_id"), ["tip_off_id"], unique=False)


def _tip_off_piece() -> None:
    op.create_table(
        "tip_off_piece",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("tip_off_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_tip_off_piece_message_id_message")),
        sa.ForeignKeyConstraint(["tip_off_id"], ["tip_off.id"], name=op.f("fk_tip_off_piece_tip_off_id_tip_off")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_tip_off_piece")),
    )
    with op.batch_alter_table("tip_off_piece") as batch:
        batch.create_index(op.f("ix_tip_off_piece_tip_off_id"), ["tip_off_id"], unique=False)


def _upwardreport() -> None:
    op.create_table(
        "upwardreport",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("manner", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(length=60), nullable=False),
        sa.Column("taker", sa.String(length=60), nullable=False),
        sa.Column("waived", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("manner IN ('', 'phone', 'written')", name=op.f("ck_upwardreport_manner")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_upwardreport_incident_id_incident")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_upwardreport_message_id_message")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_upwardreport_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upwardreport")),
    )
    with op.batch_alter_table("upwardreport") as batch:
        batch.create_index(op.f("ix_upwardreport_incident_id"), ["incident_id"], unique=False)


def _annex_step() -> None:
    op.create_table(
        "annex_step",
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("stage IN ('print', 'bureau', 'county', 'sent')", name=op.f("ck_annex_step_stage")),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_annex_step_hazard_id_hazard")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_annex_step_message_id_message")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_annex_step_person_id_person")),
        sa.PrimaryKeyConstraint("hazard_id", "stage", name=op.f("pk_annex_step")),
    )


def _order_hazard() -> None:
    op.create_table(
        "order_hazard",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hazard_id"], ["hazard.id"], name=op.f("fk_order_hazard_hazard_id_hazard")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["superior_order.id"], name=op.f("fk_order_hazard_order_id_superior_order")
        ),
        sa.PrimaryKeyConstraint("order_id", "hazard_id", name=op.f("pk_order_hazard")),
    )


def _due() -> None:
    with op.batch_alter_table("due") as batch:
        batch.add_column(sa.Column("slot", sa.String(length=40), nullable=False, server_default=""))
        batch.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("firm", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True))
        batch.drop_constraint(op.f("uq_due_kind_enterprise_id_night"), type_="unique")
        batch.create_index(
            "ix_due_acknowledged", ["acknowledged_at"], unique=False, **_where("acknowledged_at IS NOT NULL")
        )
        batch.create_unique_constraint(
            op.f("uq_due_kind_enterprise_id_night_slot"), ["kind", "enterprise_id", "night", "slot"]
        )
        batch.create_foreign_key(op.f("fk_due_person_id_person"), "person", ["person_id"], ["id"])
    with op.batch_alter_table("due") as batch:  # the default was for the rows that stood there
        batch.alter_column("slot", server_default=None)
        batch.alter_column("firm", server_default=None)


def _enterprise() -> None:
    with op.batch_alter_table("enterprise") as batch:
        batch.add_column(sa.Column("goods", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("places", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("enterprise") as batch:  # the default was for the rows that stood there
        batch.alter_column("goods", server_default=None)
        batch.alter_column("places", server_default=None)


def _incident() -> None:
    with op.batch_alter_table("incident") as batch:
        batch.add_column(sa.Column("dead", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("counted_by_officer", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("material", sa.String(length=80), nullable=False, server_default=""))
        batch.add_column(sa.Column("measures", sa.String(length=200), nullable=False, server_default=""))
        batch.add_column(sa.Column("level", sa.String(length=20), nullable=False, server_default=""))
        batch.create_index("ix_incident_closed", ["closed_at"], unique=False)
        batch.create_index("ix_incident_noted", ["id"], unique=False, **_where("status = 'noted'"))
    with op.batch_alter_table("incident") as batch:  # the default was for the rows that stood there
        batch.alter_column("counted_by_officer", server_default=None)
        batch.alter_column("material", server_default=None)
        batch.alter_column("measures", server_default=None)
        batch.alter_column("level", server_default=None)
    with op.batch_alter_table("incident") as batch:
        batch.drop_constraint(op.f("ck_incident_status"), type_="check")
        batch.create_check_constraint(
            op.f("ck_incident_status"), sa.text("status IN ('open', 'taken', 'noted', 'closed', 'false_alarm')")
        )


def _obligation() -> None:
    with op.batch_alter_table("obligation") as batch:
        batch.add_column(sa.Column("slot", sa.String(length=20), nullable=False, server_default=""))
        batch.add_column(sa.Column("title", sa.String(length=40), nullable=False, server_default=""))
        batch.add_column(sa.Column("recurs", sa.String(length=200), nullable=False, server_default=""))
        batch.add_column(sa.Column("until_next", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("everybody", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("words", sa.String(length=200), nullable=False, server_default=""))
        batch.add_column(sa.Column("form", sa.String(length=20), nullable=False, server_default=""))
        batch.drop_constraint(op.f("uq_obligation_kind_class_name"), type_="unique")
        batch.create_unique_constraint(op.f("uq_obligation_kind_class_name_slot"), ["kind", "class_name", "slot"])
    with op.batch_alter_table("obligation") as batch:  # the default was for the rows that stood there
        batch.alter_column("slot", server_default=None)
        batch.alter_column("title", server_default=None)
        batch.alter_column("recurs", server_default=None)
        batch.alter_column("until_next", server_default=None)
        batch.alter_column("everybody", server_default=None)
        batch.alter_column("words", server_default=None)
        batch.alter_column("form", server_default=None)
    with op.batch_alter_table("obligation") as batch:
        batch.drop_constraint(op.f("ck_obligation_kind"), type_="check")


def _report() -> None:
    with op.batch_alter_table("report") as batch:
        batch.add_column(sa.Column("owed", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("report") as batch:  # the default was for the rows that stood there
        batch.alter_column("owed", server_default=None)
    with op.batch_alter_table("report") as batch:
        batch.drop_constraint(op.f("ck_report_kind"), type_="check")
        batch.create_check_constraint(
            op.f("ck_report_kind"), sa.text("kind IN ('patrol', 'early', 'zero', 'evidence', 'owed', 'remark')")
        )


def _shift() -> None:
    with op.batch_alter_table("shift") as batch:
        batch.create_index(op.f("ix_shift_ends_at"), ["ends_at"], unique=False)


def _tip() -> None:
    with op.batch_alter_table("tip") as batch:
        batch.add_column(sa.Column("series", sa.String(length=60), nullable=False, server_default=""))
        batch.add_column(sa.Column("chapter", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("tip") as batch:  # the default was for the rows that stood there
        batch.alter_column("series", server_default=None)
        batch.alter_column("chapter", server_default=None)


def _where(condition: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
