"""Beginning a conversation, with one person or several, and bringing more people into a group."""

from collections.abc import Sequence

from flask import Response, make_response, redirect, request

from ion.commons.files.services import Taken
from ion.core import site_settings
from ion.core.access import Viewer
from ion.messaging import services
from ion.messaging.forms import NewForm, fresh_id
from ion.messaging.policies import KIND
from ion.messaging.queries.thread import Head
from ion.messaging.services import Refused
from ion.messaging.views.blueprint import bp, done, head_of
from ion.messaging.views.picking import Picker, chosen, picker
from ion.messaging.views.sending import taken_in
from ion.messaging.views.threads import address
from ion.models import Message
from ion.web import participant
from ion.web.forms import Form
from ion.web.fragments import Fragment, wants_fragment
from ion.web.guards import member

page = Fragment("messaging/new.html", "composing")
people_page = Fragment("messaging/people.html", "main")
recipients = Fragment("messaging/recipients.html", "recipients")
NEW = "/messages/new"
COMPOSE, ADD = "compose", "add-people"
"""The ids of the forms that send whom somebody chose."""
NOBODY = "Choose whom to write to."


def compose(form: NewForm, who: Viewer, status: int = 200) -> Response:
    """The page of a first message, or the people in it alone for htmx."""
    line = site_settings.value(site_settings.COMPOSER_LINE)
    pick = picker(who, NEW, COMPOSE)
    fragment = recipients if request.method == "GET" and wants_fragment() else page
    return fragment.render(status, pick=pick, form=form, composer_line=line)


@bp.get("/new")
def new() -> Response:
    """Write to somebody. A conversation that exists is gone on with."""
    who = member()
    people = chosen(who, request.args.getlist("to"))
    known = people[0].contact.conversation_id if len(people) == 1 else None
    if known and not wants_fragment() and "find" not in request.args:
        return make_response(redirect(f"/messages/{known}#composer", 303))
    return compose(NewForm(formdata=None, data={"client_id": fresh_id()}), who)


@bp.post("/new")
def create() -> Response:
    """Send the first message of a conversation."""
    who, form = member(), NewForm()
    pick = Picker(NEW, COMPOSE, chosen(who, request.form.getlist("to")))
    is_good = form.validate_on_submit()
    if not pick.chosen:
        form.form_errors.append(NOBODY)
        is_good = False
    files = taken_in(form) if is_good else None
    if files is None:
        return compose(form, who, 422)
    if pick.refusal:
        form.form_errors.append(pick.refusal)
        return compose(form, who, 409)
    try:
        message = done(lambda: begun(who, pick, form, files))
    except Refused as error:
        form.form_errors.append(error.words)
        return compose(form, who, 409)
    url = address(message.conversation_id, message.id, message.number, is_newest=True)
    if wants_fragment():
        return make_response("", 200, {"HX-Redirect": url})
    return make_response(redirect(url, 303))


def begun(who: Viewer, pick: Picker, form: NewForm, files: Sequence[Taken]) -> Message:
    """The first message, written; why it was sent in spite of what was found in it is written down."""
    message = services.begin(
        who,
        [each.user_id for each in pick.chosen],
        markdown=form.markdown.data or "",
        client_id=form.given_id,
        files=files,
        title=form.title.data or "",
    )
    participant.note(form, kind=KIND, id=message.id, user_id=who.id)
    return message


def people_part(who: Viewer, head: Head, form: Form, status: int = 200) -> Response:
    """Who is in a conversation, and who may be brought in."""
    pick = picker(who, f"/messages/{head.id}/people", ADD, is_group=True) if head.may_add else None
    is_part = wants_fragment() and pick is not None and request.method == "GET"
    return (recipients if is_part else people_page).render(status, head=head, pick=pick, form=form)


@bp.get("/<int:id>/people")
def people(id: int) -> Response:
    """Who is in a conversation."""
    who = member()
    return people_part(who, head_of(who, id), Form(formdata=None))


@bp.post("/<int:id>/people")
def add_people(id: int) -> Response:
    """Bring people into a group; they see what is written from now on."""
    who, form = member(), Form()
    head = head_of(who, id)
    ids = [each.user_id for each in chosen(who, request.form.getlist("to"))]
    if not ids:
        form.form_errors.append("Choose whom to add.")
        return people_part(who, head, form, 422)
    try:
        done(lambda: services.add_people(who, id, ids))
    except Refused as error:
        form.form_errors.append(error.words)
        return people_part(who, head, form, 409)
    return make_response(redirect(f"/messages/{id}", 303))
