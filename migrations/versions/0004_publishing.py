"""Publishing: editions, reviews, sign-offs, files, comments, newsletters, outside links, settings of the site."""

import sqlalchemy as sa
from alembic import op
from ion.models.types import UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outside_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("checked_at", UTCDateTime(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.Column("ignored_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_outside_link_digest")),
    )
    with op.batch_alter_table("outside_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outside_link_checked_at"), ["checked_at"], unique=False)

    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=1000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("key", name=op.f("uq_series_key")),
    )
    op.create_table(
        "site_setting",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_site_setting")),
    )
    op.create_table(
        "file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("parent_kind", sa.String(length=24), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=100), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("downloads", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_file_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
        sa.UniqueConstraint("token", name=op.f("uq_file_token")),
    )
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.create_index("ix_file_parent", ["parent_kind", "parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_file_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_file_user_id"), ["user_id"], unique=False)

    op.create_table(
        "newsletter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("preview_text", sa.String(length=200), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("intro_html", sa.Text(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "scheduled",
                "sending",
                "sent",
                "canceled",
                name="newsletterstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("send_local", sa.DateTime(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("send_at", UTCDateTime(), nullable=True),
        sa.Column("started_at", UTCDateTime(), nullable=True),
        sa.Column("finished_at", UTCDateTime(), nullable=True),
        sa.Column("written", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_newsletter_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_newsletter")),
    )
    with op.batch_alter_table("newsletter", schema=None) as batch_op:
        batch_op.create_index("ix_newsletter_state", ["state", "send_at"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_attachment_file_id")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_attachment_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_item_id"), ["item_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "held", "shown", "refused", "withdrawn", name="commentstate", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("markdown", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("edited_at", UTCDateTime(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_comment_decided_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_comment_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["comment.id"], name=op.f("fk_comment_parent_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index("ix_comment_item", ["item_id", "state", "created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_comment_state", ["state", "created_at"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_correction_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_correction_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_item_id"), ["item_id"], unique=False)

    op.create_table(
        "edition",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_review",
                "scheduled",
                "published",
                "withdrawn",
                name="itemstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("publish_local", sa.DateTime(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("publish_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_edition_asked_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_edition_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_edition_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_edition")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index("ix_edition_state", ["state", "publish_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_edition_user_id"), ["user_id"], unique=False)

    op.create_table(
        "editorial_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum("approved", "changes", name="verdict", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_editorial_review_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_editorial_review_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editorial_review")),
    )
    with op.batch_alter_table("editorial_review", schema=None) as batch_op:
        batch_op.create_index("ix_editorial_review_item", ["item_id", "revision"], unique=False)

    op.create_table(
        "link_use",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_link_use_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["outside_link.id"], name=op.f("fk_link_use_link_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "link_id", name=op.f("pk_link_use")),
    )
    with op.batch_alter_table("link_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_use_link_id"), ["link_id"], unique=False)

    op.create_table(
        "newsletter_item",
        sa.Column("newsletter_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_newsletter_item_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["newsletter_id"],
            ["newsletter.id"],
            name=op.f("fk_newsletter_item_newsletter_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("newsletter_id", "item_id", name=op.f("pk_newsletter_item")),
    )
    with op.batch_alter_table("newsletter_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_newsletter_item_item_id"), ["item_id"], unique=False)

    op.create_table(
        "newsletter_recipient",
        sa.Column("newsletter_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["delivery.id"],
            name=op.f("fk_newsletter_recipient_delivery_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["newsletter_id"],
            ["newsletter.id"],
            name=op.f("fk_newsletter_recipient_newsletter_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_newsletter_recipient_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("newsletter_id", "user_id", name=op.f("pk_newsletter_recipient")),
        sa.UniqueConstraint(
            "newsletter_id", "address", name=op.f("uq_newsletter_recipient_newsletter_id_address")
        ),
    )
    with op.batch_alter_table("newsletter_recipient", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_newsletter_recipient_delivery_id"), ["delivery_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_newsletter_recipient_user_id"), ["user_id"], unique=False)

    op.create_table(
        "sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("signed_by", sa.String(length=200), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_sign_off_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_sign_off_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
    )
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.create_index("ix_sign_off_item", ["item_id", "revision"], unique=False)

    op.create_table(
        "withdrawal",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_withdrawal_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_withdrawal_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_withdrawal")),
    )
    op.create_table(
        "working_copy",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("saved_at", UTCDateTime(), nullable=True),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_working_copy_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_working_copy_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "user_id", name=op.f("pk_working_copy")),
    )
    op.create_table(
        "spotlight",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("practice_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["post.item_id"], name=op.f("fk_spotlight_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_spotlight_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["item.id"], name=op.f("fk_spotlight_practice_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_spotlight")),
    )
    with op.batch_alter_table("spotlight", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spotlight_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_spotlight_practice_id"), ["practice_id"], unique=False)

    with op.batch_alter_table("item_count", schema=None) as batch_op:
        batch_op.add_column(sa.Column("comments", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("item_count", "comments")

    with op.batch_alter_table("spotlight", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_spotlight_practice_id"))
        batch_op.drop_index(batch_op.f("ix_spotlight_person_id"))

    op.drop_table("spotlight")
    op.drop_table("working_copy")
    op.drop_table("withdrawal")
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_off_item")

    op.drop_table("sign_off")
    with op.batch_alter_table("newsletter_recipient", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_newsletter_recipient_user_id"))
        batch_op.drop_index(batch_op.f("ix_newsletter_recipient_delivery_id"))

    op.drop_table("newsletter_recipient")
    with op.batch_alter_table("newsletter_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_newsletter_item_item_id"))

    op.drop_table("newsletter_item")
    with op.batch_alter_table("link_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_use_link_id"))

    op.drop_table("link_use")
    with op.batch_alter_table("editorial_review", schema=None) as batch_op:
        batch_op.drop_index("ix_editorial_review_item")

    op.drop_table("editorial_review")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_user_id"))
        batch_op.drop_index("ix_edition_state")

    op.drop_table("edition")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_item_id"))

    op.drop_table("correction")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_state")
        batch_op.drop_index(batch_op.f("ix_comment_person_id"))
        batch_op.drop_index(batch_op.f("ix_comment_parent_id"))
        batch_op.drop_index("ix_comment_item")

    op.drop_table("comment")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_item_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_file_id"))

    op.drop_table("attachment")
    with op.batch_alter_table("newsletter", schema=None) as batch_op:
        batch_op.drop_index("ix_newsletter_state")

    op.drop_table("newsletter")
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_file_user_id"))
        batch_op.drop_index(batch_op.f("ix_file_sha256"))
        batch_op.drop_index("ix_file_parent")

    op.drop_table("file")
    op.drop_table("site_setting")
    op.drop_table("series")
    with op.batch_alter_table("outside_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_link_checked_at"))

    op.drop_table("outside_link")
