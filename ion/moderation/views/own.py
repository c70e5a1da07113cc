"""What became of one's reports, what was decided about what is one's own, and the one reply to that."""

from flask import Response, abort, flash, make_response, redirect, render_template, request

from ion.core.unit_of_work import unit_of_work
from ion.models import Report
from ion.moderation import services
from ion.moderation.forms import ReplyForm
from ion.moderation.queries import own
from ion.moderation.views.blueprint import bp
from ion.web.guards import member, member_only, or_404
from ion.web.pagination import PER_PAGE, Page, number_asked, within

PATH = "/reports/"
REPLIED = "Thank you. ION staff look at it once more, and you will hear what they decide."


@bp.get(PATH)
@member_only
def index() -> Response:
    """One's own reports, and decisions about what is one's own."""
    return page()


def page(status: int = 200, form: ReplyForm | None = None, replying: int = 0) -> Response:
    """`form` is a reply that was not taken, to the decision `replying`."""
    who = member()
    total = own.made_total(who.id)
    number = within(number_asked(request.args.get("page")), total)
    made = own.made(who.id, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    html = render_template(
        "moderation/index.html",
        page=Page(made, number, total, PATH),
        about=own.about(who.id) if number == 1 else [],
        form=form or ReplyForm(formdata=None),
        replying=replying,
    )
    return make_response(html, status)


@bp.post(f"{PATH}<int:report_id>/reply")
@member_only
def reply(report_id: int) -> Response:
    """Answer a decision, once."""
    who, form = member(), ReplyForm()
    or_404(next((each for each in own.about(who.id) if each.id == report_id), None))
    if not form.validate_on_submit():
        return page(422, form, report_id)
    try:
        with unit_of_work():
            services.reply(who.id, report_id, form.words.data)
    except services.NotThere:
        abort(404)
    except services.Refused as error:
        form.form_errors.append(error.words)
        return page(409, form, report_id)
    flash(REPLIED)
    return make_response(redirect(PATH, 303))


DEAD = "A decision can be answered once, within 30 days. If you have something else to say, write to us."


def dead() -> Response:
    page = render_template("errors/dead_link.html", why=DEAD, actions=(("Contact", "/contact"),))
    return make_response(page, 404)


def link_page(report: Report, status: int = 200, form: ReplyForm | None = None) -> Response:
    html = render_template("moderation/reply.html", report=report, form=form or ReplyForm(formdata=None))
    response = make_response(html, status)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get(f"{PATH}reply/<token>")
def show_reply(token: str) -> Response:
    """A decision and the form to answer it, for who cannot sign in."""
    report = services.report_of_link(token)
    return link_page(report) if report else dead()


@bp.post(f"{PATH}reply/<token>")
def reply_by_link(token: str) -> Response:
    """Answer by the link of a mail."""
    report, form = services.report_of_link(token), ReplyForm()
    if report is None:
        return dead()
    if not form.validate_on_submit():
        return link_page(report, 422, form)
    try:
        with unit_of_work():
            services.reply_by_link(token, form.words.data)
    except (services.NotThere, services.Refused):
        return dead()
    return make_response(render_template("moderation/replied.html", words=REPLIED))
