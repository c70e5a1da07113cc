"""Closing a mentorship: completed or ended early, the survey, and saying that the other does not answer."""

from typing import Any

from flask import Response, make_response, render_template

from ion.mentorships.forms.agreeing import ratings_form, ratings_of
from ion.mentorships.forms.ending import EndForm, SurveyForm
from ion.mentorships.queries.page import Page
from ion.mentorships.services import ending, health
from ion.mentorships.views.blueprint import PATH, bp
from ion.mentorships.views.deeds import back_to, carried_out
from ion.mentorships.views.showing import PRIVATE, page_or_404
from ion.models import MentoringNeed, MentorshipState
from ion.web.guards import member_only


def drawn(template: str, found: Page, status: int = 200, **more: Any) -> Response:
    page = render_template(template, **({"page": found, "row": found.row, "problem": ""} | more))
    return make_response(page, status, PRIVATE)


@bp.get(f"{PATH}/<int:id>/end")
@member_only
def ask_end(id: int) -> Response:
    """The two ways to end it."""
    found = page_or_404(id)
    form = EndForm(data={"wants_other": found.is_mentee})
    return drawn("mentorships/end.html", found, form=form) if found.is_active else back_to(found.row.path)


@bp.post(f"{PATH}/<int:id>/complete")
@member_only
def complete(id: int) -> Response:
    """The two are done."""
    found = page_or_404(id)
    if problem := carried_out(id, lambda who: ending.complete(id, who.person_id)):
        return drawn(
            "mentorships/end.html", page_or_404(id), 409, form=EndForm(formdata=None), problem=problem
        )
    return back_to(f"{found.row.path}/survey")


@bp.post(f"{PATH}/<int:id>/end")
@member_only
def end(id: int) -> Response:
    """End it before its time; a mentee who wants another mentor goes on to their question."""
    found, form = page_or_404(id), EndForm()
    if not form.validate():
        return drawn("mentorships/end.html", found, 422, form=form)
    needs: list[MentoringNeed | None] = []

    def deed(who: Any) -> None:
        wants = bool(form.wants_other.data)
        why, words = form.why.data, form.words.data or ""
        needs.append(ending.end_early(id, who.person_id, why=why, words=words, wants_other=wants))

    if problem := carried_out(id, deed, form):
        return drawn("mentorships/end.html", page_or_404(id), 409, form=form, problem=problem)
    need = needs[0]
    return back_to(need.path if need is not None and found.is_mentee else found.row.path)


@bp.get(f"{PATH}/<int:id>/survey")
@member_only
def survey(id: int) -> Response:
    """The survey that closes it, with what was answered before."""
    found = page_or_404(id)
    if found.row.state is not MentorshipState.COMPLETED:
        return back_to(found.row.path)
    return drawn("mentorships/survey.html", found, form=survey_form(found))


def survey_form(found: Page) -> Any:
    """The survey; the mentee rates the goals, too."""
    goals = found.goals if found.is_mentee else ()
    given: dict[str, Any] = {f"rating_{goal.id}": str(goal.after_rating or "") for goal in goals}
    if mine := found.surveys.get(found.me.id):
        given |= {"usefulness": str(mine.usefulness), "goals_reached": str(mine.goals_reached)}
        given |= {"words": mine.words, "thanks": mine.thanks}
    return ratings_form(SurveyForm, goals, data=given)


@bp.post(f"{PATH}/<int:id>/survey")
@member_only
def answer_survey(id: int) -> Response:
    """Answer it, or answer it anew."""
    found = page_or_404(id)
    form = survey_form(found)
    if not form.validate():
        return drawn("mentorships/survey.html", found, 422, form=form)
    ratings = ratings_of(form, found.goals)
    problem = carried_out(id, lambda who: ending.answer_survey(id, who.person_id, form.survey, ratings), form)
    return (
        drawn("mentorships/survey.html", found, 409, form=form, problem=problem)
        if problem
        else back_to(found.row.path)
    )


@bp.get(f"{PATH}/<int:id>/stuck")
@member_only
def ask_stuck(id: int) -> Response:
    """What happens when one says that the other does not answer."""
    return drawn("mentorships/stuck.html", page_or_404(id))


@bp.post(f"{PATH}/<int:id>/stuck")
@member_only
def say_stuck(id: int) -> Response:
    """The other does not answer."""
    found = page_or_404(id)
    problem = carried_out(id, lambda who: health.say_stuck(id, who.person_id))
    return (
        drawn("mentorships/stuck.html", page_or_404(id), 409, problem=problem)
        if problem
        else back_to(found.row.path)
    )
