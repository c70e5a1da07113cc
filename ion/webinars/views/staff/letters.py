"""Letters of ION staff to a webinar's registrants: written, looked at, sent once."""

from flask import Response, abort, make_response, redirect, render_template, request

from ion.core.unit_of_work import unit_of_work
from ion.models import Standing
from ion.models.user import STAFF
from ion.web.guards import granted, member
from ion.web.participant import note
from ion.webinars.forms.staff import LetterForm
from ion.webinars.queries.staff import letters as queries
from ion.webinars.queries.staff.desk import StaffWebinar
from ion.webinars.queries.staff.letters import TO
from ion.webinars.queries.staff.listing import STAFF_PATH
from ion.webinars.services import NotThere
from ion.webinars.services import letters as services
from ion.webinars.views.asking import own_zone
from ion.webinars.views.blueprint import bp
from ion.webinars.views.staff.desk import webinar_or_404

PATH = f"{STAFF_PATH}<int:webinar_id>/letters"
NOBODY = "Nobody is {} now, so there is nobody to write to."
NOBODY_WHERE = {Standing.REGISTERED: "registered", Standing.WAITING: "on the waiting list"}


def letters_page(
    webinar: StaffWebinar, form: LetterForm, status: int = 200, *, is_seen: bool = False
) -> Response:
    """The page; with `is_seen`, what was typed is shown as it will be read, with the button that sends it."""
    reach = queries.reach(webinar.id)
    form.offer(reach)
    page = render_template(
        "webinars/staff/letters.html",
        webinar=webinar,
        zone=own_zone(),
        form=form,
        letter=form.letter if is_seen else None,
        people=reach[Standing(form.to.data)] if is_seen else 0,
        labels=TO,
        sent=queries.sent_letters(webinar.id),
    )
    return make_response(page, status)


@bp.get(PATH)
@granted(*STAFF)
def letters(webinar_id: int) -> Response:
    """Write a letter, and see those that were sent."""
    to = request.args.get("to", "")
    return letters_page(webinar_or_404(webinar_id), LetterForm.blank(to if to in set(TO) else "registered"))


@bp.post(PATH)
@granted(*STAFF)
def send_letter(webinar_id: int) -> Response:
    """Show the letter as it will be read, or send it once it was looked at."""
    webinar = webinar_or_404(webinar_id)
    form = LetterForm()
    form.offer(queries.reach(webinar_id))
    if not form.validate_on_submit():
        return letters_page(webinar, form, 422)
    letter = form.letter
    if not queries.reach(webinar_id)[letter.to]:
        return refused(webinar, form, letter.to)
    if not form.is_to_be_sent:
        return letters_page(webinar, form, is_seen=True)
    try:
        with unit_of_work():
            services.send(webinar_id, letter, user_id=member().id)
            note(form, kind="webinar", id=webinar_id, user_id=member().id)
    except NotThere:
        abort(404)
    except services.NobodyToWriteTo:
        return refused(webinar, form, letter.to)
    return make_response(redirect(f"{webinar.desk}/letters#sent", 303))


def refused(webinar: StaffWebinar, form: LetterForm, to: Standing) -> Response:
    """The page again, with what was typed and why it cannot go."""
    form.form_errors.append(NOBODY.format(NOBODY_WHERE[to]))
    return letters_page(webinar, form, 409)
