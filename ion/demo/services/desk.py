"""What sample editors have at work, and what sample people say under sample posts: made by the services of the rooms'
own commons, so that it looks and behaves as anybody's."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from ion.base.extensions import db
from ion.commons.discussion.rendering import comment_html
from ion.commons.importing.reading import read_list, read_text
from ion.commons.publishing import services as publishing
from ion.core import clock, text
from ion.core.wall_times import Moment, moment
from ion.models import Comment, CommentState, Item, ItemCount, Person, User

LARGEST = 1_000_000
PLACE = "sample-desk:"
KIND = "post"
Entry = Mapping[str, Any]


def entries(file: Path) -> list[Entry]:
    return list(read_list(read_text(file, LARGEST))) if file.is_file() else []


def lay_out(file: Path) -> int:
    """Put those drafts of the file on the desk that are not there; how many were new. Inside a unit of work."""
    new = [entry for entry in entries(file) if not is_here(entry)]
    return sum(begin(entry) for entry in new)


def is_here(entry: Entry) -> bool:
    return db.session.scalar(select(Item.id).where(Item.source == PLACE + entry["slug"])) is not None


def begin(entry: Entry) -> bool:
    """One draft, brought to where the file says it stands; False where its editor is not here."""
    user = user_named(entry["by"])
    if user is None:
        return False
    content = {
        "summary": " ".join(str(entry["summary"]).split()),
        "markdown": entry["text"],
        "topics": sorted(entry["topics"]),
        "form": entry.get("form", KIND),
    }
    item = publishing.start(KIND, title=entry["title"], user_id=user.id, content=content)
    item.is_sample, item.source = True, PLACE + entry["slug"]
    db.session.flush()
    if entry["state"] == "in_review":
        publishing.ask_review(item.id, user_id=user.id, note=entry.get("asked_note", ""))
    elif entry["state"] == "scheduled":
        publishing.schedule(item.id, chosen(entry), user_id=user.id, override="Sample content.")
    return True


def chosen(entry: Entry) -> Moment:
    """The time of day that the file names, so many days from now."""
    day = (clock.now().astimezone(ZoneInfo(entry["zone"])) + timedelta(days=int(entry["in_days"]))).date()
    return moment(datetime.combine(day, time.fromisoformat(entry["at"])), entry["zone"], second=False)


def user_named(slug: str) -> User | None:
    """The login of a sample person, by the slug that the files use."""
    return db.session.scalar(
        select(User).join(Person, Person.id == User.person_id).where(Person.is_sample, named(slug))
    )


def sample(kind: str, slug: str) -> Item | None:
    """The sample item of that kind and slug."""
    return db.session.scalar(select(Item).where(Item.kind == kind, Item.slug == slug, Item.is_sample))


def named(slug: str) -> Any:
    return Person.slug.in_((slug, text.slug(f"{slug} sample")))


def talk(file: Path) -> int:
    """Let sample people say what the file has them say under sample posts, where nobody of them did yet."""
    said = 0
    for entry in entries(file):
        item = db.session.scalar(
            select(Item).where(Item.kind == KIND, Item.is_sample, Item.slug == entry["post"])
        )
        if item is None or say(item.id, entry) is None:
            continue
        shown = select(func.count()).where(Comment.item_id == item.id, Comment.state == CommentState.SHOWN)
        count = update(ItemCount).where(ItemCount.item_id == item.id)
        db.session.execute(count.values(comments=shown.scalar_subquery()))
        said += 1
    return said


def say(item_id: int, entry: Entry, parent_id: int | None = None) -> Comment | None:
    """One comment with the answers to it; None where its writer is not here, or has said something here before."""
    writer = db.session.scalar(select(Person).where(Person.is_sample, named(entry["by"])))
    if writer is None:
        return None
    before = select(Comment.id).where(Comment.item_id == item_id, Comment.person_id == writer.id)
    if db.session.scalar(before.limit(1)) is not None:
        return None
    comment = Comment(
        item_id=item_id,
        person_id=writer.id,
        parent_id=parent_id,
        state=CommentState.SHOWN,
        markdown=" ".join(entry["text"].split()),
        html="",
        created_at=clock.now() - timedelta(days=float(entry["days_ago"])),
        decided_at=clock.now(),
    )
    db.session.add(comment)
    db.session.flush()
    comment.html = comment_html(comment.markdown, comment.id)
    for answer in entry.get("answers", ()):
        say(item_id, answer, comment.id)
    return comment
