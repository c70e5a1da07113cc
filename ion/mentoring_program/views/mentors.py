"""The list of mentors, as a page and as a spreadsheet, and inviting others by a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Response, make_response, redirect, render_template, request

from ion.core.unit_of_work import unit_of_work
from ion.mentoring_program.forms import InviteForm
from ion.mentoring_program.queries import mentors as queries
from ion.mentoring_program.queries.mentors import PATH, MentorRow, Which
from ion.mentoring_program.services.inviting import Problems, invite
from ion.mentoring_program.table import BadTable, lines_of
from ion.mentoring_program.views.blueprint import bp
from ion.models import Grant
from ion.web.choices import Choice
from ion.web.guards import granted, member
from ion.web.pagination import PER_PAGE, Page, address, number_asked, within
from ion.web.spreadsheets import csv_answer

LABELS = {Which.ACTIVE: "Active", Which.PAUSED: "Paused", Which.ENDED: "No longer mentor"}
COLUMNS = (
    "Name",
    "Email",
    "Organization",
    "Topics",
    "Limit",
    "Openings this month",
    "Usual reply",
    "Requests that wait",
    "Conversations held",
)
LONGEST_SEARCH = 100


def asked() -> tuple[Which, str]:
    """Which mentors the address asks for: their state, and words."""
    show, words = request.args.get("show", ""), request.args.get("q", "")
    which = Which(show) if show in tuple(Which) else Which.ACTIVE
    return which, words.replace("\x00", "").strip()[:LONGEST_SEARCH]


def parameters(which: Which, words: str) -> tuple[tuple[str, str], ...]:
    pairs = (("show", "" if which is Which.ACTIVE else which.value), ("q", words))
    return tuple(pair for pair in pairs if pair[1])


@bp.get("/mentors")
@granted(Grant.FACILITATOR)
def mentors() -> str:
    """Everyone who mentors, paused, or ended, by name."""
    which, words = asked()
    totals = queries.totals(words)
    number = within(number_asked(request.args.get("page")), totals[which])
    rows = queries.mentors(which, words, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    told = parameters(which, words)
    return render_template(
        "mentoring_program/mentors.html",
        page=Page(rows, number, totals[which], PATH, told),
        which=which.value,
        words=words,
        csv=address(f"{PATH}.csv", told),
        tabs=[
            Choice(
                each.value, LABELS[each], address(PATH, parameters(each, words)), totals[each], each is which
            )
            for each in Which
        ],
        invited=number_of_invited(),
    )


def number_of_invited() -> int:
    """How many were invited a moment ago, as the address says."""
    text = request.args.get("invited", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


@bp.get("/mentors.csv")
@granted(Grant.FACILITATOR)
def mentors_csv() -> Response:
    """The same as a spreadsheet."""
    return csv_answer("mentors.csv", COLUMNS, cells(queries.every_mentor(*asked())))


def cells(found: Iterable[MentorRow]) -> Iterator[tuple[Any, ...]]:
    for each in found:
        yield (
            each.name,
            each.email,
            each.organization,
            "; ".join(each.topics),
            each.monthly_limit,
            each.openings,
            each.reply,
            each.waiting,
            each.held,
        )


@bp.get("/mentors/invite")
@granted(Grant.FACILITATOR)
def invite_mentors() -> str:
    """Choose a table of people to invite."""
    return render_template("mentoring_program/invite.html", form=InviteForm(formdata=None))


@bp.post("/mentors/invite")
@granted(Grant.FACILITATOR)
def send_invitations() -> Response:
    """Invite everybody in the table, or say what is wrong with it and invite nobody."""
    form = InviteForm()
    if not form.validate():
        return refused(form, 422)
    try:
        lines = lines_of(form.content())
        with unit_of_work():
            number = invite(lines, user_id=member().id)
    except BadTable as error:
        form.form_errors.append(str(error))
        return refused(form, 422)
    except Problems as problems:
        form.form_errors.extend(problems.words)
        return refused(form, 409)
    return make_response(redirect(f"{PATH}?invited={number}", 303))


def refused(form: InviteForm, status: int) -> Response:
    return make_response(render_template("mentoring_program/invite.html", form=form), status)
