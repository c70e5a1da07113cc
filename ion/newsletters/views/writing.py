"""An issue's words, and whom it is for."""

from flask import Response, request

from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Newsletter
from ion.newsletters import services
from ion.newsletters.forms import AudienceForm, WordsForm
from ion.newsletters.queries import KIND, issues
from ion.newsletters.queries.recipients import Audience, reach
from ion.newsletters.services import Refused, Stale, Words
from ion.newsletters.views.blueprint import ISSUE, STALE, bp, opened, there
from ion.newsletters.views.listing import words_page
from ion.web.fragments import Fragment
from ion.web.guards import granted, member
from ion.web.participant import note

STALE_WORDS = (
    "Somebody saved this issue after you opened it. What is saved now stands below the form. "
    "Saving again puts what you typed in its place."
)
recipients_page = Fragment("newsletters/recipients.html", "reach")


@bp.get(f"{ISSUE}/words")
@granted(Grant.EDITOR)
def words(id: int) -> Response:
    """Subject, preview text and introduction."""
    newsletter = opened(id)
    return words_page.render(form=WordsForm.of(newsletter), newsletter=newsletter)


@bp.post(f"{ISSUE}/words")
@granted(Grant.EDITOR)
def save_words(id: int) -> Response:
    """Save the words, unless somebody else saved others meanwhile: then both are shown."""
    newsletter, form = opened(id), WordsForm()
    if not form.validate():
        return words_page.render(422, form=form, newsletter=newsletter)
    try:
        with unit_of_work():
            services.save(id, form.words, head=form.head.data or 0, user_id=member().id)
            note(form, kind=KIND, id=id, user_id=member().id)
    except Stale:
        return stale_words(id, form)
    except Refused as refused:
        form.form_errors.append(refused.words)
        return words_page.render(409, form=form, newsletter=opened(id))
    return there(issues.path_of(id))


def stale_words(id: int, form: WordsForm) -> Response:
    """What was typed, beside what is saved now; saving once more is then a choice made with open eyes."""
    newsletter = opened(id)
    form.form_errors.append(STALE_WORDS)
    form.head.data, form.head.raw_data = newsletter.head, None
    return words_page.render(409, form=form, newsletter=newsletter, theirs=Words.of(newsletter))


@bp.get(f"{ISSUE}/recipients")
@granted(Grant.EDITOR)
def recipients(id: int) -> Response:
    """Choose recipients, and see how many people they are before anything is saved."""
    newsletter = opened(id)
    form = AudienceForm.asked(request.args, newsletter)
    return recipients_answer(200, newsletter, form)


@bp.post(f"{ISSUE}/recipients")
@granted(Grant.EDITOR)
def save_recipients(id: int) -> Response:
    """Save whom the issue is for."""
    newsletter, form = opened(id), AudienceForm()
    try:
        with unit_of_work():
            services.choose_recipients(id, form.audience, head=form.head_asked, user_id=member().id)
    except Stale:
        return recipients_answer(409, opened(id), form, STALE)
    except Refused as refused:
        return recipients_answer(409, newsletter, form, refused.words)
    return there(issues.path_of(id))


def recipients_answer(status: int, newsletter: Newsletter, form: AudienceForm, problem: str = "") -> Response:
    saved = Audience.of(newsletter.audience)
    return recipients_page.render(
        status,
        newsletter=newsletter,
        form=form,
        audience=form.audience,
        reach=reach(form.audience),
        saved=saved if form.audience != saved else None,
        problem=problem,
    )
