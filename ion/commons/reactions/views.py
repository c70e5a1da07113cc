"""Like, save and follow from any page; the list of what is saved."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, abort, make_response, render_template, request

from ion.commons.reactions import queries, services
from ion.commons.reactions.forms import FollowForm, NoteForm, WishForm
from ion.commons.reactions.queries import Followed, Standing
from ion.core import items, tokens
from ion.core.access import Viewer, scopes
from ion.core.ports.subjects import SUBJECTS, Subject
from ion.core.unit_of_work import unit_of_work
from ion.web.choices import Choice
from ion.web.fragments import Fragment
from ion.web.guards import local_path, member, member_only, or_404
from ion.web.login import viewer, viewer_scopes
from ion.web.pagination import PER_PAGE, Page, number_asked, within

bp = Blueprint("reactions", __name__)
bar = Fragment("reactions/bar.html", "reactions")
button = Fragment("reactions/follow.html", "follow")
saved = Fragment("reactions/saved.html", "saved")
SAVED = "/saved/"
FOLLOWING = "/saved/following"
MOST_LINES = 100
"""No mail has so many lines."""


@dataclass(frozen=True, slots=True)
class Reactions:
    """What templates ask: how an item stands with the reader, and whether the reader follows something."""

    def of(self, item_id: int, likes: int | None = None) -> Standing:
        """`likes` is how many like it, where the page has read that: then nothing is asked for a visitor."""
        who = viewer()
        if who is None and likes is not None:
            return Standing(likes, is_liked=False, is_saved=False)
        return queries.standing(item_id, *((who.id, who.person_id) if who else (0, 0)))

    def follows(self, kind: str, key: object) -> bool:
        who = viewer()
        return who is not None and queries.follows(who.id, kind, str(key))


def install(app: Flask) -> None:
    """Let every template ask `reactions`."""
    app.jinja_env.globals["reactions"] = Reactions()


def subject_of(item_id: int) -> Subject:
    return or_404(items.subjects([item_id], viewer_scopes()).get(item_id))


def wish_in(form: WishForm) -> bool:
    if not form.validate_on_submit():
        abort(400)
    return form.is_yes


@bp.post("/reactions/<int:item_id>/like")
@member_only
def like(item_id: int) -> Response:
    """Like an item, or no more."""
    who, subject, liked = member(), subject_of(item_id), wish_in(WishForm())
    with unit_of_work():
        services.like(who.id, item_id, liked)
    return bar.done(subject.path, "like-changed", item_id=item_id)


@bp.post("/reactions/<int:item_id>/save")
@member_only
def save(item_id: int) -> Response:
    """Save an item, or no more."""
    who, subject, is_saved = member(), subject_of(item_id), wish_in(WishForm())
    with unit_of_work():
        services.save(who.id, item_id, is_saved)
    return bar.done(subject.path, "saved-changed", item_id=item_id)


@bp.post("/reactions/<int:item_id>/follow")
@member_only
def follow_item(item_id: int) -> Response:
    """Follow an item, or no more."""
    who, subject, followed = member(), subject_of(item_id), wish_in(WishForm())
    with unit_of_work():
        services.follow(who.id, subject.kind, str(item_id), followed)
    return bar.done(subject.path, "follow-changed", item_id=item_id)


@bp.post("/reactions/follow")
@member_only
def follow() -> Response:
    """Follow something, or no more; back to the page that was read."""
    who, form = member(), FollowForm()
    followed = wish_in(form)
    kind, key = form.kind.data or "", form.key.data or ""
    if followed and not queries.can_be_followed(kind, key, scopes(who)):
        abort(404)
    with unit_of_work():
        services.follow(who.id, kind, key, followed)
    back = local_path(form.back.data, SAVED)
    return button.done(
        back,
        "follow-changed",
        follow_kind=kind,
        follow_key=key,
        follow_label=form.name.data or key,
        follow_back=back,
    )


def saved_context(form: NoteForm | None = None, editing: int = 0) -> dict[str, Any]:
    """Everything the list of saved items shows; `editing` is the item whose note is being written."""
    who, held = member(), viewer_scopes()
    saved_totals = queries.saved_totals(who.id, held)
    totals = saved_totals.kinds
    kind = request.args.get("kind", "")
    kind = kind if kind in totals else ""
    total = totals[kind] if kind else sum(totals.values())
    number = within(number_asked(request.args.get("page")), total)
    rows = queries.saved_rows(who.id, held, kind, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parameters = (("kind", kind),) if kind else ()
    kinds = [
        Choice(key, SUBJECTS[key].plural.capitalize(), f"{SAVED}?kind={key}", many, key == kind)
        for key, many in totals.items()
    ]
    everything = Choice("", "Everything", SAVED, sum(totals.values()), not kind)
    return {
        "page": Page(rows, number, total, SAVED, parameters),
        "kinds": [everything, *kinds] if len(kinds) > 1 else [],
        "hidden": saved_totals.hidden,
        "form": form or NoteForm(formdata=None),
        "editing": editing,
    }


@bp.get("/saved/")
@member_only
def index() -> Response:
    """What the reader saved, with notes; `?note=<id>` opens one note for writing."""
    asked = request.args.get("note", "")
    editing = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    return saved.render(**saved_context(editing=editing))


@bp.post("/saved/<int:item_id>/note")
@member_only
def note(item_id: int) -> Response:
    """Write the note on a saved item."""
    who, form = member(), NoteForm()
    if not form.validate_on_submit():
        return saved.render(422, **saved_context(form, item_id))
    try:
        with unit_of_work():
            services.write_note(who.id, item_id, form.note.data or "")
    except services.NotSaved:
        abort(404)
    return saved.done(SAVED, "saved-changed", **saved_context())


@bp.post("/saved/<int:item_id>/remove")
@member_only
def remove(item_id: int) -> Response:
    """Take an item from the list, seen or not any more."""
    who = member()
    with unit_of_work():
        services.save(who.id, item_id, False)
    return saved.done(SAVED, "saved-changed", **saved_context())


@bp.get("/saved/following")
@member_only
def following() -> str:
    """Everything the reader chose to follow; `?of=yours`: what they follow since they had a part in it."""
    who = member()
    is_own = request.args.get("of") == "yours"
    return render_template(
        "reactions/following.html",
        choices=[
            Choice("", "What you chose", FOLLOWING, selected=not is_own),
            Choice("yours", "What is yours", f"{FOLLOWING}?of=yours", selected=is_own),
        ],
        is_own=is_own,
        page=own_page(who) if is_own else None,
        followed=[] if is_own else queries.followed(who),
    )


def own_page(who: Viewer) -> Page[Followed]:
    """The page asked for of what is the reader's; the last one where there are not so many."""
    number = number_asked(request.args.get("page"))
    found = queries.own_followed(who, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    if not found.rows and number > 1:
        number = 1
        found = queries.own_followed(who, offset=0, limit=PER_PAGE)
    return Page(found.rows, number, found.total, FOLLOWING, (("of", "yours"),))


@bp.get("/follow/stop/<secret>")
def confirm_stop(secret: str) -> Response:
    """Ask whether to follow something no more, as a mail offers; opening the page changes nothing."""
    token = or_404(tokens.valid(services.UNFOLLOW, secret))
    _, _, name = or_404(services.thing_in(token, line_asked()))
    return stop_page(name, is_done=False)


@bp.post("/follow/stop/<secret>")
def stop(secret: str) -> Response:
    """Follow it no more; the token says who asks."""
    with unit_of_work():
        name = services.stop_by_mail(secret, line_asked())
    return stop_page(or_404(name), is_done=True)


def line_asked() -> int:
    """The line of the mail; one that no mail has for what is no number."""
    asked = request.args.get("thing", "0")
    return int(asked) if asked.isdecimal() and len(asked) < 3 else MOST_LINES


def stop_page(name: str, *, is_done: bool) -> Response:
    path = f"{request.path}?thing={line_asked()}"
    html = render_template("reactions/stop.html", name=name, is_done=is_done, path=path)
    return make_response(html, 200, {"Cache-Control": "no-store"})
