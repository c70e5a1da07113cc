"""The comments under an item: as a part of the item's own page, and as a page of their own."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, redirect, request

from ion.commons.discussion.forms import CommentForm
from ion.commons.discussion.policies import KINDS, Openness, may_change
from ion.commons.discussion.queries import comments, threads
from ion.commons.discussion.queries.comments import Place
from ion.commons.discussion.queries.threads import Remark, Thread
from ion.commons.discussion.views.blueprint import bp
from ion.core import clock, site_settings
from ion.core.access import scopes
from ion.models import Comment
from ion.web.fragments import Fragment, wants_fragment
from ion.web.guards import or_404
from ion.web.login import viewer, viewer_scopes
from ion.web.pagination import number_asked
from ion.web.visits import saw

part = Fragment("discussion/thread.html", "discussion")
whole = Fragment("discussion/index.html", "main")
NEW, REPLY, CHANGE = "new", "reply", "change"


@dataclass(frozen=True, slots=True)
class Writing:
    """Which form is open, about which comment (0 for a new one), and what was typed so far."""

    deed: str = NEW
    id: int = 0
    form: CommentForm = field(default_factory=lambda: CommentForm(formdata=None))


@dataclass(frozen=True, slots=True)
class Discussion:
    """What the template draws: comments on an item, whether new ones are taken, and the form that is open.

    After a swap the focus goes to the comment `fresh`, to the heading where it is negative; `said` is announced.
    `problem` says why a deed was refused.
    """

    place: Place
    thread: Thread
    openness: Openness
    writing: Writing
    first_held: bool
    fresh: int = 0
    said: str = ""
    problem: str = ""

    @property
    def heading(self) -> str:
        return KINDS[self.place.kind]

    @property
    def path(self) -> str:
        """The page of these comments alone."""
        return f"/discussion/{self.place.id}"

    @property
    def earlier(self) -> str:
        number = self.thread.number
        return f"{self.path}?page={number + 1}" if number < self.thread.pages else ""

    @property
    def later(self) -> str:
        number = self.thread.number
        return f"{self.path}?page={number - 1}" if number > 1 else ""

    @property
    def here(self) -> str:
        """The page that is read now."""
        number = self.thread.number
        return f"{self.path}?page={number}" if number > 1 else self.path

    def may_change(self, remark: Remark) -> bool:
        return remark.is_mine and may_change(remark.state, remark.created_at, clock.now())


def draw(place: Place, number: int = 1, writing: Writing | None = None, **after: Any) -> Discussion:
    """The comments on an item as the reader sees them."""
    who = viewer()
    return Discussion(
        place=place,
        thread=threads.thread(place.id, who.person_id if who else 0, viewer_scopes(), number),
        openness=place.openness,
        writing=writing or Writing(),
        first_held=bool(site_settings.value(site_settings.FIRST_HELD)) and not (who and who.is_staff),
        **after,
    )


class Discussions:
    """What templates ask: the comments on the item whose page is drawn."""

    def on(self, kind: str, page: Any) -> Discussion:
        """`page` is the room's own page of the item: it has been found visible, and knows its dates."""
        return draw(Place(page.id, kind, page.title, page.path, page.published_at, page.archived))


def install(app: Flask) -> None:
    """Let every template ask `discussions`."""
    app.jinja_env.globals["discussions"] = Discussions()


def answer(status: int = 200, **drawn: Any) -> Response:
    """The comments for htmx; for a browser the page that holds them alone."""
    fragment = part if wants_fragment() else whole
    return fragment.render(status, thread=draw(**drawn))


def place_of(item_id: int) -> Place:
    return or_404(comments.place(item_id, scopes(viewer())))


def person_id() -> int:
    """The reader's person, 0 for a visitor."""
    who = viewer()
    return who.person_id if who else 0


def seen(comment_id: int) -> tuple[Comment, Place]:
    """A comment that the reader sees, and its item; everything else is not found."""
    comment = or_404(comments.seen(comment_id, person_id()))
    return comment, place_of(comment.item_id)


def address(comment: Comment, place: Place) -> str:
    """Where the comment stands for the reader now: on the item's page, or on an earlier page of comments."""
    number = threads.number_of(comment, person_id())
    page = place.path if number == 1 else f"/discussion/{place.id}?page={number}"
    return f"{page}#comment-{comment.id}"


@bp.get("/discussion/<int:item_id>")
def index(item_id: int) -> Response:
    """The comments on an item, a page at a time, the newest on the first."""
    saw(item_id)
    return answer(place=place_of(item_id), number=number_asked(request.args.get("page")), fresh=-1)


@bp.get("/comments/<int:comment_id>")
def show(comment_id: int) -> Response:
    """On to the place where a comment stands."""
    return redirect(address(*seen(comment_id)), 303)  # type: ignore[return-value]
