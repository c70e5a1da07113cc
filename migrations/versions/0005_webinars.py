"""Webinars: registration, questions, recordings with transcripts, decks, peer-learning groups."""

import sqlalchemy as sa
from alembic import op
from ion.models.types import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_columns",
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("heading", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "heading", name=op.f("pk_report_columns")),
    )
    op.create_table(
        "deck",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("credit", sa.String(length=1000), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"], ["item.id"], name=op.f("fk_deck_about_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_deck_file_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_deck_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_deck")),
    )
    with op.batch_alter_table("deck", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deck_about_id"), ["about_id"], unique=False)

    op.create_table(
        "peer_group",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=120), nullable=False),
        sa.Column("facilitator_id", sa.Integer(), nullable=True),
        sa.Column("rhythm", sa.String(length=300), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["facilitator_id"], ["person.id"], name=op.f("fk_peer_group_facilitator_id")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_peer_group_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_peer_group")),
    )
    with op.batch_alter_table("peer_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_group_facilitator_id"), ["facilitator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_peer_group_series"), ["series"], unique=False)

    op.create_table(
        "poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_poll_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
    )
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_item_id"), ["item_id"], unique=False)

    op.create_table(
        "question_sheet",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_question_sheet_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_question_sheet")),
    )
    op.create_table(
        "group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum("asked", "member", "facilitator", name="groupstanding", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["peer_group.item_id"], name=op.f("fk_group_member_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_group_member_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_group_member")),
    )
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_member_user_id"), ["user_id"], unique=False)

    op.create_table(
        "interest",
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "wish", sa.Enum("opens", "again", name="wish", native_enum=False, length=24), nullable=False
        ),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("told_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_interest_user_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["webinar_id"], ["webinar.item_id"], name=op.f("fk_interest_webinar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("webinar_id", "user_id", "wish", name=op.f("pk_interest")),
    )
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interest_user_id"), ["user_id"], unique=False)

    op.create_table(
        "platform_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("loaded_at", UTCDateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_platform_report_user_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["webinar_id"],
            ["webinar.item_id"],
            name=op.f("fk_platform_report_webinar_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_report")),
    )
    with op.batch_alter_table("platform_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_platform_report_webinar_id"), ["webinar_id"], unique=False)

    op.create_table(
        "poll_vote",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("voter", sa.String(length=40), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_poll_vote_poll_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("poll_id", "voter", name=op.f("pk_poll_vote")),
    )
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending", "registered", "waiting", "cancelled", name="standing", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("seated_at", UTCDateTime(), nullable=True),
        sa.Column("was_waiting", sa.Boolean(), nullable=False),
        sa.Column("cancelled_at", UTCDateTime(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("needs", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_registration_user_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["webinar_id"], ["webinar.item_id"], name=op.f("fk_registration_webinar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("webinar_id", "email", name=op.f("uq_registration_webinar_id_email")),
        sa.UniqueConstraint("webinar_id", "user_id", name=op.f("uq_registration_webinar_id_user_id")),
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_email"), ["email"], unique=False)
        batch_op.create_index("ix_registration_line", ["webinar_id", "state", "number"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_user_id"), ["user_id"], unique=False)

    op.create_table(
        "slide",
        sa.Column("deck_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("notes_html", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deck_id"], ["deck.item_id"], name=op.f("fk_slide_deck_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("deck_id", "number", name=op.f("pk_slide")),
    )
    op.create_table(
        "webinar_practice",
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["item.id"], name=op.f("fk_webinar_practice_practice_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["webinar_id"],
            ["webinar.item_id"],
            name=op.f("fk_webinar_practice_webinar_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("webinar_id", "practice_id", name=op.f("pk_webinar_practice")),
    )
    with op.batch_alter_table("webinar_practice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webinar_practice_practice_id"), ["practice_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column(
            "presence",
            sa.Enum("check_in", "report", "phone", name="presence", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_attendance_registration_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["platform_report.id"], name=op.f("fk_attendance_report_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["webinar_id"], ["webinar.item_id"], name=op.f("fk_attendance_webinar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_report_id"), ["report_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_webinar_id"), ["webinar_id"], unique=False)

    op.create_table(
        "attendee_mail",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=60), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_attendee_mail_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "occasion", name=op.f("pk_attendee_mail")),
    )
    op.create_table(
        "feedback",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("useful", sa.Text(), nullable=False),
        sa.Column("better", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_feedback_registration_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["webinar_id"], ["webinar.item_id"], name=op.f("fk_feedback_webinar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_feedback")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_webinar_id"), ["webinar_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("asker", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "held",
                "open",
                "answered",
                "merged",
                "refused",
                "withdrawn",
                name="questionstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_html", sa.Text(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("second", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_question_answered_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_question_decided_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_question_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["question.id"], name=op.f("fk_question_merged_into_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user.id"], name=op.f("fk_question_owner_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_question_registration_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_question_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index("ix_question_item", ["item_id", "state", "votes"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_user_id"), ["user_id"], unique=False)

    op.create_table(
        "transcript_passage",
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_transcript_passage_recording_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("recording_id", "position", name=op.f("pk_transcript_passage")),
    )
    op.create_table(
        "question_vote",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("voter", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_vote_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "voter", name=op.f("pk_question_vote")),
    )
    op.add_column("recording", sa.Column("has_sound", sa.Boolean(), server_default="1", nullable=False))
    op.add_column("recording", sa.Column("length_seconds", sa.Integer(), nullable=True))
    op.add_column("recording", sa.Column("captions", sa.Text(), server_default="", nullable=False))
    op.add_column("recording", sa.Column("said", sa.String(length=12), server_default="", nullable=False))
    op.add_column(
        "recording", sa.Column("described_url", sa.String(length=1000), server_default="", nullable=False)
    )
    op.add_column("recording", sa.Column("chapters", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("recording", sa.Column("deck_id", sa.Integer(), nullable=True))

    op.add_column(
        "webinar", sa.Column("cancelled_note", sa.String(length=1000), server_default="", nullable=False)
    )
    op.add_column("webinar", sa.Column("moderator_id", sa.Integer(), nullable=True))
    op.add_column(
        "webinar", sa.Column("takes_registration", sa.Boolean(), server_default="0", nullable=False)
    )
    op.add_column("webinar", sa.Column("capacity", sa.Integer(), nullable=True))
    op.add_column("webinar", sa.Column("line_number", sa.Integer(), server_default="0", nullable=False))
    op.add_column("webinar", sa.Column("opens_local", sa.DateTime(), nullable=True))
    op.add_column("webinar", sa.Column("opens_at", UTCDateTime(), nullable=True))
    op.add_column("webinar", sa.Column("closes_local", sa.DateTime(), nullable=True))
    op.add_column("webinar", sa.Column("closes_at", UTCDateTime(), nullable=True))
    op.add_column("webinar", sa.Column("promotes_until", sa.Integer(), server_default="60", nullable=False))
    op.add_column("webinar", sa.Column("join_url", sa.String(length=1000), server_default="", nullable=False))
    op.add_column("webinar", sa.Column("join_minutes", sa.Integer(), server_default="15", nullable=False))
    op.add_column("webinar", sa.Column("has_captions", sa.Boolean(), server_default="0", nullable=False))
    op.add_column("webinar", sa.Column("has_sign_language", sa.Boolean(), server_default="0", nullable=False))
    op.add_column(
        "webinar", sa.Column("phone_audio", sa.String(length=300), server_default="", nullable=False)
    )
    op.add_column("webinar", sa.Column("ask_by", sa.Date(), nullable=True))
    op.add_column("webinar", sa.Column("asks", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("webinar", sa.Column("omb_number", sa.String(length=40), server_default="", nullable=False))
    op.add_column(
        "webinar", sa.Column("privacy_note", sa.String(length=1000), server_default="", nullable=False)
    )
    op.add_column("webinar", sa.Column("agenda", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("webinar", sa.Column("copied_from_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_webinar_moderator_id"), "webinar", ["moderator_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_webinar_moderator_id"), table_name="webinar")
    op.drop_column("webinar", "copied_from_id")
    op.drop_column("webinar", "agenda")
    op.drop_column("webinar", "privacy_note")
    op.drop_column("webinar", "omb_number")
    op.drop_column("webinar", "asks")
    op.drop_column("webinar", "ask_by")
    op.drop_column("webinar", "phone_audio")
    op.drop_column("webinar", "has_sign_language")
    op.drop_column("webinar", "has_captions")
    op.drop_column("webinar", "join_minutes")
    op.drop_column("webinar", "join_url")
    op.drop_column("webinar", "promotes_until")
    op.drop_column("webinar", "closes_at")
    op.drop_column("webinar", "closes_local")
    op.drop_column("webinar", "opens_at")
    op.drop_column("webinar", "opens_local")
    op.drop_column("webinar", "line_number")
    op.drop_column("webinar", "capacity")
    op.drop_column("webinar", "takes_registration")
    op.drop_column("webinar", "moderator_id")
    op.drop_column("webinar", "cancelled_note")

    op.drop_column("recording", "deck_id")
    op.drop_column("recording", "chapters")
    op.drop_column("recording", "described_url")
    op.drop_column("recording", "said")
    op.drop_column("recording", "captions")
    op.drop_column("recording", "length_seconds")
    op.drop_column("recording", "has_sound")

    op.drop_table("question_vote")
    op.drop_table("transcript_passage")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_user_id"))
        batch_op.drop_index(batch_op.f("ix_question_registration_id"))
        batch_op.drop_index(batch_op.f("ix_question_owner_id"))
        batch_op.drop_index(batch_op.f("ix_question_merged_into_id"))
        batch_op.drop_index("ix_question_item")

    op.drop_table("question")
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_webinar_id"))

    op.drop_table("feedback")
    op.drop_table("attendee_mail")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_webinar_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_report_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_registration_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("webinar_practice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webinar_practice_practice_id"))

    op.drop_table("webinar_practice")
    op.drop_table("slide")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_user_id"))
        batch_op.drop_index("ix_registration_line")
        batch_op.drop_index(batch_op.f("ix_registration_email"))

    op.drop_table("registration")
    op.drop_table("poll_vote")
    with op.batch_alter_table("platform_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_platform_report_webinar_id"))

    op.drop_table("platform_report")
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interest_user_id"))

    op.drop_table("interest")
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_member_user_id"))

    op.drop_table("group_member")
    op.drop_table("question_sheet")
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_item_id"))

    op.drop_table("poll")
    with op.batch_alter_table("peer_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_group_series"))
        batch_op.drop_index(batch_op.f("ix_peer_group_facilitator_id"))

    op.drop_table("peer_group")
    with op.batch_alter_table("deck", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deck_about_id"))

    op.drop_table("deck")
    op.drop_table("report_columns")
