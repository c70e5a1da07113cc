"""Mentoring: mentors, needs, requests, mentorships, guided paths, cohorts and their match records."""

import sqlalchemy as sa
from alembic import op
from ion.models.types import UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mentoring_path",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=1000), nullable=False),
        sa.Column("archived_at", UTCDateTime(), nullable=True),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_path")),
        sa.UniqueConstraint("name", name=op.f("uq_mentoring_path_name")),
    )
    op.create_table(
        "mentor_profile",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("talks_about", sa.Text(), nullable=False),
        sa.Column("monthly_limit", sa.Integer(), nullable=False),
        sa.Column("when_words", sa.String(length=300), nullable=False),
        sa.Column(
            "who_may_ask",
            sa.Enum("members", "region", "cohorts", name="whomayask", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("is_shown_publicly", sa.Boolean(), nullable=False),
        sa.Column("shows_record", sa.Boolean(), nullable=False),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("paused_at", UTCDateTime(), nullable=True),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("usual_reply_hours", sa.Integer(), nullable=True),
        sa.Column("mailed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mentor_profile_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mentor_profile")),
    )
    op.create_table(
        "group_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("wall_at", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("length_minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("offered_at", UTCDateTime(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("cancelled_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["mentor_profile.person_id"],
            name=op.f("fk_group_call_mentor_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_call")),
    )
    with op.batch_alter_table("group_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_call_mentor_id"), ["mentor_id"], unique=False)

    op.create_table(
        "mentor_dismissal",
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["person.id"], name=op.f("fk_mentor_dismissal_mentee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["mentor_profile.person_id"],
            name=op.f("fk_mentor_dismissal_mentor_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mentee_id", "mentor_id", name=op.f("pk_mentor_dismissal")),
    )
    with op.batch_alter_table("mentor_dismissal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_dismissal_mentor_id"), ["mentor_id"], unique=False)

    op.create_table(
        "mentor_term",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["mentor_profile.person_id"],
            name=op.f("fk_mentor_term_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "facet", "key", name=op.f("pk_mentor_term")),
    )
    with op.batch_alter_table("mentor_term", schema=None) as batch_op:
        batch_op.create_index("ix_mentor_term_facet", ["facet", "key", "person_id"], unique=False)

    op.create_table(
        "mentoring_bar",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("supervisor", "ended_early", "staff", name="barkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"], ["person.id"], name=op.f("fk_mentoring_bar_other_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mentoring_bar_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["placed_by_id"], ["user.id"], name=op.f("fk_mentoring_bar_placed_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("person_id", "other_id", name=op.f("pk_mentoring_bar")),
    )
    with op.batch_alter_table("mentoring_bar", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentoring_bar_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentoring_bar_placed_by_id"), ["placed_by_id"], unique=False)

    op.create_table(
        "mentoring_cohort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "matching",
                "published",
                "ended",
                name="cohortstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "mode",
            sa.Enum("stable", "best_total", "most_placed", name="matchmode", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("keeps_apart_same_organization", sa.Boolean(), nullable=False),
        sa.Column("lot", sa.String(length=64), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["user.id"],
            name=op.f("fk_mentoring_cohort_created_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["path_id"], ["mentoring_path.id"], name=op.f("fk_mentoring_cohort_path_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_cohort")),
    )
    with op.batch_alter_table("mentoring_cohort", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mentoring_cohort_created_by_id"), ["created_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_mentoring_cohort_path_id"), ["path_id"], unique=False)

    op.create_table(
        "oversight",
        sa.Column("grantor_id", sa.Integer(), nullable=False),
        sa.Column("grantee_id", sa.Integer(), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grantee_id"], ["organization.id"], name=op.f("fk_oversight_grantee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["grantor_id"], ["organization.id"], name=op.f("fk_oversight_grantor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["placed_by_id"], ["user.id"], name=op.f("fk_oversight_placed_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("grantor_id", "grantee_id", name=op.f("pk_oversight")),
    )
    with op.batch_alter_table("oversight", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_oversight_grantee_id"), ["grantee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_oversight_placed_by_id"), ["placed_by_id"], unique=False)

    op.create_table(
        "cohort_member",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "side", sa.Enum("mentor", "mentee", name="side", native_enum=False, length=24), nullable=False
        ),
        sa.Column("openings", sa.Integer(), nullable=False),
        sa.Column("joined_at", UTCDateTime(), nullable=False),
        sa.Column("left_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"],
            ["mentoring_cohort.id"],
            name=op.f("fk_cohort_member_cohort_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_cohort_member_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort_id", "person_id", name=op.f("pk_cohort_member")),
    )
    with op.batch_alter_table("cohort_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_member_person_id"), ["person_id"], unique=False)

    op.create_table(
        "cohort_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("fixed", "edited", "apart", name="pairkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["mentoring_cohort.id"], name=op.f("fk_cohort_pair_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["person.id"], name=op.f("fk_cohort_pair_mentee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_cohort_pair_mentor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["placed_by_id"], ["user.id"], name=op.f("fk_cohort_pair_placed_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_pair")),
    )
    with op.batch_alter_table("cohort_pair", schema=None) as batch_op:
        batch_op.create_index("ix_cohort_pair_mentee", ["cohort_id", "mentee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_pair_mentee_id"), ["mentee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_pair_mentor_id"), ["mentor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_pair_placed_by_id"), ["placed_by_id"], unique=False)

    op.create_table(
        "cohort_rank",
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["mentoring_cohort.id"], name=op.f("fk_cohort_rank_cohort_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["person.id"], name=op.f("fk_cohort_rank_other_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_cohort_rank_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort_id", "person_id", "other_id", name=op.f("pk_cohort_rank")),
    )
    with op.batch_alter_table("cohort_rank", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_rank_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cohort_rank_person_id"), ["person_id"], unique=False)

    op.create_table(
        "match_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("stable", "best_total", "most_placed", name="matchmode", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("ready_at", UTCDateTime(), nullable=True),
        sa.Column("inputs_version", sa.Integer(), nullable=False),
        sa.Column("inputs_hash", sa.String(length=64), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_match_run_asked_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["mentoring_cohort.id"], name=op.f("fk_match_run_cohort_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_run")),
    )
    with op.batch_alter_table("match_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_run_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_run_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "mentoring_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("has_priority", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "met", "withdrawn", "unmet", name="needstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("waits_since", UTCDateTime(), nullable=True),
        sa.Column("told_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"],
            ["mentoring_cohort.id"],
            name=op.f("fk_mentoring_need_cohort_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_mentoring_need_item_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["person.id"], name=op.f("fk_mentoring_need_mentee_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_need")),
        sa.UniqueConstraint("mentee_id", "client_id", name=op.f("uq_mentoring_need_mentee_id_client_id")),
    )
    with op.batch_alter_table("mentoring_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentoring_need_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentoring_need_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentoring_need_mentee_id"), ["mentee_id"], unique=False)
        batch_op.create_index("ix_mentoring_need_state", ["state", "created_at"], unique=False)

    op.create_table(
        "path_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("agenda", sa.String(length=2000), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_path_step_item_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["path_id"], ["mentoring_path.id"], name=op.f("fk_path_step_path_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_step")),
    )
    with op.batch_alter_table("path_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_path_step_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_path_step_path_id"), ["path_id"], unique=False)

    op.create_table(
        "mentor_exposure",
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["mentor_profile.person_id"],
            name=op.f("fk_mentor_exposure_mentor_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["mentoring_need.id"], name=op.f("fk_mentor_exposure_need_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mentor_id", "need_id", name=op.f("pk_mentor_exposure")),
    )
    with op.batch_alter_table("mentor_exposure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_exposure_need_id"), ["need_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_exposure_shown_on"), ["shown_on"], unique=False)

    op.create_table(
        "mentor_match",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=True),
        sa.Column(
            "origin",
            sa.Enum("matched", "fixed", "edited", name="matchorigin", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["person.id"], name=op.f("fk_mentor_match_mentee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_mentor_match_mentor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["match_run.id"], name=op.f("fk_mentor_match_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "mentee_id", name=op.f("pk_mentor_match")),
    )
    with op.batch_alter_table("mentor_match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_match_mentee_id"), ["mentee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_match_mentor_id"), ["mentor_id"], unique=False)

    op.create_table(
        "mentoring_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "asked",
                "accepted",
                "declined",
                "expired",
                "withdrawn",
                "closed",
                name="requeststate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=True),
        sa.Column("mailed_at", UTCDateTime(), nullable=True),
        sa.Column("nudged_at", UTCDateTime(), nullable=True),
        sa.Column("expires_at", UTCDateTime(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("closed_why", sa.String(length=24), nullable=False),
        sa.Column("suggested_id", sa.Integer(), nullable=True),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("group_call_id", sa.Integer(), nullable=True),
        sa.Column("held_at", UTCDateTime(), nullable=True),
        sa.Column("followed_up_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_mentoring_request_conversation_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["group_call_id"],
            ["group_call.id"],
            name=op.f("fk_mentoring_request_group_call_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["mentor_profile.person_id"],
            name=op.f("fk_mentoring_request_mentor_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["mentoring_need.id"], name=op.f("fk_mentoring_request_need_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["suggested_id"],
            ["person.id"],
            name=op.f("fk_mentoring_request_suggested_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_request")),
        sa.UniqueConstraint("need_id", "mentor_id", name=op.f("uq_mentoring_request_need_id_mentor_id")),
    )
    with op.batch_alter_table("mentoring_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mentoring_request_conversation_id"), ["conversation_id"], unique=False
        )
        batch_op.create_index("ix_mentoring_request_due", ["state", "expires_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_mentoring_request_group_call_id"), ["group_call_id"], unique=False
        )
        batch_op.create_index(
            "ix_mentoring_request_mentor", ["mentor_id", "state", "accepted_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_mentoring_request_suggested_id"), ["suggested_id"], unique=False)

    op.create_table(
        "need_criterion",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column(
            "weight",
            sa.Enum("must", "high", "medium", "low", name="weight", native_enum=False, length=24),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["mentoring_need.id"], name=op.f("fk_need_criterion_need_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("need_id", "facet", "key", name=op.f("pk_need_criterion")),
    )
    op.create_table(
        "call_feedback",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("usefulness", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_call_feedback_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["mentoring_request.id"],
            name=op.f("fk_call_feedback_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", "person_id", name=op.f("pk_call_feedback")),
    )
    with op.batch_alter_table("call_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_feedback_person_id"), ["person_id"], unique=False)

    op.create_table(
        "call_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("wall_at", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("chosen_at", UTCDateTime(), nullable=True),
        sa.Column("cancelled_at", UTCDateTime(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_call_slot_proposed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["mentoring_request.id"], name=op.f("fk_call_slot_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_slot")),
        sa.UniqueConstraint("request_id", "starts_at", name=op.f("uq_call_slot_request_id_starts_at")),
    )
    with op.batch_alter_table("call_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_slot_proposed_by_id"), ["proposed_by_id"], unique=False)

    op.create_table(
        "mentorship",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "active",
                "completed",
                "ended",
                "declined",
                name="mentorshipstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("cadence", sa.String(length=120), nullable=False),
        sa.Column("path_name", sa.String(length=200), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("mentor_agreed_at", UTCDateTime(), nullable=True),
        sa.Column("mentee_agreed_at", UTCDateTime(), nullable=True),
        sa.Column("began_at", UTCDateTime(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_why", sa.String(length=1000), nullable=False),
        sa.Column("active_at", UTCDateTime(), nullable=False),
        sa.Column("nudged_at", UTCDateTime(), nullable=True),
        sa.Column("stuck_at", UTCDateTime(), nullable=True),
        sa.Column("stuck_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["mentoring_cohort.id"], name=op.f("fk_mentorship_cohort_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_mentorship_conversation_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_mentorship_ended_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mentee_id"], ["person.id"], name=op.f("fk_mentorship_mentee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["person.id"], name=op.f("fk_mentorship_mentor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_mentorship_proposed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["mentoring_request.id"],
            name=op.f("fk_mentorship_request_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["stuck_by_id"], ["person.id"], name=op.f("fk_mentorship_stuck_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship")),
    )
    with op.batch_alter_table("mentorship", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentorship_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentorship_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentorship_ended_by_id"), ["ended_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentorship_mentee_id"), ["mentee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentorship_mentor_id"), ["mentor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentorship_proposed_by_id"), ["proposed_by_id"], unique=False)
        batch_op.create_index("ix_mentorship_quiet", ["state", "active_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentorship_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentorship_stuck_by_id"), ["stuck_by_id"], unique=False)

    op.create_table(
        "mentorship_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("before_rating", sa.Integer(), nullable=True),
        sa.Column("after_rating", sa.Integer(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("reached_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name=op.f("fk_mentorship_goal_mentorship_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_goal")),
    )
    with op.batch_alter_table("mentorship_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentorship_goal_mentorship_id"), ["mentorship_id"], unique=False)

    op.create_table(
        "mentorship_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("agenda", sa.String(length=2000), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.Column("skipped_at", UTCDateTime(), nullable=True),
        sa.Column("skipped_why", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_mentorship_step_item_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name=op.f("fk_mentorship_step_mentorship_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_step")),
    )
    with op.batch_alter_table("mentorship_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentorship_step_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentorship_step_mentorship_id"), ["mentorship_id"], unique=False)

    op.create_table(
        "mentorship_survey",
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("usefulness", sa.Integer(), nullable=False),
        sa.Column("goals_reached", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("thanks", sa.String(length=1000), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name=op.f("fk_mentorship_survey_mentorship_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mentorship_survey_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mentorship_id", "person_id", name=op.f("pk_mentorship_survey")),
    )
    with op.batch_alter_table("mentorship_survey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentorship_survey_person_id"), ["person_id"], unique=False)

    op.create_table(
        "mentorship_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name=op.f("fk_mentorship_task_mentorship_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mentorship_task_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_task")),
    )
    with op.batch_alter_table("mentorship_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentorship_task_mentorship_id"), ["mentorship_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentorship_task_person_id"), ["person_id"], unique=False)

    op.create_table(
        "mentorship_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentorship_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("wall_at", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("length_minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("agenda", sa.String(length=1000), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("held_at", UTCDateTime(), nullable=True),
        sa.Column("cancelled_at", UTCDateTime(), nullable=True),
        sa.Column("shared_notes", sa.Text(), nullable=False),
        sa.Column("shared_html", sa.Text(), nullable=False),
        sa.Column("notes_version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentorship_id"],
            ["mentorship.id"],
            name=op.f("fk_mentorship_session_mentorship_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["person.id"],
            name=op.f("fk_mentorship_session_proposed_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["step_id"],
            ["mentorship_step.id"],
            name=op.f("fk_mentorship_session_step_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship_session")),
    )
    with op.batch_alter_table("mentorship_session", schema=None) as batch_op:
        batch_op.create_index("ix_mentorship_session_at", ["mentorship_id", "starts_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_mentorship_session_proposed_by_id"), ["proposed_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_mentorship_session_step_id"), ["step_id"], unique=False)

    op.create_table(
        "session_note",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_session_note_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["mentorship_session.id"],
            name=op.f("fk_session_note_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_session_note")),
    )
    with op.batch_alter_table("session_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_note_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("session_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_note_person_id"))

    op.drop_table("session_note")
    with op.batch_alter_table("mentorship_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentorship_session_step_id"))
        batch_op.drop_index(batch_op.f("ix_mentorship_session_proposed_by_id"))
        batch_op.drop_index("ix_mentorship_session_at")

    op.drop_table("mentorship_session")
    with op.batch_alter_table("mentorship_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentorship_task_person_id"))
        batch_op.drop_index(batch_op.f("ix_mentorship_task_mentorship_id"))

    op.drop_table("mentorship_task")
    with op.batch_alter_table("mentorship_survey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentorship_survey_person_id"))

    op.drop_table("mentorship_survey")
    with op.batch_alter_table("mentorship_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentorship_step_mentorship_id"))
        batch_op.drop_index(batch_op.f("ix_mentorship_step_item_id"))

    op.drop_table("mentorship_step")
    with op.batch_alter_table("mentorship_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentorship_goal_mentorship_id"))

    op.drop_table("mentorship_goal")
    with op.batch_alter_table("mentorship", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentorship_stuck_by_id"))
        batch_op.drop_index(batch_op.f("ix_mentorship_request_id"))
        batch_op.drop_index("ix_mentorship_quiet")
        batch_op.drop_index(batch_op.f("ix_mentorship_proposed_by_id"))
        batch_op.drop_index(batch_op.f("ix_mentorship_mentor_id"))
        batch_op.drop_index(batch_op.f("ix_mentorship_mentee_id"))
        batch_op.drop_index(batch_op.f("ix_mentorship_ended_by_id"))
        batch_op.drop_index(batch_op.f("ix_mentorship_conversation_id"))
        batch_op.drop_index(batch_op.f("ix_mentorship_cohort_id"))

    op.drop_table("mentorship")
    with op.batch_alter_table("call_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_slot_proposed_by_id"))

    op.drop_table("call_slot")
    with op.batch_alter_table("call_feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_feedback_person_id"))

    op.drop_table("call_feedback")
    op.drop_table("need_criterion")
    with op.batch_alter_table("mentoring_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentoring_request_suggested_id"))
        batch_op.drop_index("ix_mentoring_request_mentor")
        batch_op.drop_index(batch_op.f("ix_mentoring_request_group_call_id"))
        batch_op.drop_index("ix_mentoring_request_due")
        batch_op.drop_index(batch_op.f("ix_mentoring_request_conversation_id"))

    op.drop_table("mentoring_request")
    with op.batch_alter_table("mentor_match", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentor_match_mentor_id"))
        batch_op.drop_index(batch_op.f("ix_mentor_match_mentee_id"))

    op.drop_table("mentor_match")
    with op.batch_alter_table("mentor_exposure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentor_exposure_shown_on"))
        batch_op.drop_index(batch_op.f("ix_mentor_exposure_need_id"))

    op.drop_table("mentor_exposure")
    with op.batch_alter_table("path_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_path_step_path_id"))
        batch_op.drop_index(batch_op.f("ix_path_step_item_id"))

    op.drop_table("path_step")
    with op.batch_alter_table("mentoring_need", schema=None) as batch_op:
        batch_op.drop_index("ix_mentoring_need_state")
        batch_op.drop_index(batch_op.f("ix_mentoring_need_mentee_id"))
        batch_op.drop_index(batch_op.f("ix_mentoring_need_item_id"))
        batch_op.drop_index(batch_op.f("ix_mentoring_need_cohort_id"))

    op.drop_table("mentoring_need")
    with op.batch_alter_table("match_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_run_cohort_id"))
        batch_op.drop_index(batch_op.f("ix_match_run_asked_by_id"))

    op.drop_table("match_run")
    with op.batch_alter_table("cohort_rank", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_rank_person_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_rank_other_id"))

    op.drop_table("cohort_rank")
    with op.batch_alter_table("cohort_pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_pair_placed_by_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_pair_mentor_id"))
        batch_op.drop_index(batch_op.f("ix_cohort_pair_mentee_id"))
        batch_op.drop_index("ix_cohort_pair_mentee")

    op.drop_table("cohort_pair")
    with op.batch_alter_table("cohort_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_member_person_id"))

    op.drop_table("cohort_member")
    with op.batch_alter_table("oversight", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_oversight_placed_by_id"))
        batch_op.drop_index(batch_op.f("ix_oversight_grantee_id"))

    op.drop_table("oversight")
    with op.batch_alter_table("mentoring_cohort", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentoring_cohort_path_id"))
        batch_op.drop_index(batch_op.f("ix_mentoring_cohort_created_by_id"))

    op.drop_table("mentoring_cohort")
    with op.batch_alter_table("mentoring_bar", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentoring_bar_placed_by_id"))
        batch_op.drop_index(batch_op.f("ix_mentoring_bar_other_id"))

    op.drop_table("mentoring_bar")
    with op.batch_alter_table("mentor_term", schema=None) as batch_op:
        batch_op.drop_index("ix_mentor_term_facet")

    op.drop_table("mentor_term")
    with op.batch_alter_table("mentor_dismissal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentor_dismissal_mentor_id"))

    op.drop_table("mentor_dismissal")
    with op.batch_alter_table("group_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_call_mentor_id"))

    op.drop_table("group_call")
    op.drop_table("mentor_profile")
    op.drop_table("mentoring_path")
