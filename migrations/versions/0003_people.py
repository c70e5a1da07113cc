"""People: accounts, tokens, mail, reactions, webinars, and what persons and organizations say of themselves."""

import sqlalchemy as sa
from alembic import op
from ion.models.types import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "local_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_area")),
        sa.UniqueConstraint("key", name=op.f("uq_local_area_key")),
    )
    with op.batch_alter_table("local_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_local_area_state"), ["state"], unique=False)

    op.create_table(
        "throttle",
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("action", "subject", name=op.f("pk_throttle")),
    )
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttle_until"), ["until"], unique=False)

    op.create_table(
        "token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("subject_kind", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("bound_hash", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_token_secret_hash")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_token_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("template", sa.String(length=80), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("link", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column(
            "fate",
            sa.Enum(
                "waiting",
                "handed",
                "sent",
                "kept",
                "unknown",
                "refused",
                "dropped",
                name="fate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("handed_at", UTCDateTime(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_delivery_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("message_id", name=op.f("uq_delivery_message_id")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_created_at"), ["created_at"], unique=False)
        batch_op.create_index("ix_delivery_fate", ["fate", "created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_user_id"), ["user_id"], unique=False)

    op.create_table(
        "follow",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_follow_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "kind", "key", name=op.f("pk_follow")),
    )
    with op.batch_alter_table("follow", schema=None) as batch_op:
        batch_op.create_index("ix_follow_followed", ["kind", "key", "user_id"], unique=False)

    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_identity_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("provider", "subject", name=op.f("uq_identity_provider_subject")),
    )
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_user_id"), ["user_id"], unique=False)

    op.create_table(
        "last_visit",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("before_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_last_visit_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_last_visit")),
    )
    op.create_table(
        "recent_search",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_recent_search_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "words", name=op.f("pk_recent_search")),
    )
    with op.batch_alter_table("recent_search", schema=None) as batch_op:
        batch_op.create_index("ix_recent_search_at", ["user_id", "at"], unique=False)

    op.create_table(
        "item_like",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_item_like_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_item_like_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "user_id", name=op.f("pk_item_like")),
    )
    with op.batch_alter_table("item_like", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_like_user_id"), ["user_id"], unique=False)

    op.create_table(
        "saved_item",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_saved_item_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_saved_item_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "item_id", name=op.f("pk_saved_item")),
    )
    with op.batch_alter_table("saved_item", schema=None) as batch_op:
        batch_op.create_index("ix_saved_item_at", ["user_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_saved_item_item_id"), ["item_id"], unique=False)

    op.create_table(
        "webinar",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=120), nullable=False),
        sa.Column("host", sa.String(length=300), nullable=False),
        sa.Column("starts_local", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("length_minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("cancelled_at", UTCDateTime(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_webinar_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_webinar")),
    )
    with op.batch_alter_table("webinar", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webinar_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_webinar_series"), ["series"], unique=False)
        batch_op.create_index(batch_op.f("ix_webinar_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("has_captions", sa.Boolean(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["webinar_id"], ["webinar.item_id"], name=op.f("fk_recording_webinar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
    )
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recording_webinar_id"), ["webinar_id"], unique=False)

    with op.batch_alter_table("item_count", schema=None) as batch_op:
        batch_op.add_column(sa.Column("likes", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("occurrence", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("actor_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("why", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("mail_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("mailed_at", UTCDateTime(), nullable=True))
        batch_op.create_index("ix_notice_mail", ["mail_at", "user_id"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_notice_user_id_kind_subject_kind_subject_id_occurrence"),
            ["user_id", "kind", "subject_kind", "subject_id", "occurrence"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_actor_id"), "person", ["actor_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about_html", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("confirmed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("source", sa.String(length=400), nullable=True))
        batch_op.create_index(batch_op.f("ix_organization_name"), ["name"], unique=False)
        batch_op.create_index("uq_organization_source", ["source"], unique=True)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("job_title", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("bio_html", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("ask_me_about", sa.String(length=300), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("zone", sa.String(length=64), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("audience", sa.String(length=40), nullable=False, server_default="public")
        )

    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("form", sa.String(length=24), nullable=False, server_default="post"))


def downgrade() -> None:
    op.drop_column("post", "form")

    op.drop_column("person", "audience")
    op.drop_column("person", "zone")
    op.drop_column("person", "ask_me_about")
    op.drop_column("person", "bio_html")
    op.drop_column("person", "job_title")

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_index("uq_organization_source")
        batch_op.drop_index(batch_op.f("ix_organization_name"))
    op.drop_column("organization", "source")
    op.drop_column("organization", "confirmed_on")
    op.drop_column("organization", "about_html")

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_notice_actor_id"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("uq_notice_user_id_kind_subject_kind_subject_id_occurrence"), type_="unique"
        )
        batch_op.drop_index("ix_notice_mail")
        batch_op.drop_column("mailed_at")
        batch_op.drop_column("mail_at")
        batch_op.drop_column("why")
        batch_op.drop_column("actor_id")
        batch_op.drop_column("occurrence")

    op.drop_column("item_count", "likes")

    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recording_webinar_id"))

    op.drop_table("recording")
    with op.batch_alter_table("webinar", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webinar_starts_at"))
        batch_op.drop_index(batch_op.f("ix_webinar_series"))
        batch_op.drop_index(batch_op.f("ix_webinar_ends_at"))

    op.drop_table("webinar")
    with op.batch_alter_table("saved_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_item_item_id"))
        batch_op.drop_index("ix_saved_item_at")

    op.drop_table("saved_item")
    with op.batch_alter_table("item_like", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_like_user_id"))

    op.drop_table("item_like")
    with op.batch_alter_table("recent_search", schema=None) as batch_op:
        batch_op.drop_index("ix_recent_search_at")

    op.drop_table("recent_search")
    op.drop_table("last_visit")
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_user_id"))

    op.drop_table("identity")
    with op.batch_alter_table("follow", schema=None) as batch_op:
        batch_op.drop_index("ix_follow_followed")

    op.drop_table("follow")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_user_id"))
        batch_op.drop_index("ix_delivery_fate")
        batch_op.drop_index(batch_op.f("ix_delivery_created_at"))

    op.drop_table("delivery")
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_token_expires_at"))

    op.drop_table("token")
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttle_until"))

    op.drop_table("throttle")
    with op.batch_alter_table("local_area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_local_area_state"))

    op.drop_table("local_area")
