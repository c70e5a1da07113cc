"""What is known of a webinar afterwards, as spreadsheets for ION staff."""

from flask import Response

from ion.recordings.queries import exports as queries
from ion.recordings.views.blueprint import bp, known_webinar, staff_only
from ion.web.spreadsheets import csv_answer


@bp.get("/staff/webinars/<int:webinar_id>/attendance.csv")
@staff_only
def attendance_csv(webinar_id: int) -> Response:
    """Everyone who was there."""
    webinar = known_webinar(webinar_id)
    return csv_answer(f"{webinar.slug}-attendance.csv", queries.ATTENDANCE, queries.attendance(webinar.id))


@bp.get("/staff/webinars/<int:webinar_id>/questions.csv")
@staff_only
def questions_csv(webinar_id: int) -> Response:
    """Every question, with who asked it."""
    webinar = known_webinar(webinar_id)
    return csv_answer(f"{webinar.slug}-questions.csv", queries.QUESTIONS, queries.questions(webinar.id))


@bp.get("/staff/webinars/<int:webinar_id>/polls.csv")
@staff_only
def polls_csv(webinar_id: int) -> Response:
    """Every poll, with how many chose what."""
    webinar = known_webinar(webinar_id)
    return csv_answer(f"{webinar.slug}-polls.csv", queries.POLLS, queries.polls(webinar.id))
